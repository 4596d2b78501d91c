"""The main job from an empty machine to a certificate in a contestant's hand, in Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser import journey_desk as desk
from tests.browser import journey_judges as judges
from tests.browser import journey_results as results
from tests.browser.conftest import PageAt
from tests.browser.journey_hall import (
    AUDITOR,
    BY_NUMBER,
    CERTIFIED,
    COMMENTS,
    COMPETITION,
    ENGLISH_SEATS,
    FIRST_SENT,
    JUDGES,
    ORGANIZER,
    PRIZE,
    Entrant,
    work_out,
)
from tests.browser.journey_words import Say
from tests.browser.live_server import LiveServer, free_port
from tests.browser.sizes import LAPTOP, PHONE

ZH, EN = Say("zh_Hans"), Say("en")
_LOCALES = {"zh_Hans": "zh-CN", "en": "en-GB"}


@pytest.fixture(scope="module")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A server on an empty database, in place of the one with the demo."""
    server = LiveServer(tmp_path_factory.mktemp("empty"), free_port(), has_demo=False)
    server.start()
    yield server
    server.stop()


@pytest.mark.slow
@pytest.mark.xdist_group("journey")
def test_a_heat_is_set_up_judged_released_and_certified(
    live_server: LiveServer, page_at: PageAt, tmp_path: Path
) -> None:
    organizer = page_at(*LAPTOP)
    order, links = _set_up(live_server, organizer, tmp_path)
    _judge(page_at, organizer, order, links)
    _count(organizer, order)
    visitor = page_at(*PHONE, expected_errors=("status of 404",))
    _release(page_at, organizer, visitor)
    _certify(page_at, organizer, visitor, tmp_path)
    chains = live_server.flask("judging", "journal", "verify", "--json").splitlines()
    assert {json.loads(chain)["fault"] for chain in chains} == {""}


def _set_up(
    server: LiveServer, organizer: Page, folder: Path
) -> tuple[dict[int, Entrant], dict[int, str]]:
    """From nothing to a heat that is open; return who speaks when, and the link of each seat."""
    email, name, password = ORGANIZER
    words = ("judging", "organizer", "create", "--email", email, "--name", name)
    server.flask(*words, "--password-stdin", typed=f"{password}\n")
    desk.sign_in(organizer, ZH, email, password)
    desk.set_up_competition(organizer, ZH)
    desk.import_entries(organizer, ZH)
    desk.fill_heat(organizer, ZH)
    desk.seat_judges(organizer, ZH)
    links = desk.read_seat_cards(organizer, ZH, folder)
    order = desk.draw_lots(organizer, ZH)
    desk.open_heat(organizer, ZH)
    return order, links


def _judge(
    page_at: PageAt, organizer: Page, order: dict[int, Entrant], links: dict[int, str]
) -> None:
    """Five judges mark; the organizer sees the matrix fill by itself."""
    tablets = {seat: _enter_seat(page_at, seat, link) for seat, link in links.items()}
    rows = organizer.locator(".matrix tbody tr")
    for place, entrant in order.items():
        for seat, (tablet, say) in tablets.items():
            judges.mark(tablet, say, seat, place, entrant)
        cells = rows.nth(place - 1).locator("td.matrix__cell")
        expect(cells).to_have_class([results.SETTLED] * len(JUDGES))
        for seat, (tablet, say) in tablets.items():
            if (seat, entrant.number) in FIRST_SENT:
                judges.correct(tablet, say, seat, place, entrant)
                expect(cells.nth(seat - 1)).to_contain_text(str(float(entrant.totals[seat])))


def _enter_seat(page_at: PageAt, seat: int, link: str) -> tuple[Page, Say]:
    """Give a judge a tablet, upright or lying, in the judge's language."""
    say = EN if seat in ENGLISH_SEATS else ZH
    size = judges.UPRIGHT if seat % 2 else judges.LYING
    tablet = page_at(*size, locale=_LOCALES[say.language], has_touch=True)
    judges.enter_seat(tablet, say, link)
    return tablet, say


def _count(organizer: Page, order: dict[int, Entrant]) -> None:
    """Time, close, tally; every line is what was worked out by hand."""
    for place, entrant in order.items():
        if entrant.spoken:
            desk.enter_time(organizer, ZH, place, entrant)
    desk.close_heat(organizer, ZH)
    desk.run_tally(organizer, ZH)
    assert results.read_ranking(organizer) == work_out()


def _release(page_at: PageAt, organizer: Page, visitor: Page) -> None:
    """Nothing is seen until the second person has approved and the first has published."""
    email, name, password = AUDITOR
    welcome = desk.invite_auditor(organizer, ZH, email, name)
    desk.prepare_release(organizer, ZH)
    auditor = page_at(*LAPTOP, locale="en-GB")
    results.accept_invitation(auditor, EN, welcome, password)
    results.see_nothing(visitor, ZH)
    results.approve(auditor, EN)
    results.see_nothing(visitor, ZH)
    desk.publish_release(organizer, ZH)
    ranking, names = results.read_public_ranking(visitor)
    assert ranking == work_out()
    assert names == [BY_NUMBER[outcome.number].masked for outcome in ranking]


def _certify(page_at: PageAt, organizer: Page, visitor: Page, folder: Path) -> None:
    """A contestant reads the own result and takes the certificate; anybody can check it."""
    entrant = BY_NUMBER[CERTIFIED]
    outcome = next(one for one in work_out() if one.number == CERTIFIED)
    desk.issue_certificates(organizer, ZH)
    code = desk.read_access_code(organizer, ZH, entrant)
    contestant = page_at(*PHONE)
    results.enter_as_contestant(contestant, ZH, entrant, code)
    (comment,) = COMMENTS.values()
    results.see_own_result(contestant, ZH, outcome, comment)
    paper = results.download_certificate(contestant, ZH, folder)
    text, address = results.read_certificate(paper)
    for words in (entrant.name, PRIZE, COMPETITION["name_zh"]):
        assert words in text
    results.check_certificate(visitor, ZH, address, entrant.name)
