"""The columns and the readable path agree to the last bit, on every rule that the columns count.

``make agree`` runs 100,000 cases and more; a case that fails is named by its number.
"""

import os

import pytest

from judging.scoring.columns.dropped import find_dropped, judge_totals
from judging.scoring.columns.field import field_of
from judging.scoring.columns.lanes import HeadroomError
from judging.scoring.columns.support import find_unsupported
from judging.scoring.rules import parse_rules
from judging.scoring.tally import count_outcome
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


@pytest.mark.parametrize("few", ["step_down", "closest_two", "block"])
def test_both_paths_drop_the_same_seats(few):
    for seed in range(FIRST, FIRST + max(CASES // 12, 30)):
        case = make_case(seed)
        tally = {"scope": "judge_total", "trim": {"low": seed % 3, "high": seed % 2, "few": few}}
        rules = parse_rules(
            {"name": {"en": "x"}, "rubric": case.rules.document["rubric"], "tally": tally}
        )
        field = field_of(rules.rubric, case.sheets)
        totals = judge_totals(rules, field, slice(0, field.count))
        if not totals:
            continue
        dropped = find_dropped(rules, totals, [seat.complete() for seat in field.counting])
        seen = [
            {s.seat for s, gone in zip(field.counting, dropped, strict=True) if gone[entry]}
            for entry in range(field.count)
        ]
        assert (seed, seen) == (seed, [_dropped(rules, sheets) for sheets in case.sheets])


def _dropped(rules, sheets):
    judges = count_outcome(rules, sheets, ()).working.judges
    return {line.sheet.seat for line in judges if line.left_out in ("low", "high")}
