"""The printed rule sheet says what its facts say, on whole pages, the same bytes every time."""

from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from judging.printing.rule_facts import (
    CriterionFacts,
    ExampleFacts,
    ExampleSeat,
    RulePaper,
    SectionFacts,
)
from judging.printing.rule_sheet import render_rule_sheet
from judging.scoring.bilingual import Bilingual
from judging.scoring.explain import Segment

NOBODY = Bilingual("", "")
PAPER = RulePaper(
    competition=Bilingual("启明杯学术演讲比赛", "Qiming Cup"),
    round=Bilingual("决赛", "Final"),
    name=Bilingual("国内演讲惯例", "Chinese convention"),
    version=3,
    digest="ab" * 32,
    in_force=date(2026, 11, 28),
    is_frozen=True,
    reason="评委会决定",
    criteria=(
        CriterionFacts(
            Bilingual("内容", "Content"),
            Bilingual("问题清楚。", "A clear question."),
            "0–40",
            "0.5",
            "1.5",
            (("36", Bilingual("很好", "very good")),),
        ),
        CriterionFacts(Bilingual("表达", "Delivery"), None, "0–60", "1", ""),
    ),
    sections=(
        SectionFacts(Bilingual("计分", "Tally"), (Bilingual("去掉最高分。", "Drop the highest."),)),
    ),
    example=ExampleFacts(
        lead=(Bilingual("以三名评委为例。", "A panel of three."),),
        seats=(
            ExampleSeat("1", NOBODY, ("36.0", "50"), "86.0", NOBODY),
            ExampleSeat("2", NOBODY, ("37.0", "51"), "88.0", Bilingual("最高，去掉", "dropped")),
        ),
        steps=(Bilingual("席位 1：36 + 50", "Seat 1: 36 + 50"),),
        workings=(
            (
                Segment("value", "86.00"),
                Segment("dropped", "88.00"),
                Segment("operator", "→"),
                Segment("score", "86.00"),
            ),
        ),
        results=(Bilingual("最后得分：86.00", "Final score: 86.00"),),
    ),
    signatories=(Bilingual("评委会主任", "Chief judge"), Bilingual("监督员", "Supervisor")),
)


def _pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _text(pdf: bytes) -> str:
    return "".join("".join(_pages(pdf)).split())


def test_everything_that_the_facts_say_can_be_read_back(fonts):
    text = _text(render_rule_sheet(PAPER, fonts))
    for said in (
        "启明杯学术演讲比赛", "QimingCup", "决赛评分细则", "Rulesofjudging:Final", "第3版",
        "2026年11月28日起施行", "已冻结", "修订原因Reason:评委会决定", "内容", "问题清楚。",
        "Aclearquestion.", "0–40", "1.5", "很好verygood", "2.1去掉最高分。", "Dropthehighest.",
        "以三名评委为例。", "最高，去掉", "席位1：36+50", "86.0088.00→86.00", "最后得分：86.00",
        "评委会主任（签名、日期）", "SHA-256" + "ab" * 32, "第1页，共1页",
    ):  # fmt: skip
        assert said in text, said


def test_the_file_is_a4_described_small_and_the_same_every_time(fonts):
    pdf = render_rule_sheet(PAPER, fonts)
    assert pdf == render_rule_sheet(PAPER, fonts)
    assert pdf != render_rule_sheet(replace(PAPER, version=4), fonts)
    assert len(pdf) < 150_000
    with pypdfium2.PdfDocument(pdf) as document:
        assert [round(side / 72 * 25.4) for side in document[0].get_size()] == [210, 297]
        assert document.get_metadata_dict()["Title"] == "启明杯学术演讲比赛 决赛评分细则"
        assert "sha256:" + "ab" * 32 in document.get_metadata_dict()["Keywords"]


def test_a_draft_without_reason_says_neither(fonts):
    text = _text(render_rule_sheet(replace(PAPER, is_frozen=False, reason=""), fonts))
    assert "已冻结" not in text
    assert "修订原因" not in text


def test_long_rules_flow_over_pages_that_are_numbered(fonts):
    lines = tuple(
        Bilingual(
            f"第 {n} 条" + "去掉一个最高分和一个最低分，" * 9, f"Rule {n} " + "drops one " * 30
        )
        for n in range(40)
    )
    paper = replace(PAPER, sections=(SectionFacts(Bilingual("计分", "Tally"), lines),))
    pages = ["".join(page.split()) for page in _pages(render_rule_sheet(paper, fonts))]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页，共{len(pages)}页" in page
        assert "ab" * 32 in page
    assert all(f"第{n}条" in "".join(pages) for n in range(40))


@pytest.mark.parametrize("count", [6, 30])
def test_many_criteria_and_seats_keep_to_the_page(fonts, count):
    criterion = CriterionFacts(
        Bilingual("很长的评分项名称", "A long name"), None, "0–10", "0.5", ""
    )
    seats = tuple(
        ExampleSeat(str(n), Bilingual("专家", "experts"), ("10.0",) * count, "100.00", NOBODY)
        for n in range(1, 60)
    )
    example = replace(PAPER.example, seats=seats)
    paper = replace(PAPER, criteria=(criterion,) * count, example=example)
    pdf = render_rule_sheet(paper, fonts)
    assert f"({count})" in _text(pdf)
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            left, bottom, right, top = page.get_bbox()
            assert (left >= 0, bottom >= 0, right <= 596, top <= 842) == (True,) * 4


def test_a_character_that_no_face_has_is_named_and_nothing_is_lost(fonts):
    name = Bilingual("火箭🚀", "Rocket")
    criteria = (replace(PAPER.criteria[0], name=name), PAPER.criteria[1])
    text = _text(render_rule_sheet(replace(PAPER, criteria=criteria), fonts))
    assert "火箭〓" in text
    assert "U+1F680ROCKET" in text
