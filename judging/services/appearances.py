"""Moving an appearance through its states: called, on stage, scoring, complete; or out of it."""

from datetime import datetime

from sqlalchemy import select

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import (
    APPEARANCE_MOVES,
    OUT_OF_COMPETITION,
    Appearance,
    AppearanceState,
    HeatState,
)
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.sheet_values import check_reason

_ON_STAGE = (AppearanceState.ON_STAGE, AppearanceState.QUESTIONS)
#: Finished turns may still be settled after the heat has closed; the stage itself may not.
_SETTLED_LATER = OUT_OF_COMPETITION | {AppearanceState.COMPLETE, AppearanceState.REVEALED}


def move_appearance(
    actor: Actor, now: datetime, appearance_id: int, state: str, reason: str = ""
) -> None:
    """Bring an appearance to another state of the table of moves.

    Args:
        actor: who moves it.
        now: the instant, kept as the beginning of the state and in the time log.
        appearance_id: the turn.
        state: a value of ``AppearanceState``.
        reason: needed for absent, withdrawn and disqualified, and for coming back from them.

    Raises:
        NotFound: no such appearance, or not for this actor.
        InvalidInput: an unknown state, or a reason is missing.
        WrongState: the table has no such move, the heat is not open, or somebody else stands on
            the stage; ``params`` names the state, or the order number of who is there.
    """
    target = _state(state)
    with writing(actor, now) as work:
        appearance = work.get(Appearance, appearance_id)
        heat = appearance.heat
        work.require("appearance.control", heat.round.competition_id)
        origin = AppearanceState(appearance.state)
        kept = check_reason(reason) if OUT_OF_COMPETITION & {origin, target} else ""
        _require_move(work, appearance, target)
        appearance.state = target
        appearance.state_reason = kept
        appearance.state_changed_at = now
        step = {"at": now.isoformat(), "reason": kept, "state": str(target)}
        appearance.time_log = [*appearance.time_log, step]
        work.record(
            "desk:appearance:move",
            appearance.id,
            competition_id=heat.round.competition_id,
            details={"from": str(origin), "to": str(target)},
        )


def _state(text: str) -> AppearanceState:
    try:
        return AppearanceState(text)
    except ValueError:
        raise InvalidInput((Problem("unknown_choice", "state"),)) from None


def _require_move(work: Work, appearance: Appearance, target: AppearanceState) -> None:
    """Go on only where the table, the heat and the stage allow the move."""
    origin = AppearanceState(appearance.state)
    if target not in APPEARANCE_MOVES[origin]:
        raise WrongState("appearance_move_unknown", origin=str(origin), target=str(target))
    heat_state = appearance.heat.state
    if heat_state == HeatState.SIGNED:
        raise WrongState("heat_signed")
    is_back = origin in OUT_OF_COMPETITION
    if heat_state != HeatState.OPEN and not (target in _SETTLED_LATER or is_back):
        raise WrongState("heat_not_open", state=heat_state)
    if target in _ON_STAGE:
        _require_free_stage(work, appearance)


def _require_free_stage(work: Work, appearance: Appearance) -> None:
    """One turn at a time stands on the stage."""
    other = work.session.scalar(
        select(Appearance)
        .where(
            Appearance.heat_id == appearance.heat_id,
            Appearance.id != appearance.id,
            Appearance.state.in_(_ON_STAGE),
        )
        .limit(1)
    )
    if other is not None:
        raise WrongState("stage_is_taken", order=other.order_number or 0)
