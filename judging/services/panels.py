"""Panels: seats are added, taken away, given to people. Their links: services/seat_links.py."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import delete, exists, select

from judging.errors import Conflict, InvalidInput, Problem
from judging.models import Heat, Panel, ScoreSheet, Seat, SignInSession
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.judges import judge_named
from judging.services.pseudonyms import SEAT, new_pseudonym
from judging.tokens import hash_token, seat_link

#: The judge groups of product.md; a rule sheet may name others.
GROUPS = ("expert", "public", "practice", "tie_break")
MOST_SEATS = 99
LONGEST_NAME = 100
LONGEST_UNIT = 200
_GROUP = re.compile(r"[a-z][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class NewSeat:
    """A seat to be made.

    Args:
        number: 1 to 99, once a panel.
        group: key of the judge group, e.g. ``"expert"``.
        person_name: who sits there; empty where nobody does yet.
        person_unit: that person's unit, may be empty.
    """

    number: int
    group: str = "expert"
    person_name: str = ""
    person_unit: str = ""


def add_seats(work: Work, panel_id: int, seats: Sequence[NewSeat]) -> tuple[int, ...]:
    """Add seats inside another command, which checks the permission and writes the journal.

    Args:
        work: the command at work.
        panel_id: the panel, which must have no score sheet yet.
        seats: up to 99 new seats.

    Returns:
        The ids of the new seats, in the order given.

    Raises:
        Conflict: marks were given in this panel already (``panel_has_sheets``).
        InvalidInput: a number, group or name cannot be used.
        NotFound: no such panel.
    """
    panel = work.get(Panel, panel_id)
    refuse_where_sheets_exist(work, panel)
    problems = tuple(_problems(seats, {seat.number for seat in panel.seats}))
    if problems:
        raise InvalidInput(problems)
    rows = [_new_row(panel, seat) for seat in seats]
    work.session.add_all(rows)
    work.session.flush()
    for row, seat in zip(rows, seats, strict=True):
        if seat.person_name.strip():
            place_person(work, row, seat.person_name, seat.person_unit)
    work.session.flush()
    work.session.expire(panel, ["seats"])
    return tuple(row.id for row in rows)


def _new_row(panel: Panel, seat: NewSeat) -> Seat:
    """Return the row of a new seat with the hash of its first link."""
    pseudonym = new_pseudonym(SEAT)
    link = seat_link(current_app.config["SECRET_KEY"], pseudonym, 1)
    return Seat(
        panel_id=panel.id,
        number=seat.number,
        group=seat.group,
        pseudonym=pseudonym,
        link_version=1,
        link_hash=hash_token(link),
    )


def place_person(work: Work, seat: Seat, name: str, unit: str) -> None:
    """Let the judge of this name and unit occupy a seat, inside another command."""
    others = [s.person_id for s in seat.panel.seats if s.id != seat.id]
    competition_id = seat.panel.heat.round.competition_id
    taken = frozenset(key for key in others if key is not None)
    person = judge_named(work, competition_id, name.strip(), unit.strip(), taken)
    seat.person_id = person.id


def _problems(seats: Iterable[NewSeat], used: set[int]) -> Iterable[Problem]:
    """Yield what is wrong with new seats, in their order."""
    numbers = set(used)
    for place, seat in enumerate(seats, start=1):
        where = f"seats.{place}"
        if not 1 <= seat.number <= MOST_SEATS:
            yield Problem("out_of_range", f"{where}.number", {"least": 1, "most": MOST_SEATS})
        elif seat.number in numbers:
            yield Problem("seat_number_taken", f"{where}.number", {"number": seat.number})
        numbers.add(seat.number)
        yield from seat_problems(seat.group, seat.person_name, seat.person_unit, f"{where}.")


def seat_problems(group: str, name: str, unit: str, place: str = "") -> Iterable[Problem]:
    """Yield what is wrong with a seat's group and person."""
    if not _GROUP.fullmatch(group):
        yield Problem("unknown_judge_group", f"{place}group", {"value": group[:40]})
    for field, text, most in (("name", name, LONGEST_NAME), ("unit", unit, LONGEST_UNIT)):
        if len(text.strip()) > most:
            yield Problem("too_long", f"{place}{field}", {"most": most})
        elif any(not c.isprintable() for c in text):
            yield Problem("control_characters", f"{place}{field}")


