"""Numbers that climb in equal steps: marks, weighed marks and judge totals as small integers.

A value is ``base + step · index`` points with an index from 0 to ``top``. Small integers are what
makes columns quick; what they stand for is kept beside them, exactly.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from judging.scoring.columns.lanes import Column, HeadroomError, in_lane
from judging.scoring.columns.scaled import Scaled
from judging.scoring.points import MARK_UNITS
from judging.scoring.rubric import Criterion

#: A rounding that is not for nothing is done once for every index there can be.
LARGEST_TABLE = 1 << 20


@dataclass(frozen=True, slots=True)
class Steps:
    """Values ``base + step · index``; ``table`` turns what came in into the index, if set."""

    base: Fraction
    step: Fraction
    top: int
    table: Column | None = None

    def times(self, factor: Fraction) -> "Steps":
        """Return the values multiplied by a positive factor.

        >>> Steps(Fraction(1), Fraction(1, 2), 10).times(Fraction(3)).step
        Fraction(3, 2)
        """
        return replace(self, base=self.base * factor, step=self.step * factor)

    def rounded(self, places: int | None) -> "Steps":
        """Return the values rounded half away from zero; the same steps where that changes none.

        Raises: HeadroomError where there are too many different values.

        >>> Steps(Fraction(0), Fraction(1, 2), 4).rounded(1).step
        Fraction(1, 2)
        >>> Steps(Fraction(0), Fraction(1, 2), 4).rounded(0).table.tolist()
        [0, 1, 1, 2, 2]
        """
        if places is None or (_is_whole(self.base, places) and _is_whole(self.step, places)):
            return self
        if self.top >= LARGEST_TABLE:
            raise HeadroomError(f"{self.top} different values to round")
        rounded = self.scaled(np.arange(self.top + 1, dtype=np.int64)).rounded(places)
        climbs = rounded.units - rounded.units[0]
        common = int(np.gcd.reduce(climbs)) or 1
        table = climbs // common
        return Steps(
            base=Fraction(int(rounded.units[0]), rounded.denominator),
            step=Fraction(common, rounded.denominator),
            top=int(table[-1]),
            table=table if self.table is None else table.take(self.table),
        )

    def scaled(self, indices: Column) -> Scaled:
        """Return the values at int64 indices as exact points.

        Raises: HeadroomError.

        >>> Steps(Fraction(1), Fraction(1, 2), 10).scaled(np.array([3])).as_fractions()
        [Fraction(5, 2)]
        """
        climbing = Scaled(indices, 1, 0, self.top).times(self.step)
        return climbing.plus(_constant(self.base))

    def indices(self, marks: Column, lane: "np.dtype") -> Column:
        """Return the indices of a block of what came in, in a lane that holds ``top``: to read.

        >>> steps = Steps(Fraction(0), Fraction(1, 2), 4).rounded(0)
        >>> steps.indices(np.array([3, 0]), np.dtype(np.uint16)).tolist()
        [2, 0]
        """
        if self.table is None:
            return marks if marks.dtype == lane else in_lane(marks, lane)
        return self.table.take(marks, mode="clip").astype(lane)


def steps_of(criterion: Criterion) -> Steps:
    """Return a criterion's marks, in points, by how many steps they lie above its minimum.

    >>> from judging.scoring.specimen import specimen_rules
    >>> steps_of(specimen_rules().rubric.criteria[0]).top
    200
    """
    return Steps(
        base=Fraction(criterion.min, MARK_UNITS),
        step=Fraction(criterion.step, MARK_UNITS),
        top=(criterion.max - criterion.min) // criterion.step,
    )


def add_steps(parts: "list[Steps]") -> tuple[Steps, tuple[int, ...]]:
    """Return the sums of several, and by how much the index of each part counts in them.

    >>> zero = Fraction(0)
    >>> add_steps([Steps(zero, Fraction(1, 2), 4), Steps(zero, Fraction(1, 3), 3)])[1]
    (3, 2)
    """
    common = lcm(*(part.step.denominator for part in parts))
    wholes = [int(part.step * common) for part in parts]
    unit = gcd(*wholes)
    factors = tuple(whole // unit for whole in wholes)
    # A part of one value alone never moves: what its index counts is nothing, however large it is.
    factors = tuple(factor if part.top else 0 for factor, part in zip(factors, parts, strict=True))
    top = sum(factor * part.top for factor, part in zip(factors, parts, strict=True))
    base = sum((part.base for part in parts), Fraction(0))
    return Steps(base, Fraction(unit, common), top), factors


def _is_whole(value: Fraction, places: int) -> bool:
    return (value * 10**places).denominator == 1


def _constant(value: Fraction) -> Scaled:
    units = np.array(value.numerator)
    return Scaled(units, value.denominator, value.numerator, value.numerator)
