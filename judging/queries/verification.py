"""Whether a certificate is genuine: what anybody may learn from its serial.

A serial that is not known and one that cannot be a serial are answered alike, after the same work.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from judging.certificates.errors import SerialInvalid
from judging.certificates.serials import grouped_serial, normalised_serial
from judging.extensions import db
from judging.models import Certificate
from judging.publishing.masking import mask_name
from judging.tokens import is_same

#: Looked for where what was typed cannot be a serial, so that both take the same time.
_NO_SERIAL = "0" * 26


@dataclass(frozen=True)
class Verification:
    """What the page says about a genuine serial; a person's name is always masked."""

    state: str
    serial: str
    grouped: str
    number: str
    kind: str
    name: str
    award_zh: str
    award_en: str
    competition_zh: str
    competition_en: str
    host_zh: str
    host_en: str
    round_zh: str
    round_en: str
    issued_on: date
    digest: str


def find_verification(typed: str) -> Verification | None:
    """Return what a serial stands for; None for one that is unknown or malformed.

    Args:
        typed: the serial as it stands in an address or was typed, in any grouping.
    """
    row = _find(typed)
    if row is None:
        return None
    facts = row.facts
    return Verification(
        state=str(row.state),
        serial=row.serial,
        grouped=grouped_serial(row.serial),
        number=row.number,
        kind=row.kind,
        name=_shown_name(row),
        award_zh=facts.get("award_zh", ""),
        award_en=facts.get("award_en", ""),
        competition_zh=facts.get("competition_zh", ""),
        competition_en=facts.get("competition_en", ""),
        host_zh=facts.get("host_zh", ""),
        host_en=facts.get("host_en", ""),
        round_zh=facts.get("round_zh", ""),
        round_en=facts.get("round_en", ""),
        issued_on=date.fromisoformat(facts["issued_on"]),
        digest=row.digest,
    )


def _shown_name(row: Certificate) -> str:
    """Return who got it: a person's name masked, a unit's as it is."""
    name = str(row.facts.get("recipient_name", ""))
    return name if row.kind == "unit" else mask_name(name)


def is_recipient(typed_serial: str, typed_name: str) -> bool:
    """Whether a name is the one on the certificate, in its own script or in Latin letters.

    An unknown serial answers no, after the same comparisons.
    """
    row = _find(typed_serial)
    facts = row.facts if row is not None else {}
    name = _bare(typed_name)
    answers = [
        bool(name) and is_same(name, _bare(str(facts.get(field, ""))))
        for field in ("recipient_name", "recipient_latin")
    ]
    return any(answers)


def canonical_serial(typed: str) -> str:
    """Return the one form of a typed serial; whatever cannot be a serial has one form as well."""
    try:
        return normalised_serial(typed)
    except SerialInvalid:
        return _NO_SERIAL


def _find(typed: str) -> Certificate | None:
    """Return the certificate of a serial, by one look into the database in every case."""
    return db.session.scalar(
        select(Certificate).where(Certificate.serial == canonical_serial(typed))
    )


def _bare(name: str) -> str:
    """Return a name without blanks and case, in one Unicode form."""
    text = unicodedata.normalize("NFKC", name[:200]).casefold()
    return "".join(character for character in text if not character.isspace())
