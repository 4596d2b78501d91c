"""Does the result hold without a judge, under other trims, with panels drawn again?"""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from judging.scoring.resampling import middle_of
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sensitivity.borders import Border, list_borders
from judging.scoring.sensitivity.scenarios import (
    Scenario,
    draw_panels,
    list_seats,
    list_trims,
    with_trim,
    without_seat,
)
from judging.scoring.sensitivity.stability import (
    BorderChange,
    RankInterval,
    assess_stability,
)
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from tests.scoring.strategies import rounds

AWARDS = [
    {"key": "first", "name": {"en": "First"}, "count": 1},
    {"key": "second", "name": {"en": "Second"}, "count": 1},
]


def _turn(key, *points, heat="1", group="", **facts):
    sheets = tuple(
        SeatSheet(
            str(seat),
            (None if mark is None else mark * 1000,),
            "absent" if mark is None else "given",
            group,
        )
        for seat, mark in enumerate(points, 1)
    )
    return Appearance(key, heat, sheets=sheets, **facts)


MARKS = [_turn("A", 80, 81, 95), _turn("B", 82, 83, 84), _turn("C", 70, 70, 70)]


def test_the_winner_changes_if_one_seat_is_left_out():
    found = assess_stability(specimen_rules(awards=AWARDS), MARKS, "seed", 0)
    change = BorderChange(Scenario("seat", "1", "3"), ("B",), ("A",))
    winner, first, second = found.borders
    assert (winner.kind, winner.group, winner.keys, winner.changes) == (
        "winner",
        "1",
        ("A",),
        (change,),
    )
    assert (first.kind, first.award, first.keys, first.changes) == (
        "award",
        "first",
        ("A",),
        (change,),
    )
    assert (second.award, second.keys, second.changes) == ("second", ("A", "B"), ())
    assert (winner.holds_without_any_seat, second.holds_without_any_seat) == (False, True)


def test_ranks_are_intervals_over_the_seats_left_out():
    found = assess_stability(specimen_rules(), MARKS, "seed", 0)
    spans = [(e.key, e.rank, e.without_a_seat) for e in found.entries]
    assert spans == [
        ("A", 1, RankInterval(1, 2)),
        ("B", 2, RankInterval(1, 2)),
        ("C", 3, RankInterval(3, 3)),
    ]
    assert {e.drawn_again for e in found.entries} == {RankInterval(None, None)}


def test_another_trim_may_change_the_winner():
    marks = [_turn("A", 80, 80, 80, 80, 99), _turn("B", 82, 82, 82, 82, 82)]
    found = assess_stability(specimen_rules(), marks, "seed", 0)
    trim = Scenario("trim", trim=1)
    assert found.borders[0].changes[-1] == BorderChange(trim, ("B",), ("A",))
    assert not found.borders[0].holds_under_any_trim
    assert found.entries[0].other_trims == RankInterval(2, 2)
    assert found.scenarios == (*(Scenario("seat", "1", str(s)) for s in range(1, 6)), trim)


def test_advancement_is_a_border_within_its_own_groups():
    rules = specimen_rules(advancement={"take": 1, "per": "division"})
    marks = [replace(turn, division=name) for turn, name in zip(MARKS, "xxy", strict=True)]
    found = assess_stability(rules, marks, "seed", 0)
    borders = [(b.kind, b.group, b.keys, len(b.changes)) for b in found.borders]
    assert borders == [
        ("winner", "1", ("A",), 1),
        ("advancement", "x", ("A",), 1),
        ("advancement", "y", ("C",), 0),
    ]


def test_a_scenario_without_any_result_changes_nothing_and_is_named():
    groups = {
        "expert": {"seats": ["1", "2"], "weight": "1"},
        "public": {"seats": ["3"], "weight": "1"},
    }
    found = assess_stability(specimen_rules(tally={"groups": groups}), MARKS, "seed", 20)
    assert found.without_result == (Scenario("seat", "1", "3"),)
    assert found.borders[0].changes == ()
    assert found.resamples == 20


