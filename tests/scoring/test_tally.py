"""One appearance: what is refused, and what a withdrawal leaves in the working."""

from fractions import Fraction

import pytest

from judging.scoring.deductions import Deduction
from judging.scoring.faults import Fault
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_outcome, specimen_rules, specimen_sheets
from judging.scoring.tally import tally
from tests.scoring.panels import OVERTIME, given, refused_codes


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
    assert refused_codes(lambda: tally(specimen_rules(), sheets)) == [fault]


@pytest.mark.parametrize(
    ("deduction", "code"),
    [
        (Deduction(Fraction(0), "x", OVERTIME), "deduction_not_positive"),
        (Deduction(Fraction(-1), "x", OVERTIME), "deduction_not_positive"),
        (Deduction(Fraction(1), "x", OVERTIME, kind="gift"), "not_a_choice"),
    ],
)
def test_a_deduction_that_cannot_be_is_refused(deduction, code):
    assert refused_codes(lambda: tally(specimen_rules(), given(500), [deduction])) == [(code, "x")]


def test_a_seat_outside_the_declared_groups_is_refused_by_name():
    rules = specimen_rules(tally={"groups": {"expert": {"seats": ["1"]}, "public": {}}})
    sheets = [*given(500, 500), SeatSheet("3", (500,), group="public")]
    assert refused_codes(lambda: tally(rules, sheets)) == [("seat_without_group", "2")]


def test_the_live_example_fits_any_panel_and_rubric():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}})
    sheets = specimen_sheets(rules, [(str(seat), "") for seat in range(1, 6)])
    assert tally(rules, sheets).score == "87.67"


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


@pytest.mark.parametrize("seat", ["01", "１", "0001"])
def test_two_spellings_of_one_seat_are_refused(seat):
    sheets = [SeatSheet("1", (90000,)), SeatSheet(seat, (80000,))]
    assert refused_codes(lambda: tally(specimen_rules(), sheets)) == [
        ("seats_look_alike", f"[{seat}]")
    ]


def test_by_criterion_a_given_sheet_without_a_mark_is_no_judge():
    rules = specimen_rules(tally={"scope": "criterion"})
    empty, full = SeatSheet("1", (None,)), SeatSheet("2", (90000,))
    outcome = tally(rules, [empty, full])
    assert (outcome.score, outcome.working.judge_count) == ("90.00", 1)
    assert outcome.working.judges[0].left_out == "incomplete"
    assert tally(rules, [empty]).no_result == "nobody_gave"
