"""The guarantees of docs/guarantees.md, each over all the rules that it is claimed for."""

from dataclasses import replace
from itertools import pairwise
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from judging.scoring.rank_methods.table import RANK_METHODS
from judging.scoring.results import score_round
from judging.scoring.rules import load_rules, parse_rules, to_toml
from judging.scoring.sheet import SeatSheet
from judging.scoring.working_reading import read_working
from tests.scoring.any_rules import BY_POINTS, EVERY, MONOTONE, OWN_VALUES, rounds, rule_sheets
from tests.scoring.strategies import marks_of


def _lines(rules, turns):
    """Return what is published of everybody: nothing in it names a seat."""
    return {
        line.key: (line.rank, line.score, line.outcome.exact, line.no_result, line.tie_break)
        for line in score_round(rules, turns).standings
    }


def _shuffled(items, random: Random):
    items = list(items)
    random.shuffle(items)
    return items


@given(rounds(EVERY), st.randoms(use_true_random=False))
def test_the_order_in_which_sheets_and_entries_come_in_changes_not_a_byte(case, random):
    rules, turns = case
    moved = [replace(turn, sheets=tuple(_shuffled(turn.sheets, random))) for turn in turns]
    assert score_round(rules, _shuffled(moved, random)).digest == score_round(rules, turns).digest


@given(rounds(EVERY), st.permutations("12345678"))
def test_another_numbering_of_the_seats_changes_nothing_published(case, seats):
    rules, turns = case
    renamed = dict(zip("12345678", seats, strict=True))
    moved = [
        replace(turn, sheets=tuple(replace(s, seat=renamed[s.seat]) for s in turn.sheets))
        for turn in turns
    ]
    assert _lines(_renamed(rules, renamed), moved) == _lines(rules, turns)


def _renamed(rules, seats):
    """Return the rules with other numbers wherever they name a seat."""
    tally = dict(rules.document["tally"])
    for key in ("practice_seats", "tie_break_seats"):
        tally[key] = [seats[seat] for seat in tally.get(key, ())]
    tally["chief_seat"] = seats[tally["chief_seat"]]
    if tally.get("groups"):
        tally["groups"] = {
            key: group | {"seats": [seats[seat] for seat in group["seats"]]}
            for key, group in tally["groups"].items()
        }
    return parse_rules(rules.document | {"tally": tally})


@given(rounds(EVERY))
def test_the_name_of_an_entry_and_its_place_in_the_list_decide_nothing(case):
    rules, turns = case
    other = {turn.key: f"Z{99 - number}" for number, turn in enumerate(turns)}
    moved = [replace(turn, key=other[turn.key], order=50 - turn.order) for turn in turns]
    lines = _lines(rules, moved)
    assert {key: lines[other[key]] for key in other} == _lines(rules, turns)


@given(rounds(EVERY), st.sampled_from(["absent", "recused", "void", "not_yet"]))
def test_a_judge_who_gave_nobody_a_mark_changes_nothing(case, state):
    rules, turns = case
    moved = [replace(turn, sheets=(*turn.sheets, SeatSheet("9", (), state))) for turn in turns]
    assert _lines(rules, moved) == _lines(rules, turns)


@given(rounds(EVERY))
def test_counting_again_gives_the_same_bytes_and_each_working_can_be_read_back(case):
    rules, turns = case
    result = score_round(rules, turns)
    assert score_round(rules, turns).digest == result.digest
    for line in result.standings:
        working = line.outcome.working
        assert read_working(working.as_data()) == working


@given(rule_sheets(EVERY))
def test_a_rule_sheet_written_and_read_back_is_the_same(rules):
    again = load_rules(to_toml(rules.document))
    assert (again, again.digest) == (rules, rules.digest)