def test_a_border_that_always_holds_is_held_in_every_resample():
    marks = [_turn("A", 90, 91, 92), _turn("B", 80, 81, 82)]
    found = assess_stability(specimen_rules(), marks, "seed", 50)
    assert (found.resamples, found.borders[0].held, found.seed) == (50, 50, "seed")
    winner, last = found.entries
    assert (winner.wins, winner.ranked, winner.drawn_again) == (50, 50, RankInterval(1, 1))
    assert (last.wins, last.ranked, last.drawn_again) == (0, 50, RankInterval(2, 2))


def test_an_entry_without_a_result_has_no_interval():
    marks = [*MARKS, _turn("D", 99, 99, 99, status="withdrawn")]
    last = assess_stability(specimen_rules(), marks, "seed", 5).entries[-1]
    assert (last.key, last.rank, last.ranked, last.wins) == ("D", None, 0, 0)
    assert last.without_a_seat == last.drawn_again == RankInterval(None, None)


def test_the_same_seed_gives_the_same_and_another_draws_other_panels():
    one, same, other = (assess_stability(specimen_rules(), MARKS, s, 200) for s in "aab")
    assert one == same
    assert one.borders[0].held != other.borders[0].held


@settings(max_examples=15)
@given(rounds(may_lack=True))
def test_the_figures_are_what_the_core_says_of_each_scenario(case):
    rules, appearances = case
    rules = parse_rules({**rules.document, "awards": AWARDS, "advancement": {"take": 2}})
    found = assess_stability(rules, appearances, "seed", 15)
    assert found.result == score_round(rules, appearances)
    drawn = [score_round(rules, others) for others in draw_panels(rules, appearances, "seed", 15)]
    drawn = [result for result in drawn if any(s.rank for s in result.standings)]
    assert found.resamples == len(drawn)
    left_out = [
        score_round(rules, without_seat(appearances, scenario))
        for scenario in list_seats(appearances)
    ]
    for entry in found.entries:
        for results, interval, cut in (
            (left_out, entry.without_a_seat, lambda ranks: (min(ranks), max(ranks))),
            (drawn, entry.drawn_again, middle_of),
        ):
            ranks = [s.rank for r in results for s in r.standings if s.key == entry.key and s.rank]
            assert (interval.best, interval.worst) == (cut(ranks) if ranks else (None, None))
        wins = [s for r in drawn for s in r.standings if s.key == entry.key and s.place.first == 1]
        assert entry.wins == len(wins)
    for border in found.borders:
        same = [
            b
            for result in drawn
            for b in list_borders(rules, result)
            if b.name == (border.kind, border.group, border.award)
            and b.keys == frozenset(border.keys)
        ]
        assert border.held == len(same)


@settings(max_examples=30)
@given(rounds())
def test_a_panel_of_one_judge_drawn_again_is_itself(case):
    rules, appearances = case
    alone = [replace(a, sheets=a.sheets[:1]) for a in appearances if a.sheets[0].seat == "1"]
    assert all(drawn == alone for drawn in draw_panels(rules, alone, "seed", 3))


def test_panels_are_drawn_by_heat_and_judge_group_and_practice_never_moves():
    sheets = (
        SeatSheet("1", (1000,), group="expert"),
        SeatSheet("2", (2000,), group="expert"),
        SeatSheet("3", (3000,), group="public"),
        SeatSheet("9", (9000,), group="practice"),
    )
    turns = [
        Appearance(key, heat, sheets=sheets) for key, heat in (("A", "1"), ("B", "1"), ("C", "2"))
    ]
    seen = set()
    for one, two, three in draw_panels(specimen_rules(), turns, "seed", 40):
        assert one.sheets == two.sheets
        by_seat = {sheet.seat: sheet for sheet in one.sheets}
        assert by_seat["3"] == sheets[2]
        assert by_seat["9"] == sheets[3]
        assert {by_seat[seat].marks[0] for seat in "12"} <= {1000, 2000}
        seen.add(one.sheets == three.sheets)
    assert seen == {True, False}


def test_a_seat_named_in_the_rules_is_drawn_within_that_group():
    groups = {
        "expert": {"seats": ["1", "2"], "weight": "1"},
        "public": {"seats": ["3"], "weight": "1"},
    }
    rules = specimen_rules(tally={"groups": groups})
    drawn = [turn.sheets for (turn,) in draw_panels(rules, [MARKS[0]], "seed", 30)]
    assert {sheet.marks for sheets in drawn for sheet in sheets if sheet.seat == "3"} == {(95000,)}


