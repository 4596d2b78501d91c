"""The columns under other rules, beside one pass over the marks and the simple tally.

740,000 entries, 7 judges, 5 weighted criteria. The chain is measured where it hurts most, all
entries in one heat so that each is tied with some hundred others, and in heats of twenty.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks import _other_tallies as others
from benchmarks._field import make_field, make_marks, make_rules
from benchmarks._turns import cpu_ms, size
from judging.scoring.columns.counting import Grouping, count_field
from judging.scoring.columns.field import Field
from judging.scoring.rule_parts import RuleSheet

_ENTRIES = 740_000
_ROUNDS = 5
_HEAT = 20
_CHAIN = {"ties": ["more_decimals", "criterion:content", "untrimmed_mean"]}
_GROUPS = {
    "expert": {"seats": ["1", "2", "3", "4"], "weight": "70"},
    "public": {"seats": ["5", "6", "7"], "weight": "30"},
}


def count(rules: RuleSheet, field: Field, grouping: Grouping | None = None) -> tuple[Any, Any]:
    """Tally and rank: published scores and ranks of every entry."""
    counted = count_field(rules, field, grouping)
    return counted.published_units(), counted.places.ranks()


def measure() -> dict[str, float]:
    """Return medians in milliseconds of CPU, and ratios to one pass and to the simple tally."""
    entries = size(_ENTRIES)
    marks = make_marks(entries)
    taken = cpu_ms(_ways(marks, entries), _ROUNDS)
    tenth = [[column[: entries // 10].copy() for column in seat] for seat in marks]
    small = make_field(tenth)
    taken["tenth_of_the_entries"] = cpu_ms({"small": lambda: count(make_rules(), small)}, 15)[
        "small"
    ]
    figures = {f"{name}_ms": value for name, value in taken.items()}
    figures["ratio_simple_to_one_pass"] = taken["simple"] / taken["one_pass"]
    figures["ratio_wide_lane_to_one_pass"] = taken["wide_lane"] / taken["one_pass_32_bit"]
    for name in (
        "absent_judges",
        "criterion_scope",
        "groups",
        "median",
        "chain_in_heats",
        "chain_in_one_heat",
    ):
        figures[f"ratio_{name}_to_simple"] = taken[name] / taken["simple"]
    figures["ratio_simple_to_ten_tenths"] = taken["simple"] / (10 * taken["tenth_of_the_entries"])
    return figures


def _ways(marks: list[list[Any]], entries: int) -> dict[str, Callable[[], object]]:
    field, absent = make_field(marks), make_field(marks, absent_percent=3)
    wide_marks = make_marks(entries, steps_a_point=1000)
    wide = make_field(wide_marks)
    heats = Grouping(np.arange(entries) // _HEAT, -(-entries // _HEAT))
    chain = make_rules(ranking=_CHAIN)
    by_criterion, by_group = (
        make_rules(tally={"scope": "criterion"}),
        make_rules(tally={"groups": _GROUPS}),
    )
    in_thousandths, by_median = make_rules(step="0.001"), make_rules(tally={"aggregate": "median"})
    simple = make_rules()
    return {
        "one_pass": lambda: others.one_pass(marks),
        "one_pass_32_bit": lambda: others.one_pass(wide_marks),
        "simple": lambda: count(simple, field),
        "wide_lane": lambda: count(in_thousandths, wide),
        "absent_judges": lambda: count(simple, absent),
        "criterion_scope": lambda: count(by_criterion, field),
        "groups": lambda: count(by_group, field),
        "median": lambda: count(by_median, field),
        "chain_in_heats": lambda: count(chain, field, heats),
        "chain_in_one_heat": lambda: count(chain, field),
    }
