"""The judges' equations of the additive model, exactly, in whole numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from judging.scoring.agreement.ratings import Ratings


@dataclass(frozen=True, slots=True)
class Equations:
    """What is left of the additive model once the entries' levels are eliminated.

    ``matrix`` holds A = Σᵢ (diag(vᵢ) − vᵢvᵢᵀ / kᵢ) over the entries i with their kᵢ judges vᵢ, and
    ``right`` each judge's sum of differences to the entries' means, in points. Offsets s solve
    A·s = right. ``squares`` is the sum of squares within entries.
    """

    matrix: tuple[tuple[Fraction, ...], ...]
    right: tuple[Fraction, ...]
    squares: Fraction
    marks: int
    entries: int

    @property
    def judges(self) -> int:
        """Return how many judges there are."""
        return len(self.right)

    @property
    def freedom(self) -> int:
        """Return the degrees of freedom that the rest has, where everything is connected."""
        return self.marks - self.entries - self.judges + 1


def list_equations(ratings: Ratings) -> Equations:
    """Return the equations, one a judge, by judge; every judge and entry has a mark.

    >>> rows = ((Fraction(80), Fraction(84)), (Fraction(90), Fraction(95)))
    >>> found = list_equations(Ratings(("A", "B"), ("1", "2"), rows))
    >>> found.right, found.matrix[0], found.squares
    ((Fraction(-9, 2), Fraction(9, 2)), (Fraction(1, 1), Fraction(-1, 1)), Fraction(41, 2))
    """
    size = len(ratings.judges)
    matrix = [[Fraction(0)] * size for _ in range(size)]
    right = [Fraction(0)] * size
    squares, marks = Fraction(0), 0
    for row in ratings.rows:
        panel = [(j, value) for j, value in enumerate(row) if value is not None]
        mean = sum((value for _, value in panel), Fraction(0)) / len(panel)
        share = Fraction(1, len(panel))
        marks += len(panel)
        for j, value in panel:
            right[j] += value - mean
            squares += (value - mean) ** 2
            matrix[j][j] += 1
            for other, _ in panel:
                matrix[j][other] -= share
    return Equations(tuple(map(tuple, matrix)), tuple(right), squares, marks, len(ratings.entries))


def solve_offsets(equations: Equations, shrinkage: Fraction) -> tuple[Fraction, ...]:
    """Return the offsets that solve (A + shrinkage·I)·s = right, exactly; they sum to nought.

    Adding 1/J everywhere changes no solution, since the right sides sum to nought, and makes the
    equations regular where the shrinkage is 0 (plain least squares).

    >>> rows = ((Fraction(80), Fraction(84)), (Fraction(90), Fraction(94)))
    >>> found = list_equations(Ratings(("A", "B"), ("1", "2"), rows))
    >>> solve_offsets(found, Fraction(0)), solve_offsets(found, Fraction(2))
    ((Fraction(-2, 1), Fraction(2, 1)), (Fraction(-1, 1), Fraction(1, 1)))
    """
    size = equations.judges
    lines = [
        [
            *(
                value + Fraction(1, size) + (shrinkage if j == i else 0)
                for j, value in enumerate(row)
            ),
            equations.right[i],
        ]
        for i, row in enumerate(equations.matrix)
    ]
    return solve_exactly([_whole(line) for line in lines])


def solve_exactly(lines: Sequence[Sequence[int]]) -> tuple[Fraction, ...]:
    """Return the solution of equations given in whole numbers, each with its right side last.

    The fraction-free elimination of E. H. Bareiss, "Sylvester's identity and multistep
    integer-preserving Gaussian elimination", Mathematics of Computation 22 (1968) 565–578. The
    leading minors must not vanish, as in symmetric positive definite equations.

    >>> solve_exactly([[2, 1, 3], [1, 3, 5]])
    (Fraction(4, 5), Fraction(7, 5))
    """
    left = [list(line) for line in lines]
    size, before = len(left), 1
    for at in range(size):
        pivot = left[at]
        for below in range(at + 1, size):
            line, first = left[below], left[below][at]
            left[below] = [
                (pivot[at] * value - first * above) // before
                for value, above in zip(line, pivot, strict=True)
            ]
        before = pivot[at]
    found: list[Fraction] = []
    for line in reversed(left):
        known = line[-1 - len(found) : -1]
        rest = line[-1] - sum(
            (a * b for a, b in zip(known, reversed(found), strict=True)), Fraction(0)
        )
        found.append(rest / line[size - 1 - len(found)])
    return tuple(reversed(found))


def _whole(line: Sequence[Fraction]) -> list[int]:
    unit = lcm(*(value.denominator for value in line))
    return [int(value * unit) for value in line]
