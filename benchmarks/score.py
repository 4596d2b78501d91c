"""Scoring a file of marks (7 judges × 5 criteria, one and one dropped), beside reading it alone.

``judging score`` as a person runs it, in turns with a loop of Python's csv module that does nothing
with the rows, and with polars reading the same file into columns. 20,000 entries, 700,000 rows, in
heats of 20: starting the command weighs more there than in the 740,000 of docs/performance.md,
which ``--entries 740000`` takes again.
"""

import csv
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from benchmarks._turns import size

_ROOT = Path(__file__).parents[1]
_RULES = _ROOT / "judging" / "presets" / "rules" / "academic-speech.toml"
_CRITERIA = (("content", 80), ("rigour", 50), ("delivery", 40), ("slides", 20), ("answers", 10))
_ENTRIES, _HEAT, _SEATS = 20_000, 20, 7
_ROUNDS = 3
_STARTER = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
"""


def write_marks(path: Path, entries: int) -> None:
    """Write a file of marks on half points, the same every time."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8") as stream:
        stream.write("heat,entry,seat,criterion,mark\n")
        for entry in range(entries):
            level = chance.uniform(0.5, 0.95)
            for seat in range(1, _SEATS + 1):
                for key, halves in _CRITERIA:
                    mark = int(halves * (level + chance.uniform(-0.12, 0.12)))
                    mark = max(0, min(halves, mark))
                    stream.write(f"{entry // _HEAT + 1},{entry + 1},{seat},{key},{mark / 2:g}\n")


def read_s(path: Path) -> float:
    """Return the CPU seconds of reading every row with the csv module."""
    began = time.process_time()
    with path.open(encoding="utf-8", newline="") as stream:
        for _row in csv.reader(stream):
            pass
    return time.process_time() - began


def polars_s(path: Path) -> float:
    """Return the CPU seconds, over all threads, in which polars reads the file."""
    began = time.process_time()
    pl.read_csv(path)
    return time.process_time() - began


def score_s(path: Path, out: Path) -> tuple[float, float]:
    """Return CPU seconds and peak MiB of the command, its start included.

    A process of its own starts it: a child's peak is never below that of who forked it.
    """
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "judging", "score", str(path)]
    arguments = ["--rules", str(_RULES), "--out", str(out), "--lang", "en"]
    starter = [sys.executable, "-c", _STARTER, *command, *arguments]
    done = subprocess.run(starter, cwd=_ROOT, check=True, capture_output=True, text=True)
    spent, kib = done.stdout.split()
    return float(spent), int(kib) / 1024


def measure() -> dict[str, float]:
    """Return medians of both in turns, their ratio, and the memory of the command."""
    reads, frames, scores, memory = [], [], [], 0.0
    entries = size(_ENTRIES)
    with tempfile.TemporaryDirectory() as folder:
        marks, out = Path(folder) / "marks.csv", Path(folder) / "results.csv"
        write_marks(marks, entries)
        for _ in range(_ROUNDS):
            reads.append(read_s(marks))
            frames.append(polars_s(marks))
            spent, memory = score_s(marks, out)
            scores.append(spent)
    figures = {"entries": float(entries), "read_s": statistics.median(reads)}
    figures["polars_read_s"] = statistics.median(frames)
    figures["score_s"] = statistics.median(scores)
    figures["ratio_score_to_read"] = figures["score_s"] / figures["read_s"]
    figures["ratio_score_to_polars_read"] = figures["score_s"] / figures["polars_read_s"]
    return figures | {"peak_mib": memory}
