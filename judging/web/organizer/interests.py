"""Conflicts of interest of a heat: what the records show, and recusing the judges beforehand."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.queries.interests import Interest, list_interests
from judging.queries.panels_left import list_panels_left
from judging.queries.progress import Progress
from judging.services.recusals import Recusal, recuse_seats
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.progress import HEAT_PATH, current_progress, heat_args
from judging.wording import words_for


@blueprint.get(HEAT_PATH + "/interests")
@permission("sheet.excuse")
def interests(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show which judges share a unit with an entry or advised it."""
    return _page(current_progress(round_key, heat_number))


@blueprint.post(HEAT_PATH + "/interests")
@permission("sheet.excuse")
def recuse_found(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Say what is left of the panels without the seats ticked; once confirmed, recuse them."""
    found = current_progress(round_key, heat_number)
    ticked = frozenset(request.form.getlist("pair"))
    chosen = {each.key: each for each in list_interests(found) if each.key in ticked}
    if chosen and request.form.get("confirmed") != "yes":
        return _question(found, tuple(chosen.values()))
    recusals = [
        Recusal(each.turn.appearance_id, each.seat.seat_id, reason_of(each))
        for each in chosen.values()
    ]
    try:
        recuse_seats(current_actor(), utc_now(), recusals)
    except NotFound:
        raise
    except JudgingError as error:
        return _page(found, error)
    done = ngettext(
        "%(num)s seat is recused beforehand.",
        "%(num)s seats are recused beforehand.",
        len(recusals),
    )
    flash(done, "success")
    address = url_for("desk.interests", **heat_args(found))  # type: ignore[arg-type]
    return redirect(address, 303)


def _question(found: Progress, chosen: tuple[Interest, ...]) -> ResponseReturnValue:
    """Ask whether these seats are to stand aside, with what is left of each panel."""
    panels, practice = list_panels_left(found, chosen)
    return render_desk(
        "organizer/interests_confirm.html",
        "stage",
        progress=found,
        path=heat_args(found),
        panels=panels,
        practice=practice,
        pairs=[each.key for each in chosen],
        has_no_result=any(group.has_no_result for each in panels for group in each.groups),
    )


def reason_of(interest: Interest) -> str:
    """Return the cause in the words that are kept as the reason."""
    if interest.cause == "adviser":
        return _("advised this entry: %(name)s", name=interest.shared)
    return _("same unit: %(name)s", name=interest.shared)


def _page(found: Progress, error: JudgingError | None = None) -> ResponseReturnValue:
    page = render_desk(
        "organizer/interests.html",
        "stage",
        progress=found,
        path=heat_args(found),
        interests=[(each, reason_of(each)) for each in list_interests(found)],
        problem=None if error is None else words_for(error),
    )
    return page, 200 if error is None else error.status
