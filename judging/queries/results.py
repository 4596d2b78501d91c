"""What the public may read: releases, and nothing before one.

Every value comes from a frozen document; documents never change, so they are kept in the process.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Competition, Person, Release, ReleaseState, Round
from judging.queries.competitions import CompetitionFacts, facts_of

_KEPT = 24
_documents: OrderedDict[tuple[int, str], Mapping[str, Any]] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class PublicRelease:
    """A public release without its document."""

    id: int
    round_key: str
    round_zh: str
    round_en: str
    number: int
    kind: str
    digest: str
    changes: str
    journal_head: str
    is_current: bool
    is_single_approval: bool
    published_at: datetime | None
    notice_ends_at: datetime | None
    prepared_by: str
    approved_by: str
    approved_at: datetime | None


def list_current(competition_id: int) -> tuple[PublicRelease, ...]:
    """Return the current public release of each round, the latest round first."""
    query = _releases(competition_id).where(Release.is_current)
    rows = db.session.execute(query.order_by(Round.position.desc(), Round.id.desc()))
    return tuple(_facts(*row) for row in rows)


def list_of_round(competition_id: int, round_key: str) -> tuple[PublicRelease, ...]:
    """Return all public releases of a round, newest first."""
    query = _releases(competition_id).where(Round.key == round_key)
    return tuple(_facts(*r) for r in db.session.execute(query.order_by(Release.number.desc())))


def get_public(competition_id: int, round_key: str, number: int) -> PublicRelease:
    """Return one public release.

    Raises:
        NotFound: there is none, or it is not public.
    """
    if number > 99_999:
        raise NotFound()
    query = _releases(competition_id).where(Round.key == round_key, Release.number == number)
    row = db.session.execute(query).one_or_none()
    if row is None:
        raise NotFound()
    return _facts(*row)


def document_of(release: PublicRelease) -> Mapping[str, Any]:
    """Return the frozen document of a public release.

    Raises:
        NotFound: it is not public any more, which does not happen to a release.
    """
    key = (release.id, release.digest)
    with _lock:
        if key in _documents:
            _documents.move_to_end(key)
            return _documents[key]
    found = db.session.scalar(
        select(Release.document).where(
            Release.id == release.id,
            Release.digest == release.digest,
            Release.state == ReleaseState.PUBLIC,
        )
    )
    if found is None:
        raise NotFound()
    with _lock:
        _documents[key] = found
        while len(_documents) > _KEPT:
            _documents.popitem(last=False)
    return found


def list_public_competitions() -> tuple[CompetitionFacts, ...]:
    """Return the competitions that have a public release, newest first."""
    has_release = select(Round.competition_id).join(Release).where(Release.is_current)
    rows = db.session.scalars(
        select(Competition)
        .where(Competition.id.in_(has_release))
        .order_by(Competition.created_at.desc(), Competition.id.desc())
        .limit(50)
    )
    return tuple(facts_of(row) for row in rows)


def _releases(competition_id: int) -> Any:
    """Select the public releases of a competition, without documents."""
    preparer, approver = aliased(Person), aliased(Person)
    return (
        select(
            Release.id,
            Round.key,
            Round.name_zh,
            Round.name_en,
            Release.number,
            Release.kind,
            Release.digest,
            Release.changes,
            Release.journal_head,
            Release.is_current,
            Release.is_single_approval,
            Release.published_at,
            Release.notice_ends_at,
            preparer.name,
            approver.name,
            Release.approved_at,
        )
        .join(Round, Round.id == Release.round_id)
        .outerjoin(preparer, preparer.id == Release.prepared_by_id)
        .outerjoin(approver, approver.id == Release.approved_by_id)
        .where(Round.competition_id == competition_id, Release.state == ReleaseState.PUBLIC)
    )


def _facts(*row: Any) -> PublicRelease:
    """Return one row as plain values; an approver without a name is left empty."""
    values = list(row)
    values[13], values[14] = values[13] or "", values[14] or ""
    return PublicRelease(*values)
