"""The stage: how far each heat has come, and the matrix of one heat, which fills by itself."""

import hashlib

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.permissions import may
from judging.queries.device_contacts import count_silent
from judging.queries.heats import list_heats
from judging.queries.marking_counts import list_heat_counts
from judging.queries.progress import Progress, get_progress
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.devices import get_board
from judging.web.organizer.pages import make_desk, render_desk
from judging.wording import ErrorWords, words_for

HEAT_PATH = "/<competition>/rounds/<round_key>/heats/<int:heat_number>/progress"


@blueprint.get("/<competition>/stage")
@permission("progress.read")
def progress(competition: str) -> ResponseReturnValue:
    """List all heats with how many score sheets have come in, and how many seats are silent."""
    key = current_competition().id
    counts, silent = list_heat_counts(list_heats(key)), count_silent(key, utc_now())
    return render_desk("organizer/stage.html", "stage", counts=counts, silent=silent)


@blueprint.get(HEAT_PATH)
@permission("progress.read")
def heat_progress(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show one heat: entries × seats, who is missing, and what can be done next."""
    return render_progress(current_progress(round_key, heat_number))


@blueprint.get(HEAT_PATH + "/matrix")
@permission("progress.read")
def heat_matrix(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Answer the part that refreshes by itself; nothing (204) where it has not changed."""
    found = current_progress(round_key, heat_number)
    seen = version_of(found)
    if request.args.get("seen") == seen:
        return "", 204
    context = _context(found)
    return render_template("organizer/matrix.html", desk=make_desk("stage"), **context)


def current_progress(round_key: str, heat_number: int) -> Progress:
    """Return the heat that the address names; judge totals only for those who may read marks.

    Raises:
        NotFound: the competition has no such heat.
    """
    competition_id = current_competition().id
    is_marks_shown = may(current_actor(), "marks.read", competition_id)
    return get_progress(competition_id, round_key, heat_number, is_marks_shown=is_marks_shown)


def render_progress(found: Progress, error: JudgingError | None = None) -> ResponseReturnValue:
    """Render a heat's page, with what stood in the way of the last command where there is such."""
    problem: ErrorWords | None = None if error is None else words_for(error)
    board = get_board(found.heat.round_key, found.heat.number)
    context = _context(found) | {"problem": problem, "board": board}
    page = render_desk("organizer/progress.html", "stage", **context)
    return page, 200 if error is None else error.status


def version_of(found: Progress) -> str:
    """Return a short digest of all that the refreshed part shows."""
    shown = f"{get_locale()} {found!r}"
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def heat_args(found: Progress) -> dict[str, str | int]:
    """Return what the addresses of a heat's pages need."""
    return {
        "competition": current_competition().slug,
        "round_key": found.heat.round_key,
        "heat_number": found.heat.number,
    }


def _context(found: Progress) -> dict[str, object]:
    path = heat_args(found)
    refresh = url_for("desk.heat_matrix", **path, seen=version_of(found))  # type: ignore[arg-type]
    return {"progress": found, "path": path, "refresh_url": refresh, "updated": utc_now()}
