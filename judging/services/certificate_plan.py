"""Who gets which certificate from a release, and what each one says.

Prizes, places and titles come from the release's frozen document; only the names of people come
from their own records, since the public document holds them masked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.certificates.design import list_design_keys
from judging.certificates.errors import FactsInvalid
from judging.certificates.facts import CertificateFacts, CertificateKind, Signatory
from judging.models import (
    Certificate,
    CertificateState,
    Competition,
    Contestant,
    Entry,
    Honour,
    Release,
)
from judging.models import EntryMember as Member

#: Facts that differ from one issue to the next without the certificate saying anything else.
_OF_THE_ISSUE = ("number", "serial", "verify_url", "issued_on")
_TOOK_NO_PART = frozenset({"absent", "withdrawn", "disqualified"})
_SIGNATORIES = (
    Signatory("评委会主席", "Chair of the Jury", ""),
    Signatory("组织委员会", "Organising Committee", ""),
)
_PLACEHOLDER = "0" * 26


#: Contestant, recipient, unit of the recipient, prize.
CertificateKey = tuple[int | None, str, str, str]


def whose(row: Certificate) -> tuple[int | None, str, str]:
    """Return who got a certificate: a contestant, or a unit or an adviser by name."""
    return row.contestant_id, row.recipient, row.recipient_unit


def key_of(row: Certificate) -> CertificateKey:
    """Return what makes a valid certificate unique in its round."""
    return *whose(row), row.award_key


@dataclass(frozen=True)
class Wanted:
    """One certificate that a release gives rise to.

    Args:
        award_key: the prize; ``""`` for taking part.
        texts: what it says, without number, serial, address and date.
        entry_number: number of the entry, to name it in a list of problems.
        entry_id: the entry; None for a unit or an adviser.
        contestant_id: who gets it; None for a unit or an adviser.
        recipient: the unit or the adviser who gets it; else ``""``.
        recipient_unit: the unit of an adviser.
    """

    award_key: str
    texts: Mapping[str, Any]
    entry_number: str = ""
    entry_id: int | None = None
    contestant_id: int | None = None
    recipient: str = ""
    recipient_unit: str = ""

    @property
    def key(self) -> CertificateKey:
        """What makes a valid certificate unique in its round."""
        return *self.whose, self.award_key

    @property
    def whose(self) -> tuple[int | None, str, str]:
        """Who gets it: a contestant, or a unit or an adviser by name."""
        return self.contestant_id, self.recipient, self.recipient_unit

    @property
    def place(self) -> str:
        """What names it in a list of problems."""
        return self.entry_number or self.recipient

    def facts(self, number: str, serial: str, issued_on: date) -> CertificateFacts:
        """Return the facts of the certificate.

        Raises:
            judging.certificates.errors.FactsInvalid: a text cannot stand on a certificate.
        """
        base = current_app.config["PUBLIC_BASE_URL"].rstrip("/")
        return CertificateFacts(
            **self.texts,
            number=number,
            serial=serial,
            verify_url=f"{base}/verify/{serial}",
            issued_on=issued_on,
            signatories=_SIGNATORIES,
        )

    def trial(self, issued_on: date) -> CertificateFacts:
        """Return the facts with a number and serial of the usual length, for a check."""
        return self.facts("R-0000-F-0000", _PLACEHOLDER, issued_on)


@dataclass(frozen=True)
class IssuePlan:
    """What an issue would do: what is missing or says something else, and what is not due."""

    due: tuple[Wanted, ...]
    standing: int
    outdated: tuple[Certificate, ...]


def plan_issue(session: Session, release: Release) -> IssuePlan:
    """Compare what a release gives rise to with the valid certificates of its round.

    Args:
        session: the database session.
        release: a public release.
    """
    valid = {
        key_of(row): row
        for row in session.scalars(
            select(Certificate).where(
                Certificate.round_id == release.round_id,
                Certificate.state == CertificateState.VALID,
            )
        )
    }
    wanted = [*_wanted(session, release), *_wanted_honours(session, release)]
    due = tuple(w for w in wanted if w.key not in valid or not _says(valid[w.key], w))
    keys = {w.key for w in wanted}
    due_keys = {w.key for w in due}
    outdated = tuple(row for key, row in valid.items() if key not in keys or key in due_keys)
    return IssuePlan(due, len(wanted) - len(due), outdated)


def _says(row: Certificate, wanted: Wanted) -> bool:
    """Whether a certificate says just what is wanted."""
    issued_on = date.fromisoformat(row.facts["issued_on"])
    try:
        trial = wanted.facts(row.number, row.serial, issued_on)
    except FactsInvalid:
        return False
    mine, its = trial.as_data(), dict(row.facts)
    for name in _OF_THE_ISSUE:
        mine.pop(name, None)
        its.pop(name, None)
    return mine == its


def _wanted(session: Session, release: Release) -> Iterator[Wanted]:
    """Yield the certificates of a release in the order of its lines, members in their order."""
    document = release.document
    competition = release.round.competition
    shared = _shared_texts(competition, document)
    divisions = {row["key"]: row for row in document["divisions"]}
    names = {row["key"]: row for row in document["awards"]}
    people = _people(session, competition.id, [line["entry"] for line in document["lines"]])
    for line in document["lines"]:
        if not line["awards"] and line["no_result"] in _TOOK_NO_PART:
            continue
        division = divisions.get(line["division"], {"name_zh": "", "name_en": ""})
        for entry, contestant in people.get(line["entry"], ()):
            texts = shared | _line_texts(line, entry, contestant, division)
            for key in line["awards"] or [""]:
                said = texts | _award_texts(names.get(key))
                yield Wanted(key, said, entry.number, entry.id, contestant.id)


def _wanted_honours(session: Session, release: Release) -> Iterator[Wanted]:
    """Yield the certificates of units and advisers, each recipient of a prize once."""
    document = release.document
    shared = _shared_texts(release.round.competition, document)
    names = {row["key"]: row for row in document["awards"]}
    numbers = [row["number"] for row in document.get("honours", [])]
    rows = session.scalars(
        select(Honour)
        .where(Honour.round_id == release.round_id, Honour.number.in_(numbers))
        .order_by(Honour.position, Honour.number)
    )
    seen: set[CertificateKey] = set()
    for row in rows:
        texts = shared | _award_texts(names[row.key]) | _honour_texts(row)
        wanted = Wanted(row.key, texts, recipient=row.recipient, recipient_unit=row.recipient_unit)
        if wanted.key not in seen:
            seen.add(wanted.key)
            yield wanted


def _honour_texts(row: Honour) -> dict[str, Any]:
    """Return kind and recipient of an honour."""
    return {
        "kind": CertificateKind(row.kind),
        "recipient_name": row.recipient,
        "unit": row.recipient_unit,
    }


def _shared_texts(competition: Competition, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what all certificates of a release say."""
    about, round_ = document["competition"], document["round"]
    design = competition.certificate_design
    name_en = about["name_en"] or about["name_zh"]
    return {
        "competition_zh": about["name_zh"],
        "competition_en": name_en,
        "host_zh": about["host_zh"] or about["name_zh"],
        "host_en": about["host_en"] or about["host_zh"] or name_en,
        "edition": about["edition"],
        "round_zh": round_["name_zh"],
        "round_en": round_["name_en"] or round_["name_zh"],
        "seal_text": about["host_zh"] or about["name_zh"],
        "design": design if design in list_design_keys() else "classic",
    }


