"""The adjustment: a mixed model's second opinion, exact offsets, and what is refused."""

import warnings
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.adjustment.adjust import (
    MAX_JUDGES,
    AdjustedEntry,
    Adjustment,
    ConnectedPart,
    JudgeOffset,
    adjust,
)
from judging.scoring.adjustment.equations import list_equations, solve_exactly, solve_offsets
from judging.scoring.adjustment.shrinkage import estimate_variances
from judging.scoring.agreement.icc import mean_squares
from judging.scoring.points import round_half_up
from tests.scoring.tables import SHROUT_FLEISS, table

HOLE = None
#: Two panels that share judge 3; judge 1 is strict, judge 5 generous.
LINKED = (
    (78, 84, 83, HOLE, HOLE),
    (82, 88, 90, HOLE, HOLE),
    (70, 74, 77, HOLE, HOLE),
    (88, 92, 91, HOLE, HOLE),
    (HOLE, HOLE, 81, 80, 89),
    (HOLE, HOLE, 87, 85, 92),
    (HOLE, HOLE, 75, 77, 83),
    (HOLE, HOLE, 90, 93, 97),
)
EXPECTED_OFFSETS = ["-113/20", "-77/100", "-1/5", "7/50", "162/25"]
EXPECTED_ADJUSTED = [
    "8387/100",
    "8887/100",
    "7587/100",
    "4627/50",
    "8119/100",
    "4293/50",
    "7619/100",
    "9119/100",
]
EXPECTED_FIRST = [-6, Fraction(-353239, 62500)]
_LINKED_MARKS = st.lists(st.integers(0, 30), min_size=24, max_size=24)


def _linked(marks):
    """Return the shape of LINKED with other marks."""
    left = iter(marks)
    return [[None if cell is None else next(left) for cell in row] for row in LINKED]


def _mixed_model(rows):
    """Return statsmodels' REML fit: entries fixed, judges random."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    cells = [(i, j, m) for i, row in enumerate(rows) for j, m in enumerate(row) if m is not None]
    levels = np.array([[float(i == entry) for entry in range(len(rows))] for i, _, _ in cells])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MixedLM([float(m) for *_, m in cells], levels, groups=[j for _, j, _ in cells])
        return model.fit(reml=True, method=["powell", "lbfgs"])


@pytest.mark.parametrize("rows", [LINKED, SHROUT_FLEISS], ids=["linked", "one panel"])
def test_a_mixed_model_gives_the_same_variances_offsets_and_levels(rows):
    fit, found = _mixed_model(rows), adjust(table(rows), 6)
    assert found.judge_variance == pytest.approx(float(fit.cov_re[0, 0]), rel=1e-3)
    assert found.rest_variance == pytest.approx(float(fit.scale), rel=1e-3)
    for judge, offset in enumerate(found.offsets):
        predicted = float(np.asarray(fit.random_effects[judge])[0])
        assert float(offset.offset) == pytest.approx(predicted, abs=2e-3)
    for entry, level in zip(found.entries, fit.fe_params, strict=True):
        assert float(entry.adjusted) == pytest.approx(level, abs=2e-3)


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 4), min_size=3, max_size=8))
def test_on_one_panel_the_variances_are_those_of_the_mean_squares(rows):
    squares, equations = mean_squares(table(rows)), list_equations(table(rows))
    found = estimate_variances(equations)
    if squares.severity <= squares.rest:
        assert (found.shrinkage, found.judges) == (None, 0)
        return
    expected = (squares.severity - squares.rest) / len(rows)
    assert found.judges == pytest.approx(float(expected), rel=1e-4, abs=1e-6)
    assert found.rest == pytest.approx(float(squares.rest), rel=1e-4, abs=1e-9)
    shrinkage = float(squares.rest / expected)
    assert float(found.shrinkage) == pytest.approx(shrinkage, rel=1e-3, abs=1e-6)


@given(st.lists(st.tuples(*[st.integers(0, 20)] * 3), min_size=2, max_size=6))
def test_one_panel_for_everybody_moves_nobody_past_another(rows):
    found = adjust(table(rows), 6)
    for entry, row in zip(found.entries, rows, strict=True):
        assert entry.raw == Fraction(sum(row), 3)
        assert abs(entry.correction) <= Fraction(2, 10**6)


@settings(max_examples=30)
@given(_LINKED_MARKS)
def test_what_is_published_can_be_redone_in_fractions(marks):
    rows = _linked(marks)
    found = adjust(table(rows), 3)
    if found.shrinkage is None:
        assert {offset.offset for offset in found.offsets} == {0}
    else:
        exact = _by_hand(rows, found.shrinkage)
        assert [offset.offset for offset in found.offsets] == [round_half_up(s, 3) for s in exact]
    for entry, row in zip(found.entries, rows, strict=True):
        given_marks = [
            mark - offset.offset
            for mark, offset in zip(row, found.offsets, strict=True)
            if mark is not None
        ]
        mean = sum(given_marks, Fraction(0)) / len(given_marks)
        assert (entry.adjusted, entry.judges) == (round_half_up(mean, 3), len(given_marks))


def _by_hand(rows, shrinkage):
    """Solve Henderson's equations of entries and judges together, the plain way."""
    n, k = len(rows), len(rows[0])
    lines = [[Fraction(0)] * (n + k + 1) for _ in range(n + k)]
    for i, row in enumerate(rows):
        for j, mark in enumerate(row):
            if mark is None:
                continue
            for one in (i, n + j):
                for other in (i, n + j):
                    lines[one][other] += 1
                lines[one][-1] += mark
    for j in range(k):
        lines[n + j][n + j] += shrinkage
        for other in range(k):
            lines[n + j][n + other] += Fraction(1, k)
    return _eliminate(lines)[n:]


