"""Submitting score sheets to the real server, beside Flask "hello" on the same server program.

A submission is signed in, has its CSRF token, is validated, stored with its journal entry and on
the disk before its answer. CPU is that of the server's processes; the client, in Python as well,
shares the machine, so that requests a second say less than CPU does.
"""

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.stored_round import cpu_of
from tests.browser.live_server import free_port
from tests.faults.crowd import Crowd, application_on, make_crowd
from tests.faults.http_messages import Lost, Wire
from tests.faults.mortal_server import MortalServer
from tests.faults.rush import percentile, rush
from tests.faults.small_tablet import SmallTablet

_ROOT = Path(__file__).parents[1]
_ROUNDS, _TABLETS, _SHEETS, _HELLOS = 3, 50, 6, 2_000
_THREADS = "64"
_START_S = 60


def measure() -> dict[str, float]:
    """Return hello and submissions of fifty tablets in turns, then a rush of three hundred."""
    with tempfile.TemporaryDirectory(prefix="rostrum-bench-") as folder:
        server = MortalServer(Path(folder), free_port(), has_demo=False)
        server.flask("db", "upgrade")
        with _running(server), _hello_server() as (hello_port, hello_id):
            taken: dict[str, list[float]] = {}
            with application_on(server.instance) as app:
                for number in range(_ROUNDS):
                    crowd = make_crowd(app, _TABLETS // 5, 5, _SHEETS)
                    for found in (
                        asyncio.run(_hellos(hello_port, hello_id)),
                        asyncio.run(_submissions(server, crowd, number)),
                        asyncio.run(_rush(server, make_crowd(app, 60, 5, 1), number)),
                    ):
                        for key, value in found.items():
                            taken.setdefault(key, []).append(value)
    figures = {key: statistics.median(values) for key, values in taken.items()}
    for unit in ("cpu_ms", "per_s"):
        ratio = figures[f"submit_{unit}"] / figures[f"hello_{unit}"]
        figures[f"ratio_submit_to_hello_{unit}"] = ratio
    return figures


async def _hellos(port: int, process_id: int) -> dict[str, float]:
    """Ask for "hello" over fifty connections."""

    async def ask(count: int) -> None:
        wire = Wire(port)
        for _ in range(count):
            await wire.ask("GET", "/", {})
        wire.close()

    began, cpu = time.perf_counter(), cpu_of(process_id)
    await asyncio.gather(*(ask(_HELLOS // _TABLETS) for _ in range(_TABLETS)))
    return {
        "hello_per_s": _HELLOS / (time.perf_counter() - began),
        "hello_cpu_ms": 1000 * (cpu_of(process_id) - cpu) / _HELLOS,
    }


async def _submissions(server: MortalServer, crowd: Crowd, seed: int) -> dict[str, float]:
    """Let fifty tablets submit their sheets, each one after the other."""
    tablets = crowd.tablets(server.port, seed, patience_s=60)
    await asyncio.gather(*(tablet.read_heat() for tablet in tablets))
    (worker,) = server.worker_ids()
    began, cpu = time.perf_counter(), cpu_of(worker)
    await asyncio.gather(*(tablet.send_all() for tablet in tablets))
    took_s, cpu_s = time.perf_counter() - began, cpu_of(worker) - cpu
    each = sorted(sent.took_s for tablet in tablets for sent in tablet.outbox.values())
    _close(tablets)
    return {
        "submit_per_s": len(each) / took_s,
        "submit_cpu_ms": 1000 * cpu_s / len(each),
        "submit_p50_ms": 1000 * percentile(each, 50),
        "submit_p99_ms": 1000 * percentile(each, 99),
    }


async def _rush(server: MortalServer, crowd: Crowd, seed: int) -> dict[str, float]:
    """Let three hundred judges submit within two seconds while five others read."""
    tablets = crowd.tablets(server.port, seed, patience_s=60)
    seen = await rush(crowd, tablets, over_s=2.0, readers=5)
    return {
        "rush_300_last_receipt_s": seen.last_s,
        "rush_300_longest_wait_s": seen.receipts_s[-1],
        "rush_300_others_p99_s": percentile(seen.others_s, 99),
        "rush_300_errors": len(seen.wrong) + seen.repeats,
    }


def _close(tablets: list[SmallTablet]) -> None:
    for tablet in tablets:
        tablet.close()


@contextmanager
def _running(server: MortalServer) -> Iterator[None]:
    """Let Rostrum's server run."""
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def _hello_server() -> Iterator[tuple[int, int]]:
    """Yield port and worker's process of "hello" on the same server program."""
    port = free_port()
    granian = str(Path(sys.executable).with_name("granian"))
    options = ["--interface", "wsgi", "--port", str(port), "--blocking-threads", _THREADS]
    command = [granian, *options, "--log-level", "error", "benchmarks._hello:app"]
    main = subprocess.Popen(command, cwd=_ROOT)
    try:
        asyncio.run(_wait_for(port))
        children = Path(f"/proc/{main.pid}/task/{main.pid}/children").read_text().split()
        yield port, int(children[0])
    finally:
        main.terminate()
        main.wait()


async def _wait_for(port: int) -> None:
    """Return once a server answers."""
    async with asyncio.timeout(_START_S):
        while True:
            try:
                await Wire(port).ask("GET", "/", {})
            except Lost:
                await asyncio.sleep(0.05)
            else:
                return
