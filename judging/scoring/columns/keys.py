"""Comparing: exact points as small codes that keep their order, and codes as numbered blocks."""

from dataclasses import dataclass

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.lanes import LARGEST, Column, check_headroom, count_codes, look_up

#: Up to so many different keys are counted; more are sorted.
MOST_COUNTED = 1 << 21


@dataclass(frozen=True, slots=True)
class Key:
    """A code from 0 to ``size`` − 1 for every entry; the higher code stands for more points."""

    codes: Column
    size: int


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number from 0 to ``count`` − 1 for every entry: equal keys share one, in rising order."""

    numbers: Column
    count: int


def key_of(points: Coded) -> Key:
    """Return the points as codes in the same order.

    >>> from judging.scoring.columns.scaled import Scaled
    >>> key_of(Coded(Scaled(np.array([70, 90, 71]), 10, 0, 100))).codes.tolist()
    [0, 20, 1]
    """
    units = points.points.units
    least, most = (int(units.min()), int(units.max())) if len(units) else (0, 0)
    is_sparse = points.codes is not None and most - least > 4 * len(units)
    if most - least < MOST_COUNTED and not is_sparse:
        rows, size = (units - least).astype(np.int32), most - least + 1
    else:
        numbered = number(units - least, most - least + 1)
        rows, size = numbered.numbers, numbered.count
    return Key(rows if points.codes is None else look_up(rows, points.codes), size)


def number(keys: Column, size: int) -> Numbered:
    """Number whole keys from 0 to ``size`` − 1 by their order, leaving no number out.

    >>> number(np.array([7, 3, 7]), 10)
    Numbered(numbers=array([1, 0, 1], dtype=int32), count=2)
    """
    if size <= max(MOST_COUNTED, 2 * len(keys)):
        numbers = np.cumsum(count_codes(keys, size) > 0, dtype=np.int32)
        numbers -= 1
        return Numbered(look_up(numbers, keys), int(numbers[-1]) + 1)
    order, in_order = sort_keys(keys, size)
    rising = np.zeros(len(keys), np.int32)
    np.cumsum(in_order[1:] != in_order[:-1], out=rising[1:])
    numbers = np.empty(len(keys), np.int32)
    numbers[order] = rising
    return Numbered(numbers, int(rising[-1]) + 1)


def sort_keys(keys: Column, size: int) -> tuple[Column, Column]:
    """Return the order that sorts int64 keys from 0 to ``size`` − 1, and the keys in that order.

    Sorting keys that carry their own index is several times as fast as asking for the order. Equal
    keys stand in any order.

    >>> [column.tolist() for column in sort_keys(np.array([7, 3, 5]), 10)]
    [[1, 2, 0], [3, 5, 7]]
    >>> sort_keys(np.array([7, 3, 5]), 2**62)[0].tolist()
    [1, 2, 0]
    """
    if size > widest_size(len(keys)):
        order = np.argsort(keys)
        return order, keys[order]
    bits = max(len(keys) - 1, 1).bit_length()
    carried = keys << bits
    carried |= np.arange(len(keys))
    carried.sort()
    order = carried & ((1 << bits) - 1)
    carried >>= bits
    return order, carried


def widest_size(count: int) -> int:
    """Return how large keys of ``count`` entries may be to carry their index in 64 bits.

    >>> widest_size(1 << 20) == 1 << 43
    True
    """
    return (LARGEST >> max(count - 1, 1).bit_length()) + 1


def descend(before: Numbered, key: Key) -> tuple[Column, int]:
    """Return keys that order by ``before``, and within one number by ``key``, highest first.

    Raises: HeadroomError.

    >>> descend(Numbered(np.array([0, 1, 1]), 2), Key(np.array([5, 0, 9]), 10))[0].tolist()
    [4, 19, 10]
    """
    check_headroom(before.count * key.size)
    keys = np.multiply(before.numbers, key.size, dtype=np.int64)
    keys += key.size - 1
    keys -= key.codes
    return keys, before.count * key.size
