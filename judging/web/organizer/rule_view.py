"""What the rule sheet editor shows beside the typed values: example, warnings, what is unfolded."""

from typing import Any

from judging.queries.rounds import RoundFacts, list_rounds, list_seat_groups
from judging.queries.rule_examples import make_example
from judging.queries.rule_settings import get_rule_setting
from judging.scoring.faults import ScoringError
from judging.scoring.rule_warnings import list_warnings
from judging.scoring.rules import RuleSheet, parse_rules
from judging.web.language import in_language
from judging.web.organizer.rule_choices import (
    Choices,
    choices_of,
    is_english,
    preset_choices,
    say,
    tier_choices,
)
from judging.web.organizer.rule_document import document_of
from judging.web.organizer.rule_draft import RuleDraft
from judging.web.organizer.rule_faults import RuleFaults, faults_of
from judging.web.organizer.rule_fields import AWARD_FIELDS
from judging.web.organizer.rule_folds import open_folds
from judging.web.organizer.rule_labels import column_label, label_of
from judging.web.organizer.rule_notes import RuleNote, by_field, notes_of
from judging.web.organizer.rule_places import DraftDocument
from judging.wording.scoring import LEFT_OUT, NO_RESULT

__all__ = [
    "count_round_warnings",
    "editor_context",
    "list_round_notes",
    "preset_choices",
    "show_example",
]

#: segment of the core → class of the line that macros/working.html writes.
_KINDS = {
    "value": "score",
    "dropped": "dropped",
    "waived": "dropped",
    "deduction": "deduction",
    "score": "result",
    "no_result": "result",
    "absent": "note",
    "label": "note",
    "floor": "note",
}


def editor_context(
    found: RoundFacts, draft: RuleDraft, faults: RuleFaults | None = None
) -> dict[str, Any]:
    """Return everything that the form and the example need."""
    made = document_of(draft)
    told = faults or RuleFaults((), {})
    beside = show_example(found, made)
    warnings = by_field(beside["notes"])
    return {
        "round": found,
        "draft": draft,
        "faults": told,
        "choices": choices_of(draft, _earlier_rounds(found)),
        "tier_choices": tier_choices(draft),
        "marks": {"faults": told.by_field, "warnings": warnings},
        "label_of": label_of,
        "column_label": column_label,
        "award_fields": AWARD_FIELDS,
        "unfolded": open_folds(draft, {*told.by_field, *warnings}),
        **beside,
    }


def _earlier_rounds(found: RoundFacts) -> Choices:
    """Return the rounds before this one, by key and name."""
    rounds = list_rounds(found.competition_id)
    return [(each.key, in_language(each)) for each in rounds if each.position < found.position]


def show_example(found: RoundFacts, made: DraftDocument) -> dict[str, Any]:
    """Return what the worked example needs: the example and warnings, or what is wrong."""
    groups = list_seat_groups(found.id)
    try:
        rules = parse_rules(made.document)
        example = make_example(made.document, groups, "en" if is_english() else "zh")
    except ScoringError as error:
        return {"example": None, "example_faults": faults_of(error.faults, made), "notes": ()}
    return {
        "example": example,
        "example_faults": None,
        "notes": _notes(found, rules, made),
        "example_columns": [
            {"label": say(criterion.name), "number": True} for criterion in rules.rubric.criteria
        ],
        "working": [(_KINDS.get(s.kind, "operator"), s.text) for s in example.working],
        "left_out_words": LEFT_OUT,
        "no_result": NO_RESULT.get(example.no_result, ""),
    }


def count_round_warnings(found: RoundFacts) -> int:
    """Return how many warnings the rule sheet in force has; notes of what a choice means aside."""
    if not found.document:
        return 0
    notes = list_round_notes(found)
    return sum(not note.is_note for note in notes)


def list_round_notes(found: RoundFacts) -> tuple[RuleNote, ...]:
    """Return the warnings about the rule sheet in force, those to act on first."""
    return _notes(found, parse_rules(found.document), None)


def _notes(found: RoundFacts, rules: RuleSheet, made: DraftDocument | None) -> tuple[RuleNote, ...]:
    setting = get_rule_setting(found.id, rules.ranking.per)
    return notes_of(list_warnings(rules, setting), rules, made)
