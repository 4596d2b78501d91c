"""How far judges' offsets are drawn towards nought: restricted maximum likelihood.

Source: H. D. Patterson & R. Thompson, "Recovery of inter-block information when block sizes are
unequal", Biometrika 58 (1971) 545–554. Entries are fixed, so that nobody's level is drawn towards
the field's; judges are random with one variance.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import exp, log, log1p
from typing import TYPE_CHECKING

from judging.scoring.adjustment.equations import Equations

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: Decimals of the published shrinkage.
SHRINKAGE_PLACES = 6

#: Natural logarithms of the ratio of variances between which the best one is looked for.
_FROM, _TO, _STEPS = -14, 14, 112
_GOLDEN = (5**0.5 - 1) / 2
_SECTIONS = 48
_NO_SQUARES = 1e-18


@dataclass(frozen=True, eq=False)
class Variances:
    """What the marks say of the judges: variances in squared points, and the shrinkage they give.

    ``shrinkage`` is the rest's variance over the judges', rounded to :data:`SHRINKAGE_PLACES`; 0 is
    plain least squares, None draws every offset to nought, since the judges do not differ by more
    than chance. ``roots`` and ``ways`` are the eigenvalues and vectors of the equations.
    """

    judges: float
    rest: float
    shrinkage: Fraction | None
    roots: "NDArray"
    ways: "NDArray"


def estimate_variances(equations: Equations) -> Variances:
    """Return the REML estimates for connected equations with at least one degree of freedom.

    >>> from judging.scoring.adjustment.equations import list_equations
    >>> from judging.scoring.agreement.ratings import Ratings
    >>> marks = ((80, 84, 88), (90, 93, 99), (70, 76, 77))
    >>> table = Ratings(tuple("ABC"), tuple("123"),
    ...     tuple(tuple(map(Fraction, row)) for row in marks))
    >>> found = estimate_variances(list_equations(table))
    >>> round(found.judges, 4), round(found.rest, 4), found.shrinkage
    (15.5, 1.6111, Fraction(103943, 1000000))
    """
    import numpy as np

    size = equations.judges
    matrix = np.array([[float(value) for value in row] for row in equations.matrix])
    roots, ways = np.linalg.eigh(matrix)
    roots[0] = 0  # the one that a connected part has: all offsets alike
    right = ways.T @ np.array([float(value) for value in equations.right])
    squares, marks = float(equations.squares), equations.marks - equations.entries
    known = right[1:] ** 2 / roots[1:]
    rest = squares - float(known.sum())
    if rest <= _NO_SQUARES + squares * 1e-12:
        spread = float((right[1:] ** 2 / roots[1:] ** 2).sum() / (size - 1))
        return Variances(spread, 0.0, Fraction(0) if squares else None, roots, ways)

    def error_at(ratio: float) -> float:
        return (squares - float((ratio * right**2 / (1 + ratio * roots)).sum())) / marks

    def cost(ratio: float) -> float:
        spread = sum(log1p(ratio * root) for root in map(float, roots))
        return marks * log(error_at(ratio)) + spread

    ratio = _least(cost)
    error = error_at(ratio)
    return Variances(ratio * error, error, _publish(ratio), roots, ways)


def _publish(ratio: float) -> Fraction | None:
    if ratio == 0:
        return None
    unit = 10**SHRINKAGE_PLACES
    return Fraction(round(unit / ratio), unit)


def _least(cost: Callable[[float], float]) -> float:
    """Return the ratio of least cost, 0 included: a grid of logarithms, then the golden section."""
    width = (_TO - _FROM) / _STEPS
    grid = [_FROM + step * width for step in range(_STEPS + 1)]
    best = min(grid, key=lambda at: cost(exp(at)))
    low, high = best - width, best + width
    for _ in range(_SECTIONS):
        one, two = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        low, high = (low, two) if cost(exp(one)) < cost(exp(two)) else (one, high)
    found = exp((low + high) / 2)
    return found if cost(found) < cost(0) - 1e-9 else 0.0
