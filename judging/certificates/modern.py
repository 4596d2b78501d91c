"""The modern ornament: a white page, a deep blue column with golden rosettes, one fine line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judging.certificates.guilloche import rosette
from judging.certificates.ink import Ink
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.certificates.design import Design

MARGIN_MM = 9.0
COLUMN_MM = 54.0
EMBLEM_HEIGHT_MM = 146.0
EMBLEM_RADIUS_MM = 19.0
GHOST_RADIUS_MM = 74.0


def draw_modern(design: Design) -> bytes:
    """Write the whole ornament of a page in `design`'s colours."""
    ink = Ink()
    margin_pt, column_pt = MARGIN_MM * PT_PER_MM, COLUMN_MM * PT_PER_MM
    width_pt = design.width_mm * PT_PER_MM - 2 * margin_pt
    height_pt = design.height_mm * PT_PER_MM - 2 * margin_pt
    middle_pt = margin_pt + column_pt / 2
    ink.fill_colour(design.colour("paper"))
    ink.rectangle(margin_pt, margin_pt, width_pt, height_pt)
    ink.write("f")
    ink.append("q")
    ink.fill_colour(design.colour("ink"))
    ink.rectangle(margin_pt, margin_pt, column_pt, height_pt)
    ink.append("W f")
    _ghost(ink, design, margin_pt + column_pt)
    ink.append("Q")
    _emblem(ink, design, middle_pt, EMBLEM_HEIGHT_MM * PT_PER_MM)
    ink.fill_colour(design.colour("gold"))
    ink.rectangle(margin_pt + column_pt, margin_pt, 2.0, height_pt)
    ink.write("f")
    ink.stroke_colour(design.colour("ink"), 0.6)
    ink.rectangle(margin_pt, margin_pt, width_pt, height_pt)
    ink.write("S")
    return ink.content()


def _ghost(ink: Ink, design: Design, x_pt: float) -> None:
    """A great wheel, barely lighter than the column that cuts it off."""
    ink.stroke_colour(design.colour("ghost"), 0.5)
    y_pt = EMBLEM_HEIGHT_MM * PT_PER_MM
    for radius_mm, petals, strands, inner in (
        (GHOST_RADIUS_MM, 30, 8, 0.66),
        (GHOST_RADIUS_MM * 0.64, 24, 6, 0.55),
    ):
        content = rosette(
            radius_mm * PT_PER_MM, petals=petals, strands=strands, depth=0.95, inner=inner
        )
        ink.placed(content, x_pt - COLUMN_MM * PT_PER_MM / 2, y_pt)


def _emblem(ink: Ink, design: Design, x_pt: float, y_pt: float) -> None:
    """A medal of two rosettes in a double ring."""
    radius_pt = EMBLEM_RADIUS_MM * PT_PER_MM
    ink.fill_colour(design.colour("ink"))
    ink.stroke_colour(design.colour("gold"), 0.9)
    ink.circle(x_pt, y_pt, radius_pt)
    ink.write("B")
    ink.stroke_colour(design.colour("gold"), 0.4)
    ink.circle(x_pt, y_pt, radius_pt - 2.4)
    ink.write("S")
    for share, petals, strands, inner in ((0.92, 16, 7, 0.42), (0.36, 10, 4, 0.12)):
        content = rosette(
            radius_pt * share, petals=petals, strands=strands, depth=0.95, inner=inner
        )
        ink.placed(content, x_pt, y_pt)
