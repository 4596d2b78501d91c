"""The table of aggregates: how the kept values of a panel become one number.

A new aggregate is one function here with its line in :data:`AGGREGATES`; reading a rule sheet,
the tally and the working take it from the table.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One way to aggregate: its words for the printed rules, and its function.

    ``value`` takes the kept values in ascending order, as whole numbers of one unit, and returns
    the exact aggregate in that unit.
    """

    name: Bilingual
    value: Callable[[Sequence[int]], Fraction]


def mean(kept: Sequence[int]) -> Fraction:
    """Return the arithmetic mean of at least one value.

    >>> mean([90, 91, 93])
    Fraction(274, 3)
    """
    return Fraction(sum(kept), len(kept))


def total(kept: Sequence[int]) -> Fraction:
    """Return the sum, as in diving.

    >>> total([90, 91, 93])
    Fraction(274, 1)
    """
    return Fraction(sum(kept))


def median(kept: Sequence[int]) -> Fraction:
    """Return the middle value of ascending values, or the mean of the two middle ones.

    >>> median([90, 91, 93]), median([90, 91])
    (Fraction(91, 1), Fraction(181, 2))
    """
    middle = len(kept) // 2
    if len(kept) % 2:
        return Fraction(kept[middle])
    return Fraction(kept[middle - 1] + kept[middle], 2)


AGGREGATES: dict[str, Aggregate] = {
    "mean": Aggregate(Bilingual("平均分", "mean"), mean),
    "sum": Aggregate(Bilingual("总和", "sum"), total),
    "median": Aggregate(Bilingual("中位数", "median"), median),
}

#: Known to the file format, not yet to this version: refused by name instead of as a typing slip.
LATER_AGGREGATES = (
    "winsorised",
    "interquartile_integer",
    "interquartile_fractional",
    "rank_sum",
    "truncated_ranks",
    "reciprocals",
    "majority",
    "copeland",
    "positional_weights",
)
