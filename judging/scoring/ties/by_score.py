"""Steps that compare what the entries' own marks come to, counted in another way."""

from dataclasses import replace
from fractions import Fraction

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.panel import Panel, count_panel, count_totals
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet, TallyRules, Trim
from judging.scoring.tally import Outcome
from judging.scoring.ties.case import TieCase, TieStep
from judging.scoring.working import COUNTED


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
    alone = replace(_by_points(case.rules.tally), scope="criterion", rounding=rounding)
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


def untrimmed_sum(case: TieCase) -> list[Fraction]:
    """Compare the sum of all given marks, nobody dropped, before deductions.

    It differs from the mean where the entries have not the same number of judges.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    >>> untrimmed_sum(TieCase(rules, [specimen_outcome(rules, 80, 90, 91, 92, 99)]))
    [Fraction(452, 1)]
    """
    return [
        _recount(case.rules.rubric, _untrimmed(case.rules, "sum"), outcome)
        for outcome in case.outcomes
    ]


def smaller_spread(case: TieCase) -> list[Fraction]:
    """Compare how far the counted judge totals lie from their mean; the nearer stands first.

    The value is the population variance, mean(x²) − mean(x)²: it orders entries as the standard
    deviation does, which tabulation systems take for this step (Tabbycat's "standard deviation of
    speaker scores"), and it is exact. Totals that were dropped at an end do not enter.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> smaller_spread(TieCase(rules, [specimen_outcome(rules, 89, 90, 91)]))
    [Fraction(2, 3)]
    """
    return [_variance(outcome) for outcome in case.outcomes]


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


def _variance(outcome: Outcome) -> Fraction:
    """Return the population variance of the counted judge totals, in points squared."""
    working = outcome.working
    totals = [
        Fraction(line.total_units, working.total_divisor)
        for line in working.judges
        if line.total_units is not None and not line.left_out
    ]
    if not totals:
        return Fraction(0)
    squares = sum((total * total for total in totals), Fraction(0))
    return squares / len(totals) - (sum(totals, Fraction(0)) / len(totals)) ** 2


def _untrimmed(rules: RuleSheet, aggregate: str) -> TallyRules:
    rounding = replace(rules.tally.rounding, aggregate=None)
    untrimmed = rules.tally.everywhere(Trim(min_kept=1), aggregate)
    return replace(untrimmed, factor=Fraction(1), rounding=rounding)


def _by_points(tally: TallyRules) -> TallyRules:
    """Return the tally rules without their factor, and with the mean in place of a rank method."""
    aggregate = tally.aggregate if tally.aggregate in AGGREGATES else "mean"
    return replace(tally, aggregate=aggregate, factor=Fraction(1))


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


SCORE_STEPS: dict[str, TieStep] = {
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
    "untrimmed_sum": TieStep(
        "untrimmed_sum", Bilingual("比较不去分的总和", "sum without trimming"), untrimmed_sum
    ),
    "median": TieStep("median", Bilingual("比较全部评委的中位数", "median of all judges"), median),
    "smaller_spread": TieStep(
        "smaller_spread",
        Bilingual("比较评委评分的离散程度，小者在前", "smaller spread of the judges' totals"),
        smaller_spread,
        is_lower_first=True,
    ),
}
