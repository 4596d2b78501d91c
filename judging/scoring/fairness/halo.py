"""Whether a judge gives one impression in several criteria: the halo.

Source: E. L. Thorndike, "A constant error in psychological ratings", Journal of Applied Psychology
4 (1920) 25–29. Some correlation between criteria is real, since good talks are good at several
things; so a judge is set beside the others, not beside nought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from judging.scoring.agreement.distributions import t_quantile
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.jackknife import jackknife_error

#: One judge's complete sheets: place of the entry → whole marks by criterion.
Sheets = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Halo:
    """How alike a judge's criteria run.

    ``own`` is the mean correlation between two criteria over the judge's entries, ``panel`` the
    mean of the other judges' own; None where there is none. ``excess`` is own less panel.
    """

    judge: str
    own: float | None
    panel: float | None
    excess: Estimate


def list_halos(criteria: Sequence[Ratings]) -> tuple[Halo, ...]:
    """Return every judge's halo, by judge; the interval is a jackknife over the judge's entries.

    Args:
        criteria: the marks of each criterion, all with the same entries and judges
            (:func:`judging.scoring.fairness.report.rate_criteria`).

    >>> from fractions import Fraction
    >>> def table(*columns):
    ...     return Ratings(tuple("ABCD"), ("1", "2"),
    ...         tuple(tuple(map(Fraction, row)) for row in zip(*columns)))
    >>> content, delivery = table((1, 2, 3, 4), (1, 2, 3, 4)), table((2, 4, 6, 8), (2, 1, 4, 3))
    >>> one = list_halos([content, delivery])[0]
    >>> round(one.own, 3), round(one.panel, 3), round(one.excess.value, 3)
    (1.0, 0.6, 0.4)
    """
    if not criteria:
        return ()
    sheets = _complete_sheets(criteria)
    own = [_mean_correlation(list(sheet.values())) for sheet in sheets]
    without = [_without_each(sheet) for sheet in sheets]
    return tuple(
        Halo(
            name,
            own[judge],
            _mean_of_others(own, judge),
            _excess(sheets, own, without, judge, len(criteria)),
        )
        for judge, name in enumerate(criteria[0].judges)
    )


def _complete_sheets(criteria: Sequence[Ratings]) -> list[Sheets]:
    tables = [table.whole_rows() for table in criteria]
    sheets: list[dict[int, tuple[int, ...]]] = []
    for judge in range(len(criteria[0].judges)):
        complete: dict[int, tuple[int, ...]] = {}
        for entry in range(len(criteria[0].entries)):
            marks = [mark for table in tables if (mark := table[entry][judge]) is not None]
            if len(marks) == len(tables):
                complete[entry] = tuple(marks)
        sheets.append(complete)
    return list(sheets)


def _excess(
    sheets: Sequence[Sheets],
    own: Sequence[float | None],
    without: Sequence[Mapping[int, float | None]],
    judge: int,
    criteria: int,
) -> Estimate:
    count, mine, panel = len(sheets[judge]), own[judge], _mean_of_others(own, judge)
    because = _find_obstacle(sheets, judge, criteria)
    if because or mine is None or panel is None:
        return nothing(because or "no_difference", count)
    replicates = []
    for entry in sheets[judge]:
        values = [each.get(entry, own[at]) for at, each in enumerate(without)]
        theirs = _mean_of_others(values, judge)
        ours = values[judge]
        if ours is None or theirs is None:
            return nothing("no_difference", count)
        replicates.append(ours - theirs)
    error = jackknife_error(replicates)
    reach = t_quantile(count - 1) * error
    return Estimate(mine - panel, mine - panel - reach, mine - panel + reach, count, error)


def _find_obstacle(sheets: Sequence[Sheets], judge: int, criteria: int) -> str:
    if criteria < 2:
        return "one_criterion"
    if not sheets[judge]:
        return "no_marks"
    if len(sheets[judge]) < 4:
        return "too_few_entries"
    others = (sheet for at, sheet in enumerate(sheets) if at != judge)
    return "" if any(others) else "one_judge"


def _mean_of_others(values: Sequence[float | None], judge: int) -> float | None:
    others = [value for at, value in enumerate(values) if at != judge and value is not None]
    return fsum(others) / len(others) if others else None


def _without_each(sheet: Sheets) -> dict[int, float | None]:
    """Return the mean correlation with each of a judge's entries left out once."""
    marks = list(sheet.values())
    if not marks:
        return {}
    sums = _Sums(marks)
    return {entry: sums.mean_correlation(row) for entry, row in sheet.items()}


def _mean_correlation(marks: Sequence[tuple[int, ...]]) -> float | None:
    """Return the mean of the correlations between criteria that differ, or None without any."""
    return _Sums(marks).mean_correlation() if marks else None


class _Sums:
    """The sums and products of whole marks by criterion: exact until the last division.

    A row is left out by taking its share off the sums, however many rows there are.
    """

    def __init__(self, rows: Sequence[tuple[int, ...]]) -> None:
        self.count = len(rows)
        columns = list(zip(*rows, strict=True))
        self.width = len(columns)
        self.totals = [sum(column) for column in columns]
        self.crossed = [
            [sum(x * y for x, y in zip(columns[a], columns[b], strict=True)) for b in range(a + 1)]
            for a in range(self.width)
        ]

    def mean_correlation(self, omit: tuple[int, ...] | None = None) -> float | None:
        """Return the mean over all pairs of criteria that differ, or None without any."""
        spreads = [self.product(at, at, omit) for at in range(self.width)]
        found = [
            self.product(b, a, omit) / sqrt(spreads[a] * spreads[b])
            for b in range(self.width)
            for a in range(b)
            if spreads[a] and spreads[b]
        ]
        said = [min(max(value, -1.0), 1.0) for value in found]
        return fsum(said) / len(said) if said else None

    def product(self, a: int, b: int, omit: tuple[int, ...] | None) -> int:
        """Return n times the sum of the products of deviations, for b not above a."""
        count, one, other, crossed = self.count, self.totals[a], self.totals[b], self.crossed[a][b]
        if omit is not None:
            count, one, other = count - 1, one - omit[a], other - omit[b]
            crossed -= omit[a] * omit[b]
        return count * crossed - one * other
