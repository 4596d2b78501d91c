"""Trims, groups and named seats are tried on the panel of the round."""

import pytest

from judging.scoring.rule_warnings import RuleSetting
from tests.scoring.rule_warnings import FIVE, ONE_ONE, TRIM, seats_of, told


@pytest.mark.parametrize(
    ("trim", "seats", "expected"),
    [
        ({**ONE_ONE, "min_kept": 1}, 3, [("trim_keeps_one", "tally.trim", TRIM)]),
        ({**ONE_ONE, "min_kept": 1}, 4, []),
        ({**ONE_ONE, "min_kept": 1}, 1,
         [("trim_smaller", "tally.trim", {"seats": 1, "low": 1, "high": 1, "real_low": 0,
                                          "real_high": 0, "min_kept": 1})]),
        ({**ONE_ONE, "few": "block"}, 4,
         [("trim_blocks", "tally.trim", {"seats": 4, "low": 1, "high": 1, "min_kept": 3})]),
        ({**ONE_ONE}, 4,
         [("trim_smaller", "tally.trim", {"seats": 4, "low": 1, "high": 1, "real_low": 0,
                                          "real_high": 0, "min_kept": 3})]),
        ({**ONE_ONE, "min_kept": 6}, 5,
         [("min_kept_above_panel", "tally.trim.min_kept", {"seats": 5, "min_kept": 6}),
          ("trim_smaller", "tally.trim", {"seats": 5, "low": 1, "high": 1, "real_low": 0,
                                          "real_high": 0, "min_kept": 6})]),
        ({**ONE_ONE, "min_kept": 5}, 7, []),
        ({"low": 0, "high": 1}, 5, [("trim_uneven", "tally.trim", {"low": 0, "high": 1})]),
        ({"low": 1, "high": 0}, 5, [("trim_uneven", "tally.trim", {"low": 1, "high": 0})]),
        ({**ONE_ONE, "few": "closest_two"}, 5,
         [("closest_two_not_monotone", "tally.trim.few", {})]),
        ({"few": "closest_two", "min_kept": 9}, 5, []),
    ],
)  # fmt: skip
def test_a_trim_is_tried_on_the_panel_of_the_round(trim, seats, expected):
    setting = RuleSetting(seats=seats_of(*[""] * seats))
    assert told({"tally": {"trim": trim}}, setting) == expected


def test_without_a_panel_a_trim_is_judged_by_itself():
    assert told({"tally": {"trim": {**ONE_ONE, "min_kept": 1}}}) == []


def test_groups_are_trimmed_and_looked_at_by_themselves():
    groups = {"expert": {"weight": "70"}, "public": {"weight": "20", "trim": {**ONE_ONE}}}
    tally = {"groups": groups, "trim": {**ONE_ONE, "min_kept": 1}}
    seats = seats_of("expert", "expert", "expert", "public", "public", "public", "practice")
    assert told({"tally": tally}, RuleSetting(seats=seats)) == [
        ("group_weights_not_hundred", "tally.groups", {"total": "90"}),
        ("trim_keeps_one", "tally.trim", TRIM),
        ("trim_smaller", "tally.groups.public.trim", {"seats": 3, "low": 1, "high": 1,
                                                      "real_low": 0, "real_high": 0,
                                                      "min_kept": 3}),
    ]  # fmt: skip


def test_a_shared_trim_that_no_group_uses_says_nothing():
    groups = {"expert": {"trim": {"low": 0, "high": 0}}}
    tally = {"groups": groups, "trim": {**ONE_ONE, "min_kept": 1}}
    assert told({"tally": tally}, RuleSetting(seats=seats_of(*["expert"] * 3))) == []


def test_a_group_without_seats_and_a_seat_without_group_are_told():
    groups = {"expert": {"seats": ["01"]}, "public": {"trim": {"low": 1, "high": 1}}}
    setting = RuleSetting(seats=seats_of("", "guest", "tie_break"))
    assert told({"tally": {"groups": groups}}, setting) == [
        ("group_without_seats", "tally.groups.public", {"group": "public"}),
        ("seat_outside_groups", "tally.groups", {"seat": "2"}),
    ]
    assert told({"tally": {"groups": groups}}) == []


def test_seats_that_the_panel_lacks_are_told():
    tally = {"practice_seats": ["8"], "tie_break_seats": ["9"], "chief_seat": "7"}
    assert told({"tally": tally}, FIVE) == [
        ("practice_seat_missing", "tally.practice_seats", {"seat": "8"}),
        ("tie_break_seat_missing", "tally.tie_break_seats", {"seat": "9"}),
        ("chief_seat_missing", "tally.chief_seat", {"seat": "7"}),
    ]
    assert told({"tally": tally}) == []
