"""One appearance and one round: what is refused, and what stands in the working."""

from dataclasses import replace
from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import Deduction, time_deduction
from judging.scoring.explain import explain, segments
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.ranking import TiedOutcomes
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_outcome, specimen_rules, specimen_sheets
from judging.scoring.standings import Appearance
from judging.scoring.tally import tally

OVERTIME = Bilingual("超时 12 秒", "overtime 12 s")


def _codes(call):
    with pytest.raises(ScoringError) as refused:
        call()
    return [(fault.code, fault.place) for fault in refused.value.faults]


def _given(*points):
    return [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(points, 1)]


@pytest.mark.parametrize(
    ("sheets", "fault"),
    [
        ([SeatSheet("1", (1000,)), SeatSheet("1", (2000,))], ("two_sheets_of_a_seat", "[1]")),
        ([SeatSheet("1", (1000,), "late")], ("unknown_state", "[1]")),
        ([SeatSheet("1", ())], ("marks_do_not_fit_rubric", "[1]")),
        ([SeatSheet("1", (100_500,))], ("mark_out_of_range", "[1].talk")),
        ([SeatSheet("1", (250,))], ("mark_off_step", "[1].talk")),
        ([SeatSheet(str(n), (500,)) for n in range(100)], ("too_many_seats", "")),
    ],
)
def test_sheets_that_cannot_be_are_refused(sheets, fault):
    assert _codes(lambda: tally(specimen_rules(), sheets)) == [fault]


@pytest.mark.parametrize(
    ("deduction", "code"),
    [
        (Deduction(Fraction(0), "x", OVERTIME), "deduction_not_positive"),
        (Deduction(Fraction(-1), "x", OVERTIME), "deduction_not_positive"),
        (Deduction(Fraction(1), "x", OVERTIME, kind="gift"), "not_a_choice"),
    ],
)
def test_a_deduction_that_cannot_be_is_refused(deduction, code):
    assert _codes(lambda: tally(specimen_rules(), _given(500), [deduction])) == [(code, "x")]


def test_a_seat_outside_the_declared_groups_is_refused_by_name():
    rules = specimen_rules(tally={"groups": {"expert": {"seats": ["1"]}, "public": {}}})
    sheets = [*_given(500, 500), SeatSheet("3", (500,), group="public")]
    assert _codes(lambda: tally(rules, sheets)) == [("seat_without_group", "2")]


def test_a_round_with_the_same_key_twice_is_refused_with_every_other_fault():
    rules = specimen_rules()
    appearances = [
        Appearance("A", "1", sheets=(SeatSheet("1", (250,)),)),
        Appearance("A", "1"),
        Appearance("B", "1", status="asleep"),
    ]
    assert _codes(lambda: score_round(rules, appearances)) == [
        ("mark_off_step", "A[1].talk"),
        ("appearance_twice", "A"),
        ("unknown_state", "B"),
    ]


def test_an_empty_round_has_an_empty_result():
    result = score_round(specimen_rules(), [])
    assert result.as_data() == {
        "rules": specimen_rules().digest,
        "standings": [],
        "border_ties": [],
        "vacancies": [],
    }
    assert result.border_tie is False


