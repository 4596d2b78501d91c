"""What a change of a rule sheet would do, before it is made: sentences, totals, prizes."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from judging.permissions import may
from judging.queries.dry_runs import DryRun, run_dry_on_draft
from judging.queries.fairness_scope import get_scope
from judging.queries.rule_effects import get_rule_effect
from judging.scoring.faults import ScoringError
from judging.scoring.rules import parse_rules
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.dry_run_view import DryRunView
from judging.web.organizer.pages import render_desk
from judging.web.organizer.rounds import current_round
from judging.web.organizer.rule_choice_names import short_name
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import RuleDraft, read_draft
from judging.web.organizer.rule_faults import faults_of
from judging.web.organizer.rule_fields import FIELDS, ROWS
from judging.web.organizer.rule_newer import seen_text
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
    dry_run = _find_dry_run(found.key, made.document)
    return render_desk(
        "organizer/rule_effect.html",
        "setup",
        round=found,
        effect=effect,
        changes=list_rule_changes(found.document, made.document),
        fields=_sent(draft, seen_text(found)),
        is_newer=draft.seen != seen_text(found),
        reason=draft.reason,
        view=DryRunView(dry_run) if dry_run else None,
        short_names=tuple(map(short_name, dry_run.choices)) if dry_run else (),
    )


def _sent(draft: RuleDraft, seen: str) -> list[tuple[str, str]]:
    """Return the form again, field by field, so that it can be saved or edited on.

    What is in force now is what it was compared with, so that saving replaces this one alone.
    """
    sent = [("base", draft.base), ("seen", seen)]
    sent += [(name, draft.fields.get(name, "")) for name in FIELDS]
    for name in ROWS:
        rows = draft.rows[name]
        sent.append((f"{name}-count", str(len(rows))))
        for place, row in enumerate(rows):
            sent += [(f"{name}-{place}-{column}", text) for column, text in row.items()]
    return sent


def _find_dry_run(round_key: str, document: Mapping[str, Any]) -> DryRun | None:
    """Return both rule sheets over the marks; None where nothing is closed or none fits."""
    competition_id = current_competition().id
    if not may(current_actor(), "fairness.read", competition_id):
        return None
    scope = get_scope(competition_id, round_key)
    if scope.obstacle:
        return None
    try:
        return run_dry_on_draft(scope, parse_rules(document))
    except ScoringError:
        return None
