"""What can be wrong with a certificate, as exceptions and as lists.

PaperError                        code, params; judging.typesetting.errors
├── GlyphMissing                  no embedded typeface has a character of the text
├── TypefaceUnavailable           a vendored font file is absent or damaged
└── CertificateError
    ├── FactsInvalid              a fact is empty, too long or malformed
    ├── TextTooLong               a text does not fit, even at its smallest size on all its lines
    ├── DesignUnknown             no preset has this key
    ├── DesignInvalid             a preset is malformed
    └── SerialInvalid             a typed serial cannot be one

The outer layers turn `code` and `params` into a sentence in the reader's language; the English
text of the exception itself is for logs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from judging.typesetting.errors import PaperError, ParamValue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class CertificateError(PaperError):
    """The root of what only a certificate knows."""

    code: ClassVar[str] = "certificate"


class FactsInvalid(CertificateError):
    """A fact breaks its rule. Params: `field`, `reason` (a word such as `empty`)."""

    code = "certificate.facts_invalid"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field=field, reason=reason)


class TextTooLong(CertificateError):
    """A text does not fit its place. Params: `field`, `text`, `lines`, `floor_tenths_pt`."""

    code = "certificate.text_too_long"

    def __init__(self, field: str, text: str, *, lines: int, floor_pt: float) -> None:
        super().__init__(field=field, text=text, lines=lines, floor_tenths_pt=round(floor_pt * 10))


class DesignUnknown(CertificateError):
    """No design preset has the key. Params: `key`, `known` (the keys that exist)."""

    code = "certificate.design_unknown"

    def __init__(self, key: str, known: Sequence[str]) -> None:
        super().__init__(key=key, known=tuple(known))


class DesignInvalid(CertificateError):
    """A design preset breaks the format. Params: `key`, `place` (dotted path), `reason`."""

    code = "certificate.design_invalid"

    def __init__(self, key: str, place: str, reason: str) -> None:
        super().__init__(key=key, place=place, reason=reason)


class SerialInvalid(CertificateError):
    """A typed serial cannot be one. Params: `reason` (`length` or `alphabet`)."""

    code = "certificate.serial_invalid"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops one certificate from being issued, found without drawing it.

    `code` and `params` are those of the exception that drawing would raise; `field` is the place
    on the certificate.
    """

    code: str
    field: str
    params: Mapping[str, ParamValue]


def problem_of(error: PaperError) -> Problem:
    """Turn an exception of the tree into the entry of a list that says the same."""
    return Problem(error.code, str(error.params.get("field", "")), error.params)
