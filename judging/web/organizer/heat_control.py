"""Opening, closing and reopening a heat, from its progress page."""

from collections.abc import Callable

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.sheet_counts import SheetCounts
from judging.services.heat_states import close_heat, open_heat, reopen_heat
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.progress import (
    HEAT_PATH,
    current_progress,
    heat_args,
    render_progress,
)


@blueprint.post(HEAT_PATH + "/open")
@permission("heat.control")
def open_heat_now(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Open the heat for marking."""
    return _run(
        round_key,
        heat_number,
        lambda heat_id: open_heat(current_actor(), utc_now(), heat_id),
        _("The heat is open. The seats can mark."),
    )


@blueprint.post(HEAT_PATH + "/close")
@permission("heat.control")
def close_heat_now(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Close the heat; with ``accept_missing`` also where sheets or answers are missing."""
    accept = request.form.get("accept_missing") == "yes"
    reason = request.form.get("reason", "")
    return _run(
        round_key,
        heat_number,
        lambda heat_id: close_heat(
            current_actor(), utc_now(), heat_id, accept_missing=accept, reason=reason
        ),
        _("The heat is closed. It can be tallied now."),
        _say_absent,
    )


@blueprint.post(HEAT_PATH + "/reopen")
@permission("heat.reopen")
def reopen_heat_now(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Open a closed heat again, with a reason; for the chief judge."""
    reason = request.form.get("reason", "")
    return _run(
        round_key,
        heat_number,
        lambda heat_id: reopen_heat(current_actor(), utc_now(), heat_id, reason),
        _("The heat is open again."),
    )


def _run(
    round_key: str,
    heat_number: int,
    command: Callable[[int], None],
    done: str,
    find_warning: Callable[[SheetCounts], str] = lambda counts: "",
) -> ResponseReturnValue:
    """Run a command on the heat of the address; show on its page what stood in the way."""
    found = current_progress(round_key, heat_number)
    try:
        command(found.heat.id)
    except JudgingError as error:
        return render_progress(current_progress(round_key, heat_number), error)
    warning = find_warning(current_progress(round_key, heat_number).counts)
    flash(f"{done} {warning}".strip(), "warning" if warning else "success")
    return redirect(url_for("desk.heat_progress", **heat_args(found)), 303)  # type: ignore[arg-type]


def _say_absent(counts: SheetCounts) -> str:
    """Say how many sheets never came; empty where none is absent."""
    if not counts.absent:
        return ""
    return _(
        "Score sheets given: %(given)s of %(expected)s; absent: %(absent)s.",
        given=counts.given,
        expected=counts.expected,
        absent=counts.absent,
    )
