"""The line that a parent can redo by hand, in every shape that rules give it."""

from fractions import Fraction

import pytest

from judging.scoring.deductions import Deduction
from judging.scoring.explain import explain, segments
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_outcome, specimen_rules
from judging.scoring.tally import tally
from tests.scoring.panels import OVERTIME, given


def test_the_segments_of_a_line_carry_kind_seat_and_note():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    sheets = [*given(80000, 90000, 91000, 92000, 99000), SeatSheet("6", (), "recused")]
    overtime = Deduction(Fraction(1, 2), "overtime", OVERTIME)
    working = tally(rules, sheets, [overtime]).working
    assert [(s.kind, s.text, s.seat, s.note) for s in segments(working, "zh")] == [
        ("dropped", "80.00", "1", ""),
        ("value", "90.00", "2", ""),
        ("value", "91.00", "3", ""),
        ("value", "92.00", "4", ""),
        ("dropped", "99.00", "5", ""),
        ("absent", "—", "6", "recused"),
        ("operator", "→", "", ""),
        ("number", "273.00", "", ""),
        ("operator", "/", "", ""),
        ("number", "3", "", ""),
        ("operator", "=", "", ""),
        ("number", "91.00", "", ""),
        ("operator", "−", "", ""),
        ("deduction", "0.50 (超时 12 秒)", "", ""),
        ("operator", "=", "", ""),
        ("score", "90.50", "", ""),
    ]


def test_a_line_without_a_result_shows_what_there_was():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "few": "block"}})
    sheets = [*given(80000, 90000), SeatSheet("3", (50000,), group="practice")]
    assert explain(tally(rules, sheets).working) == "80.00  90.00 → — (too_few_judges)"


def test_absent_seats_stand_with_their_group():
    rules = specimen_rules(tally={"groups": {"expert": {"weight": "1"}, "public": {"weight": "1"}}})
    sheets = [
        SeatSheet("1", (90000,), group="expert"),
        SeatSheet("2", (), "absent", "expert"),
        SeatSheet("3", (80000,), group="public"),
        SeatSheet("4", (10000,), group="practice"),
    ]
    assert explain(tally(rules, sheets).working) == (
        "expert: 90.00  — → 90.00 / 1 = 90.00; public: 80.00 → 80.00 / 1 = 80.00; "
        "(90.00 × 1 + 80.00 × 1) / 2 = 85.00"
    )


def test_a_single_declared_group_needs_no_combining():
    rules = specimen_rules(tally={"groups": {"expert": {"weight": "2"}}, "factor": "2"})
    sheets = [SeatSheet("1", (45000,), group="expert")]
    line = "expert: 45.00 → 45.00 / 1 = 45.00; 45.00 × 2 = 90.00"
    assert explain(tally(rules, sheets).working) == line


def test_rounding_a_factor_is_shown_where_it_happens():
    rules = specimen_rules(
        tally={"factor": "0.333", "rounding": {"aggregate": 1, "final": 2}},
    )
    assert explain(specimen_outcome(rules, 90, 91).working) == (
        "90.00  91.00 → 181.00 / 2 = 90.50 × 0.333 = 30.1365 ≈ 30.10"
    )


def test_a_mean_by_criterion_shows_the_weights_it_is_divided_by():
    criteria = [
        {"key": key, "name": {"zh": key}, "max": "10", "weight": weight}
        for key, weight in (("a", "3"), ("b", "1"))
    ]
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"combine": "mean", "criteria": criteria},
            "tally": {"scope": "criterion", "rounding": {"weighted_criterion": 0, "final": 2}},
        }
    )
    sheets = [SeatSheet("1", (8000, 5000)), SeatSheet("2", (9000, None))]
    assert explain(tally(rules, sheets).working) == (
        "a: 8.00  9.00 → 17.00 / 2 = 8.50 × 3 = 25.50 ≈ 26.00; b: 5.00  — → 5.00 / 1 = 5.00; "
        "26.00 + 5.00 = 31.00 / 4 = 7.75"
    )


def test_a_group_rounded_by_criterion_shows_its_rounding():
    criteria = [{"key": "a", "name": {"zh": "甲"}, "max": "10", "step": "0.5"}]
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"criteria": criteria},
            "tally": {
                "scope": "criterion",
                "rounding": {"aggregate": 0},
                "groups": {"expert": {"weight": "1"}},
            },
        }
    )
    sheets = [SeatSheet("1", (8000,), group="expert"), SeatSheet("2", (8500,), group="expert")]
    assert explain(tally(rules, sheets).working) == (
        "expert: a: 8.00  8.50 → 16.50 / 2 = 8.25; 8.25 ≈ 8.00; 8.00"
    )


FEW = [
    ((1, 1, 3), (80, 90, 91, 99), "（未去极值，n = 4）", "(trimming not applied, n = 4)"),
    (
        (2, 2, 3),
        (80, 90, 91, 92, 99),
        "（少去极值：低 1、高 1，n = 5）",
        "(trimming reduced to 1 low, 1 high, n = 5)",
    ),
    ((1, 1, 3), (80, 90, 91, 92, 99), "", ""),
    ((0, 0, 3), (80, 90), "", ""),
]


@pytest.mark.parametrize(("trim", "points", "zh", "en"), FEW)
def test_the_line_says_when_fewer_were_dropped_than_the_rule_asks_for(trim, points, zh, en):
    low, high, min_kept = trim
    rules = specimen_rules(tally={"trim": {"low": low, "high": high, "min_kept": min_kept}})
    working = specimen_outcome(rules, *points).working
    for language, words in (("zh", zh), ("en", en)):
        notes = [s.text for s in segments(working, language) if s.kind == "trim"]
        assert notes == ([words] if words else [])


def test_the_line_of_four_judges_reads_as_one_sentence():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    line = explain(specimen_outcome(rules, 80, 90, 91, 99).working)
    assert line == ("80.00  90.00  91.00  99.00 (trimming not applied, n = 4) → 360.00 / 4 = 90.00")


def test_the_line_says_that_the_closest_two_count():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "few": "closest_two"}})
    line = explain(specimen_outcome(rules, 80, 90, 91).working, "zh")
    assert line == "~~80.00~~  90.00  91.00（取最接近的两个，n = 3） → 181.00 / 2 = 90.50"