def refuse_where_sheets_exist(work: Work, panel: Panel) -> None:
    """Go on only while nobody on the panel has begun a score sheet.

    Raises:
        Conflict: somebody has; taking seats in or out would change what is being counted.
    """
    sheets = exists().where(ScoreSheet.seat_id == Seat.id, Seat.panel_id == panel.id)
    if work.session.scalar(select(sheets)):
        raise Conflict("panel_has_sheets")


def add_seat(actor: Actor, now: datetime, heat_id: int, seat: NewSeat) -> int:
    """Add one seat to a heat's panel and return its id; errors as in :func:`add_seats`."""
    with writing(actor, now) as work:
        heat = work.get(Heat, heat_id)
        work.require("panel.edit", heat.round.competition_id)
        (seat_id,) = add_seats(work, heat.panel.id, (seat,))
        _record(work, heat, seat_id, {"change": "add", "number": seat.number})
        return seat_id


def remove_seat(actor: Actor, now: datetime, seat_id: int) -> None:
    """Take a seat away, with its sign-in sessions, while its panel has no score sheet.

    Raises:
        Conflict: marks were given in this panel already.
        NotFound: no such seat for this actor.
    """
    with writing(actor, now) as work:
        seat, heat = seat_of_desk(work, seat_id)
        refuse_where_sheets_exist(work, heat.panel)
        number = seat.number
        work.session.execute(delete(SignInSession).where(SignInSession.seat_id == seat.id))
        work.session.delete(seat)
        _record(work, heat, seat_id, {"change": "remove", "number": number})


def occupy_seat(
    actor: Actor, now: datetime, seat_id: int, name: str, unit: str = "", group: str = ""
) -> None:
    """Give a seat to a person, or empty it, and set its group.

    The seat's link and sessions stay: a substitute sits down at the same tablet. Reissue the link
    where the first person must not get in any more.

    Args:
        actor: an organizer.
        now: the present instant.
        seat_id: the seat.
        name: who sits there; empty leaves the seat without a person.
        unit: that person's unit.
        group: the new judge group; empty keeps the old one.

    Raises:
        Conflict: the group would change after marks were given.
        InvalidInput: the name or group cannot be used.
        NotFound: no such seat for this actor.
    """
    with writing(actor, now) as work:
        seat, heat = seat_of_desk(work, seat_id)
        problems = tuple(seat_problems(group or seat.group, name, unit))
        if problems:
            raise InvalidInput(problems)
        if group and group != seat.group:
            refuse_where_sheets_exist(work, heat.panel)
            seat.group = group
        if name.strip():
            place_person(work, seat, name, unit)
        else:
            seat.person_id = None
        work.session.flush()
        details = {"change": "occupy", "number": seat.number, "person": seat.person_id or 0}
        _record(work, heat, seat_id, details | {"group": seat.group})


def seat_of_desk(work: Work, seat_id: int) -> tuple[Seat, Heat]:
    """Return a seat and its heat where the actor may edit panels there.

    Raises:
        NotFound: no such seat, or it is in a competition that is not the actor's.
    """
    seat = work.get(Seat, seat_id)
    heat = seat.panel.heat
    work.require("panel.edit", heat.round.competition_id)
    return seat, heat


def _record(work: Work, heat: Heat, seat_id: int, details: dict[str, object]) -> None:
    """Write the journal entry of a change to one seat."""
    work.record(
        "desk:seat:edit",
        seat_id,
        competition_id=heat.round.competition_id,
        details={"heat": heat.id, **details},
    )
