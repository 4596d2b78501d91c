"""Tails and quantiles agree with scipy to ten digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from judging.scoring.agreement.distributions import (
    beta_share,
    chi_square_above,
    f_above,
    f_quantile,
    gamma_share,
    t_quantile,
)

_FREEDOM = st.one_of(st.integers(1, 500), st.floats(0.4, 500))


def _close(value):
    return pytest.approx(value, rel=1e-10, abs=1e-14)


@given(st.floats(0, 1), st.floats(0.2, 300), st.floats(0.2, 300))
def test_the_incomplete_beta_function_agrees_with_scipy(x, a, b):
    assert beta_share(x, a, b) == pytest.approx(special.betainc(a, b, x), rel=1e-9, abs=1e-11)


@given(st.floats(0, 600), st.floats(0.2, 300))
def test_the_incomplete_gamma_function_agrees_with_scipy(x, a):
    assert gamma_share(x, a) == pytest.approx(special.gammaincc(a, x), rel=1e-9, abs=1e-11)


@given(st.sampled_from([0.001, 0.025, 0.05, 0.3, 0.5, 0.7, 0.95, 0.975, 0.999]), _FREEDOM, _FREEDOM)
def test_quantiles_of_f_agree_with_scipy(share, over, under):
    expected = stats.f.ppf(share, over, under)
    assert f_quantile(share, over, under) == pytest.approx(expected, rel=1e-8)


@pytest.mark.parametrize("freedom", [1, 2, 3, 7, 19, 152, 10_000])
def test_quantiles_of_t_agree_with_scipy(freedom):
    assert t_quantile(freedom) == _close(stats.t.ppf(0.975, freedom))


@given(st.floats(0, 100), _FREEDOM, _FREEDOM)
def test_tails_of_f_agree_with_scipy(f, over, under):
    assert f_above(f, over, under) == pytest.approx(stats.f.sf(f, over, under), rel=1e-9, abs=1e-11)


@pytest.mark.parametrize(
    ("chi_square", "freedom"), [(0, 3), (0.1, 1), (3.84, 1), (30, 19), (90, 8)]
)
def test_tails_of_chi_square_agree_with_scipy(chi_square, freedom):
    assert chi_square_above(chi_square, freedom) == _close(stats.chi2.sf(chi_square, freedom))


def test_the_ends_are_exact():
    ends = (beta_share(0, 2, 3), beta_share(1, 2, 3), gamma_share(0, 2), f_above(0, 3, 4))
    assert ends == (0, 1, 1, 1)
