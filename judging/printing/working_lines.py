"""The working of a score in a flow: what was dropped is struck through, as on the screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from judging.printing.flow import Flow, PlacedStroke, PlacedText, Style
from judging.printing.styles import BODY, GREY, SEAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from judging.scoring.explain import Segment

_STRUCK = ("dropped", "waived")
_GAP_EM = 0.45
_STRIKE_EM = 0.3
_RESULTS = ("score", "no_result")


def draw_working(flow: Flow, segments: Sequence[Segment], indent_pt: float = 0.0) -> None:
    """Set the segments one after another, breaking lines only between them."""
    flow.room(BODY.leading_pt * 2)
    left = flow.frame.left_pt + indent_pt
    x_pt = left
    for segment in segments:
        style = _style_of(segment)
        for line in flow.set(segment.text, style, flow.frame.right_pt - left):
            width_pt = line.width_em * style.size_pt
            if x_pt > left and x_pt + width_pt > flow.frame.right_pt:
                x_pt = left
                flow.y_pt -= style.leading_pt
                flow.room(style.leading_pt)
            y_pt = flow.y_pt - 0.88 * style.size_pt
            flow.place(PlacedText(line, x_pt, y_pt, style))
            if segment.kind in _STRUCK:
                middle = y_pt + _STRIKE_EM * style.size_pt
                flow.place(PlacedStroke(x_pt, middle, x_pt + width_pt, middle, 0.7, SEAL))
            x_pt += width_pt + _GAP_EM * style.size_pt
    flow.y_pt -= BODY.leading_pt


def _style_of(segment: Segment) -> Style:
    if segment.kind in _STRUCK:
        return replace(BODY, colour=GREY)
    return replace(BODY, role="display") if segment.kind in _RESULTS else BODY
