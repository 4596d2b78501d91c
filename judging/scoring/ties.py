"""The table of tie-break steps. **A new step goes here**: one function and one line of the table.

A step sees only the outcomes that are still tied, and gives each one a value; the higher value
stands before the lower, equal values stay tied for the next step of the chain. A step never looks
at names, ids, the order of rows or chance. Reading a rule sheet, ranking, the printed rules and
``judging score`` all take the steps from :data:`TIE_STEPS`, so that a new one needs no other code:
add its worked example under ``tests/worked_examples/`` and its line in ``docs/rule-sheet.md``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.panel import Panel, count_panel, count_totals
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet, TallyRules, Trim
from judging.scoring.tally import Outcome
from judging.scoring.working import COUNTED


@dataclass(frozen=True, slots=True)
class TieCase:
    """What a step sees: the rules and the outcomes still tied, all with a result.

    ``argument`` is the text after the colon of the step, e.g. the criterion's key.
    """

    rules: RuleSheet
    outcomes: Sequence[Outcome]
    argument: str = ""


@dataclass(frozen=True, slots=True)
class TieStep:
    """One step: how it is written in a rule sheet, its words, and its function.

    ``values`` returns one value for each outcome of the case, in the same order.
    """

    pattern: str
    name: Bilingual
    values: Callable[[TieCase], list[Fraction]]
    takes_criterion: bool = False


def more_decimals(case: TieCase) -> list[Fraction]:
    """Compare the value before the final rounding: the third decimal, the fourth, and so on.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> more_decimals(TieCase(rules, [specimen_outcome(rules, 90, 91, 91)]))
    [Fraction(272, 3)]
    """
    return [outcome.exact or Fraction(0) for outcome in case.outcomes]


def criterion_value(case: TieCase) -> list[Fraction]:
    """Compare one criterion: its marks trimmed and aggregated by themselves under the same rule.

    The counts and the few-judge policy are those of the rule sheet, whatever its scope. Trimming
    the criterion's own marks keeps two guarantees: another numbering of the seats changes nothing,
    and raising a mark never lowers its owner's rank. The criterion stands alone, so the roundings
    of a weighted criterion and of the aggregate do not apply: they would hide a difference.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    >>> criterion_value(TieCase(rules, [specimen_outcome(rules, 80, 90, 91, 92, 99)], "talk"))
    [Fraction(91, 1)]
    """
    index = case.rules.rubric.index(case.argument)
    criterion = replace(case.rules.rubric.criteria[index], weight=Fraction(1))
    only = Rubric((criterion,))
    rounding = replace(case.rules.tally.rounding, weighted_criterion=None, aggregate=None)
    alone = replace(case.rules.tally, scope="criterion", factor=Fraction(1), rounding=rounding)
    return [_recount(only, alone, outcome, index) for outcome in case.outcomes]


def untrimmed_mean(case: TieCase) -> list[Fraction]:
    """Compare the mean of all given marks, nobody dropped, before deductions.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    >>> untrimmed_mean(TieCase(rules, [specimen_outcome(rules, 80, 90, 91, 92, 99)]))
    [Fraction(452, 5)]
    """
    return [
        _recount(case.rules.rubric, _untrimmed(case.rules, "mean"), outcome)
        for outcome in case.outcomes
    ]


def median(case: TieCase) -> list[Fraction]:
    """Compare the median of all given marks, nobody dropped, before deductions.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> median(TieCase(rules, [specimen_outcome(rules, 80, 90, 99)]))
    [Fraction(90, 1)]
    """
    return [
        _recount(case.rules.rubric, _untrimmed(case.rules, "median"), outcome)
        for outcome in case.outcomes
    ]


TIE_STEPS: dict[str, TieStep] = {
    "more_decimals": TieStep(
        "more_decimals", Bilingual("比较更多小数位", "more decimals"), more_decimals
    ),
    "criterion": TieStep(
        "criterion:<key>",
        Bilingual("比较指定评分项得分", "named criterion"),
        criterion_value,
        takes_criterion=True,
    ),
    "untrimmed_mean": TieStep(
        "untrimmed_mean",
        Bilingual("比较不去分的平均分", "mean without trimming"),
        untrimmed_mean,
    ),
    "median": TieStep("median", Bilingual("比较全部评委的中位数", "median of all judges"), median),
}

#: Known to the file format, not yet to this version: refused by name instead of as a typing slip.
LATER_TIE_STEPS = (
    "untrimmed_sum",
    "smaller_spread",
    "head_to_head",
    "first_places",
    "judge_preference",
    "reciprocal_ranks",
    "chief_judge",
    "tie_break_seat",
    "extra_round",
    "ruling",
    "draw",
)


def _untrimmed(rules: RuleSheet, aggregate: str) -> TallyRules:
    rounding = replace(rules.tally.rounding, aggregate=None)
    untrimmed = rules.tally.everywhere(Trim(min_kept=1), aggregate)
    return replace(untrimmed, factor=Fraction(1), rounding=rounding)


def _recount(
    rubric: Rubric, tally: TallyRules, outcome: Outcome, index: int | None = None
) -> Fraction:
    """Count the outcome's own sheets again under other tally rules; the aggregate, in points.

    Who was left out of a tally by judge total must not decide a tie either: an incomplete sheet
    would otherwise break it with the marks that did not count.
    """
    lines = outcome.working.judges
    if outcome.working.scope == "judge_total":
        lines = tuple(line for line in lines if line.left_out in COUNTED)
    sheets = [line.sheet for line in lines]
    if index is not None:
        sheets = [replace(s, marks=s.marks[index : index + 1]) for s in sheets]
    panel: Panel = count_panel(rubric, tally, sheets, count_totals(rubric, tally.rounding, sheets))
    return Fraction(0) if panel.aggregate is None else panel.aggregate