def _line_texts(
    line: Mapping[str, Any], entry: Entry, contestant: Contestant, division: Mapping[str, Any]
) -> dict[str, Any]:
    """Return what the certificates of one member say."""
    return {
        "recipient_name": contestant.name,
        "recipient_latin": contestant.name_latin,
        "team_name": entry.team_name if entry.kind == "team" else "",
        "entry_title_zh": line["title_zh"],
        "entry_title_en": line["title_en"],
        "unit": entry.unit,
        "adviser": entry.adviser,
        "division_zh": division["name_zh"],
        "division_en": division["name_en"] or division["name_zh"],
    }


def _award_texts(award: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return kind and prize."""
    if award is None:
        return {"kind": CertificateKind.PARTICIPATION}
    return {
        "kind": CertificateKind.AWARD,
        "award_zh": award["name_zh"],
        "award_en": award["name_en"] or award["name_zh"],
    }


def _people(
    session: Session, competition_id: int, numbers: list[str]
) -> dict[str, list[tuple[Entry, Contestant]]]:
    """Return entry and contestant of every member who was not erased, by entry number."""
    rows = session.execute(
        select(Entry, Contestant)
        .join(Member, Member.entry_id == Entry.id)
        .join(Contestant, Contestant.id == Member.contestant_id)
        .where(
            Entry.competition_id == competition_id,
            Entry.number.in_(numbers),
            Contestant.erased_at.is_(None),
        )
        .order_by(Entry.number, Member.position)
    )
    found: dict[str, list[tuple[Entry, Contestant]]] = {}
    for entry, contestant in rows:
        found.setdefault(entry.number, []).append((entry, contestant))
    return found
