"""Printed seat cards: what they say, four to a page, the same bytes every time."""

import hashlib
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
import zxingcpp

from judging.printing.seat_cards import SeatCardFacts, SeatCardsPaper, render_seat_cards
from judging.scoring.bilingual import Bilingual
from judging.typesetting.fonts import Fonts

LINK = "https://judging.example.org/j/7KQ2M9XWABCDEFGHJKMNPQRSTV"


def card(number: int, name: str = "林晚秋") -> SeatCardFacts:
    letters = "7KQ2M-9XWAB-CDEFG-HJKMN-PQRST-V"
    group = Bilingual("专家评委", "Expert judge")
    return SeatCardFacts(number, group, name, LINK, letters, f"04291{number}")


PAPER = SeatCardsPaper(
    competition=Bilingual("启明杯", "Qiming Cup"),
    heat=Bilingual("决赛 · 第 1 场", "Final · Heat 1"),
    where="报告厅 · 2026-12-05 09:30",
    address="https://judging.example.org/sign-in",
    day=date(2026, 12, 5),
    cards=tuple(card(number) for number in range(1, 6)),
)


@pytest.fixture(scope="module")
def drawn(fonts: Fonts) -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(render_seat_cards(PAPER, fonts))


def text_of(document: pypdfium2.PdfDocument, page: int) -> str:
    return str(document[page].get_textpage().get_text_range())


def test_a_card_says_seat_judge_heat_address_letters_and_pin(
    drawn: pypdfium2.PdfDocument,
) -> None:
    text = text_of(drawn, 0)
    for said in (
        "启明杯",
        "Qiming Cup",
        "决赛 · 第 1 场",
        "Final · Heat 1",
        "4 号席位 · 专家评委",
        "Seat 4 · Expert judge",
        "林晚秋",
        "报告厅 · 2026-12-05 09:30",
        "https://judging.example.org/sign-in",
        "7KQ2M-9XWAB-CDEFG-HJKMN-PQRST-V",
        "042 914",
    ):
        assert said in text
    assert "042 915" not in text


def test_four_cards_stand_on_a_page_and_their_codes_open_the_link(
    drawn: pypdfium2.PdfDocument,
) -> None:
    found = [
        [code.text for code in zxingcpp.read_barcodes(page.render(scale=2).to_pil())]
        for page in drawn
    ]
    assert found == [[LINK] * 4, [LINK]]
    assert "042 915" in text_of(drawn, 1)


def test_a_long_name_is_set_smaller_and_a_strange_character_shown_as_missing(fonts: Fonts) -> None:
    odd = replace(PAPER, cards=(card(1, "Alexandra Wintersmith-Okonkwo"), card(2, "王𮯠")))
    text = text_of(pypdfium2.PdfDocument(render_seat_cards(odd, fonts)), 0)
    assert text.count("Alexandra Wintersmith-Okonkwo") == 2
    assert text.count("王〓") == 2


def test_the_same_cards_are_the_same_bytes_and_another_pin_is_another_file(fonts: Fonts) -> None:
    def digest(paper: SeatCardsPaper) -> str:
        return hashlib.sha256(render_seat_cards(paper, fonts)).hexdigest()

    other = replace(PAPER, cards=(replace(PAPER.cards[0], pin="000000"), *PAPER.cards[1:]))
    assert digest(PAPER) == digest(PAPER)
    assert digest(PAPER) != digest(other)
    assert len(pypdfium2.PdfDocument(render_seat_cards(replace(PAPER, cards=()), fonts))) == 1
