"""Heats: added with their panel, their facts changed, taken away while they are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, exists, func, select

from judging.errors import Conflict, WrongState
from judging.models import Appearance, Draw, Heat, HeatState, Panel, Seat, SignInSession
from judging.permissions import Actor
from judging.services.bounds import Bounds, bounds
from judging.services.command import Work, writing
from judging.services.panels import NewSeat, add_seats, refuse_where_sheets_exist
from judging.services.setup_scope import heat_of_setup, round_of_setup

MOST_HEATS = 200
MOST_SEATS = 99
HIGHEST_NUMBER = 9999
LONGEST_NAME = 200
LONGEST_PLACE = 200
DEFAULT_GROUP = "expert"


@dataclass(frozen=True)
class NewHeat:
    """A heat to be made.

    Args:
        number: 1 to 9999, once a round; None for the next free one.
        name_zh: Chinese name; empty for ``第 n 场``.
        name_en: English name; empty for ``Heat n`` where the Chinese one is empty too.
        place: where it is held.
        starts_at: when, aware.
        seat_count: how many seats the panel gets at once, 0 to 99, numbered from 1.
        groups: judge groups with their number of seats, in seat order; what is left over is
            ``expert``.
    """

    number: int | None = None
    name_zh: str = ""
    name_en: str = ""
    place: str = ""
    starts_at: datetime | None = None
    seat_count: int = 0
    groups: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class HeatChange:
    """The facts of a heat that can change at any time before it is signed."""

    name_zh: str
    name_en: str = ""
    place: str = ""
    starts_at: datetime | None = None


def add_heat(actor: Actor, now: datetime, round_id: int, new: NewHeat) -> int:
    """Add a heat with its panel to a round and return its id.

    Raises:
        InvalidInput: a number, name or count cannot be used.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        heat = make_heat(work, round_id, new)
        work.record(
            "desk:heat:create",
            heat.id,
            competition_id=row.competition_id,
            details={"round": round_id, "number": heat.number, "seats": new.seat_count},
        )
        return heat.id


def add_heats(
    actor: Actor, now: datetime, round_id: int, new: Sequence[NewHeat]
) -> tuple[int, ...]:
    """Add several heats to a round, all or none, and return their ids.

    Raises:
        InvalidInput: a number, name or count cannot be used, or there would be too many heats.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        heats = [make_heat(work, round_id, heat) for heat in new[: MOST_HEATS + 1]]
        if not heats:
            work.leave_unrecorded()
            return ()
        numbers = [heat.number for heat in heats]
        details = {"round": round_id, "numbers": numbers, "seats": new[0].seat_count}
        work.record(
            "desk:heat:create", heats[0].id, competition_id=row.competition_id, details=details
        )
        return tuple(heat.id for heat in heats)


def make_heat(work: Work, round_id: int, new: NewHeat) -> Heat:
    """Add a heat with its panel inside another command; errors as in :func:`add_heat`."""
    used = set(work.session.scalars(select(Heat.number).where(Heat.round_id == round_id)))
    number = max(used, default=0) + 1 if new.number is None else new.number
    place = f"heats.{number}."
    with bounds() as checked:
        checked.integer(f"{place}number", number, 1, HIGHEST_NUMBER)
        if number in used:
            checked.refuse("taken", f"{place}number", value=str(number))
        if len(used) >= MOST_HEATS:
            checked.refuse("too_many", f"{place}number", most=MOST_HEATS)
        _check_seats(checked, place, new)
        heat = Heat(round_id=round_id, number=number, state=HeatState.PLANNED)
        name_zh = new.name_zh or f"第 {number} 场"
        name_en = new.name_en or ("" if new.name_zh else f"Heat {number}")
        _apply(checked, place, heat, HeatChange(name_zh, name_en, new.place, new.starts_at))
    work.session.add(heat)
    work.session.flush()
    panel = Panel(heat_id=heat.id)
    work.session.add(panel)
    work.session.flush()
    add_seats(work, panel.id, _seats(new))
    return heat


def _check_seats(checked: Bounds, place: str, new: NewHeat) -> None:
    checked.integer(f"{place}seat_count", new.seat_count, 0, MOST_SEATS)
    counts = [count for _, count in new.groups]
    for count in counts:
        checked.integer(f"{place}groups", count, 0, MOST_SEATS)
    if counts and sum(counts) > new.seat_count:
        checked.refuse("groups_over_seats", f"{place}groups", most=new.seat_count)


def _seats(new: NewHeat) -> tuple[NewSeat, ...]:
    """Return the seats of a new heat: its groups in order, then experts."""
    groups = [group for group, count in new.groups for _ in range(count)]
    groups += [DEFAULT_GROUP] * (new.seat_count - len(groups))
    return tuple(NewSeat(number, group) for number, group in enumerate(groups, start=1))


def _apply(checked: Bounds, place: str, heat: Heat, change: HeatChange) -> None:
    heat.name_zh = checked.text(f"{place}name_zh", change.name_zh, LONGEST_NAME, is_required=True)
    heat.name_en = checked.text(f"{place}name_en", change.name_en, LONGEST_NAME)
    heat.place = checked.text(f"{place}place", change.place, LONGEST_PLACE)
    heat.starts_at = change.starts_at


def edit_heat(actor: Actor, now: datetime, heat_id: int, change: HeatChange) -> None:
    """Change a heat's names, place and time.

    Raises:
        InvalidInput: a value cannot be used.
        NotFound: no such heat for this actor.
        WrongState: it is signed.
    """
    with writing(actor, now) as work:
        heat = heat_of_setup(work, heat_id)
        if heat.state == HeatState.SIGNED:
            raise WrongState("heat_is_signed")
        with bounds() as checked:
            _apply(checked, "", heat, change)
        heat.revision += 1
        _record(work, heat, "edit")


def remove_heat(actor: Actor, now: datetime, heat_id: int) -> None:
    """Take a heat away with its panel, while it is planned and no entry was put into it.

    Raises:
        Conflict: entries are in it, or its panel has score sheets.
        NotFound: no such heat for this actor.
        WrongState: it is past planning (``heat_is_not_planned``).
    """
    with writing(actor, now) as work:
        heat = heat_of_setup(work, heat_id)
        if heat.state != HeatState.PLANNED:
            raise WrongState("heat_is_not_planned")
        if work.session.scalar(select(exists().where(Appearance.heat_id == heat_id))):
            raise Conflict("heat_has_entries")
        if work.session.scalar(select(func.count(Draw.id)).where(Draw.heat_id == heat_id)):
            raise Conflict("heat_has_draws")
        refuse_where_sheets_exist(work, heat.panel)
        _record(work, heat, "remove")
        seats = select(Seat.id).where(Seat.panel_id == heat.panel.id)
        work.session.execute(delete(SignInSession).where(SignInSession.seat_id.in_(seats)))
        work.session.execute(delete(Seat).where(Seat.panel_id == heat.panel.id))
        work.session.execute(delete(Panel).where(Panel.heat_id == heat_id))
        work.session.execute(delete(Heat).where(Heat.id == heat_id))


def _record(work: Work, heat: Heat, change: str) -> None:
    work.record(
        "desk:heat:edit",
        heat.id,
        competition_id=heat.round.competition_id,
        revision=heat.revision,
        details={"change": change, "number": heat.number, "round": heat.round_id},
    )
