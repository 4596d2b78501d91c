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

    ``value`` takes the values that enter in ascending order, as whole numbers of one unit, and
    returns the exact aggregate in that unit. ``replaces`` lets the nearest kept value enter for
    each one trimmed. ``quarter`` says how many go at each end of so many judges, in place of the
    rule sheet's trim, and may take a part of the next one: see :func:`split_quarter`.
    """

    name: Bilingual
    value: Callable[[Sequence[int]], Fraction]
    replaces: bool = False
    quarter: Callable[[int], Fraction] | None = None

    @property
    def has_own_trim(self) -> bool:
        """Return whether the aggregate says itself how many it leaves out."""
        return self.quarter is not None


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


def whole_quarter(count: int) -> Fraction:
    """Return a quarter of the judges, rounded down.

    >>> whole_quarter(7)
    Fraction(1, 1)
    """
    return Fraction(count // 4)


def exact_quarter(count: int) -> Fraction:
    """Return a quarter of the judges exactly; of one or two nobody's part is smaller.

    >>> exact_quarter(7), exact_quarter(2)
    (Fraction(7, 4), Fraction(0, 1))
    """
    return Fraction(count, 4) if count > MOST_ALIKE else Fraction(0)


def split_quarter(quarter: Fraction) -> tuple[int, Fraction]:
    """Return how many go at each end, and the share with which the next one still enters.

    >>> split_quarter(Fraction(7, 4)), split_quarter(Fraction(2))
    ((1, Fraction(1, 4)), (2, Fraction(1, 1)))
    """
    gone = quarter.numerator // quarter.denominator
    return gone, 1 - (quarter - gone)


#: The middle half of one or two values weighs them alike, which is their mean.
MOST_ALIKE = 2

AGGREGATES: dict[str, Aggregate] = {
    "mean": Aggregate(Bilingual("平均分", "mean"), mean),
    "sum": Aggregate(Bilingual("总和", "sum"), total),
    "median": Aggregate(Bilingual("中位数", "median"), median),
    # Each value trimmed is replaced by the nearest one kept (Dixon 1960; Tukey 1962 names it after
    # C. P. Winsor).
    "winsorised": Aggregate(Bilingual("缩尾平均分", "winsorised mean"), mean, replaces=True),
    # The 25 % trimmed mean with the count rounded down: R's mean(x, trim = 0.25), scipy's
    # trim_mean(x, 0.25).
    "interquartile_integer": Aggregate(
        Bilingual("四分位平均分（整数法）", "interquartile mean (whole judges)"),
        mean,
        quarter=whole_quarter,
    ),
    # The mean of the middle half, the two at its edges with the part that lies inside: Wikipedia,
    # "Interquartile mean", "Dataset size not divisible by four".
    "interquartile_fractional": Aggregate(
        Bilingual("四分位平均分（按比例法）", "interquartile mean (exact middle half)"),
        mean,
        quarter=exact_quarter,
    ),
}
