"""How much of the scale each judge uses, and how far apart its marks lie beside the others'."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log

from judging.scoring.agreement.distributions import t_quantile
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.jackknife import jackknife_error


@dataclass(frozen=True, slots=True)
class RangeUse:
    """What a judge uses of the scale.

    ``lowest`` and ``highest`` are marks given, ``share`` the part of the scale between them; None
    without marks. ``ratio`` is the spread of the judge's marks over that of the others on the same
    entries: 1 alike, below 1 the judge's marks decide less, above 1 more.
    """

    judge: str
    lowest: Fraction | None
    highest: Fraction | None
    share: Fraction | None
    ratio: Estimate


def list_range_uses(ratings: Ratings, scale: Fraction) -> tuple[RangeUse, ...]:
    """Return every judge's use of the scale, by judge.

    The ratio is of standard deviations, against the root of the others' mean variance; its interval
    comes from the jackknife of its logarithm over the judge's entries.

    Args:
        ratings: judge totals, or the marks of one criterion.
        scale: how many points lie between the least and the most possible, above 0.

    >>> rows = tuple(tuple(map(Fraction, row)) for row in ((80, 60), (82, 64), (84, 72), (86, 76)))
    >>> one, two = list_range_uses(Ratings(tuple("ABCD"), ("1", "2"), rows), Fraction(100))
    >>> one.share, two.share, round(one.ratio.value, 3), round(one.ratio.high, 3)
    (Fraction(3, 50), Fraction(4, 25), 0.354, 0.484)
    """
    return tuple(
        _range_use(ratings, scale, judge, name) for judge, name in enumerate(ratings.judges)
    )


def _range_use(ratings: Ratings, scale: Fraction, judge: int, name: str) -> RangeUse:
    marks = [value for value in ratings.column(judge) if value is not None]
    if not marks:
        return RangeUse(name, None, None, None, nothing("no_marks"))
    low, high = min(marks), max(marks)
    return RangeUse(name, low, high, (high - low) / scale, _ratio(ratings, judge))


def _ratio(ratings: Ratings, judge: int) -> Estimate:
    own = [i for i, value in enumerate(ratings.column(judge)) if value is not None]
    columns = [[ratings.rows[i][j] for i in own] for j in range(len(ratings.judges)) if j != judge]
    others = [column for column in columns if any(value is not None for value in column)]
    if not others:
        return nothing("one_judge", len(own))
    if len(own) < 4:
        return nothing("too_few_entries", len(own))
    ours = [ratings.rows[i][judge] for i in own]
    value = _log_ratio(ours, others)
    without = [
        _log_ratio(_omit(ours, at), [_omit(column, at) for column in others])
        for at in range(len(own))
    ]
    said = [each for each in without if each is not None]
    if value is None or len(said) < len(without):
        return nothing("no_difference", len(own))
    error = jackknife_error(said)
    reach = t_quantile(len(own) - 1) * error
    return Estimate(exp(value), exp(value - reach), exp(value + reach), len(own))


def _omit(column: Sequence[Fraction | None], at: int) -> list[Fraction | None]:
    return [*column[:at], *column[at + 1 :]]


def _log_ratio(
    ours: Sequence[Fraction | None], others: Sequence[Sequence[Fraction | None]]
) -> float | None:
    """Return half the logarithm of the variances' ratio, or None where one is nought or unknown."""
    own = _variance(ours)
    theirs = [found for column in others if (found := _variance(column)) is not None]
    if not own or not theirs or not any(theirs):
        return None
    return log(own * len(theirs) / sum(theirs)) / 2


def _variance(column: Sequence[Fraction | None]) -> Fraction | None:
    values = [value for value in column if value is not None]
    if len(values) < 2:
        return None
    squares = sum((value * value for value in values), Fraction(0))
    return (squares - sum(values, Fraction(0)) ** 2 / len(values)) / (len(values) - 1)
