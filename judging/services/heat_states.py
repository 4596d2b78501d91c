"""Opening, closing and reopening a heat for marking."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from judging.errors import Blocked, NotPermitted, Problem, WrongState
from judging.models import (
    HEAT_MOVES,
    Appearance,
    Heat,
    HeatState,
    ScoreSheet,
    SheetRevision,
    SheetState,
)
from judging.permissions import Actor, may
from judging.services.command import Work, writing
from judging.services.heat_checks import (
    Missing,
    list_closing_blockers,
    list_missing,
    list_opening_blockers,
)
from judging.services.review import record_asked
from judging.services.review_questions import ask_flagged, pass_over, wait_again
from judging.services.sheet_desk import add_desk_revision
from judging.services.sheet_rows import Place, sheet_of
from judging.services.sheet_values import check_reason

#: What stands on a sheet that was still missing when its heat was closed all the same.
CLOSED_WITHOUT_SHEET = "没有收到评分表，场次已关闭 / no sheet had come when the heat was closed"


def open_heat(actor: Actor, now: datetime, heat_id: int) -> None:
    """Open a drawn heat for marking.

    Raises:
        NotFound: no such heat, or not for this actor.
        WrongState: the heat is not drawn, or it was opened before.
        Blocked: no entries, no running order, no scoring seat, or no usable rule sheet.
    """
    with writing(actor, now) as work:
        heat = _get(work, heat_id)
        if heat.state not in (HeatState.PLANNED, HeatState.DRAWN):
            raise WrongState("heat_not_drawn", state=heat.state)
        blockers = list_opening_blockers(work, heat)
        if blockers:
            raise Blocked(blockers)
        _move(work, heat, HeatState.OPEN)
        _record(work, "desk:heat:open", heat, {})


def close_heat(
    actor: Actor,
    now: datetime,
    heat_id: int,
    *,
    accept_missing: bool = False,
    reason: str = "",
) -> None:
    """Close a heat: no seat can submit or correct from then on.

    Before that the outlier review looks through it once more; who stands apart and was not asked
    yet is asked now, and the heat waits for the answer.

    Args:
        actor: who closes it.
        now: the instant.
        heat_id: the heat.
        accept_missing: close although sheets are missing, in conflict or reopened, or a judge has
            not answered; what is missing is then marked absent, never zero, and of the others the
            current revision stays. It takes an office that may excuse a seat. Where that makes a
            panel complete in which somebody stands apart, it is marked and asked, and the heat
            waits for the answer.
        reason: why it closes over unanswered questions; needed only then.

    Raises:
        NotFound: no such heat, or not for this actor.
        WrongState: the heat is not open.
        Blocked: sheets are missing, in conflict or reopened, or questions are not answered; each
            is listed with number and seat.
        NotPermitted: something stands in the way, and the actor may close but not excuse a seat.
        InvalidInput: questions are not answered and the reason is missing.
    """
    with writing(actor, now) as work:
        heat = _get(work, heat_id)
        if heat.state != HeatState.OPEN:
            raise WrongState("heat_not_open", state=heat.state)
        holding = _close_or_ask(work, heat, reason, accept_missing=accept_missing)
    if holding:
        raise Blocked(holding)


def _close_or_ask(
    work: Work, heat: Heat, reason: str, *, accept_missing: bool
) -> Sequence[Problem]:
    """Close a heat, or ask who stands apart and keep that; return what holds the heat, if so.

    Raises:
        Blocked: something else holds it; nothing is kept then.
    """
    absent = _excuse(work, heat) if accept_missing else []
    asked = ask_flagged(work, heat)
    blockers = list_closing_blockers(work, heat)
    is_held = bool(asked) if accept_missing else bool(blockers)
    if not is_held:
        _close(work, heat, blockers, absent, reason)
        return ()
    if not asked:
        raise Blocked(blockers)
    record_asked(work, heat, asked, absent)
    return blockers


def _excuse(work: Work, heat: Heat) -> list[list[int]]:
    """Mark every missing sheet as absent; return appearance and seat of each.

    Raises:
        NotPermitted: something stands in the way of closing, and the actor may not excuse a seat.
    """
    blockers = list_closing_blockers(work, heat)
    if blockers and not may(work.actor, "sheet.excuse", heat.round.competition_id):
        is_question = all(blocker.code == "question_open" for blocker in blockers)
        raise NotPermitted(f"may_not_close_over_{'questions' if is_question else 'missing'}")
    missing = list_missing(work, heat)
    for cell in missing:
        _mark_absent(work, heat, cell)
    work.session.flush()
    return [[cell.appearance.id, cell.seat.id] for cell in missing]


def _close(
    work: Work,
    heat: Heat,
    blockers: Sequence[Problem],
    absent: Sequence[Sequence[int]],
    reason: str,
) -> None:
    """Close a heat over whatever stands in the way, which is written down."""
    is_asked = any(blocker.code == "question_open" for blocker in blockers)
    kept = check_reason(reason) if is_asked else ""
    details: dict[str, object] = {"absent": absent}
    if is_asked:
        details |= {"unanswered": pass_over(work, heat, kept), "reason": kept}
    _move(work, heat, HeatState.CLOSED)
    _record(work, "desk:heat:close", heat, details)


def reopen_heat(actor: Actor, now: datetime, heat_id: int, reason: str) -> None:
    """Open a closed or tallied heat again, with a reason; the chief judge alone may.

    Sheets that were missing when it was closed, and answers, are waited for again; seats that the
    desk excused by name stay excused.

    Raises:
        NotFound: no such heat, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: the heat is not closed, or it is signed.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        heat = _get(work, heat_id, "heat.reopen")
        if heat.state not in (HeatState.CLOSED, HeatState.TALLIED):
            code = "heat_signed" if heat.state == HeatState.SIGNED else "heat_not_closed"
            raise WrongState(code, state=heat.state)
        _move(work, heat, HeatState.OPEN)
        awaited = [sheet.id for sheet in _await_again(work, heat)]
        wait_again(work, heat)
        _record(work, "desk:heat:reopen", heat, {"reason": kept, "awaited": awaited})


