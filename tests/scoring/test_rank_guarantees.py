"""What docs/rule-sheet.md says of rank methods and of the newer tie steps, for any marks."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.scoring.rank_methods.copeland import take_out
from judging.scoring.rank_methods.majority import allocate
from judging.scoring.results import score_round
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.working_reading import read_working

METHODS = {
    "rank_sum": {},
    "truncated_ranks": {"truncate_at": 3},
    "reciprocals": {},
    "majority": {},
    "copeland": {},
    "positional_weights": {"positions": ["5", "3", "1"]},
}
#: Each judge's order of the same one to five entries.
BALLOTS = st.integers(1, 5).flatmap(
    lambda count: st.lists(st.permutations(range(count)), min_size=1, max_size=7)
)
JUDGE_STEPS = ("head_to_head", "first_places", "judge_preference", "reciprocal_ranks")


def _turns(panel):
    """Return appearances from {entry: totals}; a total of None is an absent sheet."""
    return [
        Appearance(
            f"E{number}",
            "1",
            order=number,
            sheets=tuple(
                SeatSheet(str(seat), (), "absent")
                if total is None
                else SeatSheet(str(seat), (total * 1000,))
                for seat, total in enumerate(totals, 1)
            ),
        )
        for number, totals in enumerate(panel)
    ]


def _panels(entries=5, judges=5, most=6):
    """Return lists of totals, entry by entry: few values, many ties."""
    return st.integers(1, judges).flatmap(
        lambda seats: st.lists(
            st.lists(st.integers(0, most), min_size=seats, max_size=seats),
            min_size=1,
            max_size=entries,
        )
    )


def _rules(method, trim=0, ties=(), **ranking):
    tally = {"aggregate": method, **METHODS[method]}
    if trim and method not in ("majority", "copeland"):
        tally["trim"] = {"low": trim, "high": trim, "min_kept": 1}
    return specimen_rules(tally=tally, ranking={"ties": list(ties), **ranking})


def _lines(rules, turns):
    return {s.key: (s.rank, s.outcome.exact) for s in score_round(rules, turns).standings}


@given(st.sampled_from(list(METHODS)), _panels(), st.integers(0, 1), st.randoms())
def test_another_order_of_judges_and_entries_changes_nothing(method, panel, trim, random):
    rules, turns = _rules(method, trim, JUDGE_STEPS), _turns(panel)
    seats = [str(seat) for seat in range(1, len(panel[0]) + 1)]
    renamed = dict(zip(seats, random.sample(seats, len(seats)), strict=True))
    moved = [
        replace(t, sheets=tuple(replace(s, seat=renamed[s.seat]) for s in t.sheets)) for t in turns
    ]
    random.shuffle(moved)
    assert _lines(rules, moved) == _lines(rules, turns)


@given(st.sampled_from(list(METHODS)), st.permutations(range(5)), st.integers(1, 5))
def test_a_panel_of_one_mind_ranks_as_each_of_its_judges(method, order, judges):
    rules = _rules(method)
    turns = _turns([[total] * judges for total in order])
    ranks = [_lines(rules, turns)[f"E{number}"][0] for number in range(5)]
    # Beyond the cut, and beyond the last place that gets points, all are alike.
    last = {"truncated_ranks": 3, "positional_weights": 4}.get(method, 5)
    expected = [min(5 - total, last) for total in order]
    assert ranks == expected


@given(st.sampled_from(list(METHODS)), _panels(), st.data())
def test_raising_a_total_never_lowers_its_owners_value(method, panel, data):
    """Nor its rank, for the sums: the others' values can only get worse."""
    if method in ("majority", "copeland"):
        return
    rules = _rules(method)
    entry = data.draw(st.integers(0, len(panel) - 1))
    seat = data.draw(st.integers(0, len(panel[0]) - 1))
    raised = [list(totals) for totals in panel]
    raised[entry][seat] += data.draw(st.integers(1, 5))
    before, after = _lines(rules, _turns(panel)), _lines(rules, _turns(raised))
    assert after[f"E{entry}"][0] <= before[f"E{entry}"][0]


@given(st.sampled_from(list(METHODS)), _panels())
def test_a_judge_who_did_not_rank_all_changes_nothing(method, panel):
    rules = _rules(method)
    partial = [[*totals, None if number == 0 else 9] for number, totals in enumerate(panel)]
    if len(panel) > 1:
        assert _lines(rules, _turns(partial)) == _lines(rules, _turns(panel))


