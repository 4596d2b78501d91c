"""The pieces that columns are counted with, each by itself: whole values and proven bounds."""

from fractions import Fraction

import numpy as np
import pytest

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.dropped import find_dropped, judge_totals
from judging.scoring.columns.field import Field, SeatColumn, field_of
from judging.scoring.columns.keys import Key, Numbered, descend, key_of, number
from judging.scoring.columns.lanes import LARGEST, HeadroomError
from judging.scoring.columns.place_weights import PlaceWeights, find_place_weights
from judging.scoring.columns.places import tables
from judging.scoring.columns.scaled import Scaled
from judging.scoring.columns.steps import Steps, add_steps
from judging.scoring.rule_parts import TallyRules, Trim
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules


def _listed(mask):
    return None if mask is None else mask.tolist()


def _blank(*given, **blanks):
    marks = (np.array([1, 2, 3]), np.array([4, 5, 6]))
    return SeatColumn(
        "1",
        marks,
        np.array(given) if given else None,
        "expert",
        {int(key[1:]): np.array(blank) for key, blank in blanks.items()},
    )


def test_a_seat_says_where_it_is_complete_and_where_it_has_a_mark():
    yes, no = True, False
    cases = [
        (_blank(), None, None, None),
        (_blank(yes, no, yes), [yes, no, yes], [yes, no, yes], [yes, no, yes]),
        (_blank(c0=[yes, no, no]), [no, yes, yes], [no, yes, yes], None),
        (
            _blank(yes, yes, no, c0=[yes, no, no]),
            [no, yes, no],
            [no, yes, no],
            [yes, yes, no],
        ),
        (
            _blank(c0=[yes, no, no], c1=[yes, yes, no]),
            [no, no, yes],
            [no, yes, yes],
            [no, yes, yes],
        ),
        (
            _blank(yes, yes, no, c0=[yes, no, no], c1=[no, yes, no]),
            [no, no, no],
            [no, yes, no],
            [yes, yes, no],
        ),
    ]
    for column, complete, first, any_mark in cases:
        seen = (column.complete(), column.mark_mask(0), column.any_mark())
        assert tuple(map(_listed, seen)) == (complete, first, any_mark)


def test_a_field_gives_back_the_sheets_that_it_was_made_of():
    rows = [
        {"key": "a", "name": {"en": "A"}, "min": "-1", "max": "9", "step": "0.5"},
        {"key": "b", "name": {"en": "B"}, "min": "10", "max": "30", "step": "1"},
    ]
    rubric = parse_rules({"name": {"en": "x"}, "rubric": {"criteria": rows}}).rubric
    sheets = [
        [
            SeatSheet("2", (-1000, 10_000), "given", "expert"),
            SeatSheet("10", (8500, None), "given", "public"),
        ],
        [
            SeatSheet("2", (), "recused", "expert"),
            SeatSheet("10", (9000, 30_000), "given", "expert"),
        ],
    ]
    field = field_of(rubric, sheets)
    columns = [(column.seat, column.group) for column in field.seats]
    assert columns == [("2", "expert"), ("10", "expert"), ("10", "public")]
    assert [[mark.tolist() for mark in column.marks] for column in field.seats] == [
        [[0, 0], [0, 0]],
        [[0, 20], [0, 20]],
        [[19, 0], [0, 0]],
    ]
    assert [column.given.tolist() for column in field.seats] == [
        [True, False],
        [False, True],
        [True, False],
    ]
    assert [{k: v.tolist() for k, v in c.blanks.items()} for c in field.seats] == [
        {},
        {},
        {1: [True, False]},
    ]
    gone = SeatSheet("10", (), "absent", "expert")
    assert field.sheets(rubric, 0) == [sheets[0][0], gone, sheets[0][1]]
    assert field.sheets(rubric, 1) == [
        SeatSheet("2", (), "absent", "expert"),
        sheets[1][1],
        SeatSheet("10", (), "absent", "public"),
    ]
    part = field.take(np.array([1]))
    assert (part.count, part.sheets(rubric, 0)) == (1, field.sheets(rubric, 1))


def test_practice_seats_have_no_totals():
    marks = (np.array([180, 181, 182]),)
    field = Field(3, (SeatColumn("1", marks, group="practice"), SeatColumn("2", marks)))
    totals = judge_totals(specimen_rules(), field, slice(1, 3))
    assert [column.tolist() for column in totals] == [[181, 182]]


