"""Tables in a flow: columns of given shares, rows that stay whole, a head on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.printing.flow import Colour, Flow, PlacedStroke, PlacedText, Words, height_of

if TYPE_CHECKING:
    from judging.printing.flow import Style
    from judging.typesetting.lines import SetLine

Cell = Sequence[Words]
SetCell = list[tuple["SetLine", "Style"]]
_PADDING_PT = 3.0
_ASCENT_EM = 0.88


@dataclass(frozen=True, slots=True)
class Column:
    """A column's share of the width, and the side its numbers stand at: ``left`` or ``right``."""

    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with a head; ``line`` colours the hairlines."""

    columns: tuple[Column, ...]
    head: tuple[Cell, ...]
    line: Colour

    def draw(self, flow: Flow, rows: Sequence[Sequence[Cell]]) -> None:
        """Set the rows into the flow, the head first and again after each page's end."""
        edges = self._edges(flow)
        head = self._set(flow, self.head, edges)
        placed = [self._set(flow, row, edges) for row in rows]
        flow.room(_height(head) + (_height(placed[0]) if placed else 0.0))
        self._row(flow, head, edges, 0.8)
        for row in placed:
            if flow.y_pt - _height(row) < flow.frame.bottom_pt:
                flow.new_page()
                self._row(flow, head, edges, 0.8)
            self._row(flow, row, edges, 0.3)

    def _edges(self, flow: Flow) -> list[tuple[float, float]]:
        whole = sum(column.share for column in self.columns)
        edges, left = [], flow.frame.left_pt
        for column in self.columns:
            width = flow.frame.width_pt * column.share / whole
            edges.append((left, left + width))
            left += width
        return edges

    def _set(
        self, flow: Flow, cells: Sequence[Cell], edges: list[tuple[float, float]]
    ) -> list[SetCell]:
        return [
            [
                (line, words.style)
                for words in cell
                for line in flow.set(words.text, words.style, right - left - 2 * _PADDING_PT)
            ]
            for cell, (left, right) in zip(cells, edges, strict=True)
        ]

    def _row(
        self, flow: Flow, cells: list[SetCell], edges: list[tuple[float, float]], rule_pt: float
    ) -> None:
        bottom = flow.y_pt - _height(cells)
        for column, cell, (left, right) in zip(self.columns, cells, edges, strict=True):
            y_pt = flow.y_pt - _PADDING_PT
            for line, style in cell:
                x_pt = left + _PADDING_PT
                if column.align == "right":
                    x_pt = right - _PADDING_PT - line.width_em * style.size_pt
                flow.place(PlacedText(line, x_pt, y_pt - _ASCENT_EM * style.size_pt, style))
                y_pt -= style.leading_pt
        flow.place(
            PlacedStroke(
                flow.frame.left_pt, bottom, flow.frame.right_pt, bottom, rule_pt, self.line
            )
        )
        flow.y_pt = bottom


def _height(cells: list[SetCell]) -> float:
    return max((height_of(cell) for cell in cells), default=0.0) + 2 * _PADDING_PT
