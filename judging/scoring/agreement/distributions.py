"""Tail probabilities and quantiles of F, t and χ², without a statistics library at run time.

Sources: the continued fraction of the regularised incomplete beta function, DLMF 8.17.22, and
that of the incomplete gamma function, DLMF 8.9.2, both by the modified Lentz method (Thompson &
Barnett 1986); the series DLMF 8.7.1. Tests hold them against scipy.
"""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from math import exp, inf, lgamma, log, log1p, sqrt

_TINY = 1e-300
_CLOSE = 1e-15


def beta_share(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b), for 0 ≤ x ≤ 1 and a, b > 0.

    >>> round(beta_share(0.5, 2, 3), 10)
    0.6875
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(front) / (a * _lentz(_beta_terms(x, a, b)))


def gamma_share(x: float, a: float) -> float:
    """Return the upper regularised incomplete gamma function Q(a, x), for x ≥ 0 and a > 0.

    >>> round(gamma_share(1.0, 1.0), 10)
    0.3678794412
    """
    if x <= 0:
        return 1.0
    front = exp(a * log(x) - x - lgamma(a))
    if x < a + 1:
        return 1 - front * _gamma_series(x, a)
    terms = ((-n * (n - a), x + 2 * n + 1 - a) for n in count(1))
    return front / _lentz(terms, x + 1 - a)


def f_above(f: float, over: float, under: float) -> float:
    """Return the probability that an F ratio with these degrees of freedom is above ``f``.

    >>> round(f_above(4.0, 2, 10), 6)
    0.052922
    """
    both = under + over * f
    if over * f < under:
        return 1 - beta_share(over * f / both, over / 2, under / 2)
    return beta_share(under / both, under / 2, over / 2)


def chi_square_above(chi_square: float, freedom: float) -> float:
    """Return the probability that χ² with ``freedom`` degrees of freedom is above the value.

    >>> round(chi_square_above(3.841459, 1), 6)
    0.05
    """
    return gamma_share(chi_square / 2, freedom / 2)


def f_quantile(share: float, over: float, under: float) -> float:
    """Return what an F ratio stays below with probability ``share``, between 0 and 1.

    >>> round(f_quantile(0.95, 2, 10), 6)
    4.102821
    """
    if share > beta_share(0.5, over / 2, under / 2):
        rest = _solve(lambda y: beta_share(y, under / 2, over / 2), 1 - share)
        return under * (1 - rest) / (over * rest) if rest else inf
    part = _solve(lambda x: beta_share(x, over / 2, under / 2), share)
    return under * part / (over * (1 - part))


@cache
def t_quantile(freedom: float) -> float:
    """Return the t value that 95 % of samples stay within, 2.5 % beyond it on either side.

    >>> round(t_quantile(10), 6)
    2.228139
    """
    return sqrt(f_quantile(0.95, 1, freedom))


def _solve(share_at: Callable[[float], float], share: float) -> float:
    """Return where a rising function of 0…1 reaches a share, to the last digit, by bisection."""
    low, high = 0.0, 1.0
    while low < (middle := (low + high) / 2) < high:
        if share_at(middle) < share:
            low = middle
        else:
            high = middle
    return high


def _lentz(terms: Iterator[tuple[float, float]], start: float = 1.0) -> float:
    """Return the continued fraction start + a₁/(b₁ + a₂/(b₂ + …)) for the terms (a, b)."""
    value = upper = start or _TINY
    lower = step = 0.0
    while abs(step - 1) >= _CLOSE:
        a, b = next(terms)
        lower = 1 / ((b + a * lower) or _TINY)
        upper = (b + a / upper) or _TINY
        step = upper * lower
        value *= step
    return value


def _beta_terms(x: float, a: float, b: float) -> Iterator[tuple[float, float]]:
    m = 0
    while True:
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)), 1.0
        m += 1
        yield m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1.0


def _gamma_series(x: float, a: float) -> float:
    term = total = 1 / a
    n = 1
    while term >= total * _CLOSE:
        term *= x / (a + n)
        total += term
        n += 1
    return total
