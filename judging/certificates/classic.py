"""The classic ornament: an ivory panel in a woven gold frame, over a pale rosette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from judging.certificates.guilloche import band_tile, rosette
from judging.certificates.ink import Ink
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.certificates.design import Design

OUTER_INSET_MM = 8.0
BAND_MM = 9.0
CORNER_MM = 15.0
TILE_MM = 13.0
BAND_STRANDS = 7
DIVIDER_HALF_MM = 44.0
DIVIDER_ABOVE_MM = 4.8


def draw_classic(design: Design) -> bytes:
    """Write the whole ornament of a page in `design`'s colours."""
    ink = Ink()
    width_pt, height_pt = design.width_mm * PT_PER_MM, design.height_mm * PT_PER_MM
    inset_pt = OUTER_INSET_MM * PT_PER_MM
    ink.fill_colour(design.colour("paper"))
    ink.rectangle(inset_pt, inset_pt, width_pt - 2 * inset_pt, height_pt - 2 * inset_pt)
    ink.write("f")
    _watermark(ink, design, width_pt, height_pt)
    _frame(ink, design, width_pt, height_pt)
    _corners(ink, design, width_pt, height_pt)
    _divider(ink, design, width_pt / 2)
    return ink.content()


def _watermark(ink: Ink, design: Design, width_pt: float, height_pt: float) -> None:
    ink.stroke_colour(design.colour("watermark"), 0.35)
    x_pt, y_pt = width_pt / 2, height_pt * 0.49
    for radius_mm, petals, strands, depth, inner in (
        (74, 36, 8, 0.92, 0.66),
        (48, 24, 7, 0.95, 0.52),
        (24, 18, 6, 0.95, 0.72),
    ):
        content = rosette(
            radius_mm * PT_PER_MM, petals=petals, strands=strands, depth=depth, inner=inner
        )
        ink.placed(content, x_pt, y_pt)


def _frame(ink: Ink, design: Design, width_pt: float, height_pt: float) -> None:
    gold, ink_blue = design.colour("gold"), design.colour("ink")
    outer, band = OUTER_INSET_MM * PT_PER_MM, BAND_MM * PT_PER_MM
    for inset, colour, line_pt in (
        (outer, ink_blue, 1.3),
        (outer + 2.6, gold, 0.4),
        (outer + 2.6 + band + 2.6, gold, 0.4),
        (outer + band + 8.2, ink_blue, 0.6),
    ):
        ink.stroke_colour(colour, line_pt)
        ink.rectangle(inset, inset, width_pt - 2 * inset, height_pt - 2 * inset)
        ink.write("S")
    middle = outer + 2.6 + (band + 2.6) / 2
    corner = CORNER_MM * PT_PER_MM / 2
    ink.stroke_colour(gold, 0.32)
    tile = band_tile(TILE_MM * PT_PER_MM, band / 2, BAND_STRANDS)
    for length, across, turn in ((width_pt, height_pt, 0), (height_pt, width_pt, 90)):
        run = length - 2 * (middle + corner)
        count = round(run / (TILE_MM * PT_PER_MM))
        stretched = f"{run / count / (TILE_MM * PT_PER_MM):.5f} 0 0 1 0 0 cm\n{tile}"
        for index in range(count):
            along = middle + corner + index * run / count
            for side in (middle, across - middle):
                place = (side, along) if turn else (along, side)
                ink.placed(stretched, *place, turn)


def _corners(ink: Ink, design: Design, width_pt: float, height_pt: float) -> None:
    """Cover the frame's corners with a square of paper and set a rosette in it."""
    outer, band = OUTER_INSET_MM * PT_PER_MM, BAND_MM * PT_PER_MM
    middle = outer + 2.6 + (band + 2.6) / 2
    half = CORNER_MM * PT_PER_MM / 2
    wheel = rosette(half * 0.90, petals=12, strands=6, depth=0.95, inner=0.34)
    heart = rosette(half * 0.30, petals=8, strands=3, depth=0.9, inner=0.1)
    for x_pt in (middle, width_pt - middle):
        for y_pt in (middle, height_pt - middle):
            ink.fill_colour(design.colour("paper"))
            ink.stroke_colour(design.colour("ink"), 0.6)
            ink.circle(x_pt, y_pt, half)
            ink.write("B")
            ink.stroke_colour(design.colour("gold"), 0.32)
            ink.circle(x_pt, y_pt, half - 1.6)
            ink.write("S")
            ink.placed(wheel, x_pt, y_pt)
            ink.placed(heart, x_pt, y_pt)


def _divider(ink: Ink, design: Design, x_pt: float) -> None:
    """A tapering line with a lozenge under the title."""
    y_pt = (design.stacks[0].top_mm + DIVIDER_ABOVE_MM) * PT_PER_MM
    half, lozenge = DIVIDER_HALF_MM * PT_PER_MM, 3.0
    ink.fill_colour(design.colour("gold"))
    for sign in (-1, 1):
        ink.polygon(
            [
                (x_pt + sign * half, y_pt),
                (x_pt + sign * 9, y_pt + 0.55),
                (x_pt + sign * 9, y_pt - 0.55),
            ]
        )
        ink.polygon(_lozenge(x_pt + sign * 7.5, y_pt, 1.4))
    ink.polygon(_lozenge(x_pt, y_pt, lozenge))
    ink.write("f")


def _lozenge(x_pt: float, y_pt: float, half_pt: float) -> list[tuple[float, float]]:
    return [
        (x_pt - half_pt, y_pt),
        (x_pt, y_pt + half_pt),
        (x_pt + half_pt, y_pt),
        (x_pt, y_pt - half_pt),
    ]
