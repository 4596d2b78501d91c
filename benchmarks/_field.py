"""Invented marks for the benchmarks of the tally: columns, with a few judges absent if wanted."""

from typing import Any

import numpy as np

from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules

#: Key, maximum in points and weight of each criterion; marks are on half points.
CRITERIA = (
    ("content", 40, "3"),
    ("rigour", 25, "2.5"),
    ("delivery", 20, "2"),
    ("slides", 10, "1.5"),
    ("answers", 5, "1"),
)
#: The weights as whole numbers of the smallest step of a judge total.
WEIGHTS = (6, 5, 4, 3, 2)
SEATS = 7


def make_rules(step: str = "0.5", **sections: Any) -> RuleSheet:
    """Return one and one dropped over five weighted criteria, with further sections."""
    criteria = [
        {"key": key, "name": {"zh": key}, "max": str(most), "step": step, "weight": weight}
        for key, most, weight in CRITERIA
    ]
    tally = {"trim": {"low": 1, "high": 1}, **sections.pop("tally", {})}
    rubric = {"criteria": criteria}
    return parse_rules({"name": {"zh": "例"}, "rubric": rubric, "tally": tally, **sections})


def make_marks(entries: int, *, steps_a_point: int = 2) -> list[list[Any]]:
    """Return marks as steps, one int16 or int32 array per seat and criterion, as in a hall.

    Each entry has a level, and each judge strays a little from it.
    """
    chance = np.random.default_rng(7)
    level = chance.uniform(0.5, 0.95, entries)
    lane = np.int16 if steps_a_point * 40 < 2**15 else np.int32
    return [
        [
            (np.clip(level + chance.normal(0, 0.06, entries), 0, 1) * most * steps_a_point).astype(
                lane
            )
            for _, most, _ in CRITERIA
        ]
        for _ in range(SEATS)
    ]


def make_field(marks: list[list[Any]], absent_percent: int = 0) -> Field:
    """Return the marks as a field in which some sheets of every judge are absent."""
    chance = np.random.default_rng(11)
    count = len(marks[0][0])
    given = [
        chance.random(count) >= absent_percent / 100 if absent_percent else None for _ in marks
    ]
    seats = [
        SeatColumn(str(number), tuple(columns), mask)
        for number, (columns, mask) in enumerate(zip(marks, given, strict=True), 1)
    ]
    return Field(count, tuple(seats))
