"""Glyph outlines as vector paths, for lettering that is a picture: a seal's, not a sentence's."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

from judging.typesetting.embedding import component_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from judging.certificates.ink import Ink
    from judging.typesetting.embedding import EmbeddedFont

_ON_CURVE, _SHORT_X, _SHORT_Y, _REPEAT, _SAME_X, _SAME_Y = 1, 2, 4, 8, 16, 32
COARSENESS = 4
UNITS_PER_EM = 1000 // COARSENESS
STRAIGHT_UNITS = 0.9
Contour = list[tuple[float, float, bool]]


def glyph_contours(font: EmbeddedFont, character: str) -> list[Contour]:
    """Return the contours of a covered character in font units: (x, y, is on the curve).

    The parts of a composite glyph are joined at their stated offsets; scaled parts do not occur in
    the vendored faces' Chinese and Latin letters.
    """
    return _contours(font, font.glyph_of(character))


def _contours(font: EmbeddedFont, glyph: int) -> list[Contour]:
    record = font.glyph_data(glyph)
    places = component_places(record)
    if not places:
        return _simple(record) if record else []
    contours: list[Contour] = []
    for offset, part in places:
        is_wide = struct.unpack_from(">H", record, offset - 2)[0] & 1
        dx, dy = struct.unpack_from(">hh" if is_wide else ">bb", record, offset + 2)
        moved = ([(x + dx, y + dy, on) for x, y, on in each] for each in _contours(font, part))
        contours.extend(moved)
    return contours


def _simple(record: bytes) -> list[Contour]:
    """Decode a simple glyph (OpenType specification, table “glyf”)."""
    count = struct.unpack_from(">h", record)[0]
    ends = struct.unpack_from(f">{count}H", record, 10)
    at = 10 + 2 * count
    at += 2 + struct.unpack_from(">H", record, at)[0]
    flags: list[int] = []
    while len(flags) <= ends[-1]:
        flag = record[at]
        at += 1
        flags.append(flag)
        if flag & _REPEAT:
            flags.extend([flag] * record[at])
            at += 1
    xs, at = _coordinates(record, at, flags, _SHORT_X, _SAME_X)
    ys, _ = _coordinates(record, at, flags, _SHORT_Y, _SAME_Y)
    points = [
        (float(x), float(y), bool(f & _ON_CURVE)) for x, y, f in zip(xs, ys, flags, strict=True)
    ]
    starts = [0, *(end + 1 for end in ends[:-1])]
    return [points[start : end + 1] for start, end in zip(starts, ends, strict=True)]


def _coordinates(
    record: bytes, at: int, flags: list[int], short: int, same: int
) -> tuple[list[int], int]:
    values, value = [], 0
    for flag in flags:
        if flag & short:
            value += record[at] if flag & same else -record[at]
            at += 1
        elif not flag & same:
            value += struct.unpack_from(">h", record, at)[0]
            at += 2
        values.append(value)
    return values, at


def write_contour(ink: Ink, contour: Contour) -> None:
    """Add one contour to the path, in whole units of which UNITS_PER_EM make an em.

    Quadratic curves become cubic; those that are straight to a unit become lines, which nobody
    can see at a seal's size and which halves the file's share.
    """
    points = [(x / COARSENESS, y / COARSENESS, on) for x, y, on in _with_implied_points(contour)]
    here = points[0][:2]
    ink.append(f"{here[0]:.0f} {here[1]:.0f} m")
    index = 1
    while index < len(points):
        x, y, is_on = points[index]
        end = (x, y) if is_on else points[index + 1][:2]
        if is_on or _bulge(here, (x, y), end) < STRAIGHT_UNITS:
            ink.append(f"{end[0]:.0f} {end[1]:.0f} l")
        else:
            first = (here[0] + 2 / 3 * (x - here[0]), here[1] + 2 / 3 * (y - here[1]))
            second = (end[0] + 2 / 3 * (x - end[0]), end[1] + 2 / 3 * (y - end[1]))
            ink.append(" ".join(f"{value:.0f}" for value in (*first, *second, *end)) + " c")
        here, index = end, index + (1 if is_on else 2)
    ink.append("h")


def _bulge(
    start: tuple[float, float], control: tuple[float, float], end: tuple[float, float]
) -> float:
    """How far a quadratic curve leaves its chord at most, in units: half the control's distance."""
    across, up = (start[0] + end[0]) / 2 - control[0], (start[1] + end[1]) / 2 - control[1]
    return math.hypot(across, up) / 2


def _with_implied_points(contour: Contour) -> Iterator[tuple[float, float, bool]]:
    """Yield the contour closed, from an on-curve point, with the middles between controls."""
    start = next((i for i, point in enumerate(contour) if point[2]), None)
    if start is None:
        (x0, y0, _), (x1, y1, _) = contour[0], contour[-1]
        contour = [((x0 + x1) / 2, (y0 + y1) / 2, True), *contour]
        start = 0
    turned = [*contour[start:], *contour[:start], contour[start]]
    previous = turned[0]
    yield previous
    for point in turned[1:]:
        if not previous[2] and not point[2]:
            yield (previous[0] + point[0]) / 2, (previous[1] + point[1]) / 2, True
        yield point
        previous = point
