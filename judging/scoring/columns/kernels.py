"""From the values of a panel to their weighted sum, block by block. Two ways, one answer.

:class:`EndsKernel` never sorts: where only the lowest and the highest weigh something else than
one, ``sum − lowest − highest`` does. :class:`SortingKernel` runs a sorting network over the seats:
the same comparisons for every entry, so that each of them is one operation on whole columns.

Values are whole numbers from 0 in one lane. Numbers in between may wrap around within the lane;
the sums do not, by the bound that the lane was chosen for.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Protocol

import numpy as np

from judging.scoring.columns.field import Mask
from judging.scoring.columns.lanes import Column
from judging.scoring.columns.place_weights import PlaceWeights

#: Place weights by how many values there are; None where the rules give no result.
WeightsByCount = Mapping[int, PlaceWeights | None]


class Kernel(Protocol):
    """Takes the seats' values of one block in seat order, then gives their weighted sums."""

    def room(self, size: int) -> Column:
        """Return an array for the next seat's values; what is written there may be overwritten."""
        ...

    def add(self, values: Column, mask: Mask) -> None:
        """Take one seat's values, which stand in the room; ``mask`` says where there is one."""
        ...

    def sums(self, counts: Column | int) -> Column:
        """Return the weighted sums, to be read at once; ``counts`` are each entry's values."""
        ...


class _Rooms:
    """Arrays of one block, made once and used for every block: they stay in the cache."""

    def __init__(self, lane: "np.dtype[Any]") -> None:
        self.lane = lane
        self.made: list[Column] = []

    def __call__(self, number: int, size: int) -> Column:
        while len(self.made) <= number:
            self.made.append(np.empty(0, self.lane))
        if len(self.made[number]) < size:
            self.made[number] = np.empty(size, self.lane)
        return self.made[number][:size]


def choose_kernel(weights: WeightsByCount, lane: "np.dtype[Any]") -> "Kernel":
    """Return the quicker kernel that these weights allow.

    >>> type(choose_kernel({4: PlaceWeights((0, 1, 1, 0), 2)}, np.dtype(np.uint16))).__name__
    'EndsKernel'
    >>> type(choose_kernel({4: PlaceWeights((0, 0, 1, 1), 2)}, np.dtype(np.uint16))).__name__
    'SortingKernel'
    """
    is_ends = all(each is None or _is_ends(each) for each in weights.values())
    return EndsKernel(weights, lane) if is_ends else SortingKernel(weights, lane)


def _is_ends(weights: PlaceWeights) -> bool:
    """Whether every place weighs one, but for an end that may be dropped."""
    first, *middle, last = (0, *weights.places) if len(weights.places) == 1 else weights.places
    return not weights.lower and max(first, last) <= 1 and all(place == 1 for place in middle)


class EndsKernel:
    """Sums in which every place weighs one, but for an end that is dropped."""

    def __init__(self, weights: WeightsByCount, lane: "np.dtype[Any]") -> None:
        """Prepare for these counts."""
        self.rooms = _Rooms(lane)
        self.most = int(np.iinfo(lane).max)
        ends = {count: _ends(each) for count, each in weights.items()}
        self.low = _by_count({count: low - 1 for count, (low, _) in ends.items()}, lane)
        self.high = _by_count({count: high - 1 for count, (_, high) in ends.items()}, lane)
        self.is_plain = not (self.low.any() or self.high.any())
        self.has_result = _by_count({n: each is not None for n, each in weights.items()}, lane)
        self.may_lack = None in weights.values()
        self.total = self.lowest = self.highest = np.empty(0, lane)

    def room(self, size: int) -> Column:
        """Return an array for the next seat's values; see :class:`Kernel`."""
        return self.rooms(0, size)

    def add(self, values: Column, mask: Mask) -> None:
        """Take one seat's values; see :class:`Kernel`."""
        lows = values if mask is None else self._set_apart(values, mask)
        if not len(self.total):
            self.total, self.lowest, self.highest = (self.rooms(n, len(values)) for n in (1, 2, 3))
            np.copyto(self.total, values)
            np.copyto(self.lowest, lows)
            np.copyto(self.highest, values)
            return
        np.add(self.total, values, out=self.total)
        if not self.is_plain:
            np.minimum(self.lowest, lows, out=self.lowest)
            np.maximum(self.highest, values, out=self.highest)

    def _set_apart(self, values: Column, mask: Column) -> Column:
        """Make what is absent 0 among the values; return them with the largest number there."""
        bits = self.rooms(4, len(values))
        np.copyto(bits, mask)
        np.negative(bits, out=bits)
        values &= bits
        np.invert(bits, out=bits)
        bits &= self.most
        bits |= values
        return bits

    def sums(self, counts: Column | int) -> Column:
        """Return the weighted sums; see :class:`Kernel`."""
        total, self.total = self.total, self.total[:0]
        ends = () if self.is_plain else ((self.lowest, self.low), (self.highest, self.high))
        for end, weights in ends:
            weight = of_count(weights, counts)
            if not isinstance(counts, int):
                total += np.multiply(end, weight, out=end)
            elif weight:
                total -= end
        if self.may_lack:
            total *= of_count(self.has_result, counts)
        return total


