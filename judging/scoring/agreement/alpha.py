"""Krippendorff's alpha: agreement beyond chance, with holes, at any level of measurement.

Sources: K. Krippendorff, "Computing Krippendorff's alpha-reliability" (2011),
https://repository.upenn.edu/asc_papers/43; the interval draws the entries again, as A. Zapf,
S. Castell, L. Morawietz & A. Karch, "Measuring inter-rater reliability for nominal data", BMC
Medical Research Methodology 16 (2016) 93, found best.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations
from math import fsum

from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.resampling import draw_again, middle_of

#: The marks of one entry that has at least two of them, in a unit that makes them whole.
Unit = Sequence[int]


@dataclass(frozen=True, slots=True)
class Alpha:
    """Alpha: 1 is full agreement, 0 what chance gives, below 0 is against each other.

    ``marks`` counts the marks that can be compared: those of entries with at least two.
    """

    alpha: Estimate
    marks: int


def krippendorff_alpha(ratings: Ratings, level: str, seed: str, resamples: int = 1000) -> Alpha:
    """Return Krippendorff's alpha with a 95 % bootstrap interval over entries.

    Args:
        ratings: marks or totals; holes are allowed.
        level: ``nominal`` (equal or not), ``ordinal`` (places apart), ``interval`` (points apart)
            or ``ratio`` (points apart for their size; marks of zero and above).
        seed: any text; the same text gives the same interval.
        resamples: how often the entries are drawn again; 0 gives no interval.

    >>> rows = ((1, 1), (2, 2), (3, 3), (3, 2))
    >>> table = Ratings(tuple("ABCD"), tuple("12"),
    ...     tuple(tuple(Fraction(mark) for mark in row) for row in rows))
    >>> round(krippendorff_alpha(table, "interval", "seed", 0).alpha.value, 4)
    0.8205
    """
    units = [
        [value for value in row if value is not None]
        for row in ratings.whole_rows()
        if sum(value is not None for value in row) > 1
    ]
    marks = sum(map(len, units))
    if not units:
        return Alpha(nothing("one_judge" if ratings.count else "no_marks"), 0)
    if len(units) == 1:
        return Alpha(nothing("one_entry", 1), marks)
    if level == "ratio" and any(mark < 0 for unit in units for mark in unit):
        return Alpha(nothing("below_zero", len(units)), marks)
    value = find_alpha(units, level)
    if value is None:
        return Alpha(nothing("no_difference", len(units)), marks)
    low, high = _bootstrap(units, level, seed, resamples)
    return Alpha(Estimate(float(value), low, high, len(units)), marks)


def _bootstrap(
    units: Sequence[Unit], level: str, seed: str, resamples: int
) -> tuple[float | None, float | None]:
    found = []
    for number in range(resamples):
        drawn = draw_again(seed, f"alpha {level}|{number}", len(units))
        again = find_alpha([units[i] for i in drawn], level)
        if again is not None:
            found.append(float(again))
    return middle_of(found) if found else (None, None)


def find_alpha(units: Sequence[Unit], level: str) -> Fraction | None:
    """Return alpha exactly, or None where all marks are equal: 1 − observed / expected.

    Raises: KeyError for a level that is none of the four.

    >>> find_alpha([[1, 1], [2, 2]], "nominal")
    Fraction(1, 1)
    """
    apart = _LEVELS[level]
    if level == "ordinal":
        ranks = _middle_ranks(units)
        units = [[ranks[value] for value in unit] for unit in units]
    everything = list(chain.from_iterable(units))
    expected = Fraction(apart(everything)) / (len(everything) - 1)
    if expected == 0:
        return None
    observed = sum((Fraction(apart(unit)) / (len(unit) - 1) for unit in units), Fraction(0))
    return 1 - observed / expected


def _middle_ranks(units: Sequence[Unit]) -> Mapping[int, int]:
    """Return twice each value's mean place among all marks.

    Krippendorff's ordinal difference, the marks between two values with half of either's own, is
    the difference of these places.
    """
    counts = Counter(chain.from_iterable(units))
    ranks, before = {}, 0
    for value in sorted(counts):
        ranks[value] = 2 * before + counts[value]
        before += counts[value]
    return ranks


def _nominal(marks: Unit) -> int:
    """Return how many ordered pairs differ."""
    return len(marks) ** 2 - sum(count * count for count in Counter(marks).values())


def _interval(marks: Unit) -> int:
    """Return the squared differences of all ordered pairs: 2(nΣx² − (Σx)²)."""
    return 2 * (len(marks) * sum(mark * mark for mark in marks) - sum(marks) ** 2)


def _ratio(marks: Unit) -> float:
    """Return the squared differences of all ordered pairs, each over its squared sum."""
    counts = Counter(marks)
    return 2 * fsum(
        counts[mark] * counts[other] * ((mark - other) / (mark + other)) ** 2
        for mark, other in combinations(counts, 2)
    )


_LEVELS: dict[str, Callable[[Unit], float]] = {
    "nominal": _nominal,
    "ordinal": _interval,
    "interval": _interval,
    "ratio": _ratio,
}
