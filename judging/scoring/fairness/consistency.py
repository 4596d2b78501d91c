"""How well each judge's marks run with the mean of the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, fsum, sqrt, tanh

from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.additive import fit_additive

#: The normal deviate that 95 % stay within.
_NORMAL = 1.959963984540054

#: Points below which means of marks cannot differ but by the computer's own rounding.
NO_POINTS = 1e-9


@dataclass(frozen=True, slots=True)
class Consistency:
    """A judge's correlation with the mean of the others, from −1 to 1; ``entries`` those shared."""

    judge: str
    correlation: Estimate


def list_consistencies(ratings: Ratings) -> tuple[Consistency, ...]:
    """Return every judge's correlation with the mean of the others, by judge.

    The judge's own marks are no part of that mean. Each mark counts less its judge's offset, so
    that a hole where a strict judge sat does not look like a better entry. The interval: R. A.
    Fisher, "On the probable error of a coefficient of correlation", Metron 1 (1921) 3–32.

    >>> from fractions import Fraction
    >>> rows = tuple(tuple(map(Fraction, row)) for row in ((1, 1), (2, 2), (3, 4), (4, 3)))
    >>> first = list_consistencies(Ratings(tuple("ABCD"), ("1", "2"), rows))[0].correlation
    >>> round(first.value, 3), round(first.low, 3), round(first.high, 3)
    (0.8, -0.697, 0.996)
    """
    offsets: dict[int, float] = {}
    for fit in fit_additive(ratings):
        offsets |= fit.offsets
    return tuple(
        Consistency(name, _correlation(ratings, offsets, judge))
        for judge, name in enumerate(ratings.judges)
    )


def _correlation(ratings: Ratings, offsets: dict[int, float], judge: int) -> Estimate:
    own, others = [], []
    for row in ratings.rows:
        rest = [float(v) - offsets[j] for j, v in enumerate(row) if v is not None and j != judge]
        mark = row[judge]
        if mark is not None and rest:
            own.append(float(mark))
            others.append(fsum(rest) / len(rest))
    if not any(value is not None for value in ratings.column(judge)):
        return nothing("no_marks")
    if not own:
        return nothing("one_judge")
    if len(own) < 4:
        return nothing("too_few_entries", len(own))
    found = correlate(own, others)
    if found is None:
        return nothing("no_difference", len(own))
    return Estimate(found, *_fisher(found, len(own)), len(own))


def correlate(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where either side does not differ.

    >>> correlate([1, 2, 3], [2, 4, 6]), correlate([1, 2], [5, 5])
    (1.0, None)
    """
    if max(ones) - min(ones) < NO_POINTS or max(others) - min(others) < NO_POINTS:
        return None
    one_mean, other_mean = fsum(ones) / len(ones), fsum(others) / len(others)
    a = [value - one_mean for value in ones]
    b = [value - other_mean for value in others]
    product = fsum(x * y for x, y in zip(a, b, strict=True))
    found = product / sqrt(fsum(x * x for x in a) * fsum(y * y for y in b))
    return min(max(found, -1.0), 1.0)


def _fisher(correlation: float, count: int) -> tuple[float, float]:
    if abs(correlation) == 1:
        return correlation, correlation
    middle, reach = atanh(correlation), _NORMAL / sqrt(count - 3)
    return tanh(middle - reach), tanh(middle + reach)
