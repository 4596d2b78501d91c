"""Kendall's W: scipy's second opinion, ties, and what cannot be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from judging.scoring.agreement.concordance import Concordance, concordance
from judging.scoring.agreement.estimates import nothing
from tests.scoring.tables import SHROUT_FLEISS, table, transposed

_ROWS = st.lists(st.tuples(*[st.integers(0, 6)] * 4), min_size=3, max_size=9)


@given(_ROWS)
def test_scipys_friedman_test_gives_the_same_chi_square(rows):
    found = concordance(table(rows), "seed", 0)
    if found.w.is_said:
        expected, chance = stats.friedmanchisquare(*rows)  # treatments are our entries
        assert found.chi_square == pytest.approx(expected, rel=1e-9, abs=1e-12)
        assert found.chance == pytest.approx(chance, rel=1e-9, abs=1e-12)
        assert found.w.value == pytest.approx(expected / (4 * (len(rows) - 1)), abs=1e-12)


@given(_ROWS)
def test_w_is_the_mean_rank_correlation_in_another_dress(rows):
    columns = transposed(rows)
    if any(len(set(column)) == 1 for column in columns) or any(
        len(set(column)) < len(column) for column in columns
    ):
        return
    pairs = [(a, b) for i, a in enumerate(columns) for b in columns[:i]]
    mean = sum(stats.spearmanr(a, b).statistic for a, b in pairs) / len(pairs)
    assert concordance(table(rows), "seed", 0).w.value == pytest.approx((3 * mean + 1) / 4)


@given(_ROWS, st.integers(1, 5), st.integers(-9, 9))
def test_only_the_order_that_a_judge_gives_counts(rows, factor, shift):
    moved = [(factor * row[0] + shift, *row[1:]) for row in rows]
    assert concordance(table(moved), "seed", 20) == concordance(table(rows), "seed", 20)


def test_one_order_is_full_concordance_whatever_the_points():
    found = concordance(table([(1, 10), (2, 40), (3, 41)]), "seed", 50)
    assert (found.w.value, found.w.low, found.w.high, found.chance_by_f) == (1, 1, 1, 0)


def test_opposite_orders_are_none():
    found = concordance(table([(1, 3), (2, 2), (3, 1)]), "seed", 0)
    assert (found.w.value, found.chi_square, found.chance, found.chance_by_f) == (0, 0, 1, 1)


def test_the_f_of_kendall_and_babington_smith_is_closer_with_few():
    found = concordance(table(SHROUT_FLEISS), "seed", 0)
    w, n, k = found.w.value, 6, 4
    over = n - 1 - 2 / k
    expected = stats.f.sf((k - 1) * w / (1 - w), over, (k - 1) * over)
    assert found.chance_by_f == pytest.approx(expected, rel=1e-9)


def test_two_entries_and_two_judges_leave_no_freedom_for_f():
    assert concordance(table([(1, 1), (2, 2)]), "seed", 0).chance_by_f is None


def test_the_same_seed_gives_the_same_interval_and_another_may_not():
    one, same, other = (concordance(table(SHROUT_FLEISS), seed, 200) for seed in "aab")
    assert one == same
    assert (one.w.low, one.w.high) != (other.w.low, other.w.high)
    assert one.w.low <= one.w.value <= one.w.high


def test_no_resamples_give_no_interval():
    assert not concordance(table(SHROUT_FLEISS), "seed", 0).w.has_interval


@pytest.mark.parametrize(
    ("rows", "because", "entries", "judges", "left_out"),
    [
        ([], "no_marks", 0, 0, 0),
        ([(5,), (6,)], "one_judge", 2, 1, 0),
        ([(5, 6)], "one_entry", 1, 2, 0),
        ([(5, 6), (6, None)], "too_many_holes", 1, 2, 1),
        ([(5, 7), (5, 7)], "no_difference", 2, 2, 0),
    ],
)
def test_what_cannot_be_said_is_said_why(rows, because, entries, judges, left_out):
    expected = Concordance(nothing(because, entries), None, None, None, judges, left_out)
    assert concordance(table(rows), "seed") == expected
