"""Comparing: exact points as small codes that keep their order, and codes as numbered blocks."""

from dataclasses import dataclass

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.lanes import LARGEST, Column, look_up

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
    Numbered(numbers=array([1, 0, 1]), count=2)
    """
    if size <= max(MOST_COUNTED, 2 * len(keys)):
        is_there = np.bincount(keys, minlength=size) > 0
        numbers = np.cumsum(is_there) - 1
        return Numbered(numbers.take(keys), int(numbers[-1]) + 1)
    order = sorted_order(keys, size)
    in_order = keys[order]
    rising = np.zeros(len(keys), np.int64)
    np.cumsum(in_order[1:] != in_order[:-1], out=rising[1:])
    numbers = np.empty(len(keys), np.int64)
    numbers[order] = rising
    return Numbered(numbers, int(rising[-1]) + 1)


def sorted_order(keys: Column, size: int) -> Column:
    """Return the order that sorts whole keys from 0 to ``size`` − 1; equal ones in any order.

    Sorting keys that carry their own index is several times as fast as asking for the order.

    >>> sorted_order(np.array([7, 3, 5]), 10).tolist()
    [1, 2, 0]
    """
    if size > widest_size(len(keys)):
        return np.argsort(keys)
    bits = max(len(keys) - 1, 1).bit_length()
    carried = keys << bits
    carried |= np.arange(len(keys))
    carried.sort()
    carried &= (1 << bits) - 1
    return carried


def widest_size(count: int) -> int:
    """Return how large keys of ``count`` entries may be to carry their index in 64 bits.

    >>> widest_size(1 << 20) == 1 << 43
    True
    """
    return (LARGEST >> max(count - 1, 1).bit_length()) + 1


def descend(before: Numbered, key: Key) -> tuple[Column, int]:
    """Return keys that order by ``before``, and within one number by ``key``, highest first.

    >>> descend(Numbered(np.array([0, 1, 1]), 2), Key(np.array([5, 0, 9]), 10))[0].tolist()
    [4, 19, 10]
    """
    if before.count * key.size > LARGEST:
        dense = number(key.codes.astype(np.int64), key.size)
        key = Key(dense.numbers, dense.count)
    keys = before.numbers * key.size
    keys += key.size - 1
    keys -= key.codes
    return keys, before.count * key.size
