"""Starting: loading the program, the first page, memory at rest, beside Flask alone.

The server is started as ``make run`` does, on a prepared instance folder: migrations looked at, the
demo there already. Goal: the first page within 3 s, under 150 MiB at rest.
"""

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.browser.live_server import LiveServer, free_port

_ROOT = Path(__file__).parents[1]
_ROUNDS = 5


def load_ms(statement: str) -> float:
    """Return the CPU milliseconds of a fresh Python that runs one statement."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", statement], cwd=_ROOT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def memory_mib(process_id: int) -> float:
    """Return what a process and its children hold, shared pages divided among the sharers."""
    rollup = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    own = next(int(line.split()[1]) for line in rollup.split("\n") if line.startswith("Pss:"))
    tasks = Path(f"/proc/{process_id}/task").glob("*/children")
    children = " ".join(path.read_text() for path in tasks).split()
    return own / 1024 + sum(memory_mib(int(child)) for child in children)


def serve_once(instance: Path) -> tuple[float, float]:
    """Start and stop a server; return seconds to its first page and MiB at rest."""
    server = LiveServer(instance, free_port())
    began = time.perf_counter()
    server.start()
    try:
        return time.perf_counter() - began, memory_mib(server.process_id)
    finally:
        server.stop()


def measure() -> dict[str, float]:
    """Return medians: CPU of loading ours and Flask, seconds to the first page, memory."""
    ours, flask, firsts, memories = [], [], [], []
    with tempfile.TemporaryDirectory() as folder:
        serve_once(Path(folder))  # makes key, database and demo
        for _ in range(_ROUNDS):
            ours.append(load_ms("import wsgi"))
            flask.append(load_ms("import flask, flask_sqlalchemy, flask_login, flask_wtf"))
            first_s, mib = serve_once(Path(folder))
            firsts.append(first_s)
            memories.append(mib)
    result = {"load_ms": statistics.median(ours), "load_flask_ms": statistics.median(flask)}
    result["ratio_load_to_flask"] = result["load_ms"] / result["load_flask_ms"]
    result["first_page_s"] = statistics.median(firsts)
    result["at_rest_mib"] = statistics.median(memories)
    return result
