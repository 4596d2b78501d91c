"""Warnings about ranking and the tie chain of a rule sheet."""

from collections.abc import Iterator
from fractions import Fraction

from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rule_warning import RuleWarning

#: Steps after which nothing is tied any more.
DECISIVE = ("draw",)


def ranking_warnings(rules: RuleSheet) -> Iterator[RuleWarning]:
    """Yield what of the ranking may not do what was meant.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(ranking={"on": "exact", "ties": ["more_decimals"]})
    >>> [warning.code for warning in ranking_warnings(rules)]
    ['step_never_differs', 'ties_may_remain']
    """
    ties, rounding = rules.ranking.ties, rules.tally.rounding
    if rules.ranking.on == "published" and rounding.final == 0:
        lowest, highest = rules.rubric.min_total, rules.rubric.max_total
        values = int((highest - lowest) * rules.tally.factor) + 1
        yield RuleWarning("whole_points", "tally.rounding.final", {"values": values})
    if not ties:
        yield RuleWarning("no_tie_steps", "ranking.ties")
        return
    for index, step in enumerate(ties):
        yield from _step(rules, index, step)
    decisive = next((step for step in ties if step in DECISIVE), "")
    if not decisive:
        yield RuleWarning("ties_may_remain", "ranking.ties")


def _step(rules: RuleSheet, index: int, step: str) -> Iterator[RuleWarning]:
    place, before = f"ranking.ties[{index}]", rules.ranking.ties[:index]
    decisive = next((each for each in before if each in DECISIVE), "")
    if decisive:
        params = {"step": step, "decisive": decisive}
        yield RuleWarning("step_after_decision", place, params)
    elif _never_differs(rules, step):
        yield RuleWarning("step_never_differs", place, {"step": step})
    elif _repeats(rules, before, step):
        yield RuleWarning("step_repeats", place, {"step": step})


def _never_differs(rules: RuleSheet, step: str) -> bool:
    """Say whether a step compares just what was compared already."""
    if step != "more_decimals":
        return False
    return rules.ranking.on == "exact"


def _repeats(rules: RuleSheet, before: tuple[str, ...], step: str) -> bool:
    """Say whether a step compares the unrounded score again, before deductions."""
    is_exact = rules.ranking.on == "exact" or "more_decimals" in before
    tally = rules.tally
    is_plain = not (tally.trim.low or tally.trim.high) and tally.rounding.aggregate is None
    if not (is_exact and is_plain and not tally.groups):
        return False
    if step == "untrimmed_mean":
        return tally.aggregate == "mean"
    if step == "median":
        return tally.aggregate == "median"
    is_alone = len(rules.rubric.criteria) == 1
    return step.startswith("criterion:") and is_alone and tally.scope == "criterion"


def highest_score(rules: RuleSheet, seats: int | None) -> Fraction | None:
    """Return the highest score that the rules can give before bonuses; None where it is unknown.

    >>> from judging.scoring.specimen import specimen_rules
    >>> highest_score(specimen_rules(), None)
    Fraction(100, 1)
    >>> highest_score(specimen_rules(tally={"aggregate": "sum"}), 7)
    Fraction(700, 1)
    """
    top = rules.rubric.max_total * rules.tally.factor
    if rules.tally.aggregate in ("mean", "median"):
        return top
    if rules.tally.aggregate != "sum" or seats is None:
        return None
    trim = rules.tally.trim
    return top * max(seats - trim.low - trim.high, 1)