@given(rounds(EVERY))
def test_ranks_agree_with_what_they_are_ranked_on(case):
    rules, turns = case
    method = RANK_METHODS.get(rules.tally.aggregate)
    sign = -1 if method is None or not method.is_lower_better else 1
    by_group = {}
    for line in score_round(rules, turns).standings:
        outcome = line.outcome
        if outcome.exact is None:
            assert (line.rank, line.score) == (None, None)
            continue
        value = outcome.exact if rules.ranking.on == "exact" else outcome.published
        by_group.setdefault(line.group, []).append((sign * value, line.place.first, line.rank))
    for lines in by_group.values():
        lines.sort()
        firsts = [first for _, first, _ in lines]
        assert firsts == sorted(firsts)
        for (value, first, rank), (other, next_first, next_rank) in pairwise(lines):
            if value != other:
                assert next_first > first
            assert (next_first > first) == (next_rank > rank)


@settings(max_examples=200)
@given(rounds(MONOTONE), st.data())
def test_raising_one_mark_never_lowers_its_owners_score_or_rank(case, data):
    rules, turns = case
    owner, raised = _raised(rules, turns, data)
    before = _line(rules, turns, owner)
    after = _line(rules, raised, owner)
    assert (after.outcome.exact is None) == (before.outcome.exact is None)
    if before.outcome.exact is not None:
        method = RANK_METHODS.get(rules.tally.aggregate)
        change = after.outcome.exact - before.outcome.exact
        assert (change >= 0) if method is None or not method.is_lower_better else (change <= 0)
        assert after.place.first <= before.place.first
        # A dense rank also counts who is tied further up, which others' new ranks may change.
        if method is None or rules.ranking.style != "1223":
            assert after.rank <= before.rank


def _line(rules, turns, key):
    (line,) = [each for each in score_round(rules, turns).standings if each.key == key]
    return line


def _raised(rules, turns, data):
    """Raise one mark of one given sheet; return whose it is and all turns."""
    places = [
        (turn, sheet, index)
        for turn, each in enumerate(turns)
        for sheet, one in enumerate(each.sheets)
        for index, mark in enumerate(one.marks)
        if mark is not None and mark < rules.rubric.criteria[index].max
    ]
    assume(places)
    turn, sheet, index = data.draw(st.sampled_from(places))
    own = turns[turn].sheets[sheet]
    higher = data.draw(marks_of(rules.rubric.criteria[index]))
    assume(higher > own.marks[index])
    marks = (*own.marks[:index], higher, *own.marks[index + 1 :])
    sheets = list(turns[turn].sheets)
    sheets[sheet] = replace(own, marks=marks)
    moved = list(turns)
    moved[turn] = replace(turns[turn], sheets=tuple(sheets))
    return turns[turn].key, moved


@given(rounds(OWN_VALUES, most=5), st.data())
def test_an_entry_that_withdraws_leaves_the_others_scores_and_order(case, data):
    rules, turns = case
    gone = data.draw(st.sampled_from(turns)).key
    left = [replace(turn, status="withdrawn") if turn.key == gone else turn for turn in turns]
    before = [line for line in score_round(rules, turns).standings if line.key != gone]
    after = [line for line in score_round(rules, left).standings if line.key != gone]
    assert _scores(after) == _scores(before)
    assert _order(after) == _order(before)


def _scores(lines):
    return {line.key: (line.score, line.outcome.exact) for line in lines}


def _order(lines):
    """Return group by group who stands before whom, equals together."""
    blocks = {}
    for line in lines:
        if line.rank is not None:
            blocks.setdefault((line.group, line.place.first), set()).add(line.key)
    return [(group, blocks[group, first]) for group, first in sorted(blocks)]


@given(rounds(BY_POINTS), st.data())
def test_nothing_given_is_not_zero(case, data):
    """A sheet of zeros counts as one; taking it away is never the same as leaving it blank."""
    rules, turns = case
    seat = data.draw(st.sampled_from("123456"))
    zeros = tuple(criterion.min for criterion in rules.rubric.criteria)

    def counted(sheet):
        moved = [
            replace(turn, sheets=(*(s for s in turn.sheets if s.seat != seat), sheet))
            for turn in turns
        ]
        return {
            line.key: line.outcome.working.judge_count
            for line in score_round(rules, moved).standings
        }

    with_zero = counted(SeatSheet(seat, zeros))
    assert counted(SeatSheet(seat, (), "absent")) == {
        key: count - 1 for key, count in with_zero.items()
    }