@given(st.sampled_from(list(METHODS)), _panels(), st.integers(0, 1))
def test_a_working_read_back_is_the_same(method, panel, trim):
    for line in score_round(_rules(method, trim), _turns(panel)).standings:
        assert read_working(line.outcome.working.as_data()) == line.outcome.working


@given(_panels())
def test_a_sum_of_ranks_agrees_with_counting_who_is_better(panel):
    expected = [
        sum(
            1
            + sum(other[seat] > totals[seat] for other in panel)
            + Fraction(sum(other[seat] == totals[seat] for other in panel) - 1, 2)
            for seat in range(len(totals))
        )
        for totals in panel
    ]
    lines = _lines(_rules("rank_sum"), _turns(panel))
    assert [lines[f"E{number}"][1] for number in range(len(panel))] == expected


def _skating(table):
    """Return the blocks of one dance as a scrutineer goes through it, place after place."""
    left, column, blocks = list(range(len(table))), 1, []
    needed = len(table[0]) // 2 + 1

    def seen(index, place):
        good = [rank for rank in table[index] if rank <= place]
        return len(good), -sum(good)

    def pick(candidates, place):
        best = max(seen(index, place) for index in candidates)
        first = [index for index in candidates if seen(index, place) == best]
        return first if len(first) == 1 or place > len(table) else pick(first, place + 1)

    while left:
        having = [index for index in left if seen(index, column)[0] >= needed]
        while having:
            block = pick(having, column)
            blocks.append(block)
            having = [index for index in having if index not in block]
            left = [index for index in left if index not in block]
        column += 1
    return blocks


@settings(max_examples=300)
@given(
    st.integers(1, 5).flatmap(
        lambda n: st.lists(st.permutations(range(1, n + 1)), min_size=1, max_size=7)
    )
)
def test_rules_5_to_8_agree_with_going_through_the_places_one_by_one(ballots):
    table = [
        [Fraction(ballot[entry] + 1) for ballot in ballots] for entry in range(len(ballots[0]))
    ]
    assert allocate(table) == _skating(table)


@given(
    st.integers(2, 5).flatmap(lambda n: st.lists(st.permutations(range(n)), min_size=1, max_size=7))
)
def test_who_beats_everybody_is_taken_out_first(ballots):
    count = len(ballots[0])
    beats_all = [
        one
        for one in range(count)
        if all(
            2 * sum(ballot[one] > ballot[other] for ballot in ballots) > len(ballots)
            for other in range(count)
            if other != one
        )
    ]
    taken = take_out(ballots)
    assert sorted(index for block in taken for index in block.members) == list(range(count))
    if beats_all:
        assert taken[0].members == (beats_all[0],)


@given(_panels(most=2), st.sampled_from(("continue", "restart")))
def test_a_chain_ends_and_the_last_step_named_is_one_that_set_apart(panel, after_step):
    chain = ("first_places", "judge_preference", "smaller_spread", "head_to_head")
    rules = specimen_rules(ranking={"ties": list(chain), "after_step": after_step})
    for line in score_round(rules, _turns(panel)).standings:
        steps = [step for step, _value in line.place.compared]
        assert line.tie_break == "" or line.tie_break in steps
        assert set(steps) <= set(chain)


@pytest.mark.parametrize(
    ("totals", "wins"),
    [
        # A over B 2:1, B over C 2:1, C over A 2:1: a circle, nobody is set apart.
        (((3, 1, 2), (2, 3, 1), (1, 2, 3)), None),
        # A over B and C 2:1 each; B and C 1:1 with one equal: A alone is set apart.
        (((3, 3, 1), (2, 1, 3), (1, 2, 3)), [2, 0, 0]),
        # A beats B, C is equal to both: an order with a gap.
        (((2, 2), (1, 1), (0, 3)), None),
    ],
)
def test_head_to_head_decides_only_where_it_is_an_order(totals, wins):
    from judging.scoring.specimen import specimen_outcome
    from judging.scoring.ties import TIE_STEPS, TieCase

    rules = specimen_rules()
    outcomes = [specimen_outcome(rules, *each) for each in totals]
    assert TIE_STEPS["head_to_head"].values(TieCase(rules, outcomes)) == wins