def _get(work: Work, heat_id: int, permission: str = "heat.control") -> Heat:
    """Return the heat for an actor who holds the permission in its competition."""
    heat = work.get(Heat, heat_id)
    work.require(permission, heat.round.competition_id)
    return heat


def _move(work: Work, heat: Heat, state: HeatState) -> None:
    """Go to a state that the table of moves allows.

    A heat whose order is complete counts as drawn, whoever set the order.
    """
    origin = HeatState(heat.state)
    steps = {HeatState.DRAWN} if origin is HeatState.PLANNED else {origin}
    if not any(state in HEAT_MOVES[step] for step in steps):
        raise WrongState(state=heat.state)
    heat.state = state
    heat.state_changed_at = work.now
    heat.revision += 1


def _mark_absent(work: Work, heat: Heat, cell: Missing) -> None:
    """Say of a missing sheet that it never came."""
    place = Place(cell.seat, cell.appearance, heat)
    sheet = cell.sheet or sheet_of(work, place)
    add_desk_revision(work, place, sheet, SheetState.ABSENT, CLOSED_WITHOUT_SHEET)


def _await_again(work: Work, heat: Heat) -> Sequence[ScoreSheet]:
    """Reopen the sheets that are absent only because the heat was closed without them."""
    sheets = work.session.scalars(
        select(ScoreSheet)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(SheetRevision, SheetRevision.sheet_id == ScoreSheet.id)
        .where(
            Appearance.heat_id == heat.id,
            ScoreSheet.state == SheetState.ABSENT,
            SheetRevision.is_current,
            SheetRevision.reason == CLOSED_WITHOUT_SHEET,
        )
        .order_by(ScoreSheet.id)
    ).all()
    for sheet in sheets:
        sheet.is_reopened = True
    return sheets


def _record(work: Work, action: str, heat: Heat, details: dict[str, object]) -> None:
    """Write the journal entry of a heat's move."""
    work.record(
        action,
        heat.id,
        competition_id=heat.round.competition_id,
        revision=heat.revision,
        details=details,
    )