def _eliminate(lines):
    for at in range(len(lines)):
        pivot = [value / lines[at][at] for value in lines[at]]
        lines = [[a - line[at] * b for a, b in zip(line, pivot, strict=True)] for line in lines]
        lines[at] = pivot
    return [line[-1] for line in lines]


def test_a_strict_judges_entries_gain_and_a_generous_ones_lose():
    found = adjust(table(LINKED), 2)
    assert [str(offset.offset) for offset in found.offsets] == EXPECTED_OFFSETS
    assert [str(entry.adjusted) for entry in found.entries] == EXPECTED_ADJUSTED
    assert all(entry.correction > 0 for entry in found.entries[:4])
    assert all(entry.correction < 0 for entry in found.entries[4:])
    assert sum(offset.offset for offset in found.offsets) == pytest.approx(0, abs=0.05)


@given(_LINKED_MARKS, st.integers(-30, 30))
def test_points_for_everybody_are_points_for_everybody(marks, shift):
    rows = _linked(marks)
    moved = [[None if mark is None else mark + shift for mark in row] for row in rows]
    one, other = adjust(table(rows), 3), adjust(table(moved), 3)
    assert (one.offsets, one.shrinkage) == (other.offsets, other.shrinkage)
    assert [e.adjusted + shift for e in one.entries] == [e.adjusted for e in other.entries]


@settings(max_examples=40)
@given(_LINKED_MARKS)
def test_shrinking_never_makes_an_offset_larger_than_plain_least_squares_on_the_whole(marks):
    equations = list_equations(table(_linked(marks)))
    plain, drawn = (solve_offsets(equations, Fraction(s)) for s in (0, 3))
    assert sum(s * s for s in drawn) <= sum(s * s for s in plain)
    assert sum(plain) == sum(drawn) == 0


def test_marks_that_the_model_explains_fully_are_not_shrunk():
    rows = [(80, 82, HOLE), (90, 92, HOLE), (HOLE, 72, 75), (HOLE, 62, 65)]
    found = adjust(table(rows), 2)
    assert (found.shrinkage, found.rest_variance) == (0, 0)
    assert [offset.offset for offset in found.offsets] == [
        round_half_up(Fraction(*ratio), 2) for ratio in ((-7, 3), (-1, 3), (8, 3))
    ]
    assert [entry.adjusted for entry in found.entries] == [
        Fraction(text) for text in ("82.33", "92.33", "72.33", "62.33")
    ]
    assert {entry.error for entry in found.entries} == {0}


