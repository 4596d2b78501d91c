"""Two rule sheets over the same marks: whose score, rank, prize and advancement change."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from judging.scoring.dry_run import (
    ComparisonLine,
    Side,
    Winners,
    check_same_criteria,
    compare_rules,
)
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from tests.scoring.panels import refused_codes
from tests.scoring.strategies import rounds

AWARDS = [
    {"key": "first", "name": {"en": "First"}, "count": 1},
    {"key": "second", "name": {"en": "Second"}, "count": 1},
]
ONE_AND_ONE = {"trim": {"low": 1, "high": 1}}


def _turn(key, *points, heat="1", **facts):
    sheets = tuple(SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(points, 1))
    return Appearance(key, heat, sheets=sheets, **facts)


MARKS = [
    _turn("A", 90, 90, 90, 90, 60, division="junior"),
    _turn("B", 89, 89, 89, 89, 89, division="junior"),
    _turn("C", 80, 80, 80, 80, 80, division="senior"),
]


def _rules(**sections):
    return specimen_rules(awards=AWARDS, advancement={"take": 1}, **sections)


def test_a_line_shows_both_sides_in_full():
    comparison = compare_rules(_rules(), _rules(tally=ONE_AND_ONE), MARKS)
    before = Side("1", 2, "84.00", "", False, "", False, ("second",))
    after = Side("1", 1, "90.00", "", False, "", True, ("first",))
    assert comparison.lines[1] == ComparisonLine(
        "A", "1", "junior", before, after, has_other_awards=True
    )
    assert [(line.key, line.moved) for line in comparison.lines] == [("B", -1), ("A", 1), ("C", 0)]


def test_a_prize_of_the_second_rules_alone_is_another_whatever_its_key():
    new = [{"key": "gold", "name": {"en": "Gold"}, "count": 1}, AWARDS[1]]
    comparison = compare_rules(_rules(), specimen_rules(awards=new), MARKS)
    assert [line.key for line in comparison.changed_awards] == ["B"]
    back = compare_rules(specimen_rules(awards=new), _rules(), MARKS)
    assert [line.key for line in back.changed_awards] == ["B"]


def test_it_says_whose_prize_and_advancement_change_and_who_wins():
    comparison = compare_rules(_rules(), _rules(tally=ONE_AND_ONE), MARKS)
    assert [line.key for line in comparison.changed] == ["B", "A"]
    assert [line.key for line in comparison.unchanged] == ["C"]
    assert [line.key for line in comparison.changed_awards] == ["B", "A"]
    assert [line.key for line in comparison.changed_advancement] == ["B", "A"]
    assert [line.key for line in comparison.changed_standings] == ["B", "A"]
    assert [line.key for line in comparison.prize_holders] == ["B", "A"]
    assert comparison.winners_before == (Winners("1", ("B",)),)
    assert comparison.winners_after == (Winners("1", ("A",)),)
    assert comparison.has_other_winners


def test_an_advancement_alone_is_a_change():
    comparison = compare_rules(
        specimen_rules(advancement={"take": 1}), specimen_rules(advancement={"take": 2}), MARKS
    )
    assert [line.key for line in comparison.changed] == ["A"]
    assert (comparison.changed_awards, comparison.changed_standings) == ((), ())


def test_a_score_may_change_and_no_prize():
    marks = [_turn("A", 90, 91, 95), _turn("B", 80, 80, 80)]
    trimmed = _rules(tally={"trim": {"low": 1, "high": 1, "min_kept": 1}})
    comparison = compare_rules(_rules(), trimmed, marks)
    assert comparison.changed == ()
    assert [(line.key, line.after.score) for line in comparison.changed_standings] == [
        ("A", "91.00")
    ]
    assert not comparison.has_other_winners


def test_ties_gained_and_lost_are_blocks_of_equals():
    lower = [_turn("A", 90, 80), _turn("B", 90, 70), _turn("C", 80, 80)]
    most = specimen_rules(tally={"trim": {"low": 1, "min_kept": 1}})
    gained = compare_rules(specimen_rules(), most, lower)
    assert (gained.ties_gained, gained.ties_lost) == ((("A", "B"),), (("B", "C"),))
    assert gained.winners_after == (Winners("1", ("A", "B")),)


def test_ranks_within_other_groups_say_nothing_of_each_other():
    per_division = _rules(ranking={"per": "division"})
    comparison = compare_rules(_rules(), per_division, MARKS)
    assert [(line.is_comparable, line.moved) for line in comparison.lines] == [(False, None)] * 3
    assert comparison.has_other_winners


def test_without_a_result_there_is_no_move():
    marks = [_turn("A", 90, 91), _turn("B", 80, 81, 82)]
    strict = specimen_rules(tally={"trim": {"low": 1, "few": "block", "min_kept": 2}})
    comparison = compare_rules(specimen_rules(), strict, marks)
    assert [(line.key, line.moved, line.after.no_result) for line in comparison.lines] == [
        ("A", None, "too_few_judges"),
        ("B", 1, ""),
    ]
    back = compare_rules(strict, specimen_rules(), marks)
    assert [(line.key, line.moved) for line in back.lines] == [("B", -1), ("A", None)]


def test_the_order_in_which_an_entrys_prizes_are_named_means_nothing():
    comparison = compare_rules(_rules(), _rules(), MARKS)
    line = comparison.lines[0]
    one, other = (replace(line.before, awards=names) for names in (("x", "y"), ("y", "x")))
    assert not replace(line, before=one, after=other).has_other_awards


@settings(max_examples=40)
@given(rounds())
def test_the_same_rules_change_nothing(case):
    rules, appearances = case
    comparison = compare_rules(rules, rules, appearances)
    assert comparison.before == comparison.after == score_round(rules, appearances)
    assert (comparison.changed, comparison.changed_standings) == ((), ())
    assert (comparison.ties_gained, comparison.ties_lost) == ((), ())
    assert not comparison.has_other_winners


@settings(max_examples=40)
@given(rounds())
def test_both_sides_are_what_the_core_says(case):
    rules, appearances = case
    tally = {**rules.document["tally"], "aggregate": "mean", **ONE_AND_ONE}
    other = parse_rules({**rules.document, "tally": tally})
    comparison = compare_rules(rules, other, appearances)
    for result, side in ((comparison.before, "before"), (comparison.after, "after")):
        expected = {s.key: (s.rank, s.score, s.is_tied) for s in result.standings}
        found = {
            line.key: (
                getattr(line, side).rank,
                getattr(line, side).score,
                getattr(line, side).is_tied,
            )
            for line in comparison.lines
        }
        assert found == expected


@pytest.mark.parametrize(
    "change",
    [{"key": "speech"}, {"max": "90"}, {"min": "1"}, {"step": "0.25"}],
)
def test_marks_that_do_not_fit_both_rubrics_are_refused(change):
    document = specimen_rules().document
    criterion = {**document["rubric"]["criteria"][0], **change}
    other = parse_rules({**document, "rubric": {**document["rubric"], "criteria": [criterion]}})
    assert refused_codes(lambda: compare_rules(specimen_rules(), other, MARKS)) == [
        ("criteria_differ", "")
    ]


def test_other_weights_fit_the_same_marks():
    document = specimen_rules().document
    criterion = {**document["rubric"]["criteria"][0], "weight": "2"}
    other = parse_rules({**document, "rubric": {**document["rubric"], "criteria": [criterion]}})
    check_same_criteria(specimen_rules().rubric, other.rubric)
    assert compare_rules(specimen_rules(), other, MARKS).lines[0].after.score == "178.00"


def test_a_criterion_too_many_or_too_few_is_named():
    document = specimen_rules().document
    extra = {"key": "poise", "name": {"en": "Poise"}, "max": "10"}
    criteria = [*document["rubric"]["criteria"], extra]
    more = parse_rules({**document, "rubric": {**document["rubric"], "criteria": criteria}})
    for pair in ((document, more.document), (more.document, document)):
        one, other = (parse_rules(d).rubric for d in pair)
        with pytest.raises(ValueError, match=r"criteria_differ \(criteria=poise\)"):
            check_same_criteria(one, other)
