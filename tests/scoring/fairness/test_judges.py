"""Severity, consistency, range use and affiliation, against ordinary least squares and scipy."""

from dataclasses import astuple
from fractions import Fraction
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.fairness.affiliation import Affiliation, list_affiliations, list_own
from judging.scoring.fairness.components import Component, list_components
from judging.scoring.fairness.consistency import correlate, list_consistencies
from judging.scoring.fairness.severity import list_severities
from judging.scoring.fairness.spread import RangeUse, list_range_uses
from tests.scoring.tables import SHROUT_FLEISS, table

_HOLES = st.lists(
    st.tuples(*[st.one_of(st.none(), st.integers(0, 40))] * 4), min_size=2, max_size=9
)
_FULL = st.lists(st.tuples(*[st.integers(0, 40)] * 3), min_size=4, max_size=9)


def _design(rows, part, extra=None):
    """Return marks and dummy variables of one connected part: offsets are sum-to-nought."""
    marks, lines = [], []
    for i in part.entries:
        for at, j in enumerate(part.judges):
            if rows[i][j] is None:
                continue
            offsets = np.zeros(len(part.judges) - 1)
            if at < len(part.judges) - 1:
                offsets[at] = 1
            else:
                offsets[:] = -1
            levels = [float(i == entry) for entry in part.entries]
            lines.append([*levels, *offsets, *([extra(i, j)] if extra else [])])
            marks.append(rows[i][j])
    return np.array(marks, float), np.array(lines, float)


def _ols(marks, design):
    from statsmodels.api import OLS

    return OLS(marks, design).fit()


@settings(max_examples=60)
@given(_HOLES)
def test_ordinary_least_squares_gives_the_same_severity(rows):
    found = list_severities(table(rows))
    for number, part in enumerate(list_components(table(rows)), 1):
        marks, design = _design(rows, part)
        freedom = len(marks) - design.shape[1]
        for at, judge in enumerate(part.judges[:-1]):
            assert found[judge].part == number
            if freedom == 0:
                assert found[judge].offset.because == "too_few_entries"
                continue
            fit = _ols(marks, design)
            place = len(part.entries) + at
            offset = found[judge].offset
            assert offset.value == pytest.approx(fit.params[place], abs=1e-8)
            assert offset.error == pytest.approx(fit.bse[place], abs=1e-7)
            low, high = fit.conf_int()[place]
            assert (offset.low, offset.high) == pytest.approx((low, high), abs=1e-5)


@given(_FULL)
def test_without_holes_severity_is_the_mean_difference_to_the_panel(rows):
    for judge, severity in enumerate(list_severities(table(rows))):
        differences = [row[judge] - Fraction(sum(row), 3) for row in rows]
        expected = float(sum(differences, Fraction(0)) / len(rows))
        assert severity.offset.value == pytest.approx(expected, abs=1e-9)


@given(_HOLES, st.integers(-20, 20))
def test_points_for_an_entry_from_everybody_change_no_severity(rows, shift):
    moved = [[None if mark is None else mark + shift for mark in rows[0]], *rows[1:]]
    for one, other in zip(list_severities(table(moved)), list_severities(table(rows)), strict=True):
        assert one.part == other.part
        assert astuple(one.offset) == pytest.approx(astuple(other.offset), abs=1e-6)


@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        ([(5,), (6,)], ["one_judge"]),
        ([(5, 6)], ["too_few_entries"] * 2),
        ([(5, None), (6, None)], ["one_judge", "no_marks"]),
        ([(5, None), (None, 6)], ["one_judge"] * 2),
    ],
)
def test_severity_that_cannot_be_said_is_said_why(rows, reasons):
    assert [judge.offset.because for judge in list_severities(table(rows))] == reasons


def test_judges_of_one_mind_have_no_severity_and_no_doubt():
    for judge in list_severities(table([(5, 5), (7, 7), (9, 9)])):
        assert astuple(judge.offset)[:4] == pytest.approx((0, 0, 0, 3))


