"""评分表 on paper: blank score sheets of a heat as a PDF, two on a page where they fit.

Cut through the middle and the upper pile put on the lower one, the sheets lie in their order. The
same facts give the same bytes, whatever the clock and the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Flow, Frame, PlacedStroke, PlacedText, Style
from judging.printing.sheet_box import SheetBox
from judging.typesetting.units import A4_MM, PT_PER_MM

if TYPE_CHECKING:
    from judging.printing.sheet_facts import BlankSheet, SheetPile
    from judging.typesetting.fonts import Fonts
    from judging.typesetting.lines import SetLine
    from judging.typesetting.paper import Paper

_MARGIN_MM = 14.0
_EDGE_MM = 8.0
#: Two sheets share a page while a line for a mark stays this high; then it can be written in.
_LEAST_LINE_MM = 8.6
_MOST_LINE_MM = 14.0
_CUT = Style("latin", 7, 9, styles.GREY)


def render_score_sheets(pile: SheetPile, fonts: Fonts) -> bytes:
    """Draw a pile of blank score sheets as a PDF file of A4 pages."""
    from judging.typesetting.paper import Paper

    with fonts.lock:
        size_pt = (A4_MM[0] * PT_PER_MM, A4_MM[1] * PT_PER_MM)
        fonts.face("NotoSerifSC-Regular")
        canvas = Paper(size_pt, "NotoSerifSC-Regular")
        canvas.setTitle(f"{pile.competition.zh} {pile.round.zh} {pile.heat.zh} 评分表")
        canvas.setKeywords(f"sha256:{pile.digest}")
        canvas.identify(pile.in_force, pile.canonical())
        frames, line_mm = _frames(len(pile.criteria))
        known: dict[tuple[str, Style, float], SetLine | None] = {}
        boxes = [SheetBox(fonts, frame, line_mm, known) for frame in frames]
        for sheets in _pages(pile.sheets, len(frames)):
            for sheet, box in zip(sheets, boxes, strict=False):
                _draw(canvas, box, pile, sheet)
            if len(frames) == 2:
                _cut(canvas, fonts)
            canvas.end_page()
        return canvas.finished()


def _frames(criteria: int) -> tuple[tuple[Frame, ...], float]:
    """Return where sheets stand on a page, and how high a line is, in millimetres."""
    half_mm = A4_MM[1] / 2
    line_mm = SheetBox.line_mm(half_mm - 2 * _EDGE_MM, criteria)
    if line_mm >= _LEAST_LINE_MM:
        halves = (_frame(half_mm, A4_MM[1]), _frame(0, half_mm))
        return halves, min(line_mm, _MOST_LINE_MM)
    line_mm = SheetBox.line_mm(A4_MM[1] - 2 * _EDGE_MM, criteria)
    return (_frame(0, A4_MM[1]),), min(line_mm, _MOST_LINE_MM)


def _frame(bottom_mm: float, top_mm: float) -> Frame:
    return Frame(
        _MARGIN_MM * PT_PER_MM,
        (bottom_mm + _EDGE_MM) * PT_PER_MM,
        (A4_MM[0] - _MARGIN_MM) * PT_PER_MM,
        (top_mm - _EDGE_MM) * PT_PER_MM,
    )


def _pages(sheets: tuple[BlankSheet, ...], each: int) -> list[tuple[BlankSheet, ...]]:
    """Return the sheets of each page, so that the cut piles lie in order on each other."""
    count = -(-len(sheets) // each)
    return [sheets[number::count] for number in range(count)]


def _draw(canvas: Paper, box: SheetBox, pile: SheetPile, sheet: BlankSheet) -> None:
    from judging.typesetting.qr import qr_content

    flow = box.filled(pile, sheet)
    for thing in flow.pages[0]:
        if isinstance(thing, PlacedText):
            place = (thing.x_pt, thing.y_pt)
            canvas.write(thing.line, place, thing.style.size_pt, thing.style.colour)
        else:
            _stroke(canvas, thing)
    x_pt, y_pt, size_pt = box.code_place
    canvas.saveState()
    canvas.setFillColorRGB(*styles.INK)
    canvas.translate(x_pt, y_pt)
    canvas._code.append(qr_content(sheet.address, size_pt))  # noqa: SLF001 - one path, not 900
    canvas.restoreState()


def _stroke(canvas: Paper, stroke: PlacedStroke) -> None:
    canvas.setStrokeColorRGB(*stroke.colour)
    canvas.setLineWidth(stroke.width_pt)
    canvas.line(stroke.x_pt, stroke.y_pt, stroke.to_x_pt, stroke.to_y_pt)


def _cut(canvas: Paper, fonts: Fonts) -> None:
    """Draw the line to cut along."""
    y_pt = A4_MM[1] / 2 * PT_PER_MM
    canvas.saveState()
    canvas.setDash(2, 3)
    _stroke(canvas, PlacedStroke(0, y_pt, A4_MM[0] * PT_PER_MM, y_pt, 0.4, styles.GREY))
    canvas.restoreState()
    flow = Flow(fonts, _frame(0, A4_MM[1]))
    (words,) = flow.set(
        "沿线裁开，上叠放在下叠之上 cut; put the upper pile on the lower", _CUT, 400
    )
    canvas.write(words, (_MARGIN_MM * PT_PER_MM, y_pt + 2), _CUT.size_pt, _CUT.colour)
