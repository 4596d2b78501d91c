"""Certificates as the desk and their owners see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Certificate, CertificateState, Entry, Job, Release, Round


@dataclass(frozen=True)
class CertificateRow:
    """One certificate in a list.

    ``can_be_read`` says whether its PDF is given out: a revoked or replaced one is not.
    """

    id: int
    number: str
    serial: str
    kind: str
    state: str
    state_reason: str
    entry_number: str
    recipient: str
    award_zh: str
    award_en: str
    round_zh: str
    round_en: str
    release_number: int
    digest: str
    issued_at: datetime

    @property
    def can_be_read(self) -> bool:
        """Whether its PDF may be given out."""
        return self.state == CertificateState.VALID


@dataclass(frozen=True)
class IssueRound:
    """A round with its current public release and how far its certificates are."""

    key: str
    name_zh: str
    name_en: str
    release_id: int
    release_number: int
    valid: int
    job_state: str
    job_done: int
    job_total: int


def list_issue_rounds(competition_id: int) -> tuple[IssueRound, ...]:
    """Return the rounds that have a public release, in their order."""
    valid = (
        select(func.count(Certificate.id))
        .where(Certificate.round_id == Round.id, Certificate.state == CertificateState.VALID)
        .correlate(Round)
        .scalar_subquery()
    )
    unit = literal("release-") + cast(Release.id, String)
    rows = db.session.execute(
        select(Round, Release.id, Release.number, valid, Job.state, Job.done_count, Job.total_count)
        .join(Release, (Release.round_id == Round.id) & Release.is_current)
        .outerjoin(Job, (Job.kind == "certificates") & (Job.unit_key == unit))
        .where(Round.competition_id == competition_id)
        .order_by(Round.position, Round.id)
    )
    return tuple(
        IssueRound(
            key=row.key,
            name_zh=row.name_zh,
            name_en=row.name_en,
            release_id=release,
            release_number=number,
            valid=count,
            job_state=state or "",
            job_done=done or 0,
            job_total=total or 0,
        )
        for row, release, number, count, state, done, total in rows
    )


def list_certificates(competition_id: int) -> tuple[CertificateRow, ...]:
    """Return all certificates of a competition by round and number."""
    return _list(Certificate.competition_id == competition_id)


def list_of_entry(entry_id: int) -> tuple[CertificateRow, ...]:
    """Return the valid certificates of an entry by round and number."""
    is_valid = Certificate.state == CertificateState.VALID
    return _list(Certificate.entry_id == entry_id, is_valid)


def _list(*conditions: ColumnElement[bool]) -> tuple[CertificateRow, ...]:
    """Return the certificates that meet the conditions by round and number."""
    rows = db.session.execute(
        select(Certificate, Entry.number, Round, Release.number)
        .outerjoin(Entry, Entry.id == Certificate.entry_id)
        .join(Round, Round.id == Certificate.round_id)
        .join(Release, Release.id == Certificate.release_id)
        .where(*conditions)
        .order_by(Round.position, Certificate.number)
    )
    return tuple(
        CertificateRow(
            id=row.id,
            number=row.number,
            serial=row.serial,
            kind=row.kind,
            state=str(row.state),
            state_reason=row.state_reason,
            entry_number=entry or "",
            recipient=row.facts.get("recipient_name", ""),
            award_zh=row.facts.get("award_zh", ""),
            award_en=row.facts.get("award_en", ""),
            round_zh=round_.name_zh,
            round_en=round_.name_en,
            release_number=release,
            digest=row.digest,
            issued_at=row.issued_at,
        )
        for row, entry, round_, release in rows
    )


def get_facts(
    number: str, *, competition_id: int | None = None, entry_id: int | None = None
) -> Mapping[str, Any]:
    """Return the facts of a valid certificate of a competition, or of an entry.

    Raises:
        NotFound: there is none, or it is not valid any more.
    """
    query = select(Certificate.facts).where(
        Certificate.number == number, Certificate.state == CertificateState.VALID
    )
    if competition_id is not None:
        query = query.where(Certificate.competition_id == competition_id)
    if entry_id is not None:
        query = query.where(Certificate.entry_id == entry_id)
    if competition_id is None and entry_id is None:
        raise NotFound()
    facts = db.session.scalar(query)
    if facts is None:
        raise NotFound()
    return facts


def get_certificate_id(competition_id: int, number: str) -> int:
    """Return the id of a certificate by its number.

    Raises:
        NotFound: the competition has no such certificate.
    """
    found = db.session.scalar(
        select(Certificate.id).where(
            Certificate.competition_id == competition_id, Certificate.number == number
        )
    )
    if found is None:
        raise NotFound()
    return found


def list_archive(competition_id: int) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Return number and facts of every valid certificate of a competition, by number."""
    rows = db.session.execute(
        select(Certificate.number, Certificate.facts)
        .where(
            Certificate.competition_id == competition_id,
            Certificate.state == CertificateState.VALID,
        )
        .order_by(Certificate.number)
    )
    return tuple((number, facts) for number, facts in rows)