def test_parts_that_no_judge_connects_are_kept_apart():
    rows = [(5, 6, None, None), (7, 6, None, None), (None, None, 1, 2), (None, None, 2, 1)]
    assert list_components(table(rows)) == (
        Component((0, 1), (0, 1)),
        Component((2, 3), (2, 3)),
    )
    assert [judge.part for judge in list_severities(table(rows))] == [1, 1, 2, 2]


def test_one_shared_judge_connects_two_panels():
    rows = [(5, 6, None), (None, 6, 7), (None, None, None), (None, None, 9)]
    assert list_components(table(rows)) == (Component((0, 1, 3), (0, 1, 2)),)


@given(_FULL)
def test_scipy_gives_the_same_consistency_without_holes(rows):
    for judge, found in enumerate(list_consistencies(table(rows))):
        own = [row[judge] for row in rows]
        others = [sum(row) - row[judge] for row in rows]
        if len(set(own)) == 1 or len(set(others)) == 1:
            assert found.correlation == nothing("no_difference", len(rows))
            continue
        expected = stats.pearsonr(own, others)
        assert found.correlation.value == pytest.approx(expected.statistic, abs=1e-9)
        if abs(found.correlation.value) < 0.999999:
            low, high = expected.confidence_interval(0.95)
            assert found.correlation.low == pytest.approx(low, abs=1e-7)
            assert found.correlation.high == pytest.approx(high, abs=1e-7)


def test_a_hole_where_a_strict_judge_sat_is_no_better_entry():
    levels = (10, 12, 14, 16, 18)
    rows = [(level, level - 6, level + 6) for level in levels]
    rows[0] = (10, None, 16)
    rows[4] = (18, 12, None)
    first = list_consistencies(table(rows))[0].correlation
    assert (first.value, first.low, first.high) == pytest.approx((1, 1, 1))


@pytest.mark.parametrize(
    ("rows", "because", "entries"),
    [
        ([(5, None)] * 4, "one_judge", 0),
        ([(None, 5)] * 4, "no_marks", 0),
        ([(5, 6), (6, 5), (5, 7)], "too_few_entries", 3),
        ([(5, 6), (5, 5), (5, 7), (5, 8)], "no_difference", 4),
        ([(5, 6), (6, 6), (7, 6), (8, 6)], "no_difference", 4),
    ],
)
def test_consistency_that_cannot_be_said_is_said_why(rows, because, entries):
    assert list_consistencies(table(rows))[0].correlation == nothing(because, entries)


def test_full_correlation_has_no_doubt_either_way():
    rows = [(1, 1), (2, 2), (3, 3), (4, 4)]
    assert list_consistencies(table(rows))[0].correlation == Estimate(1, 1, 1, 4)
    assert correlate([1, 2], [2, 1]) == -1
    against = [(1, 4), (2, 3), (3, 2), (4, 1)]
    assert list_consistencies(table(against))[1].correlation == Estimate(-1, -1, -1, 4)


def test_range_use_is_exact():
    found = list_range_uses(table([(80, 70), (90, 70), (85, None)]), Fraction(100))
    assert astuple(found[0])[:4] == ("1", 80, 90, Fraction(1, 10))
    assert found[1] == RangeUse("2", 70, 70, 0, nothing("too_few_entries", 2))


def test_the_spread_is_set_beside_the_others_on_the_same_entries():
    rows = [(80, 60, None), (82, 64, None), (84, 72, None), (86, 76, None), (None, 0, 100)]
    ratio = list_range_uses(table(rows), Fraction(100))[0].ratio
    own, others = ([float(row[j]) for row in rows[:4]] for j in (0, 1))

    def log_ratio(skip=None):
        kept = [at for at in range(4) if at != skip]
        sides = ([side[at] for at in kept] for side in (own, others))
        first, second = (np.std(side, ddof=1) for side in sides)
        return log(first / second)

    without = [log_ratio(at) for at in range(4)]
    error = (3 / 4 * sum((w - sum(without) / 4) ** 2 for w in without)) ** 0.5
    reach = stats.t.ppf(0.975, 3) * error
    expected = [exp(log_ratio() + side * reach) for side in (0, -1, 1)]
    assert [ratio.value, ratio.low, ratio.high] == pytest.approx(expected, rel=1e-9)
    assert ratio.entries == 4


