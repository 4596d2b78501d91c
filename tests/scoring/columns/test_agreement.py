"""The columns and the readable path agree to the last bit, on every rule that the columns count.

``make agree`` runs 100,000 cases and more; a case that fails is named by its number.
"""

import os

import pytest

from judging.scoring.columns.lanes import HeadroomError
from judging.scoring.columns.support import find_unsupported
from tests.scoring.columns.cases import columnar, make_case, outcome_of, readable

CASES = int(os.environ.get("AGREE_CASES", "600"))
FIRST = int(os.environ.get("AGREE_FIRST", "0"))
PARTS = 6


@pytest.mark.parametrize("part", range(PARTS))
def test_both_paths_give_the_same_scores_reasons_and_places(part):
    seeds = range(FIRST + part, FIRST + CASES, PARTS)
    refused = 0
    for seed in seeds:
        case = make_case(seed)
        assert find_unsupported(case.rules) == ()
        try:
            seen = outcome_of(columnar, case)
        except HeadroomError:
            refused += 1
            continue
        assert (seed, seen) == (seed, outcome_of(readable, case))
    assert refused <= len(seeds) // 20
