"""The ranks that one judge's totals stand for, and what those ranks are worth."""

from collections.abc import Callable, Sequence
from fractions import Fraction


def average_ranks(totals: Sequence[int | Fraction]) -> list[Fraction]:
    """Return the rank of each total, the highest first; equal ones share the average of theirs.

    Source: the fractional ranking ("1 2.5 2.5 4") of rank statistics; it keeps the sum of the ranks
    the same whatever is tied.

    >>> [str(rank) for rank in average_ranks([90, 95, 90, 80])]
    ['5/2', '1', '5/2', '4']
    """
    return shared_values(totals, Fraction)


def shared_values(
    totals: Sequence[int | Fraction], worth: Callable[[int], Fraction]
) -> list[Fraction]:
    """Return what the place of each total is worth; equal ones share the average of their places.

    ``worth`` says it of the places 1, 2, 3, ….

    >>> shared_values([90, 95, 90], lambda place: Fraction([10, 8, 5][place - 1]))
    [Fraction(13, 2), Fraction(10, 1), Fraction(13, 2)]
    """
    counts: dict[int | Fraction, int] = {}
    for total in totals:
        counts[total] = counts.get(total, 0) + 1
    values: dict[int | Fraction, Fraction] = {}
    before = 0
    for total in sorted(counts, reverse=True):
        size = counts[total]
        places = range(before + 1, before + size + 1)
        values[total] = sum((worth(place) for place in places), Fraction(0)) / size
        before += size
    return [values[total] for total in totals]