@pytest.mark.parametrize(
    ("marks", "gone"),
    [
        ((80, 90, 91), (True, False, False)),
        ((80, 85, 91), (False, False, True)),
        ((80, 85, 90), (True, False, False)),
        ((90, 80, 85), (False, True, False)),
        ((91, 85, 80), (True, False, False)),
        ((80, 80, 90), (False, False, True)),
        ((90, 90, 80), (False, False, True)),
    ],
)
def test_of_three_the_one_that_stands_apart_is_dropped(marks, gone):
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "few": "closest_two"}})
    totals = [np.array([mark, 3]) for mark in (*marks, 50)]
    given = [None, None, None, np.array([False, True])]
    dropped = find_dropped(rules, totals, given)
    assert tuple(bool(column[0]) for column in dropped) == (*gone, False)


def test_among_equals_the_first_seats_are_dropped_at_both_ends():
    rules = specimen_rules(tally={"trim": {"low": 2, "high": 1, "min_kept": 1}})
    totals = [np.array([mark]) for mark in (90, 80, 90, 80, 80, 90)]
    dropped = find_dropped(rules, totals, [None] * 6)
    assert [bool(column[0]) for column in dropped] == [True, True, False, True, False, False]


def test_what_a_place_weighs_is_asked_of_the_readable_aggregates():
    find_place_weights.cache_clear()
    fractional = TallyRules(aggregate="interquartile_fractional")
    few = Trim(1, 1, few="block")
    cases = [
        (TallyRules(), 3, PlaceWeights((1, 1, 1), 3)),
        (TallyRules(aggregate="sum"), 2, PlaceWeights((1, 1), 1)),
        (TallyRules(aggregate="median"), 3, PlaceWeights((0, 1, 0), 1)),
        (
            TallyRules(aggregate="winsorised", trim=Trim(1, 2, 1)),
            6,
            PlaceWeights((0, 2, 1, 3, 0, 0), 6),
        ),
        (fractional, 6, PlaceWeights((0, 1, 2, 2, 1, 0), 6)),
        (TallyRules(trim=few), 4, None),
        (TallyRules(trim=few), 5, PlaceWeights((0, 1, 1, 1, 0), 3)),
        (TallyRules(trim=Trim(1, 1, few="closest_two")), 4, PlaceWeights((1, 1, 1, 1), 4)),
        (
            TallyRules(trim=Trim(1, 1, few="closest_two")),
            3,
            PlaceWeights((0, 1, 1), 2, (1, 1, 0)),
        ),
    ]
    for tally, count, weights in cases:
        assert find_place_weights(tally, count) == weights


def _scaled(*units, over=1, low=None, high=None):
    column = np.array(units)
    low, high = (min(units) if low is None else low), (max(units) if high is None else high)
    return Scaled(column, over, low, high)


def _parts(points):
    return points.units.tolist(), points.denominator, points.low, points.high


def test_exact_points_keep_their_bounds_through_every_step():
    points = _scaled(-3, 5, over=4, low=-7, high=9)
    other = _scaled(1, 2, over=6, low=0, high=3)
    assert _parts(points.times(Fraction(2, 3))) == ([-3, 5], 6, -7, 9)
    assert _parts(points.times(Fraction(3))) == ([-9, 15], 4, -21, 27)
    assert _parts(points.plus(other)) == ([-7, 19], 12, -21, 33)
    assert _parts(points.minus(other)) == ([-11, 11], 12, -27, 27)
    assert _parts(points.raised_to(Fraction(1, 6))) == ([2, 15], 12, 2, 27)
    assert _parts(points.at(np.array([1, 1, 0]))) == ([5, 5, -3], 4, -7, 9)
    assert points.as_fractions() == [Fraction(-3, 4), Fraction(5, 4)]


def test_exact_points_are_rounded_half_away_from_nought_on_both_sides():
    points = _scaled(-15, -14, -5, -4, 0, 4, 5, 14, 15, over=10)
    assert _parts(points.rounded(0)) == ([-2, -1, -1, 0, 0, 0, 1, 1, 2], 1, -2, 2)
    assert points.rounded(None) is points
    assert _parts(_scaled(-3, 2, over=2).rounded(1)) == ([-15, 10], 10, -15, 10)
    assert _parts(_scaled(5, 15, over=10).rounded(0)) == ([1, 2], 1, 1, 2)


