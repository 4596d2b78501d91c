"""Blank score sheets say whose they are, leave room to write, and lie in order once cut."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp

from judging.printing.score_sheet import render_score_sheets
from judging.printing.sheet_facts import BlankSheet, SheetCriterion, SheetPile
from judging.scoring.bilingual import Bilingual

ADDRESS = "https://judging.example.org/desk/cup/rounds/final/heats/1/progress/paper/seats/2"


def _sheet(order: int) -> BlankSheet:
    title = Bilingual("月壤里的水", "Water in lunar soil")
    return BlankSheet(
        2, "王老师", order, f"A{order:03d}", "林小舟", title, f"{ADDRESS}#{order}-2-row"
    )


PILE = SheetPile(
    competition=Bilingual("启明杯学术演讲比赛", "Qiming Cup"),
    round=Bilingual("决赛", "Final"),
    heat=Bilingual("第一场", "Heat 1"),
    place="报告厅",
    version=3,
    digest="ab" * 32,
    in_force=date(2026, 11, 28),
    is_weighted=False,
    criteria=(
        SheetCriterion(Bilingual("演讲内容", "Content"), "0–40", "0.5"),
        SheetCriterion(Bilingual("表达", "Delivery"), "1–60", "1"),
    ),
    sheets=tuple(_sheet(order) for order in range(1, 6)),
)


def _pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def test_a_sheet_says_whose_it_is_and_what_may_be_written(fonts):
    (page, *_rest) = _pages(render_score_sheets(PILE, fonts))
    for said in (
        "启明杯学术演讲比赛·决赛·第一场·报告厅", "QimingCup·Final·Heat1", "1号选手", "No.1",
        "2号席位", "Seat2", "王老师", "A001", "林小舟", "月壤里的水", "Waterinlunarsoil",
        "演讲内容", "Content", "0–40", "每档step0.5", "1–60", "合计Total", "各项分数相加",
        "Commenttothecontestant", "Notetothepanel,neverpublished",
        "回避Istepaside", "签名Signature", "细则第3版",
    ):  # fmt: skip
        assert said in page, said
    weighted = _pages(render_score_sheets(replace(PILE, is_weighted=True), fonts))[0]
    assert "不乘权重" in weighted


def test_the_cut_piles_lie_in_order_on_each_other(fonts):
    pages = _pages(render_score_sheets(PILE, fonts))
    held = [[n for n in range(1, 6) if f"A00{n}" in page] for page in pages]
    assert held == [[1, 4], [2, 5], [3]]


def test_the_code_leads_to_the_line_where_the_sheet_is_typed_in(fonts):
    with pypdfium2.PdfDocument(render_score_sheets(PILE, fonts)) as document:
        picture = document[0].render(scale=3).to_pil()
    found = {code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {f"{ADDRESS}#1-2-row", f"{ADDRESS}#4-2-row"}


@pytest.mark.parametrize(("count", "pages"), [(7, 3), (8, 5), (30, 5)])
def test_many_criteria_take_a_page_each_and_keep_to_it(fonts, count, pages):
    criteria = (SheetCriterion(Bilingual("很长的评分项名称" * 6, "A long name " * 9), "0–10", "1"),)
    pdf = render_score_sheets(replace(PILE, criteria=criteria * count), fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == pages
        for page in document:
            left, bottom, right, top = page.get_bbox()
            assert (left >= 0, bottom >= 0, right <= 596, top <= 842) == (True,) * 4


def test_the_same_facts_give_the_same_bytes(fonts):
    pdf = render_score_sheets(PILE, fonts)
    assert pdf == render_score_sheets(PILE, fonts)
    assert pdf != render_score_sheets(replace(PILE, version=4), fonts)
    with pypdfium2.PdfDocument(pdf) as document:
        assert document.get_metadata_dict()["Title"] == "启明杯学术演讲比赛 决赛 第一场 评分表"


def test_names_that_are_not_there_leave_their_places_empty(fonts):
    sheet = replace(PILE.sheets[0], judge="", name="")
    (page,) = _pages(render_score_sheets(replace(PILE, place="", sheets=(sheet,)), fonts))
    assert ("林小舟" in page, "评委Judge" in page, "第一场·" in page) == (False, True, False)
