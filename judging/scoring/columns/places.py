"""Ranks from numbered blocks of equals: the styles 1224, 1223 and 1334 within groups."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from judging.scoring.columns.lanes import Column, look_up
from judging.scoring.ranking import NO_PLACE, Place

_STYLES: dict[str, Callable[[Column, Column, Column], Column]] = {
    "1224": lambda before, sizes, blocks: before + 1,
    "1223": lambda before, sizes, blocks: blocks + 1,
    "1334": lambda before, sizes, blocks: before + sizes,
}


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
    blocks = np.arange(len(sizes))
    before = np.cumsum(sizes) - sizes
    if groups is not None:
        is_first = np.ones(len(sizes), bool)
        np.not_equal(groups[1:], groups[:-1], out=is_first[1:])
        leader = np.maximum.accumulate(np.where(is_first, blocks, 0))
        blocks, before = blocks - leader, before - before[leader]
    rank = _STYLES[style](before, sizes, blocks)
    return _with_none(rank), _with_none(before + 1), _with_none(sizes)


def _with_none(table: Column) -> Column:
    return np.append(table, 0).astype(np.int32)


def list_places(places: Places, entries: Sequence[int]) -> list[Place]:
    """Return the places of some entries in their order, for steps that are not of the columns.

    >>> places = Places(np.array([0, 1]), *tables("1224", np.array([1]), None))
    >>> list_places(places, [1, 0])[1]
    Place(rank=1, first=1, size=1, tie_break='', compared=())
    """
    return [places.place(entry) for entry in entries]
