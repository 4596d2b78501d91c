"""Words of the interface as a reader of one language sees them."""

import gettext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CATALOGUES = Path(__file__).parents[2] / "judging" / "translations"


@dataclass(frozen=True)
class Say:
    """Turns a source sentence into what stands on the page.

    Args:
        language: ``"zh_Hans"`` or ``"en"``.
    """

    language: str
    _catalogue: gettext.NullTranslations = field(init=False)

    def __post_init__(self) -> None:
        """Open the compiled catalogue."""
        found = gettext.translation("messages", _CATALOGUES, [self.language])
        object.__setattr__(self, "_catalogue", found)

    def __call__(self, sentence: str, **values: Any) -> str:
        """Return the sentence in the language, with its values filled in.

        Raises:
            AssertionError: a Chinese reader would read English here.
        """
        said = self._catalogue.gettext(sentence)
        assert self.language == "en" or said != sentence, f"not translated: {sentence}"
        return said % values if values else said
