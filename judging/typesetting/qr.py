"""The QR code as one vector path.

The outline of all dark areas is traced and filled once: no hairlines between modules on screen,
and a third of the operators that a rectangle a row would take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET_MODULES = 4
"""The light margin that ISO/IEC 18004 asks for."""

MASK = 3
"""A fixed mask is still a valid code, and choosing the best of eight takes five times as long."""


def qr_content(text: str, size_pt: float) -> str:
    """Write the code of `text`, error correction M, in a square of `size_pt` with quiet zone.

    The origin is the square's lower left corner; the caller has chosen the fill colour and saved
    the state, for the units become modules.
    """
    code = segno.make_qr(text, error="m", mask=MASK, boost_error=False)
    rows = [list(row) for row in code.matrix]
    module_pt = size_pt / (len(rows) + 2 * QUIET_MODULES)
    edge_pt = QUIET_MODULES * module_pt
    operators = [f"{module_pt:.5f} 0 0 {-module_pt:.5f} {edge_pt:.3f} {size_pt - edge_pt:.3f} cm"]
    for outline in _outlines(rows):
        corners = [f"{x} {y} {'l' if number else 'm'}" for number, (x, y) in enumerate(outline)]
        operators.append("\n".join(corners) + "\nh")
    return "\n".join((*operators, "f"))


def _outlines(rows: list[list[int]]) -> list[list[tuple[int, int]]]:
    """Trace the edges between dark and light into closed loops of corner points.

    Each edge runs with the dark module on its right, so holes run the other way and the non-zero
    rule leaves them open. Where two loops touch at a corner the right turn keeps them apart.
    """
    ends: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for edge_start, edge_end in _edges(rows):
        ends.setdefault(edge_start, []).append(edge_end)
    loops = []
    while ends:
        start = next(iter(ends))
        loop, here, direction = [], start, (0, 0)
        while True:
            there = _turning_right(ends[here], here, direction)
            ends[here].remove(there)
            if not ends[here]:
                del ends[here]
            step = (there[0] - here[0], there[1] - here[1])
            if step != direction:
                loop.append(here)
            here, direction = there, step
            if here == start:
                break
        loops.append(loop)
    return loops


def _turning_right(
    choices: list[tuple[int, int]], here: tuple[int, int], direction: tuple[int, int]
) -> tuple[int, int]:
    """Of two edges leaving a corner take the one to the right (y runs down)."""
    right = (-direction[1], direction[0])
    for there in choices:
        if (there[0] - here[0], there[1] - here[1]) == right:
            return there
    return choices[0]


def _edges(rows: list[list[int]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield each side of a dark module that has light beyond it, clockwise."""
    blank = [0] * (len(rows) + 2)
    padded = [blank, *([0, *row, 0] for row in rows), blank]
    for y, row in enumerate(rows):
        above, here, below = padded[y : y + 3]
        for x, is_dark in enumerate(row, start=1):
            if not is_dark:
                continue
            if not above[x]:
                yield (x - 1, y), (x, y)
            if not here[x + 1]:
                yield (x, y), (x, y + 1)
            if not below[x]:
                yield (x, y + 1), (x - 1, y + 1)
            if not here[x - 1]:
                yield (x - 1, y + 1), (x - 1, y)
