"""Who was trimmed, sheets read back from columns, and chains of more bits than one key has."""

import numpy as np
import pytest

from judging.scoring.columns.counting import count_field
from judging.scoring.columns.dropped import find_dropped, judge_totals
from judging.scoring.columns.field import field_of
from judging.scoring.columns.totals import plan_totals
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.tally import count_outcome
from tests.scoring.columns.cases import Case, columnar, readable

_PANELS = ((90, 95, 95, 80, 80), (90, 90, 90), (80, 90, 95), (80, 85, 95), (95, 90), (90,) * 5)


def _sheets(panel):
    return [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(panel, 1)]


@pytest.mark.parametrize(
    "tally",
    [
        {"trim": {"low": 1, "high": 1}},
        {"trim": {"low": 0, "high": 2, "min_kept": 1}},
        {"trim": {"low": 1, "high": 1, "few": "closest_two"}},
        {"trim": {"low": 1, "high": 1, "few": "block"}},
        {"aggregate": "interquartile_integer"},
    ],
)
def test_those_trimmed_are_the_ones_that_the_working_names(tally):
    rules = specimen_rules(tally=tally)
    panels = [_sheets(panel) for panel in _PANELS]
    field = field_of(rules.rubric, panels)
    totals = judge_totals(rules, field, slice(0, field.count))
    dropped = find_dropped(rules, totals, [seat.complete() for seat in field.seats])
    seen = [
        [seat.seat for seat, out in zip(field.seats, dropped, strict=True) if out[entry]]
        for entry in range(field.count)
    ]
    outcomes = [count_outcome(rules, panel, ()) for panel in panels]
    assert seen == [
        [line.sheet.seat for line in outcome.working.judges if line.left_out in ("low", "high")]
        for outcome in outcomes
    ]


@pytest.mark.parametrize(
    ("low", "high", "kept"), [(1, 0, (90, 91, 92)), (0, 1, (85, 90, 91)), (1, 1, (90, 91))]
)
def test_a_trim_takes_from_the_ends_that_it_names_alone(low, high, kept):
    trim = {"low": low, "high": high, "min_kept": 1}
    rules = specimen_rules(tally={"aggregate": "sum", "trim": trim})
    counted = count_field(rules, field_of(rules.rubric, [_sheets((91, 85, 92, 90))]))
    assert counted.exact.spread().as_fractions() == [sum(kept)]


def test_sheets_are_read_back_as_they_were():
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {
                "criteria": [
                    {"key": key, "name": {"zh": key}, "min": "-1", "max": "9", "step": "0.5"}
                    for key in ("a", "b")
                ]
            },
        }
    )
    given = [SeatSheet("1", (-500, None), "given", "x"), SeatSheet("2", (9000, 0))]
    lone = [SeatSheet("2", (0, 500))]
    field = field_of(rules.rubric, [given, lone])
    assert field.sheets(rules.rubric, 0) == given
    assert field.sheets(rules.rubric, 1) == [SeatSheet("1", (), "absent", "x"), *lone]


def test_a_chain_of_more_bits_than_one_key_has_is_split_in_parts():
    criteria = [{"key": key, "name": {"zh": key}, "max": "1000", "step": "0.001"} for key in "abcd"]
    ties = [f"criterion:{key}" for key in "abcd"]
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"criteria": criteria},
            "tally": {"rounding": {"final": 0}},
            "ranking": {"ties": ties, "style": "1223"},
        }
    )
    marks = [(0, 0, 0, 999_900), (1000_000, 0, 0, 0), (0, 0, 0, 1000_000), (0, 1000_000, 0, 0)]
    marks += [(0, 0, 1000_000, 0), (0, 0, 0, 1000_000)]
    sheets = [[SeatSheet("1", each)] for each in marks]
    count = len(marks)
    case = Case(rules, sheets, [()] * count, [0] * count, [True] * count)
    seen = columnar(case)
    assert seen == readable(case)
    assert [(place.rank, place.tie_break) for *_, place in seen] == [
        (5, "criterion:d"),
        (1, "criterion:a"),
        (4, "criterion:d"),
        (2, "criterion:b"),
        (3, "criterion:c"),
        (4, "criterion:d"),
    ]


def test_positions_begin_where_the_block_of_equals_begins():
    rules = specimen_rules(ranking={"style": "1223"})
    field = field_of(rules.rubric, [_sheets((mark,)) for mark in (90, 95, 95, 80)])
    places = count_field(rules, field).places
    assert (places.ranks().tolist(), places.firsts().tolist()) == ([2, 1, 1, 3], [3, 1, 1, 4])


def test_a_criterion_whose_marks_all_round_to_one_value_takes_no_room():
    coarse = {"key": "a", "name": {"zh": "甲"}, "max": "0.4", "step": "0.1", "weight": "1000"}
    fine = {"key": "b", "name": {"zh": "乙"}, "max": "9", "step": "0.001", "weight": "0.0001"}
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"criteria": [coarse, fine]},
            "tally": {"rounding": {"criterion": 0}},
        }
    )
    plan = plan_totals(rules.rubric, rules.tally.rounding)
    assert (plan.factors, plan.steps.top) == ((0, 1), 9)
    totals = np.empty(1, np.uint16)
    plan.totals([np.array([4]), np.array([9000])], totals, np.empty_like(totals))
    assert totals.tolist() == [9]
