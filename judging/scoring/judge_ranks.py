"""The ranks that one judge's totals stand for."""

from collections.abc import Sequence
from fractions import Fraction


def average_ranks(totals: Sequence[int | Fraction]) -> list[Fraction]:
    """Return the rank of each total, the highest first; equal ones share the average of theirs.

    Source: the fractional ranking ("1 2.5 2.5 4") of rank statistics; it keeps the sum of the ranks
    the same whatever is tied.

    >>> [str(rank) for rank in average_ranks([90, 95, 90, 80])]
    ['5/2', '1', '5/2', '4']
    """
    counts: dict[int | Fraction, int] = {}
    for total in totals:
        counts[total] = counts.get(total, 0) + 1
    ranks: dict[int | Fraction, Fraction] = {}
    before = 0
    for total in sorted(counts, reverse=True):
        ranks[total] = before + Fraction(counts[total] + 1, 2)
        before += counts[total]
    return [ranks[total] for total in totals]
