"""One blank score sheet in its frame: whose it is, lines for marks, the total, the signature."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Flow, PlacedStroke, PlacedText, Style
from judging.typesetting.units import PT_PER_MM

if TYPE_CHECKING:
    from judging.printing.flow import Frame
    from judging.printing.sheet_facts import BlankSheet, SheetCriterion, SheetPile
    from judging.typesetting.fonts import Fonts
    from judging.typesetting.lines import SetLine

_HEAD_MM, _TOTAL_MM, _FOOT_MM = 33.0, 11.0, 27.0
_CODE_MM = 24.0
_BOX_MM = 34.0
_ASCENT_EM = 0.88
_GREAT = Style("display", 21, 24, styles.INK)
_GREAT_EN = Style("latin", 10.5, 13, styles.GREY)
_NAME = Style("display", 11, 14, styles.INK)
_CRITERION = Style("display", 10, 12, styles.INK)
_RANGE = Style("text", 9, 11, styles.INK)


@dataclass
class SheetBox:
    """A sheet's frame; ``line_height_mm`` is the height of one line for a mark.

    ``known`` keeps what was set before: most of a sheet stands on every other one too.
    """

    fonts: Fonts
    frame: Frame
    line_height_mm: float
    known: dict[tuple[str, Style, float], SetLine | None]

    @staticmethod
    def line_mm(height_mm: float, criteria: int) -> float:
        """Return how high a line for a mark can be in a frame of this height."""
        return (height_mm - _HEAD_MM - _TOTAL_MM - _FOOT_MM) / max(criteria, 1)

    @property
    def code_place(self) -> tuple[float, float, float]:
        """The lower left corner of the code and its size, in points."""
        size_pt = _CODE_MM * PT_PER_MM
        return self.frame.right_pt - size_pt, self.frame.top_pt - size_pt + 6, size_pt

    def filled(self, pile: SheetPile, sheet: BlankSheet) -> Flow:
        """Return everything of a sheet but its code, in its place."""
        flow = Flow(self.fonts, self.frame)
        self._head(flow, pile, sheet)
        top_pt = self.frame.top_pt - _HEAD_MM * PT_PER_MM
        self._rule(flow, top_pt, 1.0)
        for criterion in pile.criteria:
            self._criterion(flow, top_pt, criterion)
            top_pt -= self.line_height_mm * PT_PER_MM
            self._rule(flow, top_pt, 0.4)
        self._total(flow, top_pt, is_weighted=pile.is_weighted)
        self._foot(flow, pile)
        return flow

    def _write(
        self, flow: Flow, text: str, style: Style, x_pt: float, y_pt: float, width_pt: float
    ) -> float:
        """Write the first line of a text below ``y_pt``; return how wide it is, in points."""
        key = text, style, width_pt
        if key not in self.known:
            self.known[key] = next(iter(flow.set(text, style, width_pt) if text else []), None)
        shown = self.known[key]
        if shown is None:
            return 0.0
        flow.place(PlacedText(shown, x_pt, y_pt - _ASCENT_EM * style.size_pt, style))
        return shown.width_em * style.size_pt

    def _rule(self, flow: Flow, y_pt: float, width_pt: float) -> None:
        left, right = self.frame.left_pt, self.frame.right_pt
        flow.place(PlacedStroke(left, y_pt, right, y_pt, width_pt, styles.INK))

    def _head(self, flow: Flow, pile: SheetPile, sheet: BlankSheet) -> None:
        """Write what the sheet belongs to, large enough to be read off a pile."""
        left, y_pt = self.frame.left_pt, self.frame.top_pt
        wide_pt = self.frame.width_pt - (_CODE_MM + 4) * PT_PER_MM
        heat = " · ".join(part for part in (pile.round.zh, pile.heat.zh, pile.place) if part)
        self._write(flow, f"{pile.competition.zh} · {heat}", styles.SMALL, left, y_pt, wide_pt)
        heat_en = f"{pile.competition.en} · {pile.round.en} · {pile.heat.en}"
        self._write(flow, heat_en, styles.SMALL_EN, left, y_pt - 11, wide_pt)
        y_pt -= 27
        middle = left + wide_pt * 0.45
        used = self._write(flow, f"{sheet.order} 号选手", _GREAT, left, y_pt, wide_pt)
        self._write(flow, f"No. {sheet.order}", _GREAT_EN, left + used + 6, y_pt + -9, 90)
        used = self._write(flow, f"{sheet.seat} 号席位", _GREAT, middle, y_pt, wide_pt)
        self._write(flow, f"Seat {sheet.seat}", _GREAT_EN, middle + used + 6, y_pt - 9, 90)
        y_pt -= 28
        who = "　".join(part for part in (sheet.entry, sheet.name) if part)
        self._write(flow, who, _NAME, left, y_pt, wide_pt * 0.43)
        self._write(flow, f"评委 Judge　{sheet.judge}", _NAME, middle, y_pt, wide_pt * 0.55)
        title = sheet.title.zh
        if sheet.title.en != title:
            title = f"{title}　{sheet.title.en}"
        self._write(flow, title, styles.SMALL, left, y_pt - 17, wide_pt)

    def _criterion(self, flow: Flow, top_pt: float, criterion: SheetCriterion) -> None:
        """Write one criterion with its range and step, and a box for the mark."""
        left, width_pt = self.frame.left_pt + 2, self.frame.width_pt
        height_pt, name_pt = self.line_height_mm * PT_PER_MM, width_pt * 0.5
        zh, en = criterion.name.zh, criterion.name.en
        en = "" if en == zh else en
        both_pt = _CRITERION.leading_pt + styles.SMALL_EN.leading_pt
        middle_pt = top_pt - (height_pt - _CRITERION.leading_pt) / 2
        if en and height_pt > both_pt:
            y_pt = top_pt - (height_pt - both_pt) / 2
            self._write(flow, zh, _CRITERION, left, y_pt, name_pt)
            below_pt = y_pt - _CRITERION.leading_pt
            self._write(flow, en, styles.SMALL_EN, left, below_pt, name_pt)
        else:
            used = self._write(flow, zh, _CRITERION, left, middle_pt, name_pt) + 6
            self._write(flow, en, styles.SMALL_EN, left + used, middle_pt - 1, name_pt - used)
        said = f"{criterion.range}　每档 step {criterion.step}"
        self._write(flow, said, _RANGE, left + name_pt + 8, middle_pt - 1, width_pt * 0.3)
        self._box(flow, top_pt, height_pt, 0.8)

    def _box(self, flow: Flow, top_pt: float, height_pt: float, width_pt: float) -> None:
        """Draw the sides of the box that a figure is written in; rules are its other two."""
        right = self.frame.right_pt
        left = right - _BOX_MM * PT_PER_MM
        for x_pt in (left, right):
            side = PlacedStroke(x_pt, top_pt, x_pt, top_pt - height_pt, width_pt, styles.INK)
            flow.place(side)

    def _total(self, flow: Flow, top_pt: float, *, is_weighted: bool) -> None:
        """Draw the line for the sum, which whoever types compares with the marks."""
        height_pt = _TOTAL_MM * PT_PER_MM
        left = self.frame.left_pt
        used = self._write(flow, "合计 Total", _NAME, left + 2, top_pt - 9, 120)
        said = "各项分数直接相加，不乘权重 the marks added up, before weights"
        if not is_weighted:
            said = "各项分数相加 the marks added up"
        self._write(flow, said, styles.SMALL, left + used + 14, top_pt - 11, 300)
        self._box(flow, top_pt, height_pt, 1.6)
        self._rule(flow, top_pt - height_pt, 1.6)

    def _foot(self, flow: Flow, pile: SheetPile) -> None:
        """Write the lines for two comments, a recusal and the signature, and the rule sheet."""
        left, right = self.frame.left_pt, self.frame.right_pt
        y_pt = self.frame.bottom_pt + _FOOT_MM * PT_PER_MM - 8
        middle = left + self.frame.width_pt * 0.52
        rows = (
            ("给选手的评语 Comment to the contestant", left, right),
            ("给评审组的备注，不公布 Note to the panel, never published", left, right),
            ("□ 回避 I step aside　原因 reason", left, middle - 10),
            ("签名 Signature", middle, right),
        )
        for number, (label, start, end) in enumerate(rows):
            line_y = y_pt - 21 * min(number, 2)
            used = self._write(flow, label, styles.SMALL, start, line_y, 320)
            flow.place(
                PlacedStroke(start + used + 4, line_y - 9, end, line_y - 9, 0.4, styles.GREY)
            )
        rules = (
            f"写错请划去，在旁边另写并签名。Strike out what is wrong, write beside it and sign."
            f"　细则第 {pile.version} 版 rules {pile.version} · {pile.digest[:8]}"
        )
        self._write(flow, rules, styles.FOOT, left, self.frame.bottom_pt + 9, flow.frame.width_pt)
