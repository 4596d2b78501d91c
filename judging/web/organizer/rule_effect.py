"""What a change of a rule sheet would do, before it is made: sentences, totals, prizes."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from judging.queries.rounds import RoundFacts
from judging.queries.rule_effects import get_rule_effect
from judging.scoring.faults import ScoringError
from judging.web.access import permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import find_url, render_desk
from judging.web.organizer.rounds import current_round
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import RuleDraft, read_draft
from judging.web.organizer.rule_faults import faults_of
from judging.web.organizer.rule_fields import FIELDS, ROWS
from judging.web.organizer.rules import render_editor
from judging.wording.rule_words.changes import list_rule_changes


@blueprint.post("/<competition>/rounds/<round_key>/rules/effect")
@permission("setup.edit")
def rule_effect(competition: str, round_key: str) -> ResponseReturnValue:
    """Show what the typed rule sheet would change; nothing is saved."""
    found, draft = current_round(round_key), read_draft(request.form)
    made = document_of(draft)
    try:
        effect = get_rule_effect(found.id, made.document)
    except ScoringError as error:
        return render_editor(found, draft, faults_of(error.faults, made)), 400
    return render_desk(
        "organizer/rule_effect.html",
        "setup",
        round=found,
        effect=effect,
        changes=list_rule_changes(found.document, made.document),
        fields=_sent(draft),
        reason=draft.reason,
        dry_run_url=_dry_run_url(found),
    )


def _sent(draft: RuleDraft) -> list[tuple[str, str]]:
    """Return the form again, field by field, so that it can be saved or edited on."""
    sent = [("base", draft.base), *((name, draft.fields.get(name, "")) for name in FIELDS)]
    for name in ROWS:
        rows = draft.rows[name]
        sent.append((f"{name}-count", str(len(rows))))
        for place, row in enumerate(rows):
            for column, text in row.items():
                values = text.split() if column == "of" else [text]
                sent += [(f"{name}-{place}-{column}", value) for value in values]
    return sent


def _dry_run_url(found: RoundFacts) -> str | None:
    """Return the page that shows whose prize would change; None where there is none."""
    values: dict[str, Any] = {**(request.view_args or {}), "round_key": found.key}
    return find_url("desk.dry_run", **values)
