"""Intraclass correlations of a panel: how much of what the marks differ by lies in the entries.

Sources: P. E. Shrout & J. L. Fleiss, "Intraclass correlations: uses in assessing rater
reliability", Psychological Bulletin 86 (1979) 420–428, for the six forms; K. O. McGraw & S. P.
Wong, "Forming inferences about some intraclass correlation coefficients", Psychological Methods 1
(1996) 30–46, for the intervals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.agreement.distributions import f_quantile
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings

_LOW, _HIGH = 0.025, 0.975


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """The two-way table of a panel without holes, exactly: mean squares by source of difference.

    ``within`` is within an entry; it divides into ``judges`` (severity) and ``rest``.
    """

    entries: int
    judges: int
    between: Fraction
    within: Fraction
    severity: Fraction
    rest: Fraction


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """The six forms. ``single`` is of one judge, ``panel`` of the mean of all k judges.

    ``one_way``: ICC(1,1) and ICC(1,k), other judges for each entry; ``agreement``: ICC(2,1) and
    ICC(2,k), severity counts against the panel; ``consistency``: ICC(3,1) and ICC(3,k), severity
    does not matter since everybody faces the same judges.
    """

    one_way_single: Estimate
    agreement_single: Estimate
    consistency_single: Estimate
    one_way_panel: Estimate
    agreement_panel: Estimate
    consistency_panel: Estimate
    judges: int
    left_out: int


def intraclass(ratings: Ratings) -> IntraclassCorrelations:
    """Return the six intraclass correlations with 95 % intervals.

    They need a table without holes: judges without any mark, then entries that some judge did not
    mark, are left out, and ``left_out`` counts those entries. A bound below −1 is given as −1.

    >>> rows = ((9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7))
    >>> table = Ratings(tuple("ABCDEF"), tuple("1234"),
    ...     tuple(tuple(Fraction(mark) for mark in row) for row in rows))
    >>> icc = intraclass(table)
    >>> round(icc.one_way_single.value, 4), round(icc.consistency_panel.value, 4)
    (0.1657, 0.9093)
    """
    table = ratings.complete()
    left_out = len(ratings.entries) - len(table.entries)
    because = find_obstacle(ratings, table)
    squares = None if because else mean_squares(table)
    if squares is not None and squares.between == 0:
        because = "no_difference" if squares.within == 0 else "entries_alike"
    if squares is None or because:
        none = nothing(because, len(table.entries))
        return IntraclassCorrelations(
            none, none, none, none, none, none, len(table.judges), left_out
        )
    agreement = _agreement(squares)
    return IntraclassCorrelations(
        _single(squares, squares.within, squares.entries * (squares.judges - 1)),
        Estimate(*agreement, squares.entries),
        _single(squares, squares.rest, (squares.entries - 1) * (squares.judges - 1)),
        _panel(squares, squares.within, squares.entries * (squares.judges - 1)),
        _for_panel(agreement, squares),
        _panel(squares, squares.rest, (squares.entries - 1) * (squares.judges - 1)),
        squares.judges,
        left_out,
    )


def find_obstacle(ratings: Ratings, table: Ratings) -> str:
    """Return why a table without holes cannot be had, or ``""``.

    >>> empty = Ratings((), (), ())
    >>> find_obstacle(empty, empty)
    'no_marks'
    """
    if not ratings.count:
        return "no_marks"
    if len(table.judges) < 2:
        return "one_judge"
    if len(table.entries) < 2:
        has_few = len(ratings.entries) < 2
        return "one_entry" if has_few else "too_many_holes"
    return ""


def mean_squares(table: Ratings) -> MeanSquares:
    """Return the mean squares of a table without holes, at least two by two, exactly.

    >>> table = Ratings(("A", "B"), ("1", "2"), ((Fraction(1), Fraction(2)), (Fraction(3),) * 2))
    >>> mean_squares(table).between, mean_squares(table).rest
    (Fraction(9, 4), Fraction(1, 4))
    """
    rows = [[value for value in row if value is not None] for row in table.rows]
    n, k = len(table.entries), len(table.judges)
    mean = Fraction(sum(map(sum, rows))) / (n * k)
    entry_means = [Fraction(sum(row)) / k for row in rows]
    judge_means = [Fraction(sum(column)) / n for column in zip(*rows, strict=True)]
    total = sum(((value - mean) ** 2 for row in rows for value in row), Fraction(0))
    between = k * sum(((value - mean) ** 2 for value in entry_means), Fraction(0))
    severity = n * sum(((value - mean) ** 2 for value in judge_means), Fraction(0))
    return MeanSquares(
        n,
        k,
        between / (n - 1),
        (total - between) / (n * (k - 1)),
        severity / (k - 1),
        (total - between - severity) / ((n - 1) * (k - 1)),
    )


def _single(squares: MeanSquares, error: Fraction, freedom: int) -> Estimate:
    """ICC(1,1) with the mean square within entries, ICC(3,1) with that of the rest."""
    k = squares.judges
    value = (squares.between - error) / (squares.between + (k - 1) * error)
    low, high = (_bound(f, k) for f in _ratios(squares, error, freedom))
    return Estimate(float(value), low, high, squares.entries)


def _panel(squares: MeanSquares, error: Fraction, freedom: int) -> Estimate:
    """ICC(1,k) and ICC(3,k): the same of the mean of all judges."""
    value = (squares.between - error) / squares.between
    low, high = (
        _clip(1 - 1 / f if f is not None else 1.0) for f in _ratios(squares, error, freedom)
    )
    return Estimate(_clip(float(value)), low, high, squares.entries)


def _ratios(
    squares: MeanSquares, error: Fraction, freedom: int
) -> tuple[float | None, float | None]:
    """Return the bounds of the true F ratio, None where the error is exactly zero."""
    if error == 0:
        return None, None
    seen, entries = float(squares.between / error), squares.entries - 1
    low = seen / f_quantile(_HIGH, entries, freedom)
    return low, seen * f_quantile(_HIGH, freedom, entries)


def _bound(f: float | None, judges: int) -> float:
    return 1.0 if f is None else (f - 1) / (f + judges - 1)


def _agreement(squares: MeanSquares) -> tuple[float, float, float]:
    """ICC(2,1) with its bounds, by Satterthwaite's degrees of freedom: severity counts."""
    n, k = squares.entries, squares.judges
    between, severity, rest = squares.between, squares.severity, squares.rest
    value = (between - rest) / (between + (k - 1) * rest + k * (severity - rest) / n)
    if value == 1:
        return 1.0, 1.0, 1.0
    share = max(value, Fraction(0)) / (1 - value)  # the variances themselves are never negative
    a = k * share / n
    b = 1 + k * share * (n - 1) / n
    spread = (a * severity) ** 2 / (k - 1) + (b * rest) ** 2 / ((n - 1) * (k - 1))
    freedom = float((a * severity + b * rest) ** 2 / spread)
    upper, lower = f_quantile(_HIGH, n - 1, freedom), f_quantile(_HIGH, freedom, n - 1)
    common = float(k * severity + (k * n - k - n) * rest)
    least = n * (float(between) - upper * float(rest)) / (upper * common + n * float(between))
    gain = lower * float(between)
    most = n * (gain - float(rest)) / (common + n * gain)
    return _clip(float(value)), _clip(least), _clip(most)


def _for_panel(single: Sequence[float], squares: MeanSquares) -> Estimate:
    """Step a single judge's figures up to the mean of all (Spearman and Brown 1910)."""
    value, low, high = (_step_up(part, squares.judges) for part in single)
    return Estimate(value, low, high, squares.entries)


def _step_up(single: float, judges: int) -> float:
    below = 1 + single * (judges - 1)
    return _clip(judges * single / below) if below > 0 else -1.0


def _clip(value: float) -> float:
    return max(value, -1.0)
