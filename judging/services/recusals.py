"""Recusing seats beforehand: a declared conflict of interest, entered at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from judging.errors import InvalidInput, NotFound, Problem, WrongState
from judging.models import Appearance, HeatState, ScoreSheet, SheetState
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.review_questions import Asked, asked_details, review_appearance
from judging.services.sheet_desk import add_desk_revision, require_unsigned
from judging.services.sheet_rows import Place, get_place, sheet_of
from judging.services.sheet_values import check_reason

_MOST = 2000


@dataclass(frozen=True)
class Recusal:
    """One seat that is to give no marks to one appearance, and why."""

    appearance_id: int
    seat_id: int
    reason: str


def recuse_seat(actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str) -> None:
    """Let a seat step aside for an appearance beforehand, because of a declared conflict.

    Raises:
        InvalidInput, NotFound, WrongState: as :func:`recuse_seats`.
    """
    recuse_seats(actor, now, (Recusal(appearance_id, seat_id, reason),))


def recuse_seats(actor: Actor, now: datetime, recusals: Sequence[Recusal]) -> None:
    """Let seats step aside beforehand, all of them or none. The desk takes it back by reopening.

    Raises:
        InvalidInput: nobody is named, too many are, or a reason is missing.
        NotFound: no such seat in the appearance's heat, not for this actor, or they are of several
            competitions.
        WrongState: the heat has no running order yet or is signed, or a seat has handed in a sheet
            already (``sheet_is_handed_in``).
    """
    if not 0 < len(recusals) <= _MOST:
        raise InvalidInput((Problem("nothing_chosen", "recusals"),))
    reasons = [check_reason(recusal.reason) for recusal in recusals]
    with writing(actor, now) as work:
        places = [_place_of(work, recusal) for recusal in recusals]
        if len({place.competition_id for place in places}) > 1:
            raise NotFound()
        done = [_recuse(work, place, why) for place, why in zip(places, reasons, strict=True)]
        asked = [each for turn in _turns(places) for each in review_appearance(work, turn)]
        _record(work, places, done, asked)


def _place_of(work: Work, recusal: Recusal) -> Place:
    """Return the place of one recusal, once nothing speaks against it."""
    place = get_place(work, recusal.appearance_id, recusal.seat_id)
    work.require("sheet.excuse", place.competition_id)
    require_unsigned(place)
    if place.heat.state == HeatState.PLANNED:
        raise WrongState("recusal_before_order")
    return place


def _recuse(work: Work, place: Place, reason: str) -> ScoreSheet:
    """Let one seat step aside; a seat that is named twice has handed in by then."""
    sheet = sheet_of(work, place)
    if sheet.state != SheetState.NOT_YET:
        raise WrongState("sheet_is_handed_in", state=sheet.state)
    add_desk_revision(work, place, sheet, SheetState.RECUSED, reason)
    return sheet


def _turns(places: Sequence[Place]) -> tuple[Appearance, ...]:
    """Return the appearances of some places, each once, in their order."""
    return tuple({place.appearance.id: place.appearance for place in places}.values())


def _record(
    work: Work, places: Sequence[Place], sheets: Sequence[ScoreSheet], asked: Sequence[Asked]
) -> None:
    """Write the one journal entry: under the first sheet, with [appearance, seat] of each."""
    work.record(
        "desk:sheet:recuse",
        sheets[0].id,
        competition_id=places[0].competition_id,
        revision=sheets[0].revision,
        details={
            "recused": [[place.appearance.id, place.seat.id] for place in places],
            **asked_details(asked),
        },
    )
