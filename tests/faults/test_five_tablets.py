"""Five judges at five tablets mark a heat at once; one has no network for the middle third."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET
from tests.faults import browser_tablet
from tests.faults.crowd import Crowd, as_sent, level_marks, make_crowd
from tests.faults.mortal_server import MortalServer

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.browser]
LOST = ("Failed to load resource",)
SEATS, THIRD, CUT_OFF = 5, 2, 3
_WITHIN_S = 60


@pytest.fixture
def live_server(server: MortalServer) -> MortalServer:
    """Where the pages go."""
    return server


def test_five_tablets_judge_a_heat_at_once_and_one_is_offline_for_the_middle_third(
    beside: Flask, page_at: PageAt
) -> None:
    hall = make_crowd(beside, heats=1, seats=SEATS, entries=3 * THIRD)
    pages = [page_at(*TABLET, expected_errors=LOST) for _seat in hall.links]
    for page, link in zip(pages, hall.links, strict=True):
        browser_tablet.enter(page, link)
    cut_off = pages[CUT_OFF]
    _mark_third(pages, 0)
    _expect_all_received(pages, THIRD)
    cut_off.context.set_offline(True)
    _mark_third(pages, 1)
    expect(cut_off.locator(".contestant.is-waiting")).to_have_count(THIRD)
    expect(cut_off.locator("#outbox")).to_contain_text(str(THIRD))
    _expect_all_received([page for page in pages if page is not cut_off], 2 * THIRD)
    assert _count_stored(hall) == [2 * THIRD] * CUT_OFF + [THIRD, 2 * THIRD]
    cut_off.context.set_offline(False)
    _mark_third(pages, 2)
    for page in pages:
        browser_tablet.wait_until_received(page, 3 * THIRD, _WITHIN_S)
    assert hall.stored() == {
        place: rows
        for (seat_id, _), page in zip(hall.places, pages, strict=True)
        for place, rows in as_sent(seat_id, browser_tablet.outbox(page)).items()
    }
    assert _count_stored(hall) == [3 * THIRD] * SEATS
    assert hall.journal()["seat:sheet:submit"] == SEATS * 3 * THIRD


def _mark_third(pages: list[Page], number: int) -> None:
    """Let everybody mark the next contestants, in running order."""
    for order in range(number * THIRD + 1, (number + 1) * THIRD + 1):
        for page in pages:
            browser_tablet.mark(page, order, level_marks(order))


def _expect_all_received(pages: list[Page], count: int) -> None:
    for page in pages:
        expect(page.locator(".contestant.is-received")).to_have_count(count)


def _count_stored(hall: Crowd) -> list[int]:
    """Return how many sheets of each seat are stored, in order of seat."""
    found = hall.stored()
    return [sum(place[0] == seat_id for place in found) for seat_id, _ in hall.places]
