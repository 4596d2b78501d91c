"""The time rule: bands, started pieces, caps, and who is out."""

from fractions import Fraction

import pytest

from judging.scoring.deductions import time_deduction
from judging.scoring.specimen import specimen_rules
from tests.scoring.panels import refused_codes

TIME = {
    "time": {
        "limit_s": 360,
        "minimum_s": 180,
        "bands": [
            {"over_s": 30, "points": "1"},
            {"over_s": 1, "points": "0.5"},
            {"over_s": 60, "points": "1", "per_s": 60, "cap": "3"},
            {"under_s": 1, "points": "1", "per_s": 60},
        ],
        "disqualify_over_s": 300,
        "disqualify_under_s": 170,
    }
}


@pytest.mark.parametrize(
    ("spoken_ms", "points", "reason", "is_out"),
    [
        (360_000, None, None, False),
        (180_000, None, None, False),
        (360_999, None, None, False),
        (361_000, "0.5", "overtime 1 s", False),
        (389_999, "0.5", "overtime 29 s", False),
        (390_000, "1", "overtime 30 s", False),
        (420_000, "1", "overtime 60 s", False),
        (420_001, "2", "overtime 60 s", False),
        (600_000, "3", "overtime 240 s", False),
        (660_000, "3", "overtime 300 s", True),
        (179_500, None, None, False),
        (179_000, "1", "undertime 1 s", False),
        (119_999, "2", "undertime 60 s", False),
        (10_000, "3", "undertime 170 s", True),
    ],
)
def test_a_talk_too_long_or_too_short_loses_what_its_band_says(spoken_ms, points, reason, is_out):
    ruling = time_deduction(specimen_rules(deductions=TIME).deductions, spoken_ms)
    assert ruling.is_disqualified is is_out
    if points is None:
        assert ruling.deduction is None
    else:
        assert ruling.deduction.points == Fraction(points)
        assert ruling.deduction.reason.en == reason


@pytest.mark.parametrize(
    ("spoken_ms", "points", "reason", "is_out"),
    [
        (360_000, None, None, False),
        (360_001, "1", "overtime less than 1 s", True),
        (361_000, "1", "overtime 1 s", True),
        (180_000, None, None, False),
        (179_999, "2", "undertime less than 1 s", True),
    ],
)
def test_from_zero_seconds_on_any_excess_is_reached(spoken_ms, points, reason, is_out):
    bands = [{"over_s": 0, "points": "1"}, {"under_s": 0, "points": "2"}]
    out = {"disqualify_over_s": 0, "disqualify_under_s": 0}
    time = {"limit_s": 360, "minimum_s": 180, "bands": bands, **out}
    ruling = time_deduction(specimen_rules(deductions={"time": time}).deductions, spoken_ms)
    assert ruling.is_disqualified is is_out
    seen = ruling.deduction and (str(ruling.deduction.points), ruling.deduction.reason.en)
    assert seen == (None if points is None else (points, reason))


@pytest.mark.parametrize(
    ("rules", "fault"),
    [
        ({"minimum_s": 9, "disqualify_over_s": 0}, "band_without_limit"),
        ({"limit_s": 9, "disqualify_under_s": 0}, "band_without_minimum"),
    ],
)
def test_who_is_out_at_once_needs_a_time_to_be_out_of(rules, fault):
    assert refused_codes(lambda: specimen_rules(deductions={"time": rules})) == [
        (fault, "deductions.time")
    ]


def test_without_a_time_rule_nothing_is_taken_off():
    assert time_deduction(specimen_rules().deductions, 1).deduction is None
    only_limit = specimen_rules(deductions={"time": {"limit_s": 60}}).deductions
    assert time_deduction(only_limit, 86_400_000).deduction is None


@pytest.mark.parametrize("spoken_ms", [-1, 86_400_001, True])
def test_an_impossible_time_is_refused(spoken_ms):
    rules = specimen_rules().deductions
    assert refused_codes(lambda: time_deduction(rules, spoken_ms)) == [
        ("spoken_time_out_of_bounds", "")
    ]
