"""Which judges of a heat share a unit with an entry or advised it: found by the names on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import normalize

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Person, Seat
from judging.queries.progress import Cell, Progress, SeatFacts, TurnFacts
from judging.scoring.honours import split_names


@dataclass(frozen=True)
class Interest:
    """A judge who may not be free towards an entry.

    ``cause`` is ``unit`` or ``adviser``; ``shared`` the name that both records have; ``cell`` the
    seat's sheet for this turn as it stands.
    """

    seat: SeatFacts
    turn: TurnFacts
    cause: str
    shared: str
    cell: Cell

    @property
    def is_open(self) -> bool:
        """Whether the seat can still be recused: nothing was handed in, the entry takes part."""
        return self.cell.state in ("not_yet", "draft") and not self.turn.is_out

    @property
    def key(self) -> str:
        """The pair of appearance and seat, as a form sends it."""
        return f"{self.turn.appearance_id}-{self.seat.seat_id}"


def list_interests(progress: Progress) -> tuple[Interest, ...]:
    """Return the interests that the records show, in running order and by seat number."""
    people = _people([seat.seat_id for seat in progress.seats])
    entries = _entries([turn.appearance_id for turn in progress.turns])
    found = []
    for turn in progress.turns:
        for seat, cell in zip(progress.seats, turn.cells, strict=True):
            name, unit = people.get(seat.seat_id, ("", ""))
            for cause, shared in _causes(name, unit, *entries[turn.appearance_id]):
                found.append(Interest(seat, turn, cause, shared, cell))
    return tuple(found)


def _causes(name: str, unit: str, entry_unit: str, advisers: str) -> Iterator[tuple[str, str]]:
    if _plain(name) in {_plain(each) for each in split_names(advisers)} - {""}:
        yield "adviser", name
    if _plain(unit) and _plain(unit) == _plain(entry_unit):
        yield "unit", unit


def _plain(text: str) -> str:
    """Return a name as it is compared: without blanks, case or width."""
    return "".join(normalize("NFKC", text).casefold().split())


def _people(seat_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return name and unit of whoever sits there."""
    rows = db.session.execute(
        select(Seat.id, Person.name, Person.unit)
        .join(Person, Person.id == Seat.person_id)
        .where(Seat.id.in_(seat_ids))
    )
    return {key: (name, unit) for key, name, unit in rows}


def _entries(appearance_ids: list[int]) -> dict[int, tuple[str, str]]:
    """Return unit and advisers of the entry of each turn."""
    rows = db.session.execute(
        select(Appearance.id, Entry.unit, Entry.adviser)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.id.in_(appearance_ids))
    )
    return {key: (unit, adviser) for key, unit, adviser in rows}
