"""The weighted sums of ragged and full panels, against sums made by hand."""

import numpy as np
import pytest

from judging.scoring.columns.kernels import choose_kernel, sorting_network
from judging.scoring.columns.place_weights import PlaceWeights


@pytest.mark.parametrize("size", range(1, 10))
def test_the_network_sorts_whatever_there_is(size):
    sorting_network.cache_clear()
    network = sorting_network(size)
    for number_ in range(2**size):  # what sorts every row of noughts and ones sorts everything
        row = [number_ >> place & 1 for place in range(size)]
        for one, other in network:
            row[one], row[other] = min(row[one], row[other]), max(row[one], row[other])
        assert row == sorted(row)


RAGGED = ((5, 0, 7, 3), (9, 4, 0, 3), (2, 6, 8, 0))  # 0 where the seat gave nothing
THERE = ((1, 0, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0))


def _sums(weights, counts, columns=RAGGED, there=THERE):
    lane = np.dtype(np.uint16)
    kernel = choose_kernel(weights, lane)
    for _ in range(2):  # a kernel begins anew with every block
        for values, mask in zip(columns, there, strict=True):
            is_all = None if all(mask) else np.array(mask, bool)
            kernel.add(np.array(values, lane), is_all)
        sums = kernel.sums(counts)
    return type(kernel).__name__, sums.tolist()


@pytest.mark.parametrize(
    ("three", "two", "kernel", "sums"),
    [
        ((1, 1, 1), (1, 1), "EndsKernel", [16, 10, 15, 6]),
        ((0, 1, 1), (0, 1), "EndsKernel", [14, 6, 8, 3]),
        ((1, 1, 0), (1, 0), "EndsKernel", [7, 4, 7, 3]),
        ((0, 1, 0), (1, 1), "EndsKernel", [5, 10, 15, 6]),
        ((0, 1, 0), None, "EndsKernel", [5, 0, 0, 0]),
        (None, (1, 0), "EndsKernel", [0, 4, 7, 3]),
        ((0, 0, 1), (0, 1), "SortingKernel", [9, 6, 8, 3]),
        ((1, 0, 2), (3, 1), "SortingKernel", [20, 18, 29, 12]),
        ((1, 0, 2), None, "SortingKernel", [20, 0, 0, 0]),
    ],
)
def test_ragged_panels_are_weighed_by_their_own_count(three, two, kernel, sums):
    weights = {
        count: None if places is None else PlaceWeights(places, 1)
        for count, places in ((3, three), (2, two))
    }
    counts = np.array([3, 2, 2, 2], np.uint8)
    assert _sums(weights, counts) == (kernel, sums)


@pytest.mark.parametrize(
    ("places", "kernel", "sums"),
    [
        ((1, 1, 1), "EndsKernel", [16, 19]),
        ((0, 1, 0), "EndsKernel", [5, 6]),
        ((1, 1, 0), "EndsKernel", [7, 10]),
        ((1, 0, 2), "SortingKernel", [20, 22]),
    ],
)
def test_full_panels_are_weighed_alike(places, kernel, sums):
    columns, there = ((5, 9), (9, 4), (2, 6)), ((1, 1),) * 3
    assert _sums({3: PlaceWeights(places, 1)}, 3, columns, there) == (kernel, sums)


@pytest.mark.parametrize(("places", "sums"), [((1,), [5, 9]), ((2,), [10, 18])])
def test_a_panel_of_one_has_its_one_value(places, sums):
    assert _sums({1: PlaceWeights(places, 1)}, 1, ((5, 9),), ((1, 1),))[1] == sums
