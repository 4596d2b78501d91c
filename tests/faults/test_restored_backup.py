"""The laptop dies and yesterday's backup is put back: the tablets send again all that they keep."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET
from tests.faults import browser_tablet
from tests.faults.background import Background
from tests.faults.crowd import as_sent, expected_of, level_marks, make_crowd
from tests.faults.mortal_server import MortalServer
from tests.faults.small_tablet import SmallTablet

pytestmark = [
    pytest.mark.xdist_group("faults"),
    pytest.mark.browser,
]
LOST = ("Failed to load resource",)
SEATS, ENTRIES, BEFORE = 4, 4, 2
_WITHIN_S = 60


@pytest.fixture
def live_server(server: MortalServer) -> MortalServer:
    """Where the pages go."""
    return server


def test_marks_given_after_the_backup_come_back_from_the_tablets(
    server: MortalServer,
    beside: Flask,
    background: Background,
    page_at: PageAt,
    tmp_path: Path,
) -> None:
    hall = make_crowd(beside, heats=1, seats=SEATS, entries=ENTRIES)
    small = hall.tablets(server.port, seed=6, is_level=True)[1:]
    page = page_at(*TABLET, expected_errors=LOST)
    browser_tablet.enter(page, hall.links[0])
    _mark(page, background, small, range(BEFORE))
    kept = tmp_path / "yesterday.backup"
    server.flask("judging", "backup", str(kept))
    _mark(page, background, small, range(BEFORE, ENTRIES))
    marked = hall.stored()
    assert len(marked) == SEATS * ENTRIES
    server.kill()
    hall.let_go()
    server.flask("judging", "restore", str(kept), "--yes")
    assert len(hall.stored()) == SEATS * BEFORE
    hall.let_go()
    server.start()
    _send_again(page, background, small)
    stored = hall.stored()
    assert stored == expected_of(small) | as_sent(hall.places[0][0], browser_tablet.outbox(page))
    assert _without_times(stored) == _without_times(marked)
    assert hall.journal()["seat:sheet:submit"] == SEATS * ENTRIES


def _mark(page: Page, background: Background, small: Sequence[SmallTablet], turns: range) -> None:
    """Let every tablet give the sheets of some turns, counted from 0, and get its receipts."""
    for turn in turns:
        browser_tablet.mark(page, turn + 1, level_marks(turn))
    browser_tablet.wait_until_received(page, turns.stop, _WITHIN_S)
    background.run(_send(small, turns), _WITHIN_S)


async def _send(small: Sequence[SmallTablet], turns: range) -> None:
    for tablet in small:
        for sent in list(tablet.outbox.values())[turns.start : turns.stop]:
            await tablet.send(sent)


def _send_again(page: Page, background: Background, small: Sequence[SmallTablet]) -> None:
    """Let every tablet notice the other incarnation, and wait until it has sent everything."""
    newest = browser_tablet.outbox(page)
    last = max(newest, key=lambda item: item["made_at"])["client_id"]
    with page.expect_response(lambda answer: last in answer.url and answer.ok):
        page.evaluate("window.dispatchEvent(new Event('online'))")
    browser_tablet.wait_until_received(page, ENTRIES, _WITHIN_S)
    background.run(_read_and_send(small), _WITHIN_S)


async def _read_and_send(small: Sequence[SmallTablet]) -> None:
    await asyncio.gather(*(tablet.read_heat() for tablet in small))
    await asyncio.gather(*(tablet.send_all() for tablet in small))
    for tablet in small:
        tablet.close()


def _without_times(stored: dict) -> dict:
    """Leave out when the revisions were received."""
    return {place: [row[:-1] for row in rows] for place, rows in stored.items()}
