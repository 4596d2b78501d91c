"""The sheet as a plain form: where scripts do not run, no mark may be lost for that."""

import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError, SheetConflict
from judging.queries.judge import JudgeHeat, JudgeTurn, get_judge_heat
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from judging.web.access import current_actor, permission
from judging.web.judge import blueprint
from judging.web.language import local_time
from judging.wording import sentence, words_for

_REVISION = re.compile(r"[0-9]{1,4}")


@dataclass
class SheetForm:
    """What stands in the form: typed values as they came, and what is wrong with them.

    ``client_id`` is made with the form, so that sending it twice is one revision; ``answer_id``
    likewise for the answer to a question.
    """

    client_id: str
    replaces: int
    marks: dict[str, str]
    comment_contestant: str = ""
    comment_panel: str = ""
    reason: str = ""
    state: str = "given"
    answer_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    errors: dict[str, str] = field(default_factory=dict)
    summary: list[str] = field(default_factory=list)


def make_form(heat: JudgeHeat, turn: JudgeTurn) -> SheetForm:
    """Return a form filled with the judge's current revision, else with the draft, else empty."""
    kept = turn.sheet.current
    if kept is not None and kept.source == "desk" and turn.sheet.draft:
        kept = None
    draft = turn.sheet.draft or {}
    marks = dict(kept.marks if kept else draft.get("marks", {}))
    return SheetForm(
        client_id=str(uuid.uuid4()),
        replaces=turn.sheet.newest,
        marks={c.key: marks.get(c.key, "") for c in heat.rubric.criteria},
        comment_contestant=kept.comment_contestant if kept else draft.get("comment_contestant", ""),
        comment_panel=kept.comment_panel if kept else draft.get("comment_panel", ""),
        reason=_asked_reason() if turn.sheet.question else "",
    )


@blueprint.post("/appearances/<int:order>/sheet")
@permission("judge.own")
def submit_form(order: int) -> ResponseReturnValue:
    """Submit, correct or step aside from the plain form; errors keep everything typed."""
    from judging.web.judge.heat import render_heat

    found = get_judge_heat(current_actor())
    turn = found.get_turn(order)
    form = _read(found)
    try:
        receipt = submit_sheet(current_actor(), utc_now(), _submission(form, turn))
    except JudgingError as error:
        _show(form, error)
        if isinstance(error, SheetConflict):
            found, turn = _renewed(form, order)
        return render_heat(found, turn, form), error.status
    flash(_told(receipt.received_at, found.timezone, receipt.revision), "success")
    return redirect(url_for("judge.sheet", order=order))


def _renewed(form: SheetForm, order: int) -> tuple[JudgeHeat, JudgeTurn]:
    """Let a form that came too late be sent again as a correction of what stands now."""
    found = get_judge_heat(current_actor())
    turn = found.get_turn(order)
    form.client_id, form.replaces = str(uuid.uuid4()), turn.sheet.newest
    return found, turn


def _told(received_at: datetime, timezone: str, revision: int) -> str:
    clock = local_time(received_at, "HH:mm:ss", timezone)
    return _("Received %(time)s, revision %(number)s", time=clock, number=revision)


def _read(heat: JudgeHeat) -> SheetForm:
    """Read what was typed; nothing is judged here."""
    sent = request.form
    replaces = sent.get("replaces", "")
    is_aside = sent.get("action") == "recuse"
    reason = _lines(sent.get("reason", "")).strip()
    return SheetForm(
        client_id=sent.get("client_id", "")[:36],
        replaces=int(replaces) if _REVISION.fullmatch(replaces) else 0,
        marks={c.key: sent.get(f"mark-{c.key}", "").strip() for c in heat.rubric.criteria},
        comment_contestant=_lines(sent.get("comment_contestant", "")),
        comment_panel=_lines(sent.get("comment_panel", "")),
        reason="" if is_aside and reason == _asked_reason() else reason,
        state="recused" if is_aside else "given",
    )


def _asked_reason() -> str:
    """Return the reason that the form brings along for a judge who is asked to check."""
    return _("corrected when asked to check")


def _lines(text: str) -> str:
    """Return a text with the line ends that a form sends made plain."""
    return text.replace("\r\n", "\n")


def _submission(form: SheetForm, turn: JudgeTurn) -> Submission:
    is_given = form.state == "given"
    return Submission(
        client_id=form.client_id,
        appearance_id=turn.appearance_id,
        marks={key: mark for key, mark in form.marks.items() if mark} if is_given else {},
        comment_contestant=form.comment_contestant if is_given else "",
        comment_panel=form.comment_panel,
        replaces=form.replaces,
        reason=form.reason,
        state=form.state,
    )


def _show(form: SheetForm, error: JudgingError) -> None:
    """Put an error's sentences at the fields that they speak of."""
    if not isinstance(error, InvalidInput):
        words = words_for(error)
        form.summary = [f"{words.what_happened} {words.what_is_safe} {words.what_next}"]
        return
    for problem in error.problems:
        is_missing = problem.code == "mark_missing"  # the field says which one
        text = _("Please give a mark.") if is_missing else sentence(problem.code, problem.params)
        form.errors[problem.place.removeprefix("marks.")] = text
