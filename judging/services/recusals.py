"""Recusing seats beforehand: a declared conflict of interest, entered at the desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import HeatState, SheetState
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.review_questions import asked_details, review_appearance
from judging.services.sheet_desk import add_desk_revision, record_at_desk, require_unsigned
from judging.services.sheet_rows import get_place, sheet_of
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
        NotFound: no such seat in the appearance's heat, or not for this actor.
        WrongState: the heat has no running order yet or is signed, or a seat has handed in a sheet
            already (``sheet_is_handed_in``).
    """
    if not 0 < len(recusals) <= _MOST:
        raise InvalidInput((Problem("nothing_chosen", "recusals"),))
    reasons = [check_reason(recusal.reason) for recusal in recusals]
    with writing(actor, now) as work:
        for recusal, reason in zip(recusals, reasons, strict=True):
            _recuse(work, recusal, reason)


def _recuse(work: Work, recusal: Recusal, reason: str) -> None:
    place = get_place(work, recusal.appearance_id, recusal.seat_id)
    work.require("sheet.excuse", place.competition_id)
    require_unsigned(place)
    if place.heat.state == HeatState.PLANNED:
        raise WrongState("recusal_before_order")
    sheet = sheet_of(work, place)
    if sheet.state != SheetState.NOT_YET:
        raise WrongState("sheet_is_handed_in", state=sheet.state)
    add_desk_revision(work, place, sheet, SheetState.RECUSED, reason)
    asked = review_appearance(work, place.appearance)
    record_at_desk(work, "desk:sheet:recuse", place, sheet, **asked_details(asked))
