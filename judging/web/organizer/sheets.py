"""One score sheet at the desk: every revision, and what the desk may do to it."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.permissions import Actor
from judging.queries.paper import find_readers
from judging.queries.progress import Progress
from judging.queries.review import find_sheet_results
from judging.queries.sheet_details import SheetDetail, get_sheet_detail
from judging.services.recusals import recuse_seat
from judging.services.sheet_desk import excuse_seat, reopen_sheet, void_sheet
from judging.services.sheet_settling import settle_conflict
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.progress import current_progress, heat_args
from judging.web.organizer.turns import TURN_PATH
from judging.wording import words_for

SHEET_PATH = TURN_PATH + "/seats/<int:seat_number>"


@blueprint.get(SHEET_PATH)
@permission("marks.read")
def sheet(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Show a sheet with all its revisions."""
    found = current_progress(round_key, heat_number)
    return _page(found, get_sheet_detail(found, order, seat_number))


@blueprint.post(SHEET_PATH + "/excuse")
@permission("sheet.excuse")
def excuse(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Mark the seat absent for this appearance."""
    done = _("The seat is entered as absent for this appearance.")
    return _run((round_key, heat_number, order, seat_number), excuse_seat, done)


@blueprint.post(SHEET_PATH + "/recuse")
@permission("sheet.excuse")
def recuse(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Let the seat step aside for this appearance beforehand."""
    done = _("The seat is recused for this appearance.")
    return _run((round_key, heat_number, order, seat_number), recuse_seat, done)


@blueprint.post(SHEET_PATH + "/reopen")
@permission("sheet.excuse")
def reopen(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Let the seat correct this sheet; the command knows who may."""
    done = _("The seat can correct this score sheet now.")
    return _run((round_key, heat_number, order, seat_number), reopen_sheet, done)


@blueprint.post(SHEET_PATH + "/void")
@permission("sheet.void")
def void(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Take the sheet out of the count."""
    done = _("The score sheet is void and does not count.")
    return _run((round_key, heat_number, order, seat_number), void_sheet, done)


@blueprint.post(SHEET_PATH + "/settle")
@permission("sheet.settle")
def settle(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Let one of two versions count."""
    number = request.form.get("revision", "")[:9]
    chosen = int(number) if number.isascii() and number.isdigit() else 0

    def choose(actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str) -> None:
        settle_conflict(actor, now, appearance_id, seat_id, chosen, reason)

    done = _("The version that you chose counts now.")
    return _run((round_key, heat_number, order, seat_number), choose, done)


def _run(
    key: tuple[str, int, int, int], command: Callable[..., None], done: str
) -> ResponseReturnValue:
    """Run a command on the sheet of the address; errors are shown on its page."""
    round_key, heat_number, order, seat_number = key
    found = current_progress(round_key, heat_number)
    detail = get_sheet_detail(found, order, seat_number)
    reason = request.form.get("reason", "")
    try:
        command(current_actor(), utc_now(), detail.turn.appearance_id, detail.seat.seat_id, reason)
    except JudgingError as error:
        return _page(found, detail, error)
    flash(done, "success")
    args = heat_args(found) | {"order": order, "seat_number": seat_number}
    return redirect(url_for("desk.sheet", **args), 303)  # type: ignore[arg-type]


def _page(
    found: Progress, detail: SheetDetail, error: JudgingError | None = None
) -> ResponseReturnValue:
    page = render_desk(
        "organizer/sheet.html",
        "stage",
        progress=found,
        path=heat_args(found),
        detail=detail,
        readers=find_readers(detail.turn.appearance_id, detail.seat.seat_id),
        both=find_sheet_results(found, detail.turn, detail.seat),
        problem=None if error is None else words_for(error),
    )
    return page, 200 if error is None else error.status
