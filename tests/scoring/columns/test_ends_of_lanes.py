"""The ends of what the columns can hold: widest keys, widest lanes, panels of one and two."""

import numpy as np
import pytest

from judging.scoring.columns.counting import count_field
from judging.scoring.columns.dropped import find_dropped
from judging.scoring.columns.field import Field, SeatColumn, field_of
from judging.scoring.columns.keys import sort_keys, widest_size
from judging.scoring.columns.lanes import LARGEST, HeadroomError, check_headroom, choose_lane
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules


def _field(*panels):
    rules = specimen_rules()
    sheets = [
        [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(marks, 1)]
        for marks in panels
    ]
    return field_of(rules.rubric, sheets)


def test_a_number_beyond_63_bits_has_no_lane():
    assert choose_lane(2**63 - 1) == np.int64
    with pytest.raises(HeadroomError, match="9223372036854775808 does not fit 63 bits"):
        choose_lane(2**63)


def test_a_step_is_refused_from_the_first_number_on_that_it_cannot_hold():
    check_headroom(LARGEST, -LARGEST)
    for beyond in (LARGEST + 1, -LARGEST - 1):
        with pytest.raises(HeadroomError):
            check_headroom(0, beyond)


@pytest.mark.parametrize("size", [10, widest_size(3), widest_size(3) + 1])
def test_keys_too_wide_to_carry_their_index_are_sorted_all_the_same(size):
    keys = np.array([size - 1, 0, 5])
    order, in_order = sort_keys(keys, size)
    assert (order.tolist(), in_order.tolist()) == ([1, 2, 0], [0, 5, size - 1])


@pytest.mark.parametrize(
    ("tally", "published"),
    [
        ({"aggregate": "winsorised", "trim": {"low": 1, "min_kept": 1}}, 9400),
        ({"aggregate": "winsorised", "trim": {"high": 1, "min_kept": 1}}, 9000),
        ({"trim": {"low": 1, "min_kept": 1}}, 9400),
        ({"trim": {"high": 1, "min_kept": 1}}, 9000),
        ({"aggregate": "interquartile_fractional"}, 9200),
        ({}, 9200),
        ({"aggregate": "sum"}, 18400),
    ],
)
def test_two_judges_are_both_ends_of_their_panel(tally, published):
    rules = specimen_rules(tally=tally)
    assert count_field(rules, _field([90, 94])).published_units().tolist() == [published]


def test_where_too_few_judges_block_a_result_nobody_is_dropped():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "few": "block"}})
    totals = [np.array([95, 90]), np.array([96, 96]), np.array([91, 91]), np.array([92, 92])]
    totals.append(np.array([93, 93]))
    given = [None, None, None, None, np.array([True, False])]
    dropped = [column.tolist() for column in find_dropped(rules, totals, given)]
    assert dropped == [
        [False, False],
        [True, False],
        [True, False],
        [False, False],
        [False, False],
    ]


def test_a_seat_that_gave_no_sheet_is_absent_on_the_readable_path():
    rubric = specimen_rules().rubric
    column = SeatColumn("1", (np.array([180, 0]),), given=np.array([True, False]), group="expert")
    field = Field(2, (column,))
    assert field.sheets(rubric, 0) == [SeatSheet("1", (90000,), "given", "expert")]
    assert field.sheets(rubric, 1) == [SeatSheet("1", (), "absent", "expert")]
