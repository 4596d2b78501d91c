"""What can be wrong with a drawn paper.

PaperError                        code, params
├── GlyphMissing                  no embedded typeface has a character of the text
├── TypefaceUnavailable           a vendored font file is absent or damaged
└── CertificateError              what a certificate alone knows: judging.certificates.errors

The outer layers turn `code` and `params` into a sentence in the reader's language; the English
text of the exception itself is for logs. The codes were born with certificates and keep their
names.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ParamValue = str | int | tuple[str, ...]


def describe_character(character: str) -> str:
    """Name one character so that a person can find it: itself, its code point, its name.

    >>> describe_character("ཨ")
    'ཨ U+0F68 TIBETAN LETTER A'
    """
    name = unicodedata.name(character, "unnamed character")
    return f"{character} U+{ord(character):04X} {name}"


class PaperError(Exception):
    """The root of the tree: a stable `code` and the `params` of its sentence."""

    code: ClassVar[str] = "paper"

    def __init__(self, **params: ParamValue) -> None:
        self.params: Mapping[str, ParamValue] = MappingProxyType(params)
        details = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{self.code}: {details}")


class GlyphMissing(PaperError):
    """No typeface of the chain has these characters. Params: `field`, `characters` (named)."""

    code = "certificate.glyph_missing"

    def __init__(self, field: str, characters: Sequence[str]) -> None:
        self.characters = tuple(characters)
        super().__init__(
            field=field, characters=tuple(describe_character(each) for each in characters)
        )


class TypefaceUnavailable(PaperError):
    """A font file is absent or does not match its checksum. Params: `file`, `reason`."""

    code = "certificate.typeface_unavailable"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)
