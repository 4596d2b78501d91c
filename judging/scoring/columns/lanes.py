"""How wide an integer must be: the smallest lane that provably holds every intermediate value."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

#: A column of integers; its element type is a lane.
Column = NDArray[Any]

#: From narrow to wide: half the width is twice the speed.
LANES: tuple[np.dtype[Any], ...] = (np.dtype(np.uint16), np.dtype(np.int32), np.dtype(np.int64))
LARGEST = int(np.iinfo(np.int64).max)


#: Entries that are worked on at a time, so that their columns stay in the processor's cache.
BLOCK = 1 << 16


class HeadroomError(Exception):
    """The rules allow numbers that 64 bits may not hold: the readable path must count them."""


def choose_lane(bound: int) -> "np.dtype[Any]":
    """Return the narrowest lane in which no value from 0 to ``bound`` overflows.

    Raises: HeadroomError where none is wide enough.

    >>> [choose_lane(bound).name for bound in (65535, 65536, 2**31)]
    ['uint16', 'int32', 'int64']
    """
    for lane in LANES:
        if bound <= int(np.iinfo(lane).max):
            return lane
    raise HeadroomError(f"{bound} does not fit 63 bits")


def check_headroom(*bounds: int) -> None:
    """Refuse a step of which a value may leave 64 bits, before it is done.

    Raises: HeadroomError.

    >>> check_headroom(2**63 - 1, -(2**63 - 1))
    >>> check_headroom(2**63)
    Traceback (most recent call last):
    judging.scoring.columns.lanes.HeadroomError: 9223372036854775808 does not fit 63 bits
    """
    for bound in bounds:
        if abs(bound) > LARGEST:
            raise HeadroomError(f"{bound} does not fit 63 bits")


def in_lane(column: Column, lane: "np.dtype[Any]") -> Column:
    """Return whole numbers from 0 in a lane that holds them, without a copy where that may be.

    >>> in_lane(np.array([3], np.int16), np.dtype(np.uint16)).dtype.name
    'uint16'
    """
    return column.view(lane) if may_view(column, lane) else column.astype(lane)


def may_view(column: Column, lane: "np.dtype[Any]") -> bool:
    """Return whether a column is as wide as a lane, so that no copy is needed to be in it.

    >>> may_view(np.array([3], np.int16), np.dtype(np.int32))
    False
    """
    return column.dtype.kind in "iu" and column.dtype.itemsize == lane.itemsize


def count_codes(codes: Column, size: int) -> Column:
    """Return how often each code from 0 to ``size`` − 1 stands in a column.

    NumPy counts 64-bit codes: those of a block at a time are made in the cache.

    >>> count_codes(np.array([1, 0, 1], np.uint16), 3).tolist()
    [1, 2, 0]
    """
    counts = np.zeros(size, np.int64)
    step = max(BLOCK, size)
    for start in range(0, len(codes), step):
        counts += np.bincount(codes[start : start + step], minlength=size)
    return counts


def look_up(table: Column, indices: Column) -> Column:
    """Return ``table[indices]``, block by block; every index is known to lie in the table.

    >>> look_up(np.array([5, 7]), np.array([1, 0, 1])).tolist()
    [7, 5, 7]
    """
    found = np.empty(len(indices), table.dtype)
    for start in range(0, len(indices), BLOCK):
        block = slice(start, start + BLOCK)
        table.take(indices[block], mode="clip", out=found[block])
    return found
