"""The choices of the rule sheet editor's select fields, in the reader's language."""

from flask_babel import LazyString, get_locale
from flask_babel import lazy_gettext as _l

from judging.queries.presets import list_rule_presets
from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.marking_section import LEAST_FIRST, MOST_FIRST
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.ties import TIE_STEPS
from judging.web.organizer.rule_draft import RuleDraft
from judging.web.organizer.rule_tiers import Tier, list_tiers

Choices = list[tuple[str, str | LazyString]]

_GROUPINGS: list[tuple[str, LazyString]] = [
    ("heat", _l("each heat")),
    ("division", _l("each division")),
    ("overall", _l("all entries together")),
]
_YES_NO: list[tuple[str, LazyString]] = [("true", _l("yes")), ("false", _l("no"))]
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
    "after_step": [
        ("continue", _l("goes on with the next step")),
        ("restart", _l("begins the chain again")),
    ],
    "carry_missing": [
        ("no_result", _l("no result")),
        ("nothing", _l("that part counts nothing")),
    ],
    "value": [
        ("published", _l("the published score")),
        ("exact", _l("the exact score")),
    ],
    "per": _GROUPINGS,
    "side": [("over", _l("over the limit")), ("under", _l("under the minimum"))],
    "sort": [("deduction", _l("deduction")), ("bonus", _l("bonus"))],
    "border": [
        ("chain", _l("the tie steps decide; what they leave waits for a person")),
        ("all", _l("everybody of that score advances")),
        ("extra_round", _l("waits for an extra round")),
    ],
    "kind": [
        ("tier", _l("prize by rank")),
        ("special", _l("special prize")),
        ("unit", _l("prize for units")),
        ("adviser", _l("prize for advisers")),
    ],
    "counted": [
        ("count", _l("entries")),
        ("percent", _l("percent")),
        ("rest", _l("all the rest")),
    ],
    "round": [("ceil", _l("rounded up")), ("floor", _l("rounded down"))],
    "award_ties": [
        ("share", _l("shares the better prize; the next has fewer places")),
        ("push_down", _l("goes to the next prize whole")),
        ("extend", _l("shares the better prize; the next keeps its number")),
    ],
    "award_per": [("", _l("as ranked")), *_GROUPINGS],
    "slip": [("", _l("no, the default")), *_YES_NO],
    "ask": [("", _l("yes, the default")), *_YES_NO],
    "grubbs": [("", _l("off, the default"))],
    "marking_due": [
        ("", _l("after each talk, the default")),
        ("at_once", _l("after each talk")),
        ("after_next", _l("after the next talk")),
        *(
            (
                f"first:{number}",
                _l("the first %(number)s together, after the last of them", number=number),
            )
            for number in range(LEAST_FIRST, MOST_FIRST + 1)
        ),
    ],
}


def choices_of(draft: RuleDraft, earlier: Choices) -> dict[str, Choices]:
    """Return the choices of every select field; an unknown value that was typed stays visible.

    Args:
        draft: what was typed.
        earlier: the rounds before this one, by key and name.
    """
    choices: dict[str, Choices] = {name: list(found) for name, found in _FIXED.items()}
    choices["aggregate"] = [(key, say(one.name)) for key, one in AGGREGATES.items()]
    choices["group_aggregate"] = [("", _l("as all judges")), *choices["aggregate"]]
    choices["group_few"] = [("", _l("as all judges")), *choices["few"]]
    choices["aggregate"] += [(key, say(one.name)) for key, one in RANK_METHODS.items()]
    choices["step"] = _steps(draft)
    choices["by"] = [("hand", _l("named by the organizer")), *_criteria(draft, "criterion")]
    choices["wild_cards_per"] = [each for each in _GROUPINGS if each[0] != "heat"]
    known = {key for key, _name in earlier}
    typed = {row["round"]: None for row in draft.rows["earlier"] if row["round"] not in known}
    choices["earlier_round"] = [*earlier, *((key, key) for key in typed)]
    return choices


def tier_choices(draft: RuleDraft) -> list[list[Tier]]:
    """Return for every award the prizes that may count for it, with what is ticked and typed."""
    awards = draft.rows["awards"]
    names = [row_name(row) or str(number) for number, row in enumerate(awards, start=1)]
    return [list_tiers(row, awards, names) for row in awards]


def _steps(draft: RuleDraft) -> Choices:
    steps: Choices = []
    for key, step in TIE_STEPS.items():
        if step.takes_criterion:
            words = say(step.name)
            steps += [(value, f"{words}: {name}") for value, name in _criteria(draft, key)]
        else:
            steps.append((key, say(step.name)))
    known = {key for key, _name in steps}
    return steps + [(r["step"], r["step"]) for r in draft.rows["ties"] if r["step"] not in known]


def _criteria(draft: RuleDraft, prefix: str) -> list[tuple[str, str]]:
    return [(f"{prefix}:{row['key']}", row_name(row)) for row in draft.rows["criteria"]]


def row_name(row: dict[str, str]) -> str:
    """Return what a row is called in the reader's language: its name, or else its key."""
    pair = Bilingual(row["name_zh"] or row["name_en"], row["name_en"] or row["name_zh"])
    return say(pair) or row["key"]


def say(pair: Bilingual) -> str:
    """Return a pair in the reader's language."""
    return pair.en if is_english() else pair.zh


def preset_choices() -> list[tuple[str, str]]:
    """Return the shipped rule sheets by key and name, in order of their keys."""
    return [(preset.key, say(preset.name)) for preset in list_rule_presets()]


def is_english() -> bool:
    """Return whether the reader reads English."""
    return str(get_locale()).startswith("en")
