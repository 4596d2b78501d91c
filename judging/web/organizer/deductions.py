"""Entering and waiving deductions, from the page of an appearance."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import NotFound
from judging.queries.deductions import list_deductions
from judging.services.deductions import NewDeduction, add_deduction, waive_deduction
from judging.services.named_deductions import add_named_deduction
from judging.web.access import current_actor, permission
from judging.web.organizer import blueprint
from judging.web.organizer.progress import current_progress
from judging.web.organizer.turns import TURN_PATH, run_on_turn


@blueprint.post(TURN_PATH + "/deductions")
@permission("deduction.edit")
def new_deduction(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Enter a deduction or a bonus."""
    sent = request.form
    new = NewDeduction(
        points=sent.get("points", "").strip(),
        reason_zh=sent.get("reason_zh", ""),
        reason_en=sent.get("reason_en", ""),
        kind=sent.get("kind", "deduction"),
        rule=sent.get("rule", "").strip() or "other",
        evidence=sent.get("evidence", ""),
    )

    def enter(appearance_id: int) -> None:
        add_deduction(current_actor(), utc_now(), appearance_id, new)

    return run_on_turn(round_key, heat_number, order, enter, _("It is entered and counts."))


@blueprint.post(TURN_PATH + "/deductions/named")
@permission("deduction.edit")
def new_named_deduction(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Enter a deduction or bonus of the rule sheet's catalogue."""
    key = request.form.get("named", "")
    evidence = request.form.get("named_evidence", "")

    def enter(appearance_id: int) -> None:
        add_named_deduction(current_actor(), utc_now(), appearance_id, key, evidence)

    return run_on_turn(round_key, heat_number, order, enter, _("It is entered and counts."))


@blueprint.post(TURN_PATH + "/deductions/<int:deduction_id>/waive")
@permission("deduction.waive")
def waive(
    competition: str, round_key: str, heat_number: int, order: int, deduction_id: int
) -> ResponseReturnValue:
    """Waive a deduction of this appearance, with a reason."""
    heat_id = current_progress(round_key, heat_number).heat.id
    reason = request.form.get("reason", "")

    def let_go(appearance_id: int) -> None:
        lines = list_deductions(heat_id).get(appearance_id, ())
        if deduction_id not in {line.id for line in lines}:
            raise NotFound()
        waive_deduction(current_actor(), utc_now(), deduction_id, reason)

    return run_on_turn(round_key, heat_number, order, let_go, _("The deduction is waived."))
