"""Intraclass correlations: the published figures, a second opinion, and what cannot be said."""

import warnings
from dataclasses import astuple
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.icc import IntraclassCorrelations, intraclass
from tests.scoring.tables import SHROUT_FLEISS, table

_ROWS = st.integers(2, 5).flatmap(
    lambda k: st.lists(st.tuples(*[st.integers(0, 20)] * k), min_size=2, max_size=12)
)


def _six(icc):
    return [
        icc.one_way_single,
        icc.agreement_single,
        icc.consistency_single,
        icc.one_way_panel,
        icc.agreement_panel,
        icc.consistency_panel,
    ]


def _all(because, entries, judges, left_out):
    return IntraclassCorrelations(*[nothing(because, entries)] * 6, judges, left_out)


def test_the_figures_of_shrout_and_fleiss_come_out():
    icc = intraclass(table(SHROUT_FLEISS))
    assert [round(estimate.value, 4) for estimate in _six(icc)] == [
        0.1657,
        0.2898,
        0.7148,
        0.4428,
        0.6201,
        0.9093,
    ]
    assert (icc.judges, icc.left_out) == (4, 0)


def test_pingouin_gives_the_same_figures_and_intervals():
    ours = [
        (round(e.value, 9), round(e.low, 2), round(e.high, 2))
        for e in _six(intraclass(table(SHROUT_FLEISS)))
    ]
    assert ours == [(round(v, 9), low, high) for v, low, high in _pingouin(SHROUT_FLEISS)]


@settings(max_examples=20)
@given(st.lists(st.tuples(*[st.integers(0, 30)] * 3), min_size=5, max_size=12))
def test_pingouin_agrees_on_any_table(rows):
    icc = intraclass(table(rows))
    if any(not estimate.is_said for estimate in _six(icc)) or icc.agreement_single.value == 1:
        return
    for estimate, (value, low, high) in zip(_six(icc), _pingouin(rows), strict=True):
        assert estimate.value == pytest.approx(max(value, -1), abs=1e-9)
        if value >= 0:  # below zero its degrees of freedom may vanish, and its bounds with them
            assert estimate.low == pytest.approx(max(low, -1), abs=0.0051)
            assert estimate.high == pytest.approx(high, abs=0.0051)


def _pingouin(rows):
    """Return (value, low, high) of the six forms in our order; its bounds have two decimals."""
    import pandas as pd
    import pingouin

    long = pd.DataFrame(
        [(i, j, mark) for i, row in enumerate(rows) for j, mark in enumerate(row)],
        columns=["entry", "judge", "mark"],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = pingouin.intraclass_corr(long, targets="entry", raters="judge", ratings="mark")
    bounds = "CI95" if "CI95" in found.columns else "CI95%"
    return [
        (value, *map(float, interval))
        for value, interval in zip(found["ICC"], found[bounds], strict=True)
    ]


@given(_ROWS, st.integers(-50, 50))
def test_points_for_everybody_change_nothing(rows, shift):
    moved = [[mark + shift for mark in row] for row in rows]
    assert intraclass(table(moved)) == intraclass(table(rows))


@given(_ROWS, st.randoms(use_true_random=False))
def test_another_order_of_judges_and_entries_changes_nothing(rows, random):
    places = list(range(len(rows[0])))
    random.shuffle(places)
    shuffled = [[row[place] for place in places] for row in rows]
    random.shuffle(shuffled)
    assert intraclass(table(shuffled)) == intraclass(table(rows))


@given(_ROWS)
def test_an_interval_holds_its_figure_and_no_number_is_missing(rows):
    for estimate in _six(intraclass(table(rows))):
        if estimate.is_said:
            assert -1 <= estimate.low <= estimate.value + 1e-12
            assert estimate.value <= estimate.high + 1e-12 <= 1 + 2e-12


def test_identical_judges_agree_fully():
    icc = intraclass(table([(5, 5, 5), (7, 7, 7), (9, 9, 9)]))
    assert [astuple(estimate)[:4] for estimate in _six(icc)] == [(1.0, 1.0, 1.0, 3)] * 6


def test_a_constant_difference_in_severity_spares_consistency_only():
    icc = intraclass(table([(5, 6), (7, 8), (9, 10)]))
    assert (icc.consistency_single.value, icc.consistency_panel.value) == (1, 1)
    assert icc.agreement_single.value == pytest.approx(8 / 9)
    assert icc.agreement_single.low < 8 / 9 < icc.agreement_single.high


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], _all("no_marks", 0, 0, 0)),
        ([(None, None), (None, None)], _all("no_marks", 0, 0, 2)),
        ([(5,), (6,)], _all("one_judge", 2, 1, 0)),
        ([(5, None), (6, None)], _all("one_judge", 2, 1, 0)),
        ([(5, 6)], _all("one_entry", 1, 2, 0)),
        ([(5, 6), (6, None), (None, 7)], _all("too_many_holes", 1, 2, 2)),
        ([(5, 5), (5, 5)], _all("no_difference", 2, 2, 0)),
        ([(5, 6), (6, 5)], _all("entries_alike", 2, 2, 0)),
    ],
)
def test_what_cannot_be_said_is_said_why(rows, expected):
    assert intraclass(table(rows)) == expected


def test_entries_with_a_hole_are_left_out_and_counted():
    rows = [*SHROUT_FLEISS, (1, None, 3, 4)]
    assert intraclass(table(rows)).left_out == 1
    assert _six(intraclass(table(rows))) == _six(intraclass(table(SHROUT_FLEISS)))


def test_few_entries_have_an_interval_but_no_figure_of_their_own():
    assert [Estimate(0.5, 0.1, 0.9, n).point for n in (9, 10)] == [None, 0.5]
    assert intraclass(table(SHROUT_FLEISS)).agreement_panel.is_uncertain


def test_a_panel_that_is_worse_than_chance_has_bounds_of_minus_one():
    icc = intraclass(table([(1, 9), (9, 2), (2, 9)]))
    assert (icc.agreement_panel.value, icc.agreement_panel.low) == (-1, -1)


def test_exact_points_enter_as_they_are():
    half = table([(Fraction(1, 2), 1), (Fraction(3, 2), 2)])
    assert intraclass(half).consistency_single.value == 1


def test_an_estimate_is_plain_data():
    assert Estimate(0.5, 0.25, 0.75, 12, 0.125).as_data() == {
        "value": 0.5,
        "low": 0.25,
        "high": 0.75,
        "entries": 12,
        "error": 0.125,
        "because": "",
    }
