"""What the rule sheet editor shows beside the typed values: choices, and the worked example."""

from typing import Any

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from judging.queries.presets import list_rule_presets
from judging.queries.rounds import RoundFacts, list_seat_groups
from judging.queries.rule_examples import make_example
from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.faults import ScoringError
from judging.scoring.ties import TIE_STEPS
from judging.web.organizer.rule_document import DraftDocument
from judging.web.organizer.rule_draft import RuleDraft
from judging.web.organizer.rule_faults import faults_of
from judging.wording.scoring import LEFT_OUT, NO_RESULT

Choices = list[tuple[str, str | LazyString]]

_FIXED: dict[str, list[tuple[str, LazyString]]] = {
    "combine": [
        ("sum", _l("sum of marks times weights")),
        ("mean", _l("weighted mean of the marks")),
    ],
    "scope": [
        ("judge_total", _l("whole judge totals")),
        ("criterion", _l("the marks of each criterion")),
    ],
    "few": [
        ("step_down", _l("trim as far as possible")),
        ("closest_two", _l("of three judges the closest two")),
        ("block", _l("no result")),
    ],
    "on": [
        ("published", _l("the published score")),
        ("exact", _l("the exact score")),
    ],
    "style": [
        ("1224", _l("1, 2, 2, 4: places are skipped after a tie")),
        ("1223", _l("1, 2, 2, 3: no place is skipped")),
        ("1334", _l("1, 3, 3, 4: a tie takes the last place")),
    ],
    "per": [
        ("heat", _l("each heat")),
        ("division", _l("each division")),
        ("overall", _l("all entries together")),
    ],
    "side": [("over", _l("over the limit")), ("under", _l("under the minimum"))],
    "kind": [("count", _l("entries")), ("percent", _l("percent"))],
    "round": [("ceil", _l("rounded up")), ("floor", _l("rounded down"))],
}
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


def choices_of(draft: RuleDraft) -> dict[str, Choices]:
    """Return the choices of every select field; an unknown value that was typed stays visible."""
    choices: dict[str, Choices] = {name: list(found) for name, found in _FIXED.items()}
    choices["aggregate"] = [(key, _said(one.name)) for key, one in AGGREGATES.items()]
    ties: Choices = []
    for key, step in TIE_STEPS.items():
        if not step.takes_criterion:
            ties.append((key, _said(step.name)))
            continue
        for row in draft.rows["criteria"]:
            name = _said(Bilingual(row["name_zh"] or row["key"], row["name_en"] or row["name_zh"]))
            ties.append((f"{key}:{row['key']}", f"{_said(step.name)}: {name}"))
    known = {key for key, _name in ties}
    ties += [(row["step"], row["step"]) for row in draft.rows["ties"] if row["step"] not in known]
    choices["step"] = ties
    choices["advance_per"] = choices["per"]
    return choices


def _said(pair: Bilingual) -> str:
    """Return a pair in the reader's language."""
    return pair.en if is_english() else pair.zh


def preset_choices() -> list[tuple[str, str]]:
    """Return the shipped rule sheets by key and name, in order of their keys."""
    return [(preset.key, _said(preset.name)) for preset in list_rule_presets()]


def is_english() -> bool:
    """Return whether the reader reads English."""
    return str(get_locale()).startswith("en")


def show_example(found: RoundFacts, made: DraftDocument) -> dict[str, Any]:
    """Return what the worked example needs: the example, or what is wrong with the rules."""
    groups = list_seat_groups(found.id)
    try:
        example = make_example(made.document, groups, "en" if is_english() else "zh")
    except ScoringError as error:
        return {"example": None, "example_faults": faults_of(error.faults, made)}
    rows = made.document["rubric"]["criteria"]
    return {
        "example": example,
        "example_faults": None,
        "example_columns": [
            {"label": _said(Bilingual(**row["name"])) or row["key"], "number": True} for row in rows
        ],
        "working": [(_KINDS.get(s.kind, "operator"), s.text) for s in example.working],
        "left_out_words": LEFT_OUT,
        "no_result": NO_RESULT.get(example.no_result, ""),
    }
