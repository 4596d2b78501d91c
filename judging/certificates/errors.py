"""What can be wrong with a certificate, as exceptions and as lists.

CertificateError                  code, params
├── FactsInvalid                  a fact is empty, too long or malformed
├── GlyphMissing                  no embedded typeface has a character of the text
├── TextTooLong                   a text does not fit, even at its smallest size on all its lines
├── DesignUnknown                 no preset has this key
├── DesignInvalid                 a preset is malformed
├── SerialInvalid                 a typed serial cannot be one
└── TypefaceUnavailable           a vendored font file is absent or damaged

The outer layers turn `code` and `params` into a sentence in the reader's language; the English
text of the exception itself is for logs.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
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


class CertificateError(Exception):
    """The root of the tree: a stable `code` and the `params` of its sentence."""

    code: ClassVar[str] = "certificate"

    def __init__(self, **params: ParamValue) -> None:
        self.params: Mapping[str, ParamValue] = MappingProxyType(params)
        details = ", ".join(f"{name}={value!r}" for name, value in params.items())
        super().__init__(f"{self.code}: {details}")


class FactsInvalid(CertificateError):
    """A fact breaks its rule. Params: `field`, `reason` (a word such as `empty`)."""

    code = "certificate.facts_invalid"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(field=field, reason=reason)


class GlyphMissing(CertificateError):
    """No typeface of the chain has these characters. Params: `field`, `characters` (named)."""

    code = "certificate.glyph_missing"

    def __init__(self, field: str, characters: Sequence[str]) -> None:
        self.characters = tuple(characters)
        super().__init__(
            field=field, characters=tuple(describe_character(each) for each in characters)
        )


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


class TypefaceUnavailable(CertificateError):
    """A font file is absent or does not match its checksum. Params: `file`, `reason`."""

    code = "certificate.typeface_unavailable"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(file=file, reason=reason)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops one certificate from being issued, found without drawing it.

    `code` and `params` are those of the exception that drawing would raise; `field` is the place
    on the certificate.
    """

    code: str
    field: str
    params: Mapping[str, ParamValue]


def problem_of(error: CertificateError) -> Problem:
    """Turn an exception of the tree into the entry of a list that says the same."""
    return Problem(error.code, str(error.params.get("field", "")), error.params)
