"""The agreed criteria, and the exact integers that a judge total is made of."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import MARK_PLACES, MARK_UNITS, find_places, format_scaled


@dataclass(frozen=True, slots=True)
class Level:
    """What a mark of ``at`` thousandths of a point stands for, in words."""

    at: int
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of the rubric. ``min``, ``max`` and ``step`` are thousandths of a point.

    ``weight`` is exact, positive, with at most four decimals.
    """

    key: str
    name: Bilingual
    min: int
    max: int
    step: int
    weight: Fraction
    description: Bilingual | None = None
    levels: tuple[Level, ...] = ()
    quick_phrases: tuple[Bilingual, ...] = ()

    @property
    def places(self) -> int:
        """Return how many decimals its marks are shown with, 0 to 3: as many as a step needs.

        >>> Criterion("content", Bilingual("", ""), 0, 40000, 500, Fraction(1)).places
        1
        """
        values = (self.min, self.max, self.step)
        return max(find_places(Fraction(value, MARK_UNITS)) or 0 for value in values)

    def is_in_range(self, mark: int) -> bool:
        """Return whether a mark (thousandths) lies between minimum and maximum, both included.

        >>> Criterion("content", Bilingual("", ""), 0, 40000, 500, Fraction(1)).is_in_range(40500)
        False
        """
        return self.min <= mark <= self.max

    def is_on_step(self, mark: int) -> bool:
        """Return whether a mark (thousandths) is a whole number of steps above the minimum.

        >>> Criterion("content", Bilingual("", ""), 0, 40000, 500, Fraction(1)).is_on_step(24250)
        False
        """
        return (mark - self.min) % self.step == 0

    def format_mark(self, mark: int) -> str:
        """Write a mark (thousandths) with the decimals of this criterion, exactly.

        >>> Criterion("content", Bilingual("", ""), 0, 40000, 500, Fraction(1)).format_mark(24000)
        '24.0'
        """
        places = max(self.places, find_places(Fraction(mark, MARK_UNITS)) or 0)
        return format_scaled(mark // 10 ** (MARK_PLACES - places), places)


@dataclass(frozen=True)
class Rubric:
    """The criteria in order, and how a sheet's marks combine: ``sum`` or ``mean``.

    ``sum`` is Σ weight·mark; ``mean`` is Σ weight·mark / Σ weight.
    """

    criteria: tuple[Criterion, ...]
    combine: str = "sum"
    name: Bilingual | None = None

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The criterion keys in order, which is the order of packed marks."""
        return tuple(criterion.key for criterion in self.criteria)

    @cached_property
    def weight_scale(self) -> int:
        """The number that makes every weight a whole one: the least common denominator."""
        return lcm(*(criterion.weight.denominator for criterion in self.criteria))

    @cached_property
    def weights(self) -> tuple[int, ...]:
        """The weights as positive integers, each multiplied by :attr:`weight_scale`."""
        return tuple(int(criterion.weight * self.weight_scale) for criterion in self.criteria)

    @cached_property
    def weight_divisor(self) -> int:
        """What a sum of whole-weighted values is divided by.

        It is :attr:`weight_scale` for ``sum`` and the sum of the whole weights for ``mean``.
        """
        return self.weight_scale if self.combine == "sum" else sum(self.weights)

    @cached_property
    def divisor(self) -> int:
        """What an unrounded judge total in integer units is divided by to give points."""
        return MARK_UNITS * self.weight_divisor

    def index(self, key: str) -> int:
        """Return the place of a criterion in the order. Raises ValueError where there is none.

        >>> talk = Criterion("talk", Bilingual("", ""), 0, 9, 1, Fraction(1))
        >>> Rubric((talk,)).index("talk")
        0
        """
        return self.keys.index(key)

    @cached_property
    def max_total(self) -> Fraction:
        """The largest judge total, in points."""
        return self._total([criterion.max for criterion in self.criteria])

    @cached_property
    def min_total(self) -> Fraction:
        """The smallest judge total, in points."""
        return self._total([criterion.min for criterion in self.criteria])

    def _total(self, marks: list[int]) -> Fraction:
        units = sum(weight * mark for weight, mark in zip(self.weights, marks, strict=True))
        return Fraction(units, self.divisor)
