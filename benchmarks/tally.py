"""Tally of 740,000 entries, 7 judges, 5 weighted criteria, beside the ways of others.

Every way gets its marks in the form that suits it best, which is not measured. The ways of loops
are measured on a hundredth of the entries and multiplied.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import _other_tallies as others
from benchmarks._field import make_field, make_marks, make_rules
from benchmarks._turns import cpu_ms, size
from judging.scoring.columns.counting import count_field
from judging.scoring.columns.field import Field
from judging.scoring.rule_parts import RuleSheet

_ENTRIES = 740_000
_ROUNDS = 7
_SHARE = 100


def ours(rules: RuleSheet, field: Field) -> tuple[Any, Any]:
    """Tally and rank by the columns: published scores and ranks of every entry."""
    counted = count_field(rules, field)
    return counted.published_units(), counted.places.ranks()


def measure() -> dict[str, float]:
    """Return medians of every way, in milliseconds of CPU, and their ratios to ours."""
    entries = size(_ENTRIES)
    marks = make_marks(entries)
    rules, field = make_rules(), make_field(marks)
    frame, rows, long = (
        others.polars_frame(marks),
        others.int64_rows(marks),
        others.pandas_frame(marks),
    )
    _check(rules, field, frame, rows)
    ways: dict[str, Callable[[], object]] = {
        "one_pass": lambda: others.one_pass(marks),
        "columns": lambda: ours(rules, field),
        "polars": lambda: others.polars_wide(frame),
        "numpy_int64_rows": lambda: others.numpy_rows(rows),
        "scipy_trim_mean": lambda: others.scipy_means(rows),
    }
    taken = cpu_ms(ways, _ROUNDS)
    slow = {"one_pass": ways["one_pass"], "columns": ways["columns"]}
    taken["pandas_groupby"] = cpu_ms({"pandas": lambda: others.pandas_groupby(long), **slow}, 3)[
        "pandas"
    ]
    few = max(entries // _SHARE, 1)
    taken |= _loops(rows[:few], long[long["entry"] < few], entries / few)
    figures = {f"{name}_ms": value for name, value in taken.items()}
    figures["ratio_columns_to_one_pass"] = taken["columns"] / taken["one_pass"]
    for name in (
        "polars",
        "numpy_int64_rows",
        "scipy_trim_mean",
        "pandas_groupby",
        "decimal_loop",
        "pandas_apply",
    ):
        figures[f"ratio_{name}_to_columns"] = taken[name] / taken["columns"]
    return figures


def _loops(rows: Any, long: Any, times: float) -> dict[str, float]:
    """Return what the ways of loops would take for all entries."""
    ways = {
        "decimal_loop": lambda: others.decimal_loop(rows),
        "pandas_apply": lambda: others.pandas_apply(long),
    }
    return {name: value * times for name, value in cpu_ms(ways, 1).items()}


def _check(rules: RuleSheet, field: Field, frame: Any, rows: Any) -> None:
    """Make sure that the exact ways give the same ranks."""
    ranks = ours(rules, field)[1]
    assert np.array_equal(ranks, others.polars_wide(frame)["rank"].to_numpy())
    assert np.array_equal(ranks, others.numpy_rows(rows)[1])
