"""Who acts in the demo: rows turned into the actors that commands ask for."""

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import (
    Appearance,
    Entry,
    Heat,
    Panel,
    Person,
    QuestionState,
    RoleAssignment,
    Round,
    ScoreSheet,
    Seat,
    SheetQuestion,
)
from judging.permissions import Actor, ActorKind, Role


def officer(competition_id: int, role: Role) -> Actor:
    """Return the actor of the first person who holds an office.

    Raises:
        NotFound: nobody holds it.
    """
    person = db.session.scalars(
        select(Person)
        .join(RoleAssignment, RoleAssignment.person_id == Person.id)
        .where(RoleAssignment.competition_id == competition_id, RoleAssignment.role == role)
        .order_by(Person.id)
    ).first()
    if person is None:
        raise NotFound()
    return Actor(
        ActorKind.PERSON,
        person.id,
        person.pseudonym,
        person.name,
        roles={competition_id: frozenset({role})},
    )


def seat_actors(competition_id: int, heat_id: int) -> dict[int, tuple[Actor, str]]:
    """Return seat number → the seat's actor and its judge's name, in seat order."""
    rows = db.session.execute(
        select(Seat, Person.name)
        .join(Panel, Panel.id == Seat.panel_id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Panel.heat_id == heat_id)
        .order_by(Seat.number)
    )
    roles = {competition_id: frozenset({Role.JUDGE})}
    return {
        seat.number: (
            Actor(
                ActorKind.SEAT,
                seat.id,
                seat.pseudonym,
                str(seat.number),
                roles=roles,
                competition_id=competition_id,
            ),
            name or str(seat.number),
        )
        for seat, name in rows
    }


def heat_ids(competition_id: int, round_key: str) -> dict[int, int]:
    """Return heat number → primary key of one round, in order."""
    rows = db.session.execute(
        select(Heat.number, Heat.id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, Round.key == round_key)
        .order_by(Heat.number)
    )
    return {row.number: row.id for row in rows}


def entry_ids(competition_id: int, numbers: tuple[str, ...]) -> list[int]:
    """Return the primary keys of entries, in the order of the given entry numbers."""
    rows = db.session.execute(
        select(Entry.number, Entry.id).where(Entry.competition_id == competition_id)
    )
    found = {row.number: row.id for row in rows}
    return [found[number] for number in numbers]


def appearances_in_order(heat_id: int) -> list[tuple[int, str]]:
    """Return appearance key and entry number of a heat, in running order."""
    rows = db.session.execute(
        select(Appearance.id, Entry.number)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.heat_id == heat_id)
        .order_by(Appearance.order_number)
    )
    return [(key, number) for key, number in rows]


def list_asked(heat_id: int) -> list[tuple[int, int, int]]:
    """Return seat, appearance and revision of each question that is open, in order of asking."""
    rows = db.session.execute(
        select(ScoreSheet.seat_id, ScoreSheet.appearance_id, SheetQuestion.revision)
        .join(SheetQuestion, SheetQuestion.sheet_id == ScoreSheet.id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id == heat_id, SheetQuestion.state == QuestionState.OPEN)
        .order_by(SheetQuestion.id)
    )
    return [(row.seat_id, row.appearance_id, row.revision) for row in rows]
