"""One list of values made one number, for a whole field: a judge group's totals, or one criterion.

What comes out are small integers (the sums) with how many judges stand behind each; what they are
worth in points depends on that count alone, so that it is worked out once for every sum there can
be, and not for every entry.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

import numpy as np

from judging.scoring.columns.field import Mask
from judging.scoring.columns.kernels import Kernel, WeightsByCount, choose_kernel, of_count
from judging.scoring.columns.lanes import (
    BLOCK,
    Column,
    check_headroom,
    choose_lane,
    look_up,
    may_view,
)
from judging.scoring.columns.place_weights import find_place_weights
from judging.scoring.columns.scaled import Scaled
from judging.scoring.columns.steps import Steps
from judging.scoring.columns.totals import TotalPlan
from judging.scoring.rule_parts import TallyRules

_FEW_SUMS = 1 << 16


@dataclass(frozen=True, slots=True)
class Coded:
    """Exact points, one for each entry, or one for each code where entries have ``codes``."""

    points: Scaled
    codes: Column | None = None

    def spread(self) -> Scaled:
        """Return the points of each entry.

        >>> Coded(Scaled(np.array([5, 7]), 1, 5, 7), np.array([1, 0, 1])).spread().units.tolist()
        [7, 5, 7]
        """
        return self.points if self.codes is None else self.points.at(self.codes)

    def take(self, entries: Column) -> "Coded":
        """Return the points of some entries, given by their indices.

        >>> Coded(Scaled(np.array([5, 7]), 1, 5, 7)).take(np.array([1])).points.units.tolist()
        [7]
        """
        if self.codes is None:
            return Coded(self.points.at(entries))
        return Coded(self.points, look_up(self.codes, entries))


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of a list of values for every entry.

    ``counts`` is how many values each entry has, one number where all have the same.
    """

    sums: Column
    counts: Column | int
    weights: WeightsByCount
    steps: Steps

    def result_mask(self) -> Mask:
        """Return which entries have a value under the rules, None for all of them."""
        is_good = _table({count: each is not None for count, each in self.weights.items()}, bool)
        if is_good[list(self.weights)].all():
            return None
        return np.ones(len(self.sums), bool) & of_count(is_good, self.counts)

    def points(self, finish: Callable[[Scaled], Scaled]) -> Coded:
        """Return the points of the sums, after ``finish`` has rounded and weighed them.

        Raises: HeadroomError.
        """
        worth = {
            count: (self.steps.base * each.total / each.divisor, self.steps.step / each.divisor)
            for count, each in self.weights.items()
            if each is not None
        }
        tops = {count: _top(self.weights, count) * self.steps.top for count in worth}
        size = sum(top + 1 for top in tops.values())
        if not worth:
            return Coded(Scaled(np.zeros(len(self.sums), np.int64), 1, 0, 0))
        if size <= max(len(self.sums), _FEW_SUMS):
            return self._coded(worth, tops, finish)
        return Coded(finish(_points(self.sums, self.counts, worth, tops)))

    def _coded(
        self,
        worth: dict[int, tuple[Fraction, Fraction]],
        tops: dict[int, int],
        finish: Callable[[Scaled], Scaled],
    ) -> Coded:
        every = [np.arange(tops[count] + 1, dtype=np.int64) for count in worth]
        counts = [
            np.full(len(sums), count, np.uint8) for sums, count in zip(every, worth, strict=True)
        ]
        points = finish(_points(np.concatenate(every), np.concatenate(counts), worth, tops))
        if len(worth) == 1 or isinstance(self.counts, int):
            return Coded(points, self.sums)
        firsts = np.cumsum([0] + [len(sums) for sums in every])
        lane = choose_lane(len(points.units))
        starts = _table(dict(zip(worth, firsts[:-1].tolist(), strict=True)), lane)
        codes = look_up(starts, self.counts)
        codes += self.sums.astype(lane, copy=False)
        return Coded(points, codes)


def _top(weights: WeightsByCount, count: int) -> int:
    each = weights[count]
    return 0 if each is None else each.total


