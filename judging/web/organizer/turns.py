"""One appearance at the desk: its state, its time, its deductions, its sheets."""

import re
from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError, NotFound, Problem
from judging.queries.deductions import list_deductions, list_named
from judging.queries.progress import Progress, TurnFacts
from judging.services.appearances import move_appearance
from judging.services.spoken_time import set_spoken_time
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.progress import HEAT_PATH, current_progress, heat_args
from judging.wording import sentence, words_for

TURN_PATH = HEAT_PATH + "/<int:order>"
_CLOCK = re.compile(r"([0-9]{1,4}):([0-5][0-9])(?:\.([0-9]))?")
_SECONDS = re.compile(r"([0-9]{1,5})(?:\.([0-9]))?")


@blueprint.get(TURN_PATH)
@permission("progress.read")
def turn(competition: str, round_key: str, heat_number: int, order: int) -> ResponseReturnValue:
    """Show one appearance."""
    found = current_progress(round_key, heat_number)
    return render_turn(found, find_turn(found, order))


@blueprint.post(TURN_PATH + "/move")
@permission("appearance.control")
def move_turn(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Bring the appearance to another state; back to where the button was."""
    state, reason = request.form.get("state", "")[:20], request.form.get("reason", "")
    return run_on_turn(
        round_key,
        heat_number,
        order,
        lambda key: move_appearance(current_actor(), utc_now(), key, state, reason),
        "",
    )


@blueprint.post(TURN_PATH + "/time")
@permission("deduction.edit")
def time_turn(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Enter the spoken time; the time rule's deduction follows."""

    def enter(appearance_id: int) -> None:
        spoken_ms = read_clock(request.form.get("spoken", ""))
        if set_spoken_time(current_actor(), utc_now(), appearance_id, spoken_ms):
            flash(_("By the rule sheet this time disqualifies. A person decides."), "warning")

    return run_on_turn(round_key, heat_number, order, enter, _("The time is entered."))


def read_clock(text: str) -> int | None:
    """Return a time such as ``6:05``, ``6:05.5`` or ``365`` (seconds) in milliseconds.

    Raises:
        InvalidInput: it cannot be read as a time.
    """
    typed = text.strip().replace("：", ":")
    if not typed:
        return None
    clock, plain = _CLOCK.fullmatch(typed), _SECONDS.fullmatch(typed)
    if clock is not None:
        return (int(clock[1]) * 60 + int(clock[2])) * 1000 + int(clock[3] or 0) * 100
    if plain is not None:
        return int(plain[1]) * 1000 + int(plain[2] or 0) * 100
    raise InvalidInput((Problem("not_a_time", "spoken"),))


def find_turn(found: Progress, order: int) -> TurnFacts:
    """Return the appearance with an order number.

    Raises:
        NotFound: the heat has none.
    """
    for line in found.turns:
        if line.order == order:
            return line
    raise NotFound()


def run_on_turn(
    round_key: str, heat_number: int, order: int, command: Callable[[int], None], done: str
) -> ResponseReturnValue:
    """Run a command on the appearance of the address; errors are shown on its page."""
    found = current_progress(round_key, heat_number)
    line = find_turn(found, order)
    try:
        command(line.appearance_id)
    except JudgingError as error:
        return render_turn(found, line, error)
    if done:
        flash(done, "success")
    page = "desk.heat_progress" if request.form.get("back") == "heat" else "desk.turn"
    args = heat_args(found) | ({} if page == "desk.heat_progress" else {"order": order})
    return redirect(url_for(page, **args), 303)  # type: ignore[arg-type]


def render_turn(
    found: Progress, line: TurnFacts, error: JudgingError | None = None
) -> ResponseReturnValue:
    """Render an appearance; an error stands at its field, and what was typed stays."""
    errors: dict[str, str] = {}
    if isinstance(error, InvalidInput):
        errors = {p.place: sentence(p.code, p.params) for p in error.problems}
    deductions = list_deductions(found.heat.id).get(line.appearance_id, ())
    page = render_desk(
        "organizer/turn.html",
        "stage",
        progress=found,
        path=heat_args(found),
        line=line,
        deductions=deductions,
        catalogue=list_named(found.heat.round_id, deductions),
        typed=request.form,
        errors=errors,
        problem=None if error is None or errors else words_for(error),
    )
    return page, 200 if error is None else error.status
