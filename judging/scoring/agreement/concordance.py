"""Kendall's coefficient of concordance W: how far the judges put the entries in one order.

Sources: M. G. Kendall & B. Babington Smith, "The problem of m rankings", Annals of Mathematical
Statistics 10 (1939) 275–287; the correction for ties and both tests: M. G. Kendall & J. D. Gibbons,
"Rank Correlation Methods", 5th ed. (1990), chapter 6.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.agreement.distributions import chi_square_above, f_above
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.icc import find_obstacle
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.resampling import draw_again, middle_of


@dataclass(frozen=True, slots=True)
class Concordance:
    """W between 0 and 1, and how likely a panel that ranks blindly would agree as much.

    ``chi_square`` has entries − 1 degrees of freedom and ``chance`` is its tail; ``chance_by_f`` is
    the tail of Kendall and Babington Smith's F, which is closer with few entries or judges.
    """

    w: Estimate
    chi_square: float | None
    chance: float | None
    chance_by_f: float | None
    judges: int
    left_out: int


def concordance(ratings: Ratings, seed: str, resamples: int = 1000) -> Concordance:
    """Return Kendall's W, corrected for ties, with a 95 % bootstrap interval over entries.

    Entries that some judge did not mark are left out, as for the intraclass correlations.

    Args:
        ratings: the judges' totals.
        seed: any text; the same text gives the same interval.
        resamples: how many panels of entries are drawn again; 0 gives no interval.

    >>> rows = ((1, 2, 1), (2, 1, 3), (3, 4, 2), (4, 3, 4))
    >>> table = Ratings(tuple("ABCD"), tuple("123"),
    ...     tuple(tuple(Fraction(mark) for mark in row) for row in rows))
    >>> round(concordance(table, "seed", 0).w.value, 4)
    0.6444
    """
    table = ratings.complete()
    n, k, left_out = len(table.entries), len(table.judges), len(ratings.entries)
    left_out -= n
    because = find_obstacle(ratings, table)
    columns = _columns(table)
    w = None if because else find_w(columns)
    if w is None:
        none = nothing(because or "no_difference", n)
        return Concordance(none, None, None, None, k, left_out)
    low, high = _interval(columns, seed, resamples)
    chi_square = float(k * (n - 1) * w)
    return Concordance(
        Estimate(float(w), low, high, n),
        chi_square,
        chi_square_above(chi_square, n - 1),
        _chance_by_f(w, n, k),
        k,
        left_out,
    )


def find_w(columns: Sequence[Sequence[int]]) -> Fraction | None:
    """Return W of the judges' columns exactly, or None where no judge tells entries apart.

    W = 12·S / (k²(n³ − n) − k·ΣT) with S the squares of the rank sums about their mean and
    T = Σ(t³ − t) over the ties of one judge. Twice the ranks are whole, and four times S.

    >>> find_w([[1, 2, 2], [5, 9, 7]])
    Fraction(13, 14)
    """
    k, n = len(columns), len(columns[0])
    ties = sum(t**3 - t for column in columns for t in Counter(column).values())
    most = k * k * (n**3 - n) - k * ties
    if most == 0:
        return None
    sums = [sum(ranks) for ranks in zip(*(double_ranks(c) for c in columns), strict=True)]
    return Fraction(3 * sum((value - k * (n + 1)) ** 2 for value in sums), most)


def double_ranks(values: Sequence[int]) -> list[int]:
    """Return twice the ranks from the lowest up; equal values share the mean of their places.

    >>> double_ranks([9, 7, 9])
    [5, 2, 5]
    """
    counts = Counter(values)
    ranks, before = {}, 0
    for value in sorted(counts):
        ranks[value] = 2 * before + counts[value] + 1
        before += counts[value]
    return [ranks[value] for value in values]


def _columns(table: Ratings) -> list[list[int]]:
    """Return each judge's marks of a table without holes, as whole numbers."""
    rows = [[value for value in row if value is not None] for row in table.whole_rows()]
    return [list(column) for column in zip(*rows, strict=True)]


def _interval(
    columns: Sequence[Sequence[int]], seed: str, resamples: int
) -> tuple[float | None, float | None]:
    n = len(columns[0])
    found = []
    for number in range(resamples):
        drawn = draw_again(seed, f"concordance|{number}", n)
        w = find_w([[column[i] for i in drawn] for column in columns])
        if w is not None:
            found.append(float(w))
    return middle_of(found) if found else (None, None)


def _chance_by_f(w: Fraction, n: int, k: int) -> float | None:
    """F = (k − 1)W / (1 − W) with n − 1 − 2/k and (k − 1) times as many degrees of freedom."""
    over = n - 1 - 2 / k
    if over <= 0:
        return None
    return 0.0 if w == 1 else f_above(float((k - 1) * w / (1 - w)), over, (k - 1) * over)
