"""Who stands apart by each measure, at its borders, and beside scipy."""

from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.review_statistics import (
    Apart,
    find_by_grubbs,
    find_by_mad,
    find_difference,
    find_gaps,
    find_unusual,
    mean_of,
    median_of,
    root,
    variance_of,
)
from judging.scoring.review_table import GRUBBS_LEVELS, find_critical

SCALE, STEP = Fraction(100), Fraction(1, 2)
FIVE = Fraction(5)
TENTH = Fraction(1, 10)
PANELS = st.lists(st.integers(0, 200).map(lambda halves: Fraction(halves, 2)), max_size=9)


def panel(*values):
    """Return totals by seat, from seat 1 on."""
    return {str(seat): Fraction(str(value)) for seat, value in enumerate(values, 1)}


def seats(found):
    """Return the seats that stand apart, in the order found."""
    return [apart.seat for apart in found]


def test_a_gap_counts_from_its_threshold_on():
    low, mean = Fraction(80), Fraction("84.8")
    at_limit = find_gaps(panel(80, 86, 86, 86, 86), SCALE, Fraction("4.8"))
    assert at_limit == (Apart("1", low, mean, Fraction("4.8"), Fraction("4.8")),)
    assert find_gaps(panel(80, 86, 86, 86, 86), SCALE, Fraction("4.801")) == ()


def test_a_gap_is_measured_in_percent_of_the_scale():
    totals = panel(6, 7, 7, 7, 7)
    assert find_gaps(totals, Fraction(10), Fraction(8)) == (
        Apart("1", Fraction(6), Fraction("6.8"), Fraction(8), Fraction(8)),
    )
    assert find_gaps(totals, Fraction(20), Fraction(5)) == ()


def test_one_slip_does_not_let_the_others_stand_apart():
    found = find_gaps(panel(90, 91, 9, 89, 92, 90, 90), SCALE, FIVE)
    assert [(apart.seat, apart.value) for apart in found] == [("3", Fraction(9))]
    assert found[0].centre == Fraction(551, 7)


def test_what_is_left_is_looked_at_again_from_its_own_mean():
    found = find_gaps(panel(60, 90, 90, 90, 90, 100), SCALE, FIVE)
    assert [(apart.seat, apart.centre) for apart in found] == [
        ("1", Fraction(520, 6)),
        ("6", Fraction(92)),
    ]


def test_two_who_are_equally_far_go_together():
    assert seats(find_gaps(panel(80, 90), SCALE, FIVE)) == ["1", "2"]
    assert find_gaps(panel(81, 90), SCALE, FIVE) == ()


@pytest.mark.parametrize("totals", [panel(), panel(50), panel(50, 50, 50)])
def test_nobody_stands_apart_from_nobody_or_from_equals(totals):
    assert find_gaps(totals, SCALE, Fraction(0)) == ()


def test_the_modified_z_score_is_that_of_iglewicz_and_hoaglin():
    """Their own figures: 2.1 2.6 2.4 2.5 2.3 2.1 2.3 2.6 8.2 8.3."""
    found = find_by_mad(
        panel("2.1", "2.6", "2.4", "2.5", "2.3", "2.1", "2.3", "2.6", "8.2", "8.3"),
        TENTH,
        Fraction("3.5"),
    )
    centre, limit = Fraction("2.45"), Fraction("3.5")
    assert found == (
        Apart("9", Fraction("8.2"), centre, Fraction("25.86"), limit),
        Apart("10", Fraction("8.3"), centre, Fraction("26.31"), limit),
    )


def test_a_modified_z_score_counts_from_its_threshold_on():
    totals = panel(88, 90, 92, 96)
    score = Fraction("0.6745") * 5 / 2
    assert seats(find_by_mad(totals, STEP, score)) == ["4"]
    assert find_by_mad(totals, STEP, score + Fraction(1, 10**9)) == ()


def test_half_a_point_in_a_panel_of_one_mind_does_not_stand_apart():
    totals = panel(90, 90, 90, 90, 90, 90, "90.5")
    assert find_by_mad(totals, STEP, Fraction("3.5")) == ()
    assert find_by_grubbs(totals, STEP, Fraction("0.05")) == ()
    far = panel(90, 90, 90, 90, 90, 90, 9)
    assert [(a.seat, a.figure) for a in find_by_mad(far, STEP, Fraction("3.5"))] == [
        ("7", Fraction(162))
    ]
    assert seats(find_by_grubbs(far, STEP, Fraction("0.05"))) == ["7"]


def test_two_judges_have_no_spread():
    assert find_by_mad(panel(10, 90), STEP, Fraction(1)) == ()
    assert find_by_grubbs(panel(10, 90), STEP, Fraction("0.10")) == ()
    assert seats(find_by_mad(panel(10, 90, 90), STEP, Fraction(1))) == ["1"]
    assert seats(find_by_grubbs(panel(10, 90, 90), STEP, Fraction("0.10"))) == ["1"]


def test_grubbs_finds_what_the_handbook_finds():
    """NIST/SEMATECH e-Handbook 1.3.5.17.1: eight masses of uranium isotopes, G = 2.4687."""
    masses = panel("199.31", "199.53", "200.19", "200.82", "201.92", "201.95", "202.18", "245.57")
    [found] = find_by_grubbs(masses, Fraction(1, 100), Fraction("0.05"))
    assert (found.seat, found.figure, found.threshold) == (
        "8",
        Fraction("2.47"),
        Fraction("2.1266"),
    )
    assert found.centre == mean_of(list(masses.values()))
    assert find_by_grubbs(panel(88, 89, 90, 91, 92), STEP, Fraction("0.10")) == ()