def _points(
    sums: Column,
    counts: Column | int,
    worth: dict[int, tuple[Fraction, Fraction]],
    tops: dict[int, int],
) -> Scaled:
    """Return ``base + step · sum`` with the base and step of each entry's count."""
    denominator = lcm(*(part.denominator for pair in worth.values() for part in pair))
    bases = {count: int(base * denominator) for count, (base, _) in worth.items()}
    steps = {count: int(step * denominator) for count, (_, step) in worth.items()}
    highs = [bases[count] + steps[count] * tops[count] for count in worth]
    check_headroom(*bases.values(), *steps.values(), *highs)
    check_headroom(*(steps[count] * tops[count] for count in worth))
    units = sums.astype(np.int64)
    units *= of_count(_table(steps, np.int64), counts)
    units += of_count(_table(bases, np.int64), counts)
    return Scaled(units, denominator, min(0, *bases.values()), max(0, *highs))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of some seats have a value, for each entry or alike; and which counts occur."""

    each: Column | int
    occurring: tuple[int, ...]


def count_masks(masks: Sequence[Mask], size: int) -> Counts:
    """Count for ``size`` entries how many of the masks hold.

    >>> count_masks([None, np.array([True, False])], 2)
    Counts(each=array([2, 1], dtype=uint8), occurring=(1, 2))
    """
    always = sum(mask is None for mask in masks)
    if always == len(masks):
        return Counts(always, (always,))
    each = np.full(size, always, np.uint8)
    for mask in masks:
        if mask is not None:
            each += mask
    occurring = (count for count in range(always, len(masks) + 1) if (each == count).any())
    return Counts(each, tuple(occurring))


def count_cell(
    tally: TallyRules,
    plan: TotalPlan,
    columns: Sequence[tuple[tuple[Column, ...], Mask]],
    counts: Counts,
    size: int,
) -> Cell:
    """Trim and aggregate the values of some seats for ``size`` entries.

    ``columns`` are the seats' marks, of which ``plan`` makes a value, with where each has one;
    ``counts`` are of the same masks.

    Raises: HeadroomError.

    >>> from judging.scoring.columns.totals import plan_marks
    >>> from judging.scoring.specimen import specimen_rules
    >>> seats = [((np.array([180 + seat]),), None) for seat in (1, 2, 3)]
    >>> plan = plan_marks(specimen_rules().rubric, 0)
    >>> counts = count_masks([None] * 3, 1)
    >>> count_cell(TallyRules(), plan, seats, counts, 1).sums.tolist()
    [546]
    """
    weights = {count: find_place_weights(tally, count) for count in counts.occurring if count}
    weights |= {0: None} if 0 in counts.occurring else {}
    most = max((each.total for each in weights.values() if each is not None), default=1)
    lane = choose_lane(max(plan.bound, plan.steps.top * max(most, len(columns))))
    kernel = choose_kernel(weights, lane)
    sums = np.zeros(size, lane)
    spare = np.empty(min(size, BLOCK), lane)
    seen = [(_seen_in(marks, lane), mask) for marks, mask in columns]
    for start in range(0, size, BLOCK):
        block = slice(start, min(start + BLOCK, size))
        always, has_gaps = _add_block(kernel, plan, seen, block, spare[: block.stop - start])
        if has_gaps and not isinstance(counts.each, int):
            sums[block] = kernel.sums(counts.each[block])
        elif always:
            sums[block] = kernel.sums(always)
    return Cell(sums, counts.each, weights, plan.steps)


def _add_block(
    kernel: Kernel,
    plan: TotalPlan,
    seen: Sequence[tuple[list[Column], Mask]],
    block: slice,
    room: Column,
) -> tuple[int, bool]:
    """Give the kernel each seat's values of one block of entries; ``room`` is scratch of its size.

    Return how many seats have a value for every entry of the block, and whether any seat has one
    for some of them only.
    """
    always, has_gaps = 0, False
    for marks, mask in seen:
        part = None if mask is None else mask[block]
        if part is not None and not part.any():
            continue
        is_full = part is None or bool(part.all())
        always, has_gaps = always + is_full, has_gaps or not is_full
        totals = kernel.room(len(room))
        plan.totals([column[block] for column in marks], totals, room)
        kernel.add(totals, None if is_full else part)
    return always, has_gaps


def _seen_in(marks: tuple[Column, ...], lane: "np.dtype") -> list[Column]:
    """Return the marks as numbers of the lane where that takes no copy: blocks are copied else."""
    return [column.view(lane) if may_view(column, lane) else column for column in marks]


def _table(values: dict[int, int], lane: "type | np.dtype") -> Column:
    """Return a table from the count to a number; 0 where there is none."""
    table = np.zeros(max(values, default=0) + 1, lane)
    for count, value in values.items():
        table[count] = value
    return table
