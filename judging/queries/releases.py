"""Releases as the desk sees them, drafts included."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Person, Release, Round


@dataclass(frozen=True)
class ReleaseRow:
    """A release with who did what when; no document."""

    id: int
    round_key: str
    number: int
    kind: str
    state: str
    is_current: bool
    is_single_approval: bool
    digest: str
    changes: str
    journal_head: str
    prepared_at: datetime
    prepared_by: str
    prepared_by_id: int
    approved_at: datetime | None
    approved_by: str
    published_at: datetime | None
    notice_ends_at: datetime | None

    @property
    def shown_state(self) -> str:
        """The word for its badge: what it is, seen from outside."""
        if self.state == "draft":
            return "waiting_approval"
        if self.state == "approved":
            return "scheduled"
        if self.state == "withdrawn":
            return "withdrawn"
        if not self.is_current:
            return "corrected"
        return "provisional" if self.kind == "provisional" else "final"


def list_releases(competition_id: int) -> tuple[ReleaseRow, ...]:
    """Return all releases of a competition by round, newest first."""
    rows = db.session.execute(
        _rows(competition_id).order_by(Round.position, Round.id, Release.number.desc())
    )
    return tuple(_facts(*row) for row in rows)


def get_release(
    competition_id: int, round_key: str, number: int
) -> tuple[ReleaseRow, Mapping[str, Any]]:
    """Return a release and its document.

    Raises:
        NotFound: the round has no such release.
    """
    if number > 99_999:
        raise NotFound()
    row = db.session.execute(
        _rows(competition_id).where(Round.key == round_key, Release.number == number)
    ).one_or_none()
    if row is None:
        raise NotFound()
    release = _facts(*row)
    return release, db.session.get_one(Release, release.id).document


def _rows(competition_id: int) -> Any:
    """Select releases with preparer and approver."""
    preparer, approver = aliased(Person), aliased(Person)
    return (
        select(Release, Round.key, preparer.name, approver.name)
        .join(Round, Round.id == Release.round_id)
        .outerjoin(preparer, preparer.id == Release.prepared_by_id)
        .outerjoin(approver, approver.id == Release.approved_by_id)
        .where(Round.competition_id == competition_id)
    )


def _facts(row: Release, key: str, preparer: str | None, approver: str | None) -> ReleaseRow:
    """Return one release as plain values."""
    return ReleaseRow(
        id=row.id,
        round_key=key,
        number=row.number,
        kind=row.kind,
        state=str(row.state),
        is_current=row.is_current,
        is_single_approval=row.is_single_approval,
        digest=row.digest,
        changes=row.changes,
        journal_head=row.journal_head,
        prepared_at=row.prepared_at,
        prepared_by=preparer or "",
        prepared_by_id=row.prepared_by_id or 0,
        approved_at=row.approved_at,
        approved_by=approver or "",
        published_at=row.published_at,
        notice_ends_at=row.notice_ends_at,
    )
