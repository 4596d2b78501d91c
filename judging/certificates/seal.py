"""The red seal: a ring, the organisation's name on an arc, a star, a line below, and worn ink.

Drawn as outlines, so that it needs no font in the file and its letters can be stretched as a seal
cutter does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from judging.certificates.ink import Ink
from judging.certificates.outlines import UNITS_PER_EM, glyph_contours, write_contour

if TYPE_CHECKING:
    from judging.certificates.ink import Colour
    from judging.typesetting.fonts import Fonts

TILT_DEGREES = 5.0
"""A seal set by hand is never quite upright."""

WIDEST_ARC_DEGREES = 250.0
DEGREES_A_CHARACTER = 21.5
WORN_SPECKS = 240
MIDDLE_UNITS = 380
"""The height of a Chinese character's middle above its baseline, in thousandths of an em."""


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
    ink.write("f")
    _write_arc(ink, text, radius_pt, fonts)
    _write_caption(ink, caption, radius_pt, fonts)
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
    """Write each character with its foot to the centre, as tall as the arc's room allows."""
    if not text:
        return
    pitch = min(DEGREES_A_CHARACTER, WIDEST_ARC_DEGREES / max(len(text) - 1, 1))
    middle_pt = radius_pt * 0.70
    room_pt = math.radians(pitch) * middle_pt
    height_pt = min(radius_pt * 0.31, room_pt * 1.9)
    width_pt = min(height_pt * 0.86, room_pt * 0.94)
    for index, character in enumerate(text):
        turn = pitch * ((len(text) - 1) / 2 - index)
        angle = math.radians(90 + turn)
        centre = (middle_pt * math.cos(angle), middle_pt * math.sin(angle))
        _write_character(ink, character, fonts, (width_pt, height_pt), centre, turn)


def _write_caption(ink: Ink, caption: str, radius_pt: float, fonts: Fonts) -> None:
    if not caption:
        return
    room_pt = radius_pt * 1.05 / len(caption)
    width_pt = min(room_pt, radius_pt * 0.19)
    for index, character in enumerate(caption):
        centre = (room_pt * (index - (len(caption) - 1) / 2), -radius_pt * 0.53)
        _write_character(ink, character, fonts, (width_pt, width_pt * 1.12), centre, 0.0)


def _write_character(
    ink: Ink,
    character: str,
    fonts: Fonts,
    size: tuple[float, float],
    centre: tuple[float, float],
    turn_degrees: float,
) -> None:
    """Write one character in whole font units, stretched to `size` and turned about `centre`."""
    face, _ = fonts.runs(character, "display")[0]
    font = fonts.face(face)
    half = round(font.face.getCharWidth(ord(character)) / 2)
    outline = Ink()
    for contour in glyph_contours(font, character):
        write_contour(outline, [(x - half, y - MIDDLE_UNITS, on) for x, y, on in contour])
    outline.write("f")
    stretch = f"{size[0] / UNITS_PER_EM:.5f} 0 0 {size[1] / UNITS_PER_EM:.5f} 0 0 cm\n"
    ink.placed(stretch + outline.content().decode("ascii"), *centre, turn_degrees)


def _wear(ink: Ink, radius_pt: float) -> None:
    """Scatter small flaws where the ink did not take; the same ones on each seal.

    The places follow the golden angle and low-discrepancy fractions, which look like chance and
    need none.
    """
    golden = math.pi * (3 - math.sqrt(5))
    for index in range(1, WORN_SPECKS):
        reach = radius_pt * math.sqrt((index * 0.5698402910) % 1) * 0.99
        size_pt = radius_pt * (0.006 + 0.018 * ((index * 0.7548776662) % 1) ** 3)
        x_pt, y_pt = reach * math.cos(index * golden), reach * math.sin(index * golden)
        width_pt = size_pt * (0.5 + (index * 0.38) % 1)
        ink.append(f"{x_pt:.1f} {y_pt:.1f} {width_pt:.1f} {size_pt:.1f} re")
