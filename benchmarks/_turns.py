"""Measuring in turns: every way once, then every way again, so that a noisy minute hits all."""

import os
import statistics
import time
from collections.abc import Callable, Mapping


def cpu_ms(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """Return the median CPU milliseconds of each way, over all threads, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            began = time.process_time()
            way()
            taken[name].append(1000 * (time.process_time() - began))
    return {name: statistics.median(times) for name, times in taken.items()}


def size(default: int) -> int:
    """Return how many entries to measure with: what ``--entries`` says, or the default."""
    return int(os.environ.get("BENCH_ENTRIES", default))
