"""Equals before a border: blocks of them from first to last, and how far the places reach."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

Block = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """Who is inside a border, and the block that the border cuts, of which nobody is inside.

    ``left`` is how many places are left for those of the block that is cut.
    """

    inside: tuple[int, ...]
    cut: Block = ()
    left: int = 0


def fill_places(blocks: Iterable[Block], places: int | None) -> Filled:
    """Let blocks in from the first while places are left; None is room for all.

    A block that begins after the last place is not cut, it is outside.

    >>> fill_places([(7,), (4, 5), (9,)], 2)
    Filled(inside=(7,), cut=(4, 5), left=1)
    >>> fill_places([(7,), (4, 5), (9,)], 3)
    Filled(inside=(7, 4, 5), cut=(), left=0)
    """
    inside: list[int] = []
    for block in blocks:
        left = len(block) if places is None else places - len(inside)
        if left < len(block):
            return Filled(tuple(inside), block, left) if left > 0 else Filled(tuple(inside))
        inside += block
    return Filled(tuple(inside))


def blocks_by(ordered: Sequence[int], value: Callable[[int], Hashable]) -> list[Block]:
    """Return indices that stand in order as blocks of neighbours with the same value.

    >>> blocks_by([3, 1, 2], {3: "a", 1: "b", 2: "b"}.__getitem__)
    [(3,), (1, 2)]
    """
    return [tuple(block) for _, block in groupby(ordered, value)]
