"""Competitions as plain values."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition
from judging.permissions import Actor


@dataclass(frozen=True)
class CompetitionFacts:
    """What pages show of a competition; no personal data."""

    id: int
    slug: str
    name_zh: str
    name_en: str
    edition: str
    host_zh: str
    host_en: str
    place: str
    starts_on: date | None
    ends_on: date | None
    timezone: str
    number_prefix: str
    names_shown: str
    judges_shown: str
    is_unit_shown: bool
    is_marks_shown: bool
    is_blind: bool
    is_second_approval: bool
    is_demo: bool
    notice_days: int
    certificate_design: str


def find_competition(slug: str) -> CompetitionFacts | None:
    """Return the competition with this slug, or None."""
    row = db.session.scalar(select(Competition).where(Competition.slug == slug))
    return None if row is None else facts_of(row)


def list_competitions(actor: Actor) -> tuple[CompetitionFacts, ...]:
    """Return the competitions in which the actor holds an office, newest first."""
    query = select(Competition).order_by(Competition.created_at.desc(), Competition.id.desc())
    if actor.roles:
        query = query.where(Competition.id.in_(actor.roles))
    return tuple(facts_of(row) for row in db.session.scalars(query)) if actor.roles else ()


def facts_of(row: Competition) -> CompetitionFacts:
    """Turn a row into plain values."""
    names = CompetitionFacts.__dataclass_fields__
    return CompetitionFacts(**{name: getattr(row, name) for name in names})
