"""The names of seats and turns on sealed sheets, for who takes them in. No marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Heat, Panel, Person, Round, Seat


@dataclass(frozen=True)
class SealedSeat:
    """The seat that sheets were sealed by."""

    pseudonym: str
    number: int
    group: str
    person_name: str
    heat_number: int
    heat_name_zh: str
    heat_name_en: str
    round_key: str
    round_position: int
    round_name_zh: str
    round_name_en: str
    heat_state: str


@dataclass(frozen=True)
class SealedTurn:
    """The turn that a sealed sheet is about."""

    order: int
    entry_number: str


def list_sealed_seats(competition_id: int, seats: Iterable[str]) -> tuple[SealedSeat, ...]:
    """Return the seats of a competition with these pseudonyms, by round, heat and number."""
    rows = db.session.execute(
        select(Seat, Heat, Round, Person.name)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Round.competition_id == competition_id, Seat.pseudonym.in_(set(seats)))
        .order_by(Round.position, Heat.number, Seat.number)
    )
    return tuple(
        SealedSeat(
            pseudonym=seat.pseudonym,
            number=seat.number,
            group=seat.group,
            person_name=name or "",
            heat_number=heat.number,
            heat_name_zh=heat.name_zh,
            heat_name_en=heat.name_en,
            round_key=stage.key,
            round_position=stage.position,
            round_name_zh=stage.name_zh,
            round_name_en=stage.name_en,
            heat_state=heat.state,
        )
        for seat, heat, stage, name in rows
    )


def get_sealed_turns(competition_id: int, appearances: Iterable[int]) -> Mapping[int, SealedTurn]:
    """Return the turns of a competition among these, by their ids; others are left out."""
    wanted = {key for key in appearances if 0 < key < 2**53}
    rows = db.session.execute(
        select(Appearance.id, Appearance.order_number, Entry.number)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Entry.competition_id == competition_id, Appearance.id.in_(wanted))
    )
    return {key: SealedTurn(order or 0, number) for key, order, number in rows}
