"""The judge's page. The tablet's modules take it over; without them it is plain pages and forms."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from judging.queries.judge import JudgeHeat, JudgeTurn, get_judge_heat
from judging.web.access import current_actor, permission
from judging.web.auth.tablet_lock import is_tablet_locked
from judging.web.judge import blueprint
from judging.web.judge.client import address, get_client
from judging.web.judge.sheet_form import SheetForm, make_form


@blueprint.get("/")
@permission("judge.own")
def heat() -> ResponseReturnValue:
    """The running order with the judge's own state of each."""
    return render_heat(get_judge_heat(current_actor()))


@blueprint.get("/appearances/<int:order>/sheet")
@permission("judge.own")
def sheet(order: int) -> ResponseReturnValue:
    """One contestant's sheet as a plain form."""
    found = get_judge_heat(current_actor())
    turn = found.get_turn(order)
    return render_heat(found, turn, make_form(found, turn))


def render_heat(
    found: JudgeHeat, turn: JudgeTurn | None = None, form: SheetForm | None = None
) -> str:
    """Render the page, with one contestant's form where there is one.

    On a locked tablet it is the page of nobody: no mark is painted before a script can hide it.
    """
    if is_tablet_locked():
        return get_client().shells[str(get_locale())]
    context: dict[str, Any] = {"heat": found, "turn": turn, "form": form}
    client = get_client()
    return render_template(
        "judge/heat.html",
        scope=f"heat {found.heat_id} seat {found.seat_number}",
        client_version=client.version,
        client_modules=[address(name) for name in client.files.first],
        **context,
    )