def test_the_result_as_data_is_complete():
    rules = specimen_rules(
        tally={"trim": {"low": 1, "high": 1, "min_kept": 1}},
        advancement={"take": 1},
        awards=[
            {"key": "first", "name": {"zh": "一等奖"}, "count": 1},
            {"key": "second", "name": {"zh": "二等奖"}, "count": 2},
        ],
    )
    sheets = tuple(_given(80000, 90000, 100_000))
    result = score_round(
        rules,
        [
            Appearance("A", "1", "junior", 1, sheets),
            Appearance("B", "1", "junior", 2, sheets),
        ],
    )
    data = result.as_data()
    assert data["border_ties"] == [
        {"kind": "advancement", "group": "1", "keys": ["A", "B"], "award": ""},
        {"kind": "award", "group": "1", "keys": ["A", "B"], "award": "first"},
    ]
    assert data["vacancies"] == [{"award": "second", "group": "1", "count": 2}]
    assert data["standings"][0] == {
        "key": "A",
        "heat": "1",
        "division": "junior",
        "group": "1",
        "rank": 1,
        "is_tied": True,
        "tie_break": "",
        "score": "90.00",
        "exact": "90/1",
        "no_result": "",
        "is_advancing": False,
        "awards": ["first"],
        "working": {
            "scope": "judge_total",
            "aggregate": "mean",
            "divisor": 1000,
            "judges": [
                _judge("1", 80000, "low"),
                _judge("2", 90000, ""),
                _judge("3", 100_000, "high"),
            ],
            "groups": [
                {
                    "group": "",
                    "weight": "1",
                    "unit": 1000,
                    "values": [["1", 80000], ["2", 90000], ["3", 100_000]],
                    "trim": {"low": 1, "high": 1, "because": ""},
                    "dropped": [{"seat": "1", "why": "low"}, {"seat": "3", "why": "high"}],
                    "sum": "90/1",
                    "count": 1,
                    "result": "90/1",
                    "weight_sum": "1",
                    "value": "90/1",
                }
            ],
            "combined": "90/1",
            "factor": "1",
            "aggregate_value": "90/1",
            "deductions": [],
            "floor": None,
            "exact": "90/1",
            "places": 2,
            "score": "90.00",
            "no_result": "",
        },
    }
    assert result.border_tie is True
    assert len(result.digest) == 64


def _judge(seat, mark, left_out):
    return {
        "seat": seat,
        "group": "",
        "state": "given",
        "marks": [mark],
        "total": mark,
        "left_out": left_out,
    }


def test_the_segments_of_a_line_carry_kind_seat_and_note():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    sheets = [*_given(80000, 90000, 91000, 92000, 99000), SeatSheet("6", (), "recused")]
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
    sheets = [*_given(80000, 90000), SeatSheet("3", (50000,), group="practice")]
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


def test_equal_marks_given_in_another_order_make_the_same_digest():
    rules = specimen_rules()
    sheets = _given(80000, 90000)
    forth = [Appearance("A", "1", sheets=tuple(sheets)), Appearance("B", "2")]
    back = [replace(a, sheets=tuple(reversed(a.sheets))) for a in reversed(forth)]
    assert score_round(rules, forth).digest == score_round(rules, back).digest


def test_the_live_example_fits_any_panel_and_rubric():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    sheets = specimen_sheets(rules, [(str(seat), "") for seat in range(1, 6)])
    assert tally(rules, sheets).score == "87.67"


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
def test_time_bands(spoken_ms, points, reason, is_out):
    ruling = time_deduction(specimen_rules(deductions=TIME).deductions, spoken_ms)
    assert ruling.is_disqualified is is_out
    if points is None:
        assert ruling.deduction is None
    else:
        assert ruling.deduction.points == Fraction(points)
        assert ruling.deduction.reason.en == reason


def test_without_a_time_rule_nothing_is_taken_off():
    assert time_deduction(specimen_rules().deductions, 1).deduction is None
    only_limit = specimen_rules(deductions={"time": {"limit_s": 60}}).deductions
    assert time_deduction(only_limit, 86_400_000).deduction is None


@pytest.mark.parametrize("spoken_ms", [-1, 86_400_001, True])
def test_an_impossible_time_is_refused(spoken_ms):
    rules = specimen_rules().deductions
    assert _codes(lambda: time_deduction(rules, spoken_ms)) == [("spoken_time_out_of_bounds", "")]


def test_a_fault_without_its_figures_is_a_programming_slip():
    with pytest.raises(KeyError):
        Fault("unknown_key", "tally")
    with pytest.raises(KeyError):
        Fault("no_such_code")


def test_withdrawing_clears_the_trim_from_the_working():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "min_kept": 1}})
    outcome = specimen_outcome(rules, 80, 90, 99).without("withdrawn")
    assert [line.left_out for line in outcome.working.judges] == ["", "", ""]
    assert (outcome.score, outcome.exact, outcome.no_result) == (None, None, "withdrawn")


def test_tied_outcomes_are_a_sequence_that_fetches_on_demand():
    tied = TiedOutcomes([4, 2, 7], lambda index: f"outcome {index}")
    assert (len(tied), tied[1], list(tied[1:])) == (3, "outcome 2", ["outcome 2", "outcome 7"])