def test_the_others_spread_is_the_root_of_their_mean_variance():
    rows = [(1, 2, 10), (2, 4, 20), (3, 6, 30), (5, 10, 50)]
    ratio = list_range_uses(table(rows), Fraction(100))[0].ratio
    assert ratio.value == pytest.approx((1 / ((4 + 100) / 2)) ** 0.5)
    assert ratio.low == pytest.approx(ratio.value)


@pytest.mark.parametrize(
    ("rows", "because", "entries"),
    [
        ([(5, None)] * 4, "one_judge", 4),
        ([(None, 5)] * 4, "no_marks", 0),
        ([(5, 6), (6, 5), (5, 7)], "too_few_entries", 3),
        ([(5, 6), (5, 5), (5, 7), (5, 8)], "no_difference", 4),
        ([(5, 6), (5, 5), (5, 7), (6, 8)], "no_difference", 4),
        ([(5, 6), (6, 6), (7, 6), (8, 6)], "no_difference", 4),
        ([(5, 6), (6, None), (7, None), (8, None)], "no_difference", 4),
    ],
)
def test_a_spread_that_cannot_be_said_is_said_why(rows, because, entries):
    assert list_range_uses(table(rows), Fraction(9))[0].ratio == nothing(because, entries)


@settings(max_examples=60)
@given(_HOLES, st.sets(st.integers(0, 8), min_size=1, max_size=4))
def test_ordinary_least_squares_gives_the_same_favour(rows, own):
    pairs = {(f"E{i + 1}", "1") for i in own}
    found = list_affiliations(table(rows), pairs)[0]
    (part,) = [p for p in list_components(table(rows)) if 0 in p.judges] or [None]
    if found.extra.because:
        return
    marks, design = _design(rows, part, lambda i, j: float(j == 0 and i in own))
    fit = _ols(marks, design)
    assert found.extra.value == pytest.approx(fit.params[-1], abs=1e-7)
    assert found.extra.error == pytest.approx(fit.bse[-1], abs=1e-6)
    assert (found.extra.low, found.extra.high) == pytest.approx(fit.conf_int()[-1], abs=1e-4)


def test_points_given_to_the_own_unit_alone_are_found():
    levels = (70, 80, 75, 90, 85, 60)
    rows = [(level + 2, level - 1, level, level) for level in levels]
    rows[1] = (85, 79, 80, 80)
    found = list_affiliations(table(rows), {("E2", "1"), ("E9", "1"), ("E3", "9")})
    assert (found[0].judge, found[0].own, found[0].others) == ("1", 1, 5)
    assert astuple(found[0].extra)[:4] == pytest.approx((3, 3, 3, 6), abs=1e-6)
    assert found[1] == Affiliation("2", 0, 6, nothing("never_both", 6))


@pytest.mark.parametrize(
    ("rows", "because", "own", "others"),
    [
        ([(5, 6), (6, 5)], "too_few_entries", 1, 1),
        ([(5, 6), (None, 5)], "never_both", 1, 0),
        ([(5, None), (6, None)], "one_judge", 1, 1),
        ([(5, None), (6, 7), (7, 7)], "unconnected", 1, 2),
        ([(None, 5), (None, 6)], "never_both", 0, 0),
    ],
)
def test_favour_that_cannot_be_said_is_said_why(rows, because, own, others):
    expected = Affiliation("1", own, others, nothing(because, own + others))
    assert list_affiliations(table(rows), {("E1", "1")})[0] == expected


def test_units_match_by_name_and_blank_is_none():
    judges = {"1": "甲", "2": "乙", "3": ""}
    assert list_own(judges, {"A": "甲", "B": "乙", "C": "", "D": "甲"}) == {
        ("A", "1"),
        ("B", "2"),
        ("D", "1"),
    }


def test_another_order_of_judges_changes_no_figure():
    swapped = [row[::-1] for row in SHROUT_FLEISS]
    for read in (list_severities, list_consistencies):
        ours, theirs = read(table(SHROUT_FLEISS)), read(table(swapped))[::-1]
        for one, other in zip(ours, theirs, strict=True):
            assert astuple(one)[1] == pytest.approx(astuple(other)[1], abs=1e-9)
