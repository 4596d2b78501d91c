"""Many judges who submit within two seconds, and somebody else who reads pages meanwhile."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.faults.crowd import Crowd
from tests.faults.http_messages import Wire
from tests.faults.small_tablet import SmallTablet

_PAUSE_S = 0.05


@dataclass(frozen=True)
class Rush:
    """What was seen.

    Args:
        receipts_s: seconds from each submission to its receipt, shortest first.
        last_s: seconds from the first submission to the last receipt.
        repeats: submissions that had to be sent more than once.
        others_s: seconds of each other request meanwhile, shortest first.
        wrong: statuses of other requests that were not 200.
    """

    receipts_s: tuple[float, ...]
    last_s: float
    repeats: int
    others_s: tuple[float, ...]
    wrong: tuple[int, ...]


def percentile(values: Sequence[float], percent: int) -> float:
    """Return the value that so many per cent do not exceed; values shortest first."""
    return values[max(0, -(-len(values) * percent // 100) - 1)]


async def rush(crowd: Crowd, tablets: Sequence[SmallTablet], over_s: float, readers: int) -> Rush:
    """Let every tablet submit once at a random moment, while others read public pages.

    Args:
        crowd: whose heats.
        tablets: one a judge, each with one sheet that waits.
        over_s: the span in which all of them submit.
        readers: how many others read, one page after the other.
    """
    chance = random.Random(300)
    await asyncio.gather(*(tablet.read_heat() for tablet in tablets))
    others: list[tuple[float, int]] = []
    reading = [asyncio.ensure_future(_read(crowd, tablets[0].port, others)) for _ in range(readers)]
    began = time.perf_counter()
    delays = [chance.uniform(0, over_s) for _ in tablets]
    await asyncio.gather(*map(_submit_after, tablets, delays))
    last_s = time.perf_counter() - began
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    sent = [sent for tablet in tablets for sent in tablet.outbox.values()]
    return Rush(
        receipts_s=tuple(sorted(one.took_s for one in sent)),
        last_s=last_s,
        repeats=sum(one.tries > 1 for one in sent),
        others_s=tuple(sorted(took for took, _status in others)),
        wrong=tuple(status for _took, status in others if status != 200),
    )


async def _submit_after(tablet: SmallTablet, delay_s: float) -> None:
    await asyncio.sleep(delay_s)
    await tablet.send_all()
    tablet.close()


async def _read(crowd: Crowd, port: int, others: list[tuple[float, int]]) -> None:
    """Read the first page and a seat's heat in turns, with a short pause between."""
    wire, turn = Wire(port), 0
    try:
        while True:
            turn += 1
            cookie = {"Cookie": crowd.cookies[turn % len(crowd.cookies)]}
            path, headers = (("/", {}), ("/api/v1/judge/heat", cookie))[turn % 2]
            began = time.perf_counter()
            answer = await wire.ask("GET", path, headers)
            others.append((time.perf_counter() - began, answer.status))
            await asyncio.sleep(_PAUSE_S)
    finally:
        wire.close()
