"""The poster at the door of a hall: where a tablet installs the authority, and what to compare.

The same facts give the same bytes, whatever the clock and the machine.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Flow, Frame, PlacedText, Style, Words
from judging.typesetting.qr import qr_content
from judging.typesetting.units import A4_MM, PT_PER_MM

if TYPE_CHECKING:
    from datetime import date

    from judging.typesetting.fonts import Fonts

_MARGIN_MM = 22.0
_CODE_PT = 250.0
_TITLE = Style("display", 34, 44, styles.INK)
_TITLE_EN = Style("latin", 20, 27, styles.GREY)
_ADDRESS = Style("latin", 20, 28, styles.INK)
_STEP = Style("text", 13, 19, styles.INK)
_STEP_EN = Style("latin", 11.5, 16, styles.GREY)
_FINGERPRINT = Style("latin", 12, 18, styles.INK)
_STEPS = (
    ("连接赛场的无线网络，再扫描二维码，或在浏览器里输入上面的地址。",
     "Join the network of the hall, then scan the code, or type the address above."),
    ("按页面上这种设备的步骤安装证书。",
     "Install the certificate by the steps that the page shows for this device."),
    ("核对指纹：平板上显示的必须与下面的完全相同。",
     "Compare the fingerprint: the tablet must show exactly the one below."),
    ("扫描席位卡，进入评分页面。", "Scan the seat card, and the judge's page opens."),
)  # fmt: skip


@dataclass(frozen=True)
class PosterFacts:
    """What stands on the poster.

    Args:
        door: the plain-http address where a tablet installs the authority.
        address: Rostrum's own address.
        authority: what devices list the authority under.
        fingerprint: its SHA-256, pairs of digits with colons.
        ends_on: the day on which it ends.
    """

    door: str
    address: str
    authority: str
    fingerprint: str
    ends_on: date

    def canonical(self) -> bytes:
        """Return the one byte form of all that is printed."""
        return json.dumps(asdict(self), default=str, sort_keys=True).encode()


def render_hall_poster(facts: PosterFacts, fonts: Fonts) -> bytes:
    """Draw the poster as a PDF file of one A4 page."""
    from judging.typesetting.paper import Paper

    width_pt, height_pt = (side * PT_PER_MM for side in A4_MM)
    with fonts.lock:
        flow = Flow(fonts, _frame(width_pt, height_pt))
        flow.paragraph(Words("连接赛场平板", _TITLE), Words("Connect your tablet", _TITLE_EN))
        flow.space(10)
        code_y_pt = flow.y_pt - _CODE_PT
        flow.y_pt = code_y_pt - 8
        _centred(flow, facts.door, _ADDRESS)
        flow.space(16)
        _steps(flow)
        _fingerprint(flow, facts)
        fonts.face("NotoSerifSC-Regular")
        canvas = Paper((width_pt, height_pt), "NotoSerifSC-Regular")
        canvas.setTitle("连接赛场平板 Connect your tablet")
        canvas.identify(facts.ends_on, facts.canonical())
        canvas.saveState()
        canvas.setFillColorRGB(*styles.INK)
        canvas.translate((width_pt - _CODE_PT) / 2, code_y_pt)
        canvas._code.append(qr_content(facts.door, _CODE_PT))  # noqa: SLF001 - one path, not 900
        canvas.restoreState()
        for thing in flow.pages[0]:
            if isinstance(thing, PlacedText):
                place = (thing.x_pt, thing.y_pt)
                canvas.write(thing.line, place, thing.style.size_pt, thing.style.colour)
        canvas.end_page()
        return canvas.finished()


def _frame(width_pt: float, height_pt: float) -> Frame:
    margin_pt = _MARGIN_MM * PT_PER_MM
    return Frame(margin_pt, margin_pt / 2, width_pt - margin_pt, height_pt - margin_pt)


def _centred(flow: Flow, text: str, style: Style) -> None:
    """Set a line in the middle."""
    for line in flow.set(text, style, flow.frame.width_pt):
        start_pt = (flow.frame.width_pt - line.width_em * style.size_pt) / 2
        at_pt = flow.y_pt - style.size_pt
        flow.place(PlacedText(line, flow.frame.left_pt + start_pt, at_pt, style))
        flow.y_pt -= style.leading_pt


def _steps(flow: Flow) -> None:
    """Set what to do, in order."""
    for number, (zh, en) in enumerate(_STEPS, start=1):
        words = (Words(zh, _STEP), Words(en, _STEP_EN))
        flow.paragraph(*words, indent_pt=24, label=f"{number}.")
        flow.space(7)


def _fingerprint(flow: Flow, facts: PosterFacts) -> None:
    """Set what a person compares, in lines of eight pairs, and what the certificate is."""
    flow.space(4)
    pairs = facts.fingerprint.split(":")
    flow.paragraph(Words(f"{facts.authority} · SHA-256", _STEP_EN), indent_pt=24)
    for start in range(0, len(pairs), 8):
        row = "   ".join(pairs[start : start + 8])
        flow.paragraph(Words(row, _FINGERPRINT), indent_pt=24)
    flow.space(8)
    day = facts.ends_on
    flow.paragraph(
        Words(
            f"此证书只为本地网络作证，{day.year} 年 {day.month} 月 {day.day} 日失效。"
            f"Rostrum 的地址：{facts.address}",
            styles.SMALL,
        ),
        Words(
            f"The certificate vouches for local networks only and ends on {day.isoformat()}. "
            f"Rostrum itself is at {facts.address}",
            styles.SMALL_EN,
        ),
        indent_pt=24,
    )
