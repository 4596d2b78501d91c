"""Fields of many blocks: the same entries again and again give the same scores, and ranks count."""

from dataclasses import replace

import numpy as np
import pytest

from judging.scoring.columns.counting import Grouping, count_field
from judging.scoring.columns.field import Field, field_of
from judging.scoring.columns.lanes import BLOCK
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from tests.scoring.columns.cases import make_case


def _tiled(field, times):
    """Return a field in which every entry stands ``times`` times, far apart."""
    return field.take(np.tile(np.arange(field.count), times))


@pytest.mark.parametrize("seed", [3, 17, 29, 58])
def test_a_field_of_several_blocks_scores_like_one_of_a_few_entries(seed):
    case = make_case(seed)
    small = field_of(case.rules.rubric, case.sheets)
    times = 2 * BLOCK // small.count + 7
    one, many = count_field(case.rules, small), count_field(case.rules, _tiled(small, times))
    has_result = np.array([not one.reason(entry) for entry in range(small.count)])
    every = np.tile(has_result, times)
    scores, exact = one.published_units()[has_result], one.exact_numerators()[has_result]
    assert np.array_equal(many.published_units()[every], np.tile(scores, times))
    assert many.exact_denominator == one.exact_denominator
    assert np.array_equal(many.exact_numerators()[every], np.tile(exact, times))


@pytest.mark.parametrize("style", ["1224", "1223", "1334"])
def test_a_field_full_of_ties_is_ranked_by_its_blocks(style):
    rules = specimen_rules(ranking={"style": style, "ties": ["more_decimals", "median"]})
    sheets = [[SeatSheet("1", (mark,))] for mark in (90000, 95000, 80000)]
    times = 30_000
    counted = count_field(rules, _tiled(field_of(rules.rubric, sheets), times))
    ranks = {"1224": (times + 1, 1, 2 * times + 1), "1223": (2, 1, 3)}
    ranks["1334"] = (2 * times, times, 3 * times)
    assert counted.places.ranks()[:3].tolist() == list(ranks[style])
    assert counted.places.firsts()[:3].tolist() == [times + 1, 1, 2 * times + 1]
    assert np.array_equal(counted.places.ranks(), np.tile(counted.places.ranks()[:3], times))


def test_every_heat_of_many_is_ranked_by_itself():
    rules = specimen_rules(ranking={"ties": ["criterion:talk"]})
    sheets = [[SeatSheet("1", (mark,))] for mark in (90000, 95000, 90000, 80000)]
    times = 50_000
    field = _tiled(field_of(rules.rubric, sheets), times)
    heats = Grouping(np.repeat(np.arange(times), 4), times)
    counted = count_field(rules, field, heats)
    assert np.array_equal(counted.places.ranks(), np.tile([2, 1, 2, 4], times))
    assert counted.places.tie_breaks is None


def test_wide_marks_use_a_wider_lane_and_give_the_same_order():
    criterion = {"key": "a", "name": {"zh": "甲"}, "max": "10000", "step": "0.001"}
    rules = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": [criterion]}})
    marks = (9_999_999, 10_000_000, 1)
    sheets = [[SeatSheet(str(seat), (mark,)) for seat in range(1, 8)] for mark in marks]
    counted = count_field(rules, field_of(rules.rubric, sheets))
    assert counted.published_units().tolist() == [1_000_000, 1_000_000, 0]
    assert counted.places.ranks().tolist() == [1, 1, 3]


def test_a_practice_seat_is_looked_at_by_nobody():
    rules = specimen_rules()
    sheets = [SeatSheet("1", (90000,)), SeatSheet("2", (1000,), group="practice")]
    field = field_of(rules.rubric, [sheets])
    assert count_field(rules, field).published_units().tolist() == [9000]
    only = Field(1, tuple(replace(seat, group="practice") for seat in field.seats))
    assert count_field(rules, only).reason(0) == "nobody_gave"
