"""Warnings about ranking and the tie chain of a rule sheet."""

from collections.abc import Iterator

from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rule_parts import TIE_BREAK_GROUP, RuleSheet
from judging.scoring.rule_warning import RuleSetting, RuleWarning
from judging.scoring.ties import TIE_STEPS

#: Steps after which nothing is tied any more.
DECISIVE = ("draw",)


def ranking_warnings(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield what of the ranking may not do what was meant.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(ranking={"on": "exact", "ties": ["more_decimals"]})
    >>> [warning.code for warning in ranking_warnings(rules, RuleSetting())]
    ['step_never_differs', 'ties_may_remain']
    """
    ties, rounding = rules.ranking.ties, rules.tally.rounding
    is_points = rules.tally.aggregate not in RANK_METHODS
    if is_points and rules.ranking.on == "published" and rounding.final == 0:
        lowest, highest = rules.rubric.min_total, rules.rubric.max_total
        values = int((highest - lowest) * rules.tally.factor) + 1
        yield RuleWarning("whole_points", "tally.rounding.final", {"values": values})
    if not ties:
        yield RuleWarning("no_tie_steps", "ranking.ties")
        return
    for index, step in enumerate(ties):
        yield from _step(rules, setting, index, step)
    decisive = next((step for step in ties if step in DECISIVE), "")
    if not decisive:
        yield RuleWarning("ties_may_remain", "ranking.ties")


def _step(rules: RuleSheet, setting: RuleSetting, index: int, step: str) -> Iterator[RuleWarning]:
    place, before = f"ranking.ties[{index}]", rules.ranking.ties[:index]
    decisive = next((each for each in before if each in DECISIVE), "")
    if decisive:
        params = {"step": step, "decisive": decisive}
        yield RuleWarning("step_after_decision", place, params)
    elif _never_differs(rules, step):
        yield RuleWarning("step_never_differs", place, {"step": step})
    elif _repeats(rules, before, step):
        yield RuleWarning("step_repeats", place, {"step": step})
    elif step == "tie_break_seat" and _has_no_seat(rules, setting):
        yield RuleWarning("step_without_seat", place, {"step": step})
    elif rules.ranking.per != "heat" and TIE_STEPS[step.partition(":")[0]].is_by_judge:
        yield RuleWarning("step_within_heat", place, {"step": step})


def _has_no_seat(rules: RuleSheet, setting: RuleSetting) -> bool:
    """Say whether no seat is known that only breaks ties."""
    groups = {group for _seat, group in setting.seats}
    return bool(groups) and TIE_BREAK_GROUP not in groups and not rules.tally.tie_break_seats


def _never_differs(rules: RuleSheet, step: str) -> bool:
    """Say whether a step compares just what was compared already."""
    if step != "more_decimals":
        return False
    rounding = rules.tally.rounding
    is_rounded = rounding.aggregate is not None and rounding.aggregate <= rounding.final
    return rules.ranking.on == "exact" or (is_rounded and rules.carry_over is None)


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