def test_judges_who_differ_by_chance_only_change_nothing():
    rows = [(80, 81), (91, 90), (70, 71), (61, 60)]
    found = adjust(table(rows), 1)
    assert (found.because, found.shrinkage, found.judge_variance) == ("", None, 0)
    assert found.offsets == (JudgeOffset("1", 0, 0, 4), JudgeOffset("2", 0, 0, 4))
    error = found.entries[0].error
    assert found.entries[0] == AdjustedEntry("E1", Fraction("80.5"), Fraction("80.5"), error, 2)
    assert error == pytest.approx((found.rest_variance / 2) ** 0.5)


def test_equal_marks_everywhere_change_nothing():
    found = adjust(table([(80, 80), (80, 80)]))
    assert (found.because, found.shrinkage) == ("", None)
    assert [entry.adjusted for entry in found.entries] == [80, 80]


def test_standard_errors_are_those_of_hendersons_equations():
    found = adjust(table(LINKED), 4)
    n, k = len(LINKED), 5
    z = np.array([[m is not None for m in row] for row in LINKED], float)
    full = np.zeros((n + k, n + k))
    full[:n, :n] = np.diag(z.sum(axis=1))
    full[:n, n:], full[n:, :n] = z, z.T
    full[n:, n:] = np.diag(z.sum(axis=0)) + np.eye(k) * float(found.shrinkage)
    covariance = np.linalg.inv(full) * found.rest_variance
    judges = np.eye(k) - 1 / k
    offsets = judges @ covariance[n:, n:] @ judges  # what all have in common is left out
    expected = np.sqrt(np.diag(offsets))
    shares = z / z.sum(axis=1, keepdims=True)
    levels = found.rest_variance / z.sum(axis=1) + np.diag(shares @ offsets @ shares.T)
    assert [entry.error for entry in found.entries] == pytest.approx(np.sqrt(levels), rel=1e-6)
    assert [offset.error for offset in found.offsets] == pytest.approx(list(expected), rel=1e-6)


def test_across_panels_that_no_judge_connects_it_is_refused_by_name():
    rows = [(80, 82, HOLE, HOLE), (81, 85, HOLE, HOLE), (HOLE, HOLE, 70, 71), (HOLE, HOLE, 72, 75)]
    assert adjust(table(rows)) == Adjustment(
        "unconnected",
        (ConnectedPart(("E1", "E2"), ("1", "2")), ConnectedPart(("E3", "E4"), ("3", "4"))),
        4,
    )


def test_too_many_judges_are_refused():
    rows = [[80 + (i * j) % 7 for j in range(MAX_JUDGES + 1)] for i in range(2)]
    assert adjust(table(rows)).because == "too_many_judges"


@pytest.mark.parametrize(
    ("rows", "because"),
    [
        ([], "no_marks"),
        ([(HOLE, HOLE)], "no_marks"),
        ([(80,), (81,)], "one_judge"),
        ([(80, HOLE), (81, HOLE)], "one_judge"),
        ([(80, 81)], "too_few_entries"),
        ([(80, 81, HOLE), (HOLE, 81, 82)], "too_few_entries"),
    ],
)
def test_what_cannot_be_adjusted_is_said_why(rows, because):
    found = adjust(table(rows))
    assert (found.because, found.entries, found.offsets) == (because, (), ())


def test_who_has_no_mark_is_left_out():
    rows = [*[(*row, HOLE) for row in LINKED], (HOLE,) * 6]
    found, expected = adjust(table(rows)), adjust(table(LINKED))
    assert found == expected


@pytest.mark.parametrize("places", [-1, 7])
def test_places_outside_of_what_points_can_have_are_a_slip_of_the_caller(places):
    with pytest.raises(ValueError, match="places must lie between 0 and 6"):
        adjust(table(LINKED), places)


def test_places_decide_how_exact_the_published_values_are():
    assert [adjust(table(LINKED), places).offsets[0].offset for places in (0, 6)] == EXPECTED_FIRST


def test_the_exact_solution_solves_the_equations():
    lines = [[4, 1, 2, 7], [1, 5, 3, 8], [2, 3, 6, 9]]
    found = solve_exactly(lines)
    for line in lines:
        assert sum(a * b for a, b in zip(line[:-1], found, strict=True)) == line[-1]
    assert solve_exactly([]) == ()
