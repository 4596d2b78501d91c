"""A stored round, loaded and ranked, beside fetching its rows raw; on SQLite and PostgreSQL.

Raw is the driver's fetching of every appearance and every current sheet as tuples, and nothing done
with them; the CPU of PostgreSQL's own process counts. Each way runs in a process of its own, so
that its peak of memory is its own. By hand with 740,000 entries:
``python -m benchmarks --entries 740000 stored_round``.
"""

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._field import CRITERIA
from benchmarks._turns import size
from tests.databases import PostgresqlCluster, SqliteTemplate

_ROOT = Path(__file__).parents[1]
_ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
_A_HEAT = 1_000
_RULES = {
    "name": {"zh": "例"},
    "rubric": {
        "criteria": [
            {"key": key, "name": {"zh": key}, "max": str(most), "step": "0.5", "weight": weight}
            for key, most, weight in CRITERIA
        ]
    },
    "tally": {"trim": {"low": 1, "high": 1}},
    "ranking": {"per": "overall"},
}
_SHEETS = """
    SELECT s.appearance_id, s.seat_id, s.state, r.marks FROM appearance a
    JOIN score_sheet s ON s.appearance_id = a.id
    JOIN sheet_revision r ON r.sheet_id = s.id AND r.is_current
    WHERE a.round_id = 1
"""
_TURNS = """
    SELECT a.id, e.number, a.heat_id, e.division_id, a.order_number, a.state
    FROM appearance a JOIN entry e ON e.id = a.entry_id WHERE a.round_id = 1
"""


@contextmanager
def session_on(address: str) -> Iterator[Any]:
    """Open an application on a database and yield its session."""
    from judging import create_app
    from judging.extensions import db

    with tempfile.TemporaryDirectory() as instance:
        settings = {"SECRET_KEY": "0" * 64, "INSTANCE": instance, "TESTING": True}
        app = create_app({"SQLALCHEMY_DATABASE_URI": address, **settings})
        with app.app_context():
            yield db.session()
            db.session.remove()
            for engine in db.engines.values():
                engine.dispose()


def fetch_raw(session: Any) -> int:
    """Fetch the rows by the driver and let them go; return how many there were."""
    driver = session.connection().connection.driver_connection
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    count = 0
    for number, statement in enumerate((_TURNS, _SHEETS)):
        cursor = driver.cursor() if is_sqlite else driver.cursor(f"raw{number}", binary=True)
        cursor.execute(statement)
        while rows := cursor.fetchmany(50_000):
            count += len(rows)
    return count


def rank(session: Any) -> int:
    """Load and rank the round; return how many entries there were."""
    from judging.models.round_ranking import rank_round

    return len(rank_round(session, 1).order)


def write_lines(session: Any) -> int:
    """Load and rank the round, and write every line's texts; return how many there were."""
    from judging.models.round_ranking import rank_round

    return sum(map(len, rank_round(session, 1).lines()))


WAYS: dict[str, Callable[[Any], int]] = {"raw": fetch_raw, "rank": rank, "lines": write_lines}


def run_way(address: str, way: str) -> dict[str, float]:
    """Run one way in this process: seconds of CPU and of the clock, and the peak of memory."""
    if way != "raw":
        importlib.import_module("judging.models.round_ranking")
    with session_on(address) as session:
        server = _server_of(session)
        cpu, clock = time.process_time() + cpu_of(server), time.perf_counter()
        count = WAYS[way](session)
        return {
            "cpu_s": time.process_time() + cpu_of(server) - cpu,
            "clock_s": time.perf_counter() - clock,
            "mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "count": count,
        }


def _server_of(session: Any) -> int:
    """Return the process that serves a PostgreSQL session, 0 on SQLite."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    return int(session.connection().connection.driver_connection.info.backend_pid)


def cpu_of(process_id: int) -> float:
    """Return the CPU seconds of another process of this machine; of none, 0."""
    if not process_id:
        return 0.0
    parts = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")


def in_own_process(address: str, way: str) -> dict[str, float]:
    """Run one way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.stored_round", address, way]
    done = subprocess.run(command, cwd=_ROOT, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def fill(address: str, entries: int) -> None:
    """Put the round into a migrated, empty database."""
    from tests.factories import Factory
    from tests.stored_rounds import Size, fill_round

    with session_on(address) as session:
        factory = Factory("0" * 64)
        competition_id = factory.competition()
        division_id = factory.division(competition_id)
        round_id = factory.round(competition_id, _RULES)
        fill_round(session, round_id, [division_id], Size(entries, min(_A_HEAT, entries)))


def migrate(address: str) -> None:
    """Bring a database up to the newest revision."""
    from flask_migrate import upgrade

    with session_on(address):
        upgrade(directory=str(_ROOT / "judging" / "migrations"))


def compare(address: str) -> dict[str, float]:
    """Return the medians of each way on one database, taken in turns."""
    taken: dict[str, list[dict[str, float]]] = {way: [] for way in WAYS}
    for _ in range(_ROUNDS):
        for way, runs in taken.items():
            runs.append(in_own_process(address, way))
    figures: dict[str, float] = {}
    for way, runs in taken.items():
        for unit in ("cpu_s", "clock_s", "mib"):
            figures[f"{way}_{unit}"] = statistics.median(run[unit] for run in runs)
    for unit in ("cpu", "clock"):
        raw = figures[f"raw_{unit}_s"]
        figures[f"ratio_rank_to_raw_{unit}"] = figures[f"rank_{unit}_s"] / raw
    return figures


def measure() -> dict[str, float]:
    """Return the figures of both databases."""
    entries, figures = size(20_000), {}
    with tempfile.TemporaryDirectory(prefix="rostrum-bench-") as folder:
        for name in ("sqlite", "postgresql"):
            place = Path(folder) / name
            place.mkdir(mode=0o755)
            with _database(name, place) as address:
                fill(address, entries)
                figures |= {f"{name}_{key}": value for key, value in compare(address).items()}
    return figures


@contextmanager
def _database(name: str, folder: Path) -> Iterator[str]:
    """Yield the address of a fresh, migrated database."""
    if name == "sqlite":
        with SqliteTemplate(folder, migrate).database("own") as address:
            yield address
        return
    folder.parent.chmod(0o755)
    cluster = PostgresqlCluster(folder, migrate)
    try:
        cluster.start()
        with cluster.database("own") as address:
            yield address
    finally:
        cluster.stop()


if __name__ == "__main__":
    print(json.dumps(run_way(*sys.argv[1:3])))
