"""Standard errors by leaving each entry out once.

Source: B. Efron & C. Stein, "The jackknife estimate of variance", Annals of Statistics 9 (1981)
586–596.
"""

from collections.abc import Sequence
from math import fsum, sqrt


def jackknife_error(values: Sequence[float]) -> float:
    """Return the standard error of a figure from its values with each entry left out once.

    >>> round(jackknife_error([2.5, 2.0, 1.5]), 6)  # of the mean of 1, 2, 3
    0.57735
    """
    count = len(values)
    mean = fsum(values) / count
    return sqrt((count - 1) / count * fsum((value - mean) ** 2 for value in values))
