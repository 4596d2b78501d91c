"""Which other ways of counting are tried: seats, trims of every judge group, panels drawn again."""

import pytest

from judging.scoring.faults import ScoringError
from judging.scoring.rules import parse_rules
from judging.scoring.sensitivity.scenarios import (
    Scenario,
    draw_panels,
    list_seats,
    list_trims,
    with_trim,
    without_seat,
)
from judging.scoring.sensitivity.stability import assess_stability
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance


def _turn(key, heat, *sheets):
    return Appearance(key, heat, sheets=sheets)


def _given(seat, mark=90000, group=""):
    return SeatSheet(seat, (mark,), group=group)


TURNS = [
    _turn("A", "10", _given("2"), SeatSheet("1", (), "absent")),
    _turn("B", "9", _given("10"), _given("2"), _given("3", group="practice")),
    _turn("C", "9", SeatSheet("2", (), "recused"), SeatSheet("4", (90000,), "void")),
    _turn("D", "9", SeatSheet("5", (), "absent", "practice")),
]


def test_only_seats_that_gave_marks_that_count_are_left_out_in_their_order():
    assert list_seats(TURNS) == [
        Scenario("seat", "9", "2"),
        Scenario("seat", "9", "10"),
        Scenario("seat", "10", "2"),
    ]
    without = without_seat(TURNS, Scenario("seat", "9", "2"))
    assert [[sheet.seat for sheet in turn.sheets] for turn in without] == [
        ["2", "1"],
        ["10", "3"],
        ["4"],
        ["5"],
    ]


def test_every_judge_group_with_a_trim_of_its_own_takes_the_other_one_too():
    groups = {
        "expert": {"weight": "1", "trim": {"low": 1, "high": 0, "min_kept": 2, "few": "block"}},
        "public": {"weight": "1", "aggregate": "median"},
    }
    rules = specimen_rules(tally={"groups": groups, "trim": {"low": 1, "high": 1}})
    trimmed = with_trim(rules, 2).tally
    assert (trimmed.trim.low, trimmed.trim.high, trimmed.trim.min_kept) == (2, 2, 3)
    expert, public = trimmed.groups
    assert (expert.key, public.key) == ("expert", "public")
    assert (expert.trim.low, expert.trim.high) == (2, 2)
    assert (expert.trim.min_kept, expert.trim.few) == (2, "block")
    assert (public.trim, public.aggregate) == (None, "median")
    with pytest.raises(ScoringError):
        with_trim(specimen_rules(tally={"aggregate": "median"}), 100)


@pytest.mark.parametrize(
    ("tally", "panel", "trims"),
    [
        ({}, 5, [1]),
        ({}, 6, [1]),
        ({}, 7, [1, 2]),
        ({"trim": {"low": 1, "high": 1}}, 7, [0, 2]),
        ({"trim": {"low": 1, "high": 0}}, 5, [0, 1]),
        ({"trim": {"low": 0, "high": 1}}, 5, [0, 1]),
        ({"trim": {"low": 0, "high": 0, "min_kept": 1}}, 3, [1]),
        ({}, 2, []),
        ({"aggregate": "winsorised", "trim": {"low": 1, "high": 1}}, 7, [2]),
    ],
)
def test_trims_are_those_that_the_largest_panel_allows(tally, panel, trims):
    rules = specimen_rules(tally=tally)
    turn = _turn("A", "1", *(_given(str(seat)) for seat in range(panel)))
    found = list_trims(rules, [turn, _turn("B", "1", _given("1"))])
    assert [scenario for scenario, _ in found] == [Scenario("trim", trim=each) for each in trims]
    assert [(other.tally.trim.low, other.tally.trim.high) for _, other in found] == [
        (each, each) for each in trims
    ]


def test_the_largest_panel_is_counted_within_one_judge_group():
    groups = {"expert": {"seats": ["1", "2", "3"]}, "public": {}}
    sheets = [_given(str(seat)) for seat in (1, 2, 3)]
    sheets += [_given(str(seat), group="public") for seat in range(4, 9)]
    turn = _turn("A", "1", *sheets, _given("9", group="practice"))
    rules = specimen_rules(tally={"groups": groups})
    assert [scenario.trim for scenario, _ in list_trims(rules, [turn])] == [1]
    plain = parse_rules({**rules.document, "tally": {}})
    assert [scenario.trim for scenario, _ in list_trims(plain, [turn])] == [1, 2]


def test_a_seat_is_drawn_from_its_own_judge_group_and_practice_seats_stay():
    rules = specimen_rules(tally={"groups": {"expert": {"seats": ["1", "2"]}, "public": {}}})
    sheets = (
        _given("1", 1000),
        _given("2", 2000),
        _given("3", 3000, "public"),
        _given("4", 4000, "public"),
        _given("5", 5000, "practice"),
    )
    marks = {sheet.seat: set() for sheet in sheets}
    for (drawn,) in draw_panels(rules, [_turn("A", "1", *sheets)], "seed", 20):
        for sheet in drawn.sheets:
            marks[sheet.seat].add(sheet.marks[0])
    assert marks == {
        "1": {1000, 2000},
        "2": {1000, 2000},
        "3": {3000, 4000},
        "4": {3000, 4000},
        "5": {5000},
    }


def test_who_comes_and_who_leaves_stand_in_natural_order():
    rules = specimen_rules(advancement={"take": 3})
    first = {"1": 95, "2": 94, "10": 93, "3": 60, "20": 61, "11": 62}
    turns = [
        _turn(key, "1", _given("1", mark * 1000), _given("2", (150 - mark) * 1000))
        for key, mark in first.items()
    ]
    turns = [
        Appearance(turn.key, "1", sheets=(*turn.sheets, _given("3", mark * 500)))
        for turn, mark in zip(turns, first.values(), strict=True)
    ]
    border = assess_stability(rules, turns, "seed", 0).borders[-1]
    assert (border.kind, border.keys) == ("advancement", ("1", "2", "10"))
    change = border.changes[0]
    assert change.scenario == Scenario("seat", "1", "1")
    assert (change.enters, change.leaves) == (("3", "11", "20"), ("1", "2", "10"))
