"""``kill -9`` between storing and answering: every sheet once, every receipt true.

``make faults`` kills a hundred times over 10,000 sheets (``FAULTS_KILLS=30`` thirty times over
3,000), ``make test`` three times over sixty.
"""

import asyncio
import os
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import pytest
from flask import Flask

from tests.faults.background import Background
from tests.faults.conftest import IS_FULL, Tell
from tests.faults.crowd import Crowd, expected_of, make_crowd
from tests.faults.mortal_server import MortalServer
from tests.faults.small_tablet import SmallTablet

pytestmark = [pytest.mark.xdist_group("faults")]


@dataclass(frozen=True)
class Plan:
    """How much is proved: how often the server dies, over how many sheets.

    ``share`` is how many sheets go out at each death. Not every death comes in time: there is room
    for more of them.
    """

    kills: int
    share: int
    heats: int
    seats: int
    entries: int
    within_s: float

    @property
    def sheets(self) -> int:
        """How many there are."""
        return self.heats * self.seats * self.entries


KILLS = int(os.environ.get("FAULTS_KILLS", "100"))
PLAN = Plan(KILLS, 40, KILLS // 5, 10, 50, 3600) if IS_FULL else Plan(3, 6, 2, 6, 5, 100)


@dataclass
class Deaths:
    """What each death left behind: how many sheets were stored and not acknowledged."""

    unanswered: list[int] = field(default_factory=list)

    @property
    def hits(self) -> int:
        """How many deaths came between storing and answering."""
        return sum(count > 0 for count in self.unanswered)


def test_a_server_killed_between_storing_and_answering_loses_and_doubles_nothing(
    server: MortalServer, beside: Flask, background: Background, tell: Tell
) -> None:
    crowd = make_crowd(beside, PLAN.heats, PLAN.seats, PLAN.entries)
    tablets = crowd.tablets(server.port, seed=4)
    deaths = background.run(_mark_while_it_dies(server, crowd, tablets), PLAN.within_s)
    tell(f"{PLAN.sheets} sheets, stored and unanswered at each kill: {deaths.unanswered}")
    assert crowd.stored() == expected_of(tablets)
    assert crowd.journal() == {"seat:sheet:submit": PLAN.sheets}
    assert deaths.hits == PLAN.kills


async def _mark_while_it_dies(
    server: MortalServer, crowd: Crowd, tablets: Sequence[SmallTablet]
) -> Deaths:
    """Let all tablets send, a share of the sheets at each death, the rest afterwards."""
    deaths, chance, left = Deaths(), random.Random(9), PLAN.sheets
    gate = Gate(asyncio.get_running_loop())
    await asyncio.gather(*(tablet.read_heat() for tablet in tablets))
    sending = asyncio.gather(*(_send_in_turn(tablet, gate) for tablet in tablets))
    while deaths.hits < PLAN.kills and left >= PLAN.share:
        number, sheets = len(deaths.unanswered), chance.randint(1, PLAN.share // 2)
        await asyncio.to_thread(_kill, server, number, sheets, partial(gate.open, PLAN.share))
        deaths.unanswered.append(await _count_unanswered(crowd, tablets))
        await asyncio.to_thread(server.wait)
        await gate.wait_until_passed()
        left -= PLAN.share
    gate.open(left)
    await sending
    return deaths


class Gate:
    """Lets through so many sheets as it was opened for, so that no death is left without any.

    To be opened from any thread.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin shut."""
        self._loop = loop
        self._left = 0
        self._under_way = 0
        self._changed = asyncio.Condition()

    def open(self, count: int) -> None:
        """Let so many more through."""
        asyncio.run_coroutine_threadsafe(self._admit(count), self._loop)

    async def enter(self) -> None:
        """Wait for a turn."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._left > 0)
            self._left -= 1
            self._under_way += 1

    async def leave(self) -> None:
        """Say that a sheet is through."""
        async with self._changed:
            self._under_way -= 1
            self._changed.notify_all()

    async def wait_until_passed(self) -> None:
        """Wait until everything that was let in is through."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._left == 0 and self._under_way == 0)

    async def _admit(self, count: int) -> None:
        async with self._changed:
            self._left += count
            self._changed.notify_all()


async def _send_in_turn(tablet: SmallTablet, gate: Gate) -> None:
    """Send a tablet's sheets one by one, each when the gate lets it."""
    for sent in tablet.outbox.values():
        await gate.enter()
        await tablet.send(sent)
        await gate.leave()
    tablet.close()


def _kill(server: MortalServer, number: int, sheets: int, begin: Callable[[], object]) -> None:
    """Kill the worker alone, and every fifth time its supervisor with it."""
    with server.killed_after(sheets, supervisor_too=number % 5 == 1):
        begin()


async def _count_unanswered(crowd: Crowd, tablets: Sequence[SmallTablet]) -> int:
    """Count the sheets that are stored and of which no tablet has a receipt."""
    without = [
        i for t in tablets for i, sent in t.outbox.items() if not sent.receipt and sent.tries
    ]
    found = [await asyncio.to_thread(crowd.is_stored, client_id) for client_id in without]
    return sum(found)
