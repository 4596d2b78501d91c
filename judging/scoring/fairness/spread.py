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
    rows = [row for row in ratings.whole_rows() if row[judge] is not None]
    count = len(rows)
    columns = [_Column([row[at] for row in rows]) for at in range(len(ratings.judges))]
    ours = columns.pop(judge)
    others = [column for column in columns if column.count]
    if not others:
        return nothing("one_judge", count)
    if count < 4:
        return nothing("too_few_entries", count)
    value = _log_ratio(ours, others)
    without = [_log_ratio(ours, others, omit) for omit in range(count)]
    said = [each for each in without if each is not None]
    if value is None or len(said) < len(without):
        return nothing("no_difference", count)
    error = jackknife_error(said)
    reach = t_quantile(count - 1) * error
    return Estimate(exp(value), exp(value - reach), exp(value + reach), count)


class _Column:
    """One judge's marks as whole numbers, with their sums, so that leaving one out is quick."""

    def __init__(self, marks: Sequence[int | None]) -> None:
        self.marks = marks
        given = [mark for mark in marks if mark is not None]
        self.count, self.total = len(given), sum(given)
        self.squares = sum(mark * mark for mark in given)

    def variance(self, omit: int | None = None) -> Fraction | None:
        """Return the variance, without one place where it is named, or None of fewer than two."""
        mark = None if omit is None else self.marks[omit]
        count, total, squares = self.count, self.total, self.squares
        if mark is not None:
            count, total, squares = count - 1, total - mark, squares - mark * mark
        if count < 2:
            return None
        return Fraction(count * squares - total * total, count * (count - 1))


def _log_ratio(ours: _Column, others: Sequence[_Column], omit: int | None = None) -> float | None:
    """Return half the logarithm of the variances' ratio, or None where one is nought or unknown."""
    own = ours.variance(omit)
    theirs = [found for column in others if (found := column.variance(omit)) is not None]
    if not own or not theirs or not any(theirs):
        return None
    return log(own * len(theirs) / sum(theirs)) / 2
