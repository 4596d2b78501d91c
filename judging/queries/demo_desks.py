"""The demo competitions, whose desks open with one click."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition


@dataclass(frozen=True)
class DemoFacts:
    """A demo competition on the sign-in page."""

    slug: str
    name_zh: str
    name_en: str


def list_demos() -> tuple[DemoFacts, ...]:
    """Return the demo competitions, oldest first."""
    rows = db.session.execute(
        select(Competition.slug, Competition.name_zh, Competition.name_en)
        .where(Competition.is_demo, Competition.archived_at.is_(None))
        .order_by(Competition.id)
        .limit(5)
    )
    return tuple(DemoFacts(*row) for row in rows)
