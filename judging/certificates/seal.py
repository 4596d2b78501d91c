"""The red seal: a ring, the organisation's name on an arc, a star, a line below, and worn ink.

Drawn as outlines, so that it needs no font in the file and its letters can be stretched as a seal
cutter does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from judging.certificates.ink import Ink
from judging.certificates.outlines import glyph_contours, write_contour

if TYPE_CHECKING:
    from judging.certificates.fonts import Fonts
    from judging.certificates.ink import Colour

TILT_DEGREES = 5.0
"""A seal set by hand is never quite upright."""

WIDEST_ARC_DEGREES = 250.0
DEGREES_A_CHARACTER = 21.5
WORN_SPECKS = 260


def seal_content(
    text: str, caption: str, radius_pt: float, fonts: Fonts, *, red: Colour, paper: Colour
) -> bytes:
    """Write a seal round the origin.

    Parameters: `text`, the name on the arc; `caption`, the short line below the star, may be
    empty; `radius_pt`, the outer radius; `paper`, the colour of the worn specks.
    """
    ink = Ink()
    cos, sin = math.cos(math.radians(TILT_DEGREES)), math.sin(math.radians(TILT_DEGREES))
    ink.append(f"q {cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} 0 0 cm")
    ink.fill_colour(red)
    ink.circle(0, 0, radius_pt)
    ink.circle(0, 0, radius_pt * 0.94)
    ink.write("f*")
    ink.stroke_colour(red, radius_pt * 0.012)
    ink.circle(0, 0, radius_pt * 0.905)
    ink.write("S")
    ink.polygon(_star(radius_pt * 0.30, 0.0, radius_pt * 0.03))
    _write_arc(ink, text, radius_pt, fonts)
    _write_caption(ink, caption, radius_pt, fonts)
    ink.write("f")
    ink.fill_colour(paper)
    _wear(ink, radius_pt)
    ink.write("f")
    ink.append("Q")
    return ink.content()


def _star(radius_pt: float, x_pt: float, y_pt: float) -> list[tuple[float, float]]:
    inner = radius_pt * math.sin(math.radians(18)) / math.sin(math.radians(54))
    points = []
    for step in range(10):
        angle = math.radians(90 + 36 * step)
        reach = radius_pt if step % 2 == 0 else inner
        points.append((x_pt + reach * math.cos(angle), y_pt + reach * math.sin(angle)))
    return points


def _write_arc(ink: Ink, text: str, radius_pt: float, fonts: Fonts) -> None:
    """Write each character upright to the centre, tall and narrow as the arc's room demands."""
    if not text:
        return
    pitch = min(DEGREES_A_CHARACTER, WIDEST_ARC_DEGREES / max(len(text) - 1, 1))
    middle_pt = radius_pt * 0.70
    room_pt = math.radians(pitch) * middle_pt
    height_pt = min(radius_pt * 0.31, room_pt * 1.9)
    width_pt = min(height_pt * 0.86, room_pt * 0.94)
    for index, character in enumerate(text):
        angle = math.radians(90 - pitch * (index - (len(text) - 1) / 2))
        _write_character(ink, character, fonts, (width_pt, height_pt), middle_pt, angle)


def _write_caption(ink: Ink, caption: str, radius_pt: float, fonts: Fonts) -> None:
    if not caption:
        return
    room_pt = radius_pt * 1.05 / len(caption)
    width_pt = min(room_pt, radius_pt * 0.19)
    for index, character in enumerate(caption):
        x_pt = room_pt * (index - (len(caption) - 1) / 2)
        _write_upright(ink, character, fonts, (width_pt, width_pt * 1.12), (x_pt, -radius_pt * 0.53))


def _write_upright(
    ink: Ink, character: str, fonts: Fonts, size: tuple[float, float], centre: tuple[float, float]
) -> None:
    _, contours = _outline(character, fonts)
    scale_x, scale_y = size[0] / 1000, size[1] / 1000
    for contour in contours:
        centred = [(x - 500, y - 380, on) for x, y, on in contour]
        write_contour(ink, centred, scale_x, scale_y, *centre)


def _write_character(
    ink: Ink,
    character: str,
    fonts: Fonts,
    size: tuple[float, float],
    distance_pt: float,
    angle: float,
) -> None:
    """Write one character with its middle at `distance_pt` from the centre, its foot to it."""
    advance, contours = _outline(character, fonts)
    cos, sin = math.cos(angle - math.pi / 2), math.sin(angle - math.pi / 2)
    for contour in contours:
        turned = []
        for x, y, on in contour:
            across = (x - advance / 2) / 1000 * size[0]
            up = (y - 380) / 1000 * size[1] + distance_pt
            turned.append((across * cos - up * sin, across * sin + up * cos, on))
        write_contour(ink, turned, 1.0, 1.0, 0.0, 0.0)


def _outline(character: str, fonts: Fonts) -> tuple[float, list[list[tuple[float, float, bool]]]]:
    face, _ = fonts.runs(character, "display")[0]
    font = fonts.face(face)
    return font.face.getCharWidth(ord(character)), glyph_contours(font, character)


def _wear(ink: Ink, radius_pt: float) -> None:
    """Scatter small flaws where the ink did not take; the same ones on each seal.

    The places follow the golden angle and a low-discrepancy fraction, which look like chance
    and need none.
    """
    golden = math.pi * (3 - math.sqrt(5))
    for index in range(1, WORN_SPECKS):
        fraction = (index * 0.7548776662) % 1
        reach = radius_pt * math.sqrt((index * 0.5698402910) % 1) * 0.99
        angle = index * golden
        size_pt = radius_pt * (0.003 + 0.011 * fraction**3)
        x_pt, y_pt = reach * math.cos(angle), reach * math.sin(angle)
        corners = [
            (
                x_pt + size_pt * (0.6 + 0.6 * ((fraction * (3 + side)) % 1)) * math.cos(side * 1.26),
                y_pt + size_pt * (0.6 + 0.6 * ((fraction * (5 + side)) % 1)) * math.sin(side * 1.26),
            )
            for side in range(5)
        ]
        ink.polygon(corners)
