"""The answer to "is this what you meant?" from the plain form, where scripts do not run."""

import re

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.judge import get_judge_heat
from judging.services.review import confirm_sheet
from judging.services.review_values import Answer
from judging.web.access import current_actor, permission
from judging.web.judge import blueprint
from judging.wording import words_for

_REVISION = re.compile(r"[1-9][0-9]{0,3}")


@blueprint.post("/appearances/<int:order>/answer")
@permission("judge.own")
def confirm_form(order: int) -> ResponseReturnValue:
    """Keep the judge's word that the sheet stands; back to it, or to what became of it."""
    turn = get_judge_heat(current_actor()).get_turn(order)
    revision = request.form.get("revision", "")
    answer = Answer(
        client_id=request.form.get("client_id", "")[:36],
        appearance_id=turn.appearance_id,
        revision=int(revision) if _REVISION.fullmatch(revision) else 0,
    )
    try:
        confirm_sheet(current_actor(), utc_now(), answer)
    except JudgingError as error:
        words = words_for(error)
        flash(f"{words.what_happened} {words.what_next}", "warning")
    else:
        flash(_("Thank you. Your score sheet stands as it is."), "success")
    return redirect(url_for("judge.sheet", order=order), 303)
