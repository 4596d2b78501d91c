"""Seat cards on paper: four to a page of A4, to be cut, each with a PIN slip of its own.

The card lets a tablet in, by code or by letters. The slip beside it says only the PIN, which opens
a tablet that is in already: where two judges share one, the desk keeps the cards and the judges
carry the slips. The same facts give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Flow, Frame, Style
from judging.typesetting.units import A4_MM, PT_PER_MM

if TYPE_CHECKING:
    from datetime import date

    from judging.scoring.bilingual import Bilingual
    from judging.typesetting.fonts import Fonts
    from judging.typesetting.paper import Paper

CARDS_A_PAGE = 4
_LEFT_MM, _SLIP_MM, _RIGHT_MM = 15.0, 137.0, 195.0
_TOP_MM, _CARD_MM, _PAD_MM = 279.5, 65.5, 5.0
_TICK_MM, _TICK_GAP_MM = 7.0, 2.0
_CODE_MM = 40.0

_SEAT = Style("display", 17, 21, styles.INK)
_SEAT_EN = Style("latin", 11, 14, styles.GREY)
_NAME = Style("display", 14, 19, styles.INK)
_LETTERS = Style("sans", 10.5, 15, styles.INK)
_PIN = Style("sans", 25, 31, styles.INK)


@dataclass(frozen=True)
class SeatCardFacts:
    """One card.

    Args:
        number: of the seat.
        group: the judge group in words.
        person_name: who sits there; may be empty.
        link: what the code opens.
        letters: the secret of the link in readable groups.
        pin: six digits.
    """

    number: int
    group: Bilingual
    person_name: str
    link: str
    letters: str
    pin: str


@dataclass(frozen=True)
class SeatCardsPaper:
    """The cards of a heat.

    Args:
        competition: its name.
        heat: the names of round and heat together.
        where: place and time, each already in words; may be empty.
        address: where the letters are typed.
        day: the date that the file carries.
        cards: by seat number.
    """

    competition: Bilingual
    heat: Bilingual
    where: str
    address: str
    day: date
    cards: tuple[SeatCardFacts, ...]

    def canonical(self) -> bytes:
        """Return the one byte form of all that is printed."""
        whole = asdict(self) | {"day": self.day.isoformat()}
        return json.dumps(whole, sort_keys=True, ensure_ascii=False).encode()


def render_seat_cards(paper: SeatCardsPaper, fonts: Fonts) -> bytes:
    """Draw the cards as a PDF file with cut marks; a character without a glyph stands as 〓."""
    from judging.typesetting.paper import Paper

    with fonts.lock:
        fonts.face("NotoSerifSC-Regular")
        canvas = Paper((A4_MM[0] * PT_PER_MM, A4_MM[1] * PT_PER_MM), "NotoSerifSC-Regular")
        canvas.setTitle(f"席位卡 {paper.heat.zh}")
        canvas.setSubject(f"Seat cards {paper.heat.en}")
        canvas.identify(paper.day, paper.canonical())
        flow = Flow(fonts, Frame(0, 0, 0, 0))
        for first in range(0, max(len(paper.cards), 1), CARDS_A_PAGE):
            _cut_marks(canvas)
            for row, card in enumerate(paper.cards[first : first + CARDS_A_PAGE]):
                top_mm = _TOP_MM - row * _CARD_MM
                _card(_Column(canvas, flow, _LEFT_MM + _PAD_MM, _SLIP_MM), paper, card, top_mm)
                _slip(_Column(canvas, flow, _SLIP_MM + _PAD_MM, _RIGHT_MM), paper, card, top_mm)
            canvas.end_page()
        return canvas.finished()


def _cut_marks(canvas: Paper) -> None:
    """Draw ticks outside of the cards where a blade goes, and hairlines for scissors."""
    canvas.setStrokeColorRGB(*styles.INK)
    canvas.setLineWidth(0.4)
    bottom_mm = _TOP_MM - CARDS_A_PAGE * _CARD_MM
    rows = [_TOP_MM - row * _CARD_MM for row in range(CARDS_A_PAGE + 1)]
    for x_mm in (_LEFT_MM, _SLIP_MM, _RIGHT_MM):
        for edge_mm, way in ((_TOP_MM, 1), (bottom_mm, -1)):
            _line(canvas, x_mm, edge_mm + way * _TICK_GAP_MM, x_mm, edge_mm + way * _TICK_MM)
    for y_mm in rows:
        for edge_mm, way in ((_LEFT_MM, -1), (_RIGHT_MM, 1)):
            _line(canvas, edge_mm + way * _TICK_GAP_MM, y_mm, edge_mm + way * _TICK_MM, y_mm)
    canvas.setStrokeColorRGB(*styles.HAIRLINE)
    canvas.setDash(1.5, 2.5)
    for y_mm in rows:
        _line(canvas, _LEFT_MM, y_mm, _RIGHT_MM, y_mm)
    for x_mm in (_LEFT_MM, _SLIP_MM, _RIGHT_MM):
        _line(canvas, x_mm, bottom_mm, x_mm, _TOP_MM)
    canvas.setDash()


def _line(canvas: Paper, x_mm: float, y_mm: float, to_x_mm: float, to_y_mm: float) -> None:
    canvas.line(*(value * PT_PER_MM for value in (x_mm, y_mm, to_x_mm, to_y_mm)))


class _Column:
    """A column of a card that is written from its top down."""

    def __init__(self, canvas: Paper, flow: Flow, left_mm: float, right_mm: float) -> None:
        self.canvas = canvas
        self._flow = flow
        self._left_pt = left_mm * PT_PER_MM
        self._width_pt = (right_mm - left_mm - _PAD_MM / 2) * PT_PER_MM
        self._y_pt = 0.0

    def begin(self, top_mm: float) -> None:
        """Go to the top of a card."""
        self._y_pt = (top_mm - _PAD_MM) * PT_PER_MM

    def space(self, height_pt: float) -> None:
        """Leave a gap."""
        self._y_pt -= height_pt

    def write(self, text: str, style: Style, lines: int = 1) -> None:
        """Write a text on at most so many lines; what does not fit is cut off."""
        for line in self._flow.set(text, style, self._width_pt)[:lines] if text else ():
            baseline_pt = self._y_pt - 0.88 * style.size_pt
            self.canvas.write(line, (self._left_pt, baseline_pt), style.size_pt, style.colour)
            self._y_pt -= style.leading_pt

    def name(self, text: str, *sizes: Style) -> None:
        """Write a name on one line, as large as it fits; in the smallest size it is cut off."""
        fitting = (one for one in sizes if len(self._flow.set(text, one, self._width_pt)) <= 1)
        self.write(text, next(fitting, sizes[-1]))

    def pair(self, words: Bilingual, style: Style, english: Style, lines: int = 1) -> None:
        """Write a text in Chinese, and in English where that says something else."""
        self.write(words.zh, style, lines)
        if words.en != words.zh:
            self.write(words.en, english, lines)


def _card(column: _Column, paper: SeatCardsPaper, card: SeatCardFacts, top_mm: float) -> None:
    """Draw what lets a tablet in: the code, and the letters for who has no camera."""
    left_mm, bottom_mm = _LEFT_MM + _PAD_MM, top_mm - _PAD_MM - _CODE_MM
    _code(column.canvas, card.link, left_mm, bottom_mm)
    beside = _Column(column.canvas, column._flow, left_mm + _CODE_MM + 4, _SLIP_MM)  # noqa: SLF001
    beside.begin(top_mm)
    beside.pair(paper.competition, styles.SMALL, styles.SMALL_EN)
    beside.pair(paper.heat, styles.HEAD, styles.SMALL_EN)
    beside.space(3)
    beside.write(f"{card.number} 号席位 · {card.group.zh}", _SEAT)
    beside.write(f"Seat {card.number} · {card.group.en}", _SEAT_EN)
    beside.space(2)
    beside.name(card.person_name, _NAME, styles.LEAD, styles.BODY, styles.SMALL)
    beside.write(paper.where, styles.SMALL)
    column.begin(top_mm - _CODE_MM - 3)
    column.write(f"扫描二维码；或打开 {paper.address}，输入：", styles.SMALL)
    column.write("Scan the code; or open the address and type:", styles.SMALL_EN)
    column.write(card.letters, _LETTERS)


def _code(canvas: Paper, link: str, left_mm: float, bottom_mm: float) -> None:
    from judging.typesetting.qr import qr_content

    canvas.saveState()
    canvas.setFillColorRGB(0, 0, 0)
    canvas.translate(left_mm * PT_PER_MM, bottom_mm * PT_PER_MM)
    canvas._code.append(qr_content(link, _CODE_MM * PT_PER_MM))  # noqa: SLF001 - one path, not 900
    canvas.restoreState()


def _slip(column: _Column, paper: SeatCardsPaper, card: SeatCardFacts, top_mm: float) -> None:
    """Draw what a judge carries where a tablet is shared: the PIN, and whose it is."""
    column.begin(top_mm)
    column.pair(paper.heat, styles.HEAD, styles.SMALL_EN)
    column.space(3)
    column.write(f"{card.number} 号席位 · Seat {card.number}", styles.LEAD)
    column.name(card.person_name, styles.BODY, styles.SMALL)
    column.space(6)
    column.write("PIN 码 · PIN", styles.SMALL)
    column.write(f"{card.pin[:3]} {card.pin[3:]}", _PIN)
    column.space(2)
    column.write("在已进入的平板上解锁或换人时输入。", styles.SMALL, 2)
    column.write("Opens a tablet that was locked or handed over.", styles.SMALL_EN, 2)
