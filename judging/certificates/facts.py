"""The facts of one certificate: everything that is printed, and nothing else.

Facts are frozen when a certificate is issued. Their canonical form is stored and their digest is
signed; the same facts and design give the same bytes for ever.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from judging.certificates.errors import FactsInvalid
from judging.certificates.serials import is_serial

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT = 1
"""Version of the canonical form; raised when a field changes its meaning."""

MAX_TEXT_LENGTH = 300
MAX_URL_LENGTH = 200
MAX_SIGNATORIES = 3
_DESIGN_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_URL = re.compile(r"https?://[!-~]+")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


class CertificateKind(StrEnum):
    """What the certificate is for; each kind has its own title and sentences in a design."""

    AWARD = "award"
    PARTICIPATION = "participation"
    ADVISER = "adviser"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Signatory:
    """One signature line: the office in both languages and the name below the line."""

    title_zh: str
    title_en: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What one certificate says.

    Texts are normalised to Unicode NFC without outer blanks. Optional texts are empty, never None.
    `edition` is a plain number ("13" is written 第十三届 and The 13th; a year stays a year) or any
    text. `recipient_name` is the name in its own script and `recipient_latin` its Latin form.
    `number` is the pretty number, `serial` the public random one of
    `judging.certificates.serials`; `verify_url` is what the QR code holds. `seal_text` runs
    around the seal, no seal is drawn without it; `design` is the key of a preset. Raises
    FactsInvalid naming the field.
    """

    competition_zh: str
    competition_en: str
    host_zh: str
    host_en: str
    recipient_name: str
    issued_on: date
    number: str
    serial: str
    verify_url: str
    kind: CertificateKind = CertificateKind.AWARD
    edition: str = ""
    recipient_latin: str = ""
    team_name: str = ""
    entry_title_zh: str = ""
    entry_title_en: str = ""
    unit: str = ""
    adviser: str = ""
    division_zh: str = ""
    division_en: str = ""
    round_zh: str = ""
    round_en: str = ""
    award_zh: str = ""
    award_en: str = ""
    signatories: tuple[Signatory, ...] = ()
    seal_text: str = ""
    design: str = "classic"

    def __post_init__(self) -> None:
        for name in _TEXT_FIELDS:
            object.__setattr__(self, name, _clean(name, getattr(self, name)))
        for name in _REQUIRED_FIELDS:
            if not getattr(self, name):
                raise FactsInvalid(name, "empty")
        object.__setattr__(self, "kind", _kind(self.kind))
        object.__setattr__(self, "signatories", _clean_signatories(self.signatories))
        self._check_forms()

    def _check_forms(self) -> None:
        if type(self.issued_on) is not date:
            raise FactsInvalid("issued_on", "not_a_date")
        if self.kind is CertificateKind.AWARD and not (self.award_zh and self.award_en):
            raise FactsInvalid("award_zh" if not self.award_zh else "award_en", "empty")
        if not is_serial(self.serial):
            raise FactsInvalid("serial", "malformed")
        if not _URL.fullmatch(self.verify_url) or len(self.verify_url) > MAX_URL_LENGTH:
            raise FactsInvalid("verify_url", "malformed")
        if not _DESIGN_KEY.fullmatch(self.design):
            raise FactsInvalid("design", "malformed")

    def as_data(self) -> dict[str, Any]:
        """Return the facts as plain JSON values with their `format`, ready to be stored."""
        data: dict[str, Any] = {"format": FORMAT, **asdict(self)}
        data["issued_on"] = self.issued_on.isoformat()
        data["kind"] = self.kind.value
        data["signatories"] = [asdict(each) for each in self.signatories]
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> CertificateFacts:
        """Rebuild facts from `as_data()`. Raises FactsInvalid for any other form."""
        values = dict(data)
        if values.pop("format", None) != FORMAT:
            raise FactsInvalid("format", "unknown")
        unknown = sorted(set(values) - {each.name for each in fields(cls)})
        absent = [name for name in (*_REQUIRED_FIELDS, "issued_on") if name not in values]
        if unknown or absent:
            raise FactsInvalid((unknown or absent)[0], "unknown" if unknown else "absent")
        values["issued_on"] = _date_from(values["issued_on"])
        values["signatories"] = _signatories_from(values.get("signatories", []))
        return cls(**values)

    def canonical(self) -> bytes:
        """Return the one byte form: JSON in UTF-8, sorted keys, no blanks."""
        text = json.dumps(self.as_data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical form, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical()).hexdigest()


_NOT_TEXT = frozenset({"issued_on", "kind", "signatories"})
_TEXT_FIELDS = tuple(each.name for each in fields(CertificateFacts) if each.name not in _NOT_TEXT)
_REQUIRED_FIELDS = (
    "competition_zh",
    "competition_en",
    "host_zh",
    "host_en",
    "recipient_name",
    "number",
    "serial",
    "verify_url",
)


def _clean(field: str, value: object) -> str:
    if not isinstance(value, str):
        raise FactsInvalid(field, "not_text")
    text = unicodedata.normalize("NFC", value).strip()
    if len(text) > MAX_TEXT_LENGTH:
        raise FactsInvalid(field, "too_long")
    if any(unicodedata.category(character) in _INVISIBLE for character in text):
        raise FactsInvalid(field, "invisible_character")
    return text


def _clean_signatories(signatories: tuple[Signatory, ...]) -> tuple[Signatory, ...]:
    if len(signatories) > MAX_SIGNATORIES:
        raise FactsInvalid("signatories", "too_many")
    return tuple(
        Signatory(*(_clean("signatories", text) for text in (who.title_zh, who.title_en, who.name)))
        for who in signatories
    )


def _kind(value: object) -> CertificateKind:
    try:
        return CertificateKind(value)  # type: ignore[arg-type]
    except ValueError:
        raise FactsInvalid("kind", "unknown") from None


def _date_from(value: object) -> date:
    try:
        return date.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise FactsInvalid("issued_on", "not_a_date") from None


def _signatories_from(rows: object) -> tuple[Signatory, ...]:
    if not isinstance(rows, list):
        raise FactsInvalid("signatories", "malformed")
    try:
        return tuple(Signatory(**row) for row in rows)
    except TypeError:
        raise FactsInvalid("signatories", "malformed") from None
