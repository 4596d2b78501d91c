"""Krippendorff's alpha: the published figures, a second opinion, and what cannot be said."""

import warnings

import krippendorff
import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.agreement.alpha import Alpha, krippendorff_alpha
from judging.scoring.agreement.estimates import nothing
from tests.scoring.tables import KRIPPENDORFF, SHROUT_FLEISS, table, transposed

LEVELS = ("nominal", "ordinal", "interval", "ratio")
_ROWS = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 5))] * 4), min_size=2, max_size=9)


def _value(rows, level):
    return krippendorff_alpha(table(rows), level, "seed", 0).alpha.value


def test_the_figures_of_krippendorff_come_out():
    found = [krippendorff_alpha(table(transposed(KRIPPENDORFF)), lv, "s", 0) for lv in LEVELS]
    values = [round(alpha.alpha.value, 4) for alpha in found]
    assert values == [0.7434, 0.8154, 0.8491, 0.7974]
    assert {(alpha.alpha.entries, alpha.marks) for alpha in found} == {(11, 40)}


@pytest.mark.parametrize("level", LEVELS)
@given(rows=_ROWS)
def test_the_package_of_that_name_agrees(level, rows):
    value = _value(rows, level)
    if value is None:
        return
    nan = float("nan")
    data = [[nan if mark is None else mark for mark in row] for row in transposed(rows)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert value == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("level", LEVELS)
def test_identical_judges_agree_fully(level):
    alpha = krippendorff_alpha(table([(5, 5, 5), (7, 7, None), (9, 9, 9)]), level, "s", 99).alpha
    assert (alpha.value, alpha.low, alpha.high) == (1, 1, 1)


@pytest.mark.parametrize("level", LEVELS)
@given(rows=_ROWS, random=st.randoms(use_true_random=False))
def test_another_order_of_judges_and_entries_changes_nothing(level, rows, random):
    places = list(range(4))
    random.shuffle(places)
    shuffled = [[row[place] for place in places] for row in rows]
    random.shuffle(shuffled)
    found, expected = _value(shuffled, level), _value(rows, level)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


@given(rows=_ROWS, shift=st.integers(1, 50))
def test_points_for_everybody_change_nothing_but_the_ratio(rows, shift):
    moved = [[None if mark is None else mark + shift for mark in row] for row in rows]
    for level in ("nominal", "ordinal", "interval"):
        assert _value(moved, level) == _value(rows, level)


@given(rows=_ROWS)
def test_alpha_is_never_above_one(rows):
    assert all((_value(rows, level) or 0) <= 1 for level in LEVELS)


def test_the_same_seed_gives_the_same_interval():
    one, same, other = (
        krippendorff_alpha(table(SHROUT_FLEISS), "interval", seed, 200) for seed in "aab"
    )
    assert one == same
    assert (one.alpha.low, one.alpha.high) != (other.alpha.low, other.alpha.high)
    assert one.alpha.low < one.alpha.value < one.alpha.high


def test_no_resamples_give_no_interval():
    alpha = krippendorff_alpha(table([(1, 2), (2, 2)]), "interval", "s", 0).alpha
    assert (alpha.value, alpha.low, alpha.high) == (0, None, None)


@pytest.mark.parametrize(
    ("rows", "because", "entries", "marks"),
    [
        ([], "no_marks", 0, 0),
        ([(None, None)], "no_marks", 0, 0),
        ([(5, None), (None, 6)], "one_judge", 0, 0),
        ([(5, 6), (None, 7)], "one_entry", 1, 2),
        ([(5, 5), (5, 5)], "no_difference", 2, 4),
    ],
)
def test_what_cannot_be_said_is_said_why(rows, because, entries, marks):
    expected = Alpha(nothing(because, entries), marks)
    assert krippendorff_alpha(table(rows), "interval", "seed") == expected


def test_marks_below_zero_have_no_ratio():
    rows = [(-1, 1), (2, 2)]
    assert krippendorff_alpha(table(rows), "ratio", "s").alpha == nothing("below_zero", 2)
    assert _value(rows, "interval") is not None


def test_an_unknown_level_is_a_slip_of_the_caller():
    with pytest.raises(KeyError):
        _value([(1, 2), (2, 1)], "cardinal")