def test_a_step_that_64_bits_might_not_hold_is_refused_by_its_bounds_alone():
    half = LARGEST // 2
    most = Scaled(np.array([1]), 1, 0, half)
    assert most.plus(most).high == 2 * half
    wide = Scaled(np.array([1]), 1, 0, half + 2)
    low = Scaled(np.array([1]), 1, -half - 2, 0)
    refused = [
        lambda: wide.plus(wide),
        lambda: low.plus(low),
        lambda: wide.times(Fraction(2)),
        lambda: low.times(Fraction(2)),
        lambda: _scaled(0).times(Fraction(LARGEST + 1)),
        lambda: wide.raised_to(Fraction(1, 3)),
        lambda: _scaled(0).raised_to(Fraction(LARGEST + 1)),
        lambda: Scaled(np.array([1]), 3, 0, half + 2).rounded(0),
        lambda: Scaled(np.array([1]), 3, -half - 2, 0).rounded(0),
    ]
    for step in refused:
        with pytest.raises(HeadroomError):
            step()


def test_steps_keep_what_they_stand_for_through_roundings():
    halves = Steps(Fraction(-1), Fraction(1, 2), 4)
    assert (halves.rounded(None), halves.rounded(1)) == (halves, halves)
    whole = halves.rounded(0)
    assert (whole.base, whole.step, whole.top) == (-1, 1, 2)
    assert whole.table.tolist() == [0, 0, 1, 2, 2]
    again = whole.times(Fraction(1, 4)).rounded(0)
    assert (again.base, again.step, again.top, again.table.tolist()) == (0, 1, 0, [0] * 5)
    odd = Steps(Fraction(1, 4), Fraction(1), 2).rounded(0)
    assert (odd.base, odd.step, odd.top, odd.table.tolist()) == (0, 1, 2, [0, 1, 2])
    assert halves.indices(np.array([3, 1]), np.dtype(np.uint8)).tolist() == [3, 1]
    assert halves.scaled(np.array([0, 3])).as_fractions() == [-1, Fraction(1, 2)]


def test_steps_of_criteria_add_up_over_their_common_unit():
    parts = [Steps(Fraction(1), Fraction(1, 2), 4), Steps(Fraction(-1, 3), Fraction(3, 4), 5)]
    assert add_steps(parts) == (Steps(Fraction(2, 3), Fraction(1, 4), 23), (2, 3))


def test_keys_are_numbered_without_a_gap_however_wide_they_are():
    for size in (10, 1 << 40, LARGEST):
        found = number(np.array([7, 3, 7, 9]), size)
        assert (found.numbers.tolist(), found.count) == ([1, 0, 1, 2], 3)


def test_points_far_apart_keep_their_order_as_keys():
    far = 1 << 30
    for units in ((far, 0, far, 5), (far - 9, -9, far - 9, -4)):
        column = np.array(units)
        points = Scaled(column, 1, int(column.min()), int(column.max()))
        key = key_of(Coded(points))
        assert (key.codes.tolist(), key.size) == ([2, 0, 2, 1], 3)
        coded = key_of(Coded(points, np.array([3, 0, 1])))
        assert (coded.codes.tolist(), coded.size) == ([1, 2, 0], 3)


def test_blocks_stand_in_order_and_the_higher_key_first_in_each():
    keys, size = descend(Numbered(np.array([0, 1, 1]), 2), Key(np.array([4, 0, 9]), 10))
    assert (keys.tolist(), size) == ([5, 19, 10], 20)


@pytest.mark.parametrize(
    ("style", "rank"),
    [
        ("1224", [1, 2, 4, 1, 3, 0]),
        ("1223", [1, 2, 3, 1, 2, 0]),
        ("1334", [1, 3, 4, 2, 3, 0]),
    ],
)
def test_ranks_begin_anew_in_every_group(style, rank):
    sizes, groups = np.array([1, 2, 1, 2, 1]), np.array([0, 0, 0, 1, 1])
    assert [table.tolist() for table in tables(style, sizes, groups)] == [
        rank,
        [1, 2, 4, 1, 3, 0],
        [1, 2, 1, 2, 1, 0],
    ]
