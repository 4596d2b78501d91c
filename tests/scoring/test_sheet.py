"""One seat's sheet: marks checked with every fault at once, packed, and added up exactly."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rule_parts import Rounding
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import (
    JudgeTotal,
    check_marks,
    judge_total,
    pack_marks,
    unpack_marks,
)


def _rubric(combine="sum", weights=("1", "1.5")):
    rows = [
        {
            "key": "content",
            "name": {"zh": "内容"},
            "max": "40",
            "step": "0.5",
            "weight": weights[0],
        },
        {
            "key": "delivery",
            "name": {"zh": "表达"},
            "min": "1",
            "max": "9",
            "step": "2",
            "weight": weights[1],
        },
    ]
    rules = parse_rules({"name": {"zh": "例"}, "rubric": {"combine": combine, "criteria": rows}})
    return rules.rubric


def _refused(marks, place=""):
    with pytest.raises(ScoringError) as refused:
        check_marks(_rubric(), marks, place)
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("texts", "marks"),
    [
        ({"content": "24", "delivery": "3"}, (24000, 3000)),
        ({"delivery": "9.0", "content": "24.50"}, (24500, 9000)),
        ({"content": "0", "delivery": "1"}, (0, 1000)),
    ],
)
def test_marks_as_text_become_thousandths_in_criterion_order(texts, marks):
    assert check_marks(_rubric(), texts) == marks


def test_every_fault_of_a_sheet_is_told_at_once():
    assert _refused({"content": "40.5", "depth": "3"}, "marks") == [
        Fault("mark_out_of_range", "marks.content", {"text": "40.5", "min": "0", "max": "40"}),
        Fault("mark_missing", "marks.delivery", {"criterion": "delivery"}),
        Fault("unknown_criterion", "marks.depth", {"key": "depth", "choices": "content, delivery"}),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("24.3", "mark_off_step"),
        ("24.0001", "mark_off_step"),
        ("-1", "mark_out_of_range"),
        ("NaN", "not_a_decimal"),
        ("9" * 20, "number_too_long"),
        (True, "number_not_text"),
        (24.5, "number_not_text"),
        (24, "number_not_text"),
        ("", "mark_missing"),
        (None, "mark_missing"),
    ],
)
def test_a_mark_that_cannot_stand_is_refused(text, code):
    faults = _refused({"content": text, "delivery": "3"})
    assert [(fault.code, fault.place) for fault in faults] == [(code, "content")]


def test_steps_count_from_the_minimum():
    assert [f.code for f in _refused({"content": "1", "delivery": "2"})] == ["mark_off_step"]


def test_the_judge_total_is_an_exact_integer_over_the_rubrics_divisor():
    assert judge_total(_rubric(), [24500, 3000]) == JudgeTotal(58000, 2000)
    assert judge_total(_rubric(), [24500, 3000]).points == Fraction(29)


def test_a_mean_divides_by_the_weights():
    # (24.5 · 1 + 3 · 1.5) / 2.5 = 29 / 2.5 = 11.6
    assert judge_total(_rubric("mean"), [24500, 3000]) == JudgeTotal(58000, 5000)
    assert _rubric("mean").divisor == 5000


@pytest.mark.parametrize(
    ("combine", "rounding", "total"),
    [
        # content 24.5 → 25 (half up), delivery 3: 25 + 4.5
        ("sum", Rounding(criterion=0), Fraction("29.5")),
        # 24.5 → 25, 4.5 → 5
        ("sum", Rounding(weighted_criterion=0), Fraction(30)),
        ("mean", Rounding(weighted_criterion=0), Fraction(30) / Fraction("2.5")),
        ("mean", Rounding(judge_total=0), Fraction(12)),
        ("sum", Rounding(criterion=0, weighted_criterion=0, judge_total=0), Fraction(30)),
    ],
)
def test_each_named_rounding_takes_place_in_its_turn(combine, rounding, total):
    assert judge_total(_rubric(combine), [24500, 3000], rounding).points == total


@given(
    st.sampled_from(("sum", "mean")),
    st.builds(
        Rounding,
        criterion=st.none() | st.integers(0, 6),
        weighted_criterion=st.none() | st.integers(0, 6),
        judge_total=st.none() | st.integers(0, 6),
    ),
    st.lists(st.integers(0, 80), min_size=2, max_size=2),
)
def test_the_divisor_depends_on_the_rules_alone(combine, rounding, marks):
    rubric = _rubric(combine, ("0.0001", "999.9999"))
    total = judge_total(rubric, [mark * 500 for mark in marks], rounding)
    assert total.divisor == judge_total(rubric, [0, 0], rounding).divisor
    assert abs(total.units) < 2**63


def test_the_largest_rubric_stays_below_two_to_the_fifty_third():
    rows = [
        {
            "key": f"c{number}",
            "name": {"zh": "甲"},
            "max": "10000",
            "step": "0.001",
            "weight": "999.9999",
        }
        for number in range(30)
    ]
    rubric = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": rows}}).rubric
    assert judge_total(rubric, [10_000_000] * 30).units < 2**53


@given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=30))
def test_packed_marks_are_unpacked_the_same(marks):
    assert unpack_marks(pack_marks(marks)) == tuple(marks)
    assert len(pack_marks(marks)) == 4 * len(marks)


def test_marks_that_do_not_fit_are_refused():
    with pytest.raises(ScoringError) as refused:
        judge_total(_rubric(), [1])
    assert refused.value.faults[0].code == "marks_do_not_fit_rubric"
    with pytest.raises(ScoringError) as refused:
        unpack_marks(b"123")
    assert refused.value.faults[0].code == "packed_marks_damaged"


def test_a_criterion_writes_its_marks_with_the_places_of_its_step():
    content, delivery = _rubric().criteria
    assert [content.format_mark(24000), delivery.format_mark(3000)] == ["24.0", "3"]
    # A mark from an older rubric with a finer step keeps its value.
    assert delivery.format_mark(3250) == "3.25"


def test_the_bounds_of_a_judge_total():
    assert (_rubric().min_total, _rubric().max_total) == (Fraction("1.5"), Fraction("53.5"))