def test_grubbs_counts_from_the_critical_value_on():
    """Where the spread is taken as one step, G is the distance in steps."""
    x = find_critical(Fraction("0.05"), 4) * 4 / 3
    totals = {"1": Fraction(0), "2": x, "3": x, "4": x}
    [found] = find_by_grubbs(totals, Fraction(1), Fraction("0.05"))
    assert (found.seat, found.figure, found.threshold) == (
        "1",
        Fraction("1.48"),
        Fraction("1.4813"),
    )
    assert find_by_grubbs(totals, Fraction("1.0001"), Fraction("0.05")) == ()
    tenfold = {seat: value * 10 for seat, value in totals.items()}
    assert seats(find_by_grubbs(tenfold, Fraction(10), Fraction("0.05"))) == ["1"]
    assert find_by_grubbs(tenfold, Fraction("10.001"), Fraction("0.05")) == ()


@pytest.mark.parametrize("level", GRUBBS_LEVELS)
def test_the_critical_values_are_those_of_students_distribution(level):
    stats = pytest.importorskip("scipy.stats")
    for count in range(3, 100):
        t = stats.t.ppf(1 - float(level) / (2 * count), count - 2)
        expected = (count - 1) / sqrt(count) * sqrt(t * t / (count - 2 + t * t))
        assert float(find_critical(level, count)) == pytest.approx(expected, abs=0.00006)
    assert find_critical(level, 2) is None
    assert find_critical(level, 100) is None


@given(PANELS)
def test_the_modified_z_score_is_scipys(totals):
    stats = pytest.importorskip("scipy.stats")
    values = panel(*totals)
    spread = stats.median_abs_deviation([float(v) for v in totals], scale="normal") if totals else 0
    found = {a.seat: float(a.figure) for a in find_by_mad(values, STEP, Fraction(0))}
    if len(totals) < 3:
        assert found == {}
        return
    centre = float(median_of(totals))
    expected = {s: abs(float(v) - centre) / max(spread, 0.5) for s, v in values.items()}
    assert found == pytest.approx(expected, abs=0.006, rel=1e-4)


@given(st.permutations("1234567"), st.integers(-50, 50))
def test_no_measure_knows_an_order_or_a_shift(order, shift):
    totals = panel(80, 84, "84.5", 90, 99, 30, 84)
    mixed = {seat: totals[seat] + shift for seat in order}
    limit = Fraction("0.10")
    for find in (
        lambda values: find_gaps(values, SCALE, FIVE),
        lambda values: find_by_mad(values, STEP, Fraction(3)),
        lambda values: find_by_grubbs(values, STEP, limit),
    ):
        plain = {(a.seat, a.figure, a.value, a.centre) for a in find(totals)}
        moved = {(a.seat, a.figure, a.value - shift, a.centre - shift) for a in find(mixed)}
        assert moved == plain != set()


USUAL = [panel(mark, 90, 90, 91) for mark in (84, 85, 86, 85, 85)]


def test_a_judge_who_is_always_severe_stands_apart_when_suddenly_mild():
    [found] = find_unusual(panel(91, 90, 90, 91), USUAL, STEP, Fraction(3))
    assert found == Apart("1", Fraction(1), Fraction(-5), Fraction("8.49"), Fraction(3))
    assert find_unusual(panel(86, 90, 90, 91), USUAL, STEP, Fraction(3)) == ()


def test_what_is_usual_takes_five_other_appearances():
    assert find_unusual(panel(91, 90, 90, 91), USUAL[:4], STEP, Fraction(3)) == ()
    alone = [{"1": Fraction(85)}]
    assert find_unusual(panel(91, 90, 90, 91), USUAL[:4] + alone, STEP, Fraction(3)) == ()


def test_a_departure_counts_from_its_threshold_on_and_steadiness_is_a_step_at_most():
    steady = [panel(85, 90, 90)] * 5
    at_limit = panel("86.5", 90, 90)
    [found] = find_unusual(at_limit, steady, STEP, Fraction(3))
    assert (found.seat, found.figure) == ("1", Fraction(3))
    assert find_unusual(at_limit, steady, STEP, Fraction("3.001")) == ()


def test_a_slip_of_one_judge_leaves_the_others_as_usual():
    found = find_unusual(panel(9, 90, 90, 91), USUAL, STEP, Fraction(3))
    assert seats(found) == ["1"]


def test_who_has_just_come_does_not_hide_who_sits_behind():
    late = {"0": Fraction(90), **panel(91, 90, 90, 91)}
    assert seats(find_unusual(late, USUAL, STEP, Fraction(3))) == ["1"]


def test_a_difference_needs_the_judge_and_somebody_beside():
    assert find_difference(panel(80, 90, 92, 99), "1") == Fraction(-12)
    assert find_difference(panel(80), "1") is None
    assert find_difference(panel(80, 90), "3") is None


@given(st.fractions(0, 10**6, max_denominator=1000))
@settings(max_examples=50)
def test_a_root_is_rounded_half_up_to_two_places(square):
    found = root(square)
    assert (found * 100).denominator == 1
    assert (found - Fraction("0.005")) ** 2 <= square or found == 0
    assert square < (found + Fraction("0.005")) ** 2


def test_middles_and_spreads():
    values = [Fraction(n) for n in (9, 1, 4, 2)]
    assert (mean_of(values), median_of(values), median_of(values[:3])) == (4, 3, 4)
    assert variance_of(values) == Fraction(38, 3)
