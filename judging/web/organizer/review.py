"""The outlier review of a heat at the desk: what stands apart, who was asked, what was voided."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.queries.progress import Progress
from judging.queries.review import find_review
from judging.queries.sheet_details import get_sheet_detail
from judging.scoring.review_section import write_review
from judging.services.review import ask_seat, confirm_at_desk, review_heat
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.progress import HEAT_PATH, current_progress, heat_args
from judging.web.organizer.sheets import SHEET_PATH
from judging.web.review_charts import plots_of
from judging.wording import words_for
from judging.wording.review import flag_sentence, limits_of


@blueprint.get(HEAT_PATH + "/review")
@permission("marks.read")
def review(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show which sheets stand apart, why, and what their judges said."""
    return _page(current_progress(round_key, heat_number))


@blueprint.post(HEAT_PATH + "/review/run")
@permission("review.ask")
def review_again(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Look through the heat again and ask whoever was not asked yet."""
    found = current_progress(round_key, heat_number)

    def look() -> None:
        asked = review_heat(current_actor(), utc_now(), found.heat.id)
        count = len(asked)
        told = ngettext("%(num)s judge is asked now.", "%(num)s judges are asked now.", count)
        flash(told if count else _("Nobody new stands apart."), "success" if count else "info")

    return _run(found, look)


@blueprint.post(SHEET_PATH + "/ask")
@permission("review.ask")
def ask(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Ask one judge to check one sheet."""
    found = current_progress(round_key, heat_number)
    place = _place(found, order, seat_number)

    def put() -> None:
        ask_seat(current_actor(), utc_now(), *place)
        flash(_("The judge is asked to check the score sheet."), "success")

    return _run(found, put, order)


@blueprint.post(SHEET_PATH + "/answer")
@permission("review.answer")
def answer_for_seat(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Record at the desk that a sheet stands as its judge meant it."""
    found = current_progress(round_key, heat_number)
    place = _place(found, order, seat_number)
    reason = request.form.get("reason", "")

    def keep() -> None:
        confirm_at_desk(current_actor(), utc_now(), *place, reason)
        flash(_("The answer is recorded."), "success")

    return _run(found, keep, order)


def _place(found: Progress, order: int, seat_number: int) -> tuple[int, int]:
    """Return the keys of appearance and seat that an address names."""
    detail = get_sheet_detail(found, order, seat_number)
    return detail.turn.appearance_id, detail.seat.seat_id


def _run(found: Progress, command: Callable[[], None], order: int = 0) -> ResponseReturnValue:
    """Run a command and come back to the line that it was about; errors are shown on the page."""
    try:
        command()
    except NotFound:
        raise
    except JudgingError as error:
        return _page(found, error)
    anchor = f"turn-{order}" if order else None
    address = url_for("desk.review", **heat_args(found), _anchor=anchor)  # type: ignore[arg-type]
    return redirect(address, 303)


def _page(found: Progress, error: JudgingError | None = None) -> ResponseReturnValue:
    reviewed = find_review(found)
    page = render_desk(
        "organizer/review.html",
        "stage",
        progress=found,
        path=heat_args(found),
        review=reviewed,
        limits=limits_of(write_review(reviewed.rules)) if reviewed else [],
        plots=plots_of(reviewed.turns) if reviewed else {},
        flag_sentence=flag_sentence,
        problem=None if error is None else words_for(error),
    )
    return page, 200 if error is None else error.status
