"""Which turns must have ended before a heat's score sheets are taken, by the rule sheet."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.states import OUT_OF_COMPETITION, AppearanceState
from judging.scoring.marking_section import (
    AHEAD,
    OUT,
    OVER,
    THERE,
    MarkingRules,
    list_awaited,
)

_STAGE = {
    **dict.fromkeys((AppearanceState.WAITING, AppearanceState.CALLED), AHEAD),
    **dict.fromkeys((AppearanceState.ON_STAGE, AppearanceState.QUESTIONS), THERE),
    **dict.fromkeys(OUT_OF_COMPETITION, OUT),
}


def awaited_orders(marking: MarkingRules, turns: Sequence[tuple[int, str]]) -> dict[int, int]:
    """Return what is waited for: order number → that of the turn that must have ended first.

    Args:
        marking: when sheets are due.
        turns: order number and state of each turn, in running order.
    """
    orders = [order for order, _state in turns]
    awaited = list_awaited(marking, list(_stages(state for _order, state in turns)))
    pairs = zip(orders, awaited, strict=True)
    return {order: orders[index] for order, index in pairs if index is not None}


def find_awaited(
    session: Session, marking: MarkingRules | None, appearance: Appearance
) -> int | None:
    """Return the order number of the turn that must have ended before this one's sheets are taken.

    None where the sheets are due. Where they are due at once nothing is asked of the database.
    """
    if marking is None or marking.due == "at_once":
        return None
    rows = session.execute(
        select(Appearance.order_number, Appearance.state)
        .where(
            Appearance.heat_id == appearance.heat_id,
            Appearance.order_number.is_not(None),
        )
        .order_by(Appearance.order_number)
    )
    turns = [(order or 0, state) for order, state in rows]
    return awaited_orders(marking, turns).get(appearance.order_number or 0)


def _stages(states: Iterable[str]) -> Iterable[str]:
    return (_STAGE.get(AppearanceState(state), OVER) for state in states)
