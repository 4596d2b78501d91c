"""Rank methods and the tie chain agree with a second opinion, on any rules and marks drawn."""

from fractions import Fraction

from hypothesis import given, settings

from judging.scoring.points import MARK_UNITS
from judging.scoring.rank_methods.table import RANK_METHODS
from judging.scoring.results import score_round
from tests.scoring import rank_oracle as oracle
from tests.scoring import tie_oracle
from tests.scoring.any_rules import RANKS, Kind, rounds

#: Not covered: majority by criterion (rules 9 to 11), and whom ``block`` takes out of a heat.
BY_RANK = Kind(aggregates=tuple(RANKS), few=("step_down", "closest_two"), scopes=("judge_total",))


def _entry(rules, turn):
    keys, tally = rules.rubric.keys, rules.tally
    points = {
        sheet.seat: {
            key: None if mark is None else Fraction(mark, MARK_UNITS)
            for key, mark in zip(keys, sheet.marks, strict=True)
        }
        for sheet in turn.sheets
        if sheet.state == "given"
    }
    outside = {seat: points.pop(seat) for seat in tally.tie_break_seats if seat in points}
    counting = {seat: marks for seat, marks in points.items() if seat not in tally.practice_seats}
    recorded = {each.step: each.value for each in turn.recorded}
    return oracle.Entry(turn.key, counting, outside, recorded)


def _expected(rules, turns):
    """Return {key: (value, position of the block, its size, the last step that set it apart)}."""
    document, found = rules.document, {}
    is_lower = RANK_METHODS[rules.tally.aggregate].is_lower_better
    for heat in sorted({turn.heat for turn in turns}):
        entries = [_entry(rules, turn) for turn in turns if turn.heat == heat]
        oracle.fill_in(document, entries)
        found |= {entry.key: (None, 0, 0, "") for entry in entries}
        before = 1
        keys = {entry.key: _key(rules, entry.value) for entry in entries if entry.value is not None}
        for key in sorted(set(keys.values()), reverse=not is_lower):
            tied = [entry for entry in entries if keys.get(entry.key) == key]
            values = {entry.key: entry.value for entry in tied}
            for block, used in tie_oracle.blocks(document, tied):
                found |= {key: (values[key], before, len(block), used) for key in block}
                before += len(block)
    return found


def _key(rules, value):
    """Return what is ranked: sums of ranks and places end, the others are rounded half up."""
    if rules.ranking.on == "exact" or RANK_METHODS[rules.tally.aggregate].is_lower_better:
        return value
    return int(value * 100 + Fraction(1, 2))


@settings(max_examples=40)
@given(rounds(BY_RANK))
def test_rank_methods_and_tie_steps_agree_with_the_second_opinion(case):
    rules, turns = case
    counted = {
        line.key: (line.outcome.exact, line.place.first, line.place.size, line.tie_break)
        for line in score_round(rules, turns).standings
    }
    assert counted == _expected(rules, turns)
