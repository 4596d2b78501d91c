"""The additive model of a panel: a mark is its entry's level, its judge's offset and a rest.

Least squares with effects of entries and judges, holes allowed; the judges' offsets sum to nought
in each connected part. The entries are eliminated first, which leaves one equation a judge:
S. R. Searle, "Linear Models for Unbalanced Data" (1987), section 5.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum
from typing import TYPE_CHECKING

from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.components import Component, list_components

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: (place of the entry, place of the judge) → a value.
Cells = Mapping[tuple[int, int], float]


@dataclass(frozen=True, eq=False)
class AdditiveFit:
    """The model fitted to one connected part.

    ``offsets`` are the judges' effects in points, ``rests`` what the model leaves of each mark.
    ``variance`` is that of the rest and None without degrees of freedom; ``inverse`` times it is
    the covariance of the offsets, in the order of ``component.judges``.
    """

    component: Component
    offsets: Mapping[int, float]
    rests: Cells
    freedom: int
    variance: float | None
    inverse: "NDArray"

    def error(self, judge: int) -> float | None:
        """Return the standard error of a judge's offset, or None without degrees of freedom."""
        if self.variance is None:
            return None
        place = self.component.judges.index(judge)
        return float(max(self.inverse[place, place], 0) * self.variance) ** 0.5


def fit_additive(ratings: Ratings) -> tuple[AdditiveFit, ...]:
    """Fit the additive model to each connected part of the ratings.

    >>> from fractions import Fraction
    >>> rows = ((Fraction(80), Fraction(84)), (Fraction(90), Fraction(94)))
    >>> (fit,) = fit_additive(Ratings(("A", "B"), ("1", "2"), rows))
    >>> {judge: round(offset, 6) for judge, offset in fit.offsets.items()}, fit.freedom
    ({0: -2.0, 1: 2.0}, 1)
    """
    return tuple(_fit(ratings, component) for component in list_components(ratings))


def _fit(ratings: Ratings, component: Component) -> AdditiveFit:
    marks = {
        (i, j): float(value)
        for i in component.entries
        for j in component.judges
        if (value := ratings.rows[i][j]) is not None
    }
    inverse = _invert(component, marks)
    offsets = _offsets(component, marks, inverse)
    rests = take_rests(component, marks, inverse)
    freedom = len(marks) - len(component.entries) - len(component.judges) + 1
    squares = fsum(rest * rest for rest in rests.values())
    variance = squares / freedom if freedom else None
    return AdditiveFit(component, offsets, rests, freedom, variance, inverse)


def take_rests(
    component: Component, cells: Cells, inverse: "NDArray"
) -> dict[tuple[int, int], float]:
    """Return what the model leaves of any values that stand where a component has its marks.

    >>> import numpy as np
    >>> part = Component((0,), (0, 1))
    >>> take_rests(part, {(0, 0): 1.0, (0, 1): 3.0}, np.array([[0.5, -0.5], [-0.5, 0.5]]))
    {(0, 0): 0.0, (0, 1): 0.0}
    """
    offsets = _offsets(component, cells, inverse)
    left = {(i, j): value - offsets[j] for (i, j), value in cells.items()}
    means = _entry_means(left)
    return {(i, j): value - means[i] for (i, j), value in left.items()}


def _offsets(component: Component, cells: Cells, inverse: "NDArray") -> dict[int, float]:
    means = _entry_means(cells)
    sums = dict.fromkeys(component.judges, 0.0)
    for (i, j), value in cells.items():
        sums[j] += value - means[i]
    solved = inverse @ list(sums.values())
    return dict(zip(component.judges, map(float, solved), strict=True))


def _entry_means(cells: Cells) -> dict[int, float]:
    rows: dict[int, list[float]] = {}
    for (i, _), value in cells.items():
        rows.setdefault(i, []).append(value)
    return {i: fsum(values) / len(values) for i, values in rows.items()}


def _invert(component: Component, cells: Cells) -> "NDArray":
    """Return the inverse of the judges' equations on offsets that sum to nought.

    Adding 1/J everywhere makes the equations of a connected part regular and adds only to the
    mean of the offsets, which is taken away again.
    """
    import numpy as np

    size = len(component.judges)
    place = {judge: at for at, judge in enumerate(component.judges)}
    panels: dict[int, list[int]] = {}
    for i, j in cells:
        panels.setdefault(i, []).append(place[j])
    equations = np.full((size, size), 1 / size)
    for members in panels.values():
        equations[members, members] += 1
        equations[np.ix_(members, members)] -= 1 / len(members)
    return np.linalg.inv(equations) - 1 / size
