"""A network that loses every tenth request and every fifth answer: every sheet once all the same.

``make faults`` sends 2,000 sheets, a hundred of them from tablets in Chromium; ``make test`` sixty.
"""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.browser.conftest import PageAt
from tests.browser.sizes import TABLET
from tests.faults import browser_tablet
from tests.faults.background import Background
from tests.faults.conftest import IS_FULL, Tell
from tests.faults.crowd import as_sent, expected_of, level_marks, make_crowd
from tests.faults.lossy_proxy import Losses, LossyProxy
from tests.faults.mortal_server import MortalServer
from tests.faults.small_tablet import SmallTablet

pytestmark = [pytest.mark.xdist_group("faults"), pytest.mark.browser]
LOST = ("Failed to load resource",)


@dataclass(frozen=True)
class Plan:
    """How many sheets: heats × seats × entries by small tablets, browsers × turns in Chromium."""

    heats: int
    seats: int
    entries: int
    browsers: int
    turns: int
    silent_percent: int
    within_s: float


PLAN = Plan(19, 5, 20, 5, 20, 2, 1200) if IS_FULL else Plan(2, 7, 4, 1, 4, 0, 60)


@pytest.fixture
def live_server(server: MortalServer, background: Background) -> Iterator[LossyProxy]:
    """Where the pages of this module go: to the server by way of the proxy."""
    losses = Losses(silent_percent=PLAN.silent_percent)
    proxy = LossyProxy(server.port, seed=20, losses=losses)
    background.run(proxy.open(), 10)
    yield proxy
    background.run(proxy.close(), 60)


def test_on_a_lossy_network_every_sheet_is_stored_once_and_every_tablet_shows_received(
    live_server: LossyProxy, beside: Flask, background: Background, page_at: PageAt, tell: Tell
) -> None:
    crowd = make_crowd(beside, PLAN.heats, PLAN.seats, PLAN.entries)
    hall = make_crowd(beside, 1, PLAN.browsers, PLAN.turns)
    small = crowd.tablets(live_server.port, seed=5, patience_s=3)
    pages = [page_at(*TABLET, expected_errors=LOST) for _seat in hall.links]
    for page, link in zip(pages, hall.links, strict=True):
        browser_tablet.enter(page, link)
    sending = background.start(_send_all(small))
    for order in range(1, PLAN.turns + 1):
        for page in pages:
            browser_tablet.mark(page, order, level_marks(order))
    for page in pages:
        browser_tablet.wait_until_received(page, PLAN.turns, PLAN.within_s)
    sending.result(PLAN.within_s)
    background.run(live_server.close(), 60)
    tell(f"{dict(live_server.seen)}")
    assert all(live_server.seen[what] for what in ("requests lost", "answers lost", "repeated"))
    assert crowd.stored() == expected_of(small)
    assert hall.stored() == {
        place: rows
        for (seat_id, _), page in zip(hall.places, pages, strict=True)
        for place, rows in as_sent(seat_id, browser_tablet.outbox(page)).items()
    }
    sheets = PLAN.heats * PLAN.seats * PLAN.entries
    assert crowd.journal() == {"seat:sheet:submit": sheets}


async def _send_all(tablets: Sequence[SmallTablet]) -> None:
    """Let all tablets send at once."""
    await asyncio.gather(*(tablet.send_all() for tablet in tablets))
    for tablet in tablets:
        tablet.close()
