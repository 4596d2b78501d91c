"""The same tally as others would write it: what ours stands beside in ``tally.py``.

One and one of seven dropped, five weighted criteria, 1224 ranks. Those of whole numbers are right
and are checked against ours; those of floats are as wrong as they are in practice.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
from scipy.stats import trim_mean

from benchmarks._field import CRITERIA, SEATS, WEIGHTS

_NAMES = [f"{key}{seat}" for seat in range(SEATS) for key, _, _ in CRITERIA]


def one_pass(marks: list[list[Any]]) -> None:
    """Look at every mark once."""
    for columns in marks:
        for column in columns:
            column.max()


def polars_frame(marks: list[list[Any]]) -> pl.DataFrame:
    """Return the marks as one wide frame."""
    columns = [column for seat in marks for column in seat]
    return pl.DataFrame(dict(zip(_NAMES, columns, strict=True)))


def polars_wide(frame: pl.DataFrame) -> pl.DataFrame:
    """Tally by horizontal expressions over 32-bit columns."""
    totals = [
        pl.sum_horizontal(
            pl.col(f"{key}{seat}").cast(pl.Int32) * weight
            for (key, _, _), weight in zip(CRITERIA, WEIGHTS, strict=True)
        ).alias(f"t{seat}")
        for seat in range(SEATS)
    ]
    names = [f"t{seat}" for seat in range(SEATS)]
    kept = pl.sum_horizontal(names) - pl.max_horizontal(names) - pl.min_horizontal(names)
    scored = frame.lazy().select(totals).select(kept.alias("kept"))
    rank = pl.col("kept").rank("min", descending=True).alias("rank")
    return scored.select("kept", rank).collect()


def int64_rows(marks: list[list[Any]]) -> Any:
    """Return the marks as rows: entry × seat × criterion."""
    return np.array(marks, dtype=np.int64).transpose(2, 0, 1).copy()


def numpy_rows(rows: Any) -> tuple[Any, Any]:
    """Tally 64-bit rows by sorting each, and rank by sorting all."""
    totals = (rows * np.array(WEIGHTS)).sum(axis=2)
    totals.sort(axis=1)
    kept = totals[:, 1:-1].sum(axis=1)
    rising = np.sort(kept)
    return kept, len(kept) - np.searchsorted(rising, kept, side="right") + 1


def scipy_means(rows: Any) -> Any:
    """Tally by the trimmed mean of floats, and rank by sorting: scores are not exact."""
    points = (rows * np.array(WEIGHTS)).sum(axis=2) / 4
    means = np.round(trim_mean(points, 1 / SEATS, axis=1), 2)
    return len(means) - np.searchsorted(np.sort(means), means, side="right") + 1


def pandas_frame(marks: list[list[Any]]) -> pd.DataFrame:
    """Return the marks as a long frame, one row a mark as in a file of marks, entry by entry."""
    rows = np.array(marks).transpose(2, 0, 1)
    entries = len(rows)
    each = SEATS * len(CRITERIA)
    return pd.DataFrame(
        {
            "entry": np.repeat(np.arange(entries, dtype=np.int32), each),
            "seat": np.tile(np.repeat(np.arange(SEATS, dtype=np.int8), len(CRITERIA)), entries),
            "mark": rows.ravel(),
            "weight": np.tile(np.array(WEIGHTS, np.int32), entries * SEATS),
        }
    )


def pandas_groupby(frame: pd.DataFrame) -> pd.DataFrame:
    """Tally by vectorised groupby: totals of sheets, then sums, highest and lowest of entries."""
    weighed = frame["mark"] * frame["weight"]
    totals = weighed.groupby([frame["entry"], frame["seat"]]).sum()
    of_entry = totals.groupby(level="entry").agg(["sum", "max", "min"])
    kept = of_entry["sum"] - of_entry["max"] - of_entry["min"]
    return pd.DataFrame({"kept": kept, "rank": kept.rank(method="min", ascending=False)})


def pandas_apply(frame: pd.DataFrame) -> pd.Series:
    """Tally by ``groupby.apply(trim_mean)``, what an analyst writes first."""
    weighed = frame["mark"] * frame["weight"] / 4
    totals = weighed.groupby([frame["entry"], frame["seat"]]).sum()
    means = totals.groupby(level="entry").apply(lambda group: trim_mean(group, 1 / SEATS))
    return means.round(2).rank(method="min", ascending=False)


def decimal_loop(rows: Any) -> list[Decimal]:
    """Tally in a plain loop over decimals, as a careful person writes it."""
    weights = [Decimal(weight) / 4 for weight in WEIGHTS]
    scores = []
    for entry in rows.tolist():
        totals = sorted(sum(m * w for m, w in zip(sheet, weights, strict=True)) for sheet in entry)
        mean = sum(totals[1:-1]) / Decimal(len(totals) - 2)
        scores.append(mean.quantize(Decimal("0.01"), ROUND_HALF_UP))
    places: dict[Decimal, int] = {}
    for place, score in enumerate(sorted(scores, reverse=True), 1):
        places.setdefault(score, place)
    return [Decimal(places[score]) for score in scores]