def _ends(weights: PlaceWeights | None) -> tuple[int, int]:
    """Return what the lowest and the highest weigh; a value alone is both."""
    if weights is None:
        return 1, 1
    return weights.places[0], weights.places[-1] if len(weights.places) > 1 else 1


class SortingKernel:
    """Sums with any weights, of values that a sorting network has put in order."""

    def __init__(self, weights: WeightsByCount, lane: "np.dtype[Any]") -> None:
        """Prepare for these counts."""
        self.lane = lane
        self.rooms = _Rooms(lane)
        self.most = int(np.iinfo(lane).max)
        self.weights = weights
        self.values: list[Column] = []

    def room(self, size: int) -> Column:
        """Return an array for the next seat's values; see :class:`Kernel`."""
        return self.rooms(2 + len(self.values), size)

    def add(self, values: Column, mask: Mask) -> None:
        """Take one seat's values; see :class:`Kernel`."""
        if mask is not None:
            np.copyto(values, self.most, where=~mask)
        self.values.append(values)

    def sums(self, counts: Column | int) -> Column:
        """Return the weighted sums; see :class:`Kernel`."""
        values, self.values = self.values, []
        spare = self.rooms(0, len(values[0]))
        for one, other in sorting_network(len(values)):
            low, high = values[one], values[other]
            np.minimum(low, high, out=spare)
            np.maximum(low, high, out=high)
            values[one], spare = spare, low
        total = self.rooms(1, len(values[0]))
        total[:] = 0
        for place, value in enumerate(values):
            weight = of_count(self._weights_of(place), counts)
            if not isinstance(counts, int) or weight > 1:
                total += np.multiply(value, weight, out=spare)
            elif weight:
                total += value
        return self._closest_two(total, values, counts)

    def _weights_of(self, place: int) -> Column:
        found = {
            count: each.places[place] if each is not None and place < count else 0
            for count, each in self.weights.items()
        }
        return _by_count(found, self.lane)

    def _closest_two(self, total: Column, values: list[Column], counts: Column | int) -> Column:
        """Put the lower pair of three in the place of the upper one where it is closer."""
        three = self.weights.get(3)
        if three is None or not three.lower or len(values) < 3:
            return total
        low, middle, high = values[:3]
        is_lower = (high - middle > middle - low) & np.equal(counts, 3)
        lower = sum(value * weight for value, weight in zip(values, three.lower, strict=False))
        return np.where(is_lower, lower, total).astype(self.lane, copy=False)


@cache
def sorting_network(size: int) -> tuple[tuple[int, int], ...]:
    """Return the comparisons that sort ``size`` values: Batcher's merge exchange.

    Source: Knuth, The Art of Computer Programming, volume 3, section 5.2.2, algorithm M.

    >>> sorting_network(3)
    ((0, 2), (0, 1), (1, 2))
    """
    pairs: list[tuple[int, int]] = []
    top = 1 << max(size - 1, 1).bit_length() - 1
    span = top
    while span > 0:
        reach, rest, distance = top, 0, span
        while distance > 0:
            pairs += [(low, low + distance) for low in range(size - distance) if low & span == rest]
            distance, reach, rest = reach - span, reach // 2, span
        span //= 2
    return tuple(pairs)


def of_count(table: Column, counts: Column | int) -> Any:
    """Return a table's value for each entry's count, or the one value where all have the same.

    >>> of_count(np.array([5, 6]), 1), of_count(np.array([5, 6]), np.array([0, 1]))
    (np.int64(6), array([5, 6]))
    """
    return table[counts] if isinstance(counts, int) else table.take(counts, mode="clip")


def _by_count(values: Mapping[int, int], lane: "np.dtype[Any]") -> Column:
    """Return a table from the count to a weight, as the lane holds it: −1 wraps around."""
    table = np.zeros(max(values, default=0) + 1, np.int64)
    for count, value in values.items():
        table[count] = value
    return table.astype(lane)
