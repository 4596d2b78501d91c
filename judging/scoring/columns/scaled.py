"""A column of exact points: whole numbers over one denominator, with bounds that are proven.

The bounds come from the rules, never from the marks at hand. Every operation computes the bounds of
its result and of what lies between first, and is refused where 64 bits might not hold them.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

import numpy as np

from judging.scoring.columns.lanes import Column, check_headroom, look_up


@dataclass(frozen=True, slots=True)
class Scaled:
    """Exact values ``units / denominator`` in points; every unit lies from ``low`` to ``high``.

    ``units`` are int64 of any shape; ``denominator`` is positive.
    """

    units: Column
    denominator: int
    low: int
    high: int

    def times(self, factor: Fraction) -> "Scaled":
        """Return every value multiplied by a positive factor.

        Raises: HeadroomError.

        >>> Scaled(np.array([3, 5]), 10, 0, 5).times(Fraction(5, 3)).as_fractions()
        [Fraction(1, 2), Fraction(5, 6)]
        """
        common = gcd(factor.numerator, self.denominator)
        return _stretched(
            self, factor.numerator // common, self.denominator // common * factor.denominator
        )

    def plus(self, other: "Scaled") -> "Scaled":
        """Return the sums, entry by entry.

        Raises: HeadroomError.

        >>> half, third = Scaled(np.array([1]), 2, 1, 1), Scaled(np.array([1]), 3, 1, 1)
        >>> half.plus(third).as_fractions()
        [Fraction(5, 6)]
        """
        common = lcm(self.denominator, other.denominator)
        one = _stretched(self, common // self.denominator, common)
        two = _stretched(other, common // other.denominator, common)
        low, high = one.low + two.low, one.high + two.high
        check_headroom(low, high)
        return Scaled(one.units + two.units, common, low, high)

    def minus(self, other: "Scaled") -> "Scaled":
        """Return the differences, entry by entry.

        Raises: HeadroomError.

        >>> half, third = Scaled(np.array([1]), 2, 1, 1), Scaled(np.array([1]), 3, 1, 1)
        >>> half.minus(third).as_fractions()
        [Fraction(1, 6)]
        """
        return self.plus(Scaled(-other.units, other.denominator, -other.high, -other.low))

    def raised_to(self, floor: Fraction) -> "Scaled":
        """Return every value, or the floor where it lies below.

        Raises: HeadroomError.

        >>> Scaled(np.array([-1, 3]), 2, -1, 3).raised_to(Fraction(0)).as_fractions()
        [Fraction(0, 1), Fraction(3, 2)]
        """
        common = lcm(self.denominator, floor.denominator)
        wide = _stretched(self, common // self.denominator, common)
        least = floor.numerator * (common // floor.denominator)
        check_headroom(least)
        units = np.maximum(wide.units, least)
        return Scaled(units, common, max(wide.low, least), max(wide.high, least))

    def rounded(self, places: int | None) -> "Scaled":
        """Return the values rounded half away from zero to ``places`` decimals; None rounds not.

        Raises: HeadroomError.

        >>> Scaled(np.array([90125, -5]), 1000, -5, 90125).rounded(2).units.tolist()
        [9013, -1]
        """
        if places is None:
            return self
        ratio = Fraction(10**places, self.denominator)
        up, down = ratio.numerator, ratio.denominator
        if down == 1:
            return _stretched(self, up, 10**places)
        check_headroom(2 * up * max(abs(self.low), abs(self.high)) + down, 2 * down)
        low, high = (_round(bound, up, down) for bound in (self.low, self.high))
        size = np.abs(self.units)
        size *= 2 * up
        size += down
        size //= 2 * down
        if self.low < 0:
            np.negative(size, out=size, where=self.units < 0)
        return Scaled(size, 10**places, low, high)

    def at(self, codes: Column) -> "Scaled":
        """Return the values at these places of the column, in their order.

        >>> Scaled(np.array([3, 5]), 10, 0, 5).at(np.array([1, 1, 0])).units.tolist()
        [5, 5, 3]
        """
        return Scaled(look_up(self.units, codes), self.denominator, self.low, self.high)

    def as_fractions(self) -> list[Fraction]:
        """Return the values as fractions: for a few of them, and for tests."""
        return [Fraction(units, self.denominator) for units in self.units.tolist()]


def _stretched(points: Scaled, factor: int, denominator: int) -> Scaled:
    """Return the units times a positive factor, over a denominator that was worked out."""
    low, high = points.low * factor, points.high * factor
    check_headroom(low, high, factor)
    units = points.units if factor == 1 else points.units * factor
    return Scaled(units, denominator, low, high)


def _round(value: int, up: int, down: int) -> int:
    size = (2 * abs(value) * up + down) // (2 * down)
    return size if value >= 0 else -size
