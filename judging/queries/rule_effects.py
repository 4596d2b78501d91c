"""What another rule sheet would change for the marks that a round has: counts, nothing stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from judging.extensions import db
from judging.models import Appearance, ScoreSheet, SheetState
from judging.models.tally_inputs import load_inputs
from judging.scoring.dry_run import compare_rules
from judging.scoring.faults import ScoringError
from judging.scoring.rules import parse_rules


@dataclass(frozen=True)
class RuleEffect:
    """What a change would do.

    Args:
        sheets: score sheets whose judge total is counted again.
        counted: entries in closed heats, which the comparison rests on.
        scores: entries whose score or rank changes.
        prizes: entries whose prizes change.
        advancing: entries that advance under one of the rule sheets only.
        has_other_winners: whether somebody else stands first anywhere.
        cannot_compare: whether the marks cannot be counted under both.
    """

    sheets: int
    counted: int = 0
    scores: int = 0
    prizes: int = 0
    advancing: int = 0
    has_other_winners: bool = False
    cannot_compare: bool = False


def get_rule_effect(round_id: int, document: Mapping[str, Any]) -> RuleEffect:
    """Return what a document would change against the rule sheet in force.

    Args:
        round_id: the round; it has a rule sheet.
        document: the other rule sheet.

    Raises:
        judging.scoring.faults.ScoringError: the document is refused.
    """
    after = parse_rules(document)
    sheets = _given_sheets(round_id)
    inputs = load_inputs(db.session(), round_id)
    if not inputs.appearances:
        return RuleEffect(sheets)
    try:
        found = compare_rules(inputs.rules.rules, after, inputs.appearances)
    except ScoringError:
        return RuleEffect(sheets, counted=len(inputs.appearances), cannot_compare=True)
    return RuleEffect(
        sheets=sheets,
        counted=len(inputs.appearances),
        scores=len(found.changed_standings),
        prizes=len(found.changed_awards),
        advancing=len(found.changed_advancement),
        has_other_winners=found.has_other_winners,
    )


def _given_sheets(round_id: int) -> int:
    """Return how many score sheets of a round hold marks."""
    query = (
        select(func.count(ScoreSheet.id))
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.round_id == round_id, ScoreSheet.state == SheetState.GIVEN)
    )
    return db.session.scalar(query) or 0
