"""评分细则 on paper: the rules of a round as a PDF, both languages, with a worked example.

The same facts give the same bytes, whatever the clock and the machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from judging.printing import styles
from judging.printing.flow import Flow, Frame, PlacedStroke, PlacedText, Words
from judging.printing.rule_example import draw_example
from judging.printing.tables import Column, Table
from judging.typesetting.errors import describe_character
from judging.typesetting.units import A4_MM, PT_PER_MM

if TYPE_CHECKING:
    from judging.printing.flow import Placed
    from judging.printing.rule_facts import CriterionFacts, RulePaper, SectionFacts
    from judging.scoring.bilingual import Bilingual
    from judging.typesetting.fonts import Fonts

_MARGIN_MM, _TOP_MM, _BOTTOM_MM = 20.0, 20.0, 24.0
_INDENT_PT = 24.0
_NUMERALS = "一二三四五六七八九十"
_PAPER_TITLE = ("评分细则", "Rules of judging")
_SIGN_PT = 46.0
#: The gap above the signatures: as it should be, and where the page has no more room.
_SIGN_GAPS_PT = (14.0, 4.0)
#: What of the example stays with the signatures: its last lines.
_RESULT_PT = 34.0


def render_rule_sheet(paper: RulePaper, fonts: Fonts) -> bytes:
    """Draw a rule sheet as a PDF file of A4 pages.

    Deterministic: the same facts and fonts give the same bytes in any process. A character that
    no face has is drawn as 〓 and named at the end, so that nothing is lost in silence.
    """
    with fonts.lock:
        flow = Flow(fonts, _frame())
        _head(flow, paper)
        _criteria(flow, paper.criteria)
        for number, section in enumerate(paper.sections, start=2):
            _section(flow, number, section)
        title = ("计分示例", "Worked example")
        _heading(flow, len(paper.sections) + 2, *title)
        keep_pt = _RESULT_PT + min(_SIGN_GAPS_PT) + _SIGN_PT
        draw_example(flow, paper.example, paper.criteria, keep_pt)
        _signatures(flow, paper.signatories)
        _stand_ins(flow)
        return _drawn(flow, paper, fonts)


def _frame() -> Frame:
    width, height = A4_MM
    return Frame(
        _MARGIN_MM * PT_PER_MM,
        _BOTTOM_MM * PT_PER_MM,
        (width - _MARGIN_MM) * PT_PER_MM,
        (height - _TOP_MM) * PT_PER_MM,
    )


def _head(flow: Flow, paper: RulePaper) -> None:
    flow.paragraph(Words(paper.competition.zh, styles.LEAD))
    if paper.competition.en != paper.competition.zh:
        flow.paragraph(Words(paper.competition.en, styles.LEAD_EN))
    flow.space(10)
    zh, en = _PAPER_TITLE
    flow.paragraph(Words(f"{paper.round.zh}{zh}", styles.TITLE))
    flow.paragraph(Words(f"{en}: {paper.round.en}", styles.TITLE_EN))
    flow.space(8)
    flow.stroke(1.6, styles.SEAL)
    flow.space(9)
    day = paper.in_force
    state = ("已冻结，评分以此为准", "frozen: marks rest on it") if paper.is_frozen else ("", "")
    zh_state = f" · {state[0]}" if state[0] else ""
    en_state = f" · {state[1]}" if state[1] else ""
    flow.paragraph(
        Words(
            f"细则：{paper.name.zh} · 第 {paper.version} 版 · "
            f"{day.year} 年 {day.month} 月 {day.day} 日起施行{zh_state}",
            styles.SMALL,
        ),
        Words(
            f"{paper.name.en} · version {paper.version} · in force since {day.isoformat()}"
            f"{en_state}",
            styles.SMALL_EN,
        ),
    )
    if paper.reason:
        flow.paragraph(Words(f"修订原因 Reason: {paper.reason}", styles.SMALL))


def _heading(flow: Flow, number: int, zh: str, en: str) -> None:
    flow.space(16)
    flow.room(90)
    numeral = _NUMERALS[number - 1]
    flow.paragraph(Words(f"{numeral}、{zh}", styles.HEADING))
    flow.paragraph(Words(f"{number}. {en}", styles.HEADING_EN))
    flow.space(4)


def _criteria(flow: Flow, criteria: tuple[CriterionFacts, ...]) -> None:
    _heading(flow, 1, "评分项", "Criteria")
    is_weighted = any(each.weight for each in criteria)
    columns: tuple[Column, ...] = (
        Column(0.6),
        Column(6),
        Column(1.6, "right"),
        Column(1.3, "right"),
    )
    titles = [("", ""), ("评分项", "Criterion"), ("分值", "Marks"), ("分档", "Step")]
    if is_weighted:
        columns, titles = (*columns, Column(1.3, "right")), [*titles, ("权重", "Weight")]
    head = tuple((Words(zh, styles.HEAD), Words(en, styles.SMALL_EN)) for zh, en in titles)
    rows = [_criterion(number, each, is_weighted) for number, each in enumerate(criteria, start=1)]
    Table(columns, head, styles.HAIRLINE).draw(flow, rows)


def _criterion(number: int, criterion: CriterionFacts, is_weighted: bool) -> list[list[Words]]:
    told = [Words(criterion.name.zh, styles.CELL), Words(criterion.name.en, styles.CELL_EN)]
    if criterion.description:
        told.append(Words(criterion.description.zh, styles.SMALL))
        told.append(Words(criterion.description.en, styles.SMALL_EN))
    for at, level in criterion.levels:
        told.append(Words(f"{at}　{level.zh} {level.en}", styles.SMALL))
    figures = [criterion.range, criterion.step, *([criterion.weight] if is_weighted else [])]
    cells = [[Words(each, styles.CELL)] for each in figures]
    return [[Words(str(number), styles.CELL)], told, *cells]


def _section(flow: Flow, number: int, section: SectionFacts) -> None:
    _heading(flow, number, section.title.zh, section.title.en)
    for place, line in enumerate(section.lines, start=1):
        _sentence(flow, f"{number}.{place}", line)


def _sentence(flow: Flow, label: str, line: Bilingual) -> None:
    flow.paragraph(
        Words(line.zh, styles.BODY),
        Words(line.en, styles.BODY_EN),
        indent_pt=_INDENT_PT,
        label=label,
    )
    flow.space(4.5)


def _signatures(flow: Flow, signatories: tuple[Bilingual, ...]) -> None:
    """Draw the lines to sign on, on a page that also holds what is signed."""
    left_pt = flow.y_pt - flow.frame.bottom_pt - _SIGN_PT
    flow.space(max(min(_SIGN_GAPS_PT), min(max(_SIGN_GAPS_PT), left_pt)))
    flow.room(_SIGN_PT)
    width_pt = flow.frame.width_pt / max(len(signatories), 1)
    top = flow.y_pt
    for place, who in enumerate(signatories):
        left = flow.frame.left_pt + place * width_pt
        right, line_y = left + width_pt - 14, top - 24
        flow.place(PlacedStroke(left, line_y, right, line_y, 0.6, styles.INK))
        for text, style, y_pt in (
            (f"{who.zh}（签名、日期）", styles.SMALL, line_y - 11),
            (f"{who.en} (signature, date)", styles.SMALL_EN, line_y - 21),
        ):
            for line in flow.set(text, style, width_pt)[:1]:
                flow.place(PlacedText(line, left, y_pt, style))
    flow.y_pt = top - _SIGN_PT


def _stand_ins(flow: Flow) -> None:
    """Name the characters that stand as 〓, where there are any."""
    if flow.missing:
        named = "; ".join(describe_character(c).partition(" ")[2] for c in flow.missing)
        flow.space(8)
        text = f"〓 代替字库中没有的字符。〓 stands for a character without a glyph: {named}"
        flow.paragraph(Words(text, styles.SMALL))


def _drawn(flow: Flow, paper: RulePaper, fonts: Fonts) -> bytes:
    from judging.typesetting.paper import Paper

    size_pt = (A4_MM[0] * PT_PER_MM, A4_MM[1] * PT_PER_MM)
    fonts.face("NotoSerifSC-Regular")
    canvas = Paper(size_pt, "NotoSerifSC-Regular")
    zh, _en = _PAPER_TITLE
    canvas.setTitle(f"{paper.competition.zh} {paper.round.zh}{zh}")
    canvas.setSubject(f"{paper.name.zh} {paper.name.en}")
    canvas.setKeywords(f"sha256:{paper.digest}")
    canvas.identify(paper.in_force, paper.canonical())
    for number, page in enumerate(flow.pages, start=1):
        for thing in [*page, *_foot(flow, paper, number)]:
            _draw(canvas, thing)
        canvas.end_page()
    return canvas.finished()


def _foot(flow: Flow, paper: RulePaper, number: int) -> list[Placed]:
    """Return the foot of a page: what it belongs to, the digest, the page of how many."""
    count = len(flow.pages)
    frame, y_pt = flow.frame, flow.frame.bottom_pt - 22
    placed: list[Placed] = [
        PlacedStroke(frame.left_pt, y_pt + 12, frame.right_pt, y_pt + 12, 0.4, styles.HAIRLINE)
    ]
    left = f"{paper.competition.zh} · {paper.round.zh} · 第 {paper.version} 版"
    pages = f"第 {number} 页，共 {count} 页 · page {number} of {count}"
    (pages_line,) = flow.set(pages, styles.FOOT, frame.width_pt)
    pages_pt = pages_line.width_em * styles.FOOT.size_pt
    lefts = flow.set(left, styles.FOOT, frame.width_pt - pages_pt - 12)
    digest = flow.set(f"SHA-256 {paper.digest}", styles.FOOT, frame.width_pt)
    placed += [PlacedText(line, frame.left_pt, y_pt, styles.FOOT) for line in lefts[:1]]
    placed.append(PlacedText(pages_line, frame.right_pt - pages_pt, y_pt, styles.FOOT))
    placed += [PlacedText(line, frame.left_pt, y_pt - 10, styles.FOOT) for line in digest]
    return placed


def _draw(canvas: object, thing: Placed) -> None:
    from judging.typesetting.paper import Paper

    assert isinstance(canvas, Paper)
    if isinstance(thing, PlacedText):
        canvas.write(thing.line, (thing.x_pt, thing.y_pt), thing.style.size_pt, thing.style.colour)
    else:
        canvas.setStrokeColorRGB(*thing.colour)
        canvas.setLineWidth(thing.width_pt)
        canvas.line(thing.x_pt, thing.y_pt, thing.to_x_pt, thing.to_y_pt)
