"""Ranks from numbered blocks of equals: the styles 1224, 1223 and 1334 within groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from judging.scoring.columns.lanes import Column, look_up
from judging.scoring.ranking import NO_PLACE, Place


@dataclass(frozen=True, slots=True)
class Places:
    """Every entry's place; see :class:`judging.scoring.ranking.Place`.

    ``blocks`` is each entry's row in the tables ``rank``, ``first`` and ``size``, where the last
    row stands for no place. ``tie_breaks`` (an index into ``steps``, which begins with ``""``) is
    None where no step set anybody apart.
    """

    blocks: Column
    rank: Column
    first: Column
    size: Column
    steps: tuple[str, ...] = ("",)
    tie_breaks: Column | None = None

    def ranks(self) -> Column:
        """Return each entry's rank; 0 is none."""
        return look_up(self.rank, self.blocks)

    def firsts(self) -> Column:
        """Return the position at which each entry's block of equals begins; 0 is none."""
        return look_up(self.first, self.blocks)

    def place(self, entry: int) -> Place:
        """Return one entry's place as the readable path gives it."""
        block = int(self.blocks[entry])
        if not self.rank[block]:
            return NO_PLACE
        step = self.steps[0 if self.tie_breaks is None else int(self.tie_breaks[entry])]
        return Place(int(self.rank[block]), int(self.first[block]), int(self.size[block]), step)


def tables(style: str, sizes: Column, groups: Column | None) -> tuple[Column, Column, Column]:
    """Return rank, first and size by block, with one more row for no place.

    ``sizes`` are the blocks' in their order, ``groups`` (rising) says in which group each stands.

    >>> [table.tolist() for table in tables("1224", np.array([1, 2, 1]), None)]
    [[1, 2, 4, 0], [1, 2, 4, 0], [1, 2, 1, 0]]
    """
    sizes = _with_none(sizes)
    first = _with_none(np.cumsum(sizes[:-1], dtype=np.int32))
    first -= sizes
    leaders, counts = _groups(groups, len(sizes) - 1)
    first[:-1] -= np.repeat(first[leaders] - 1, counts)
    if style == "1224":
        return first, first, sizes
    if style == "1334":
        last = first + sizes
        last[:-1] -= 1
        return last, first, sizes
    blocks = np.arange(1, len(sizes), dtype=np.int32)
    return _with_none(blocks - np.repeat(leaders, counts)), first, sizes


def _groups(groups: Column | None, count: int) -> tuple[Column, Column]:
    """Return the first block of each group, and how many blocks it has."""
    if groups is None:
        leaders = np.zeros(min(count, 1), np.int32)
    else:
        leaders = np.flatnonzero(np.diff(groups, prepend=-1)).astype(np.int32)
    return leaders, np.diff(leaders, append=count)


def _with_none(table: Column) -> Column:
    """Return a table as int32 with a row of 0 at the end, for no place."""
    wide = np.zeros(len(table) + 1, np.int32)
    wide[:-1] = table
    return wide


def list_places(places: Places, entries: Sequence[int]) -> list[Place]:
    """Return the places of some entries in their order, for steps that are not of the columns.

    >>> places = Places(np.array([0, 1]), *tables("1224", np.array([1]), None))
    >>> list_places(places, [1, 0])[1]
    Place(rank=1, first=1, size=1, tie_break='', compared=())
    """
    return [places.place(entry) for entry in entries]
