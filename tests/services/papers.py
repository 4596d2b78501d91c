"""A hall where paper sheets are typed: its people, and what they type."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import PaperReading, SheetRevision
from judging.permissions import Actor
from judging.services.paper_values import TypedSheet
from tests.factories import Factory, HeatBundle
from tests.services.marked import MARKS


@dataclass(frozen=True)
class Hall:
    """A heat with the people who type."""

    heat: HeatBundle
    organizer: Actor
    chief: Actor
    helper: Actor

    @property
    def where(self) -> tuple[int, int]:
        """The keys of the first appearance and the first seat."""
        return self.heat.appearance_ids[0], self.heat.seat_ids[0]

    def typed(self, turn: int = 0, seat: int = 0, total: str = "88", **marks: str) -> TypedSheet:
        """Return a sheet of a turn and a seat, as typed."""
        where = self.heat.appearance_ids[turn], self.heat.seat_ids[seat]
        return TypedSheet(*where, MARKS | marks, total)


def make_hall(factory: Factory, seats: int = 1, entries: int = 2) -> Hall:
    """Return an open heat, and an organizer, a chief judge and a stage manager of its desk."""
    heat = factory.ready_heat(seats=seats, entries=entries)
    offices = ("organizer", "chief_judge", "stage_manager")
    return Hall(heat, *(factory.actor(heat.competition_id, office) for office in offices))


def reading_states() -> list[tuple[str, int | None]]:
    """Return state and revision of every reading, in the order in which they were begun."""
    rows = db.session.scalars(select(PaperReading).order_by(PaperReading.id))
    return [(row.state, row.revision) for row in rows]


def revision_rows() -> list[tuple[str, str, bool, bool, int | None]]:
    """Return source, state, whether it counts, whether it is a conflict, and total, by number."""
    rows = db.session.scalars(select(SheetRevision).order_by(SheetRevision.number))
    return [(r.source, r.state, r.is_current, r.is_conflict, r.judge_total) for r in rows]