def test_a_drawn_judge_who_was_not_there_leaves_the_seat_empty():
    marks = [_turn("A", 80, 81), replace(_turn("B", 80, 81), sheets=(SeatSheet("1", (80000,)),))]
    panels = [
        (len(one.sheets), len(two.sheets))
        for one, two in draw_panels(specimen_rules(), marks, "s", 30)
    ]
    assert set(panels) == {(2, 0), (2, 1), (2, 2)}


def test_only_seats_that_gave_marks_and_count_are_left_out():
    marks = [
        replace(
            _turn("A", 80, None),
            sheets=(*_turn("A", 80, None).sheets, SeatSheet("7", (1000,), group="practice")),
        )
    ]
    assert list_seats(marks) == [Scenario("seat", "1", "1")]


def test_seats_are_listed_by_heat_and_number():
    marks = [_turn("A", *[80] * 10, heat="10"), _turn("B", 80, heat="9")]
    listed = [(scenario.heat, scenario.seat) for scenario in list_seats(marks)]
    assert listed == [("9", "1"), *(("10", str(seat)) for seat in range(1, 11))]


def test_leaving_a_seat_out_touches_its_heat_only():
    marks = [_turn("A", 80, 81), _turn("B", 80, 81, heat="2")]
    left = without_seat(marks, Scenario("seat", "2", "1"))
    assert [[sheet.seat for sheet in turn.sheets] for turn in left] == [["1", "2"], ["2"]]


@pytest.mark.parametrize(
    ("judges", "tally", "expected"),
    [
        (4, {}, []),
        (5, {}, [1]),
        (7, {}, [1, 2]),
        (7, {"trim": {"low": 1, "high": 1}}, [0, 2]),
        (7, {"trim": {"low": 1, "high": 0}}, [0, 1, 2]),
        (3, {"trim": {"min_kept": 1}}, [1]),
        (0, {}, []),
        (
            6,
            {
                "groups": {
                    "x": {"weight": "1", "seats": ["1", "2", "3", "4", "5"]},
                    "y": {"weight": "1", "seats": ["6"]},
                }
            },
            [1],
        ),
    ],
)
def test_every_other_legal_even_trim_is_tried(judges, tally, expected):
    rules = specimen_rules(tally=tally)
    assert [s.trim for s, _ in list_trims(rules, [_turn("A", *[80] * judges)])] == expected


def test_rules_that_allow_no_other_trim_have_none():
    rules = specimen_rules()
    closed = replace(rules, document={**rules.document, "tally": {"no_trim_here": 1}})
    assert list_trims(closed, [_turn("A", *[80] * 9)]) == []


def test_another_trim_leaves_the_rest_of_the_rules_alone():
    rules = specimen_rules(tally={"trim": {"low": 1, "high": 1}, "factor": "2"})
    other = with_trim(rules, 2)
    assert (other.tally.trim, other.tally.factor) == (replace(rules.tally.trim, low=2, high=2), 2)
    assert other.ranking == rules.ranking


def test_nothing_at_all_is_stable():
    found = assess_stability(specimen_rules(), [], "seed", 5)
    assert (found.entries, found.borders, found.scenarios, found.resamples) == ((), (), (), 0)


def test_a_tied_first_place_is_won_by_both():
    marks = [_turn("A", 80, 80), _turn("B", 80, 80)]
    found = assess_stability(specimen_rules(), marks, "seed", 4)
    assert [entry.wins for entry in found.entries] == [4, 4]
    assert list_borders(specimen_rules(), found.result) == [
        Border("winner", "1", "", frozenset({"A", "B"}))
    ]


def test_a_mean_that_needs_a_trim_is_tried_under_every_trim_but_none():
    tally = {"aggregate": "winsorised", "trim": {"low": 1, "high": 1}}
    rules = specimen_rules(tally=tally)

    assert [s.trim for s, _ in list_trims(rules, [_turn("A", *[80] * 9)])] == [2, 3]
