"""Which borders a result has."""

from judging.scoring.results import score_round
from judging.scoring.sensitivity.borders import list_borders
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance


def _turn(key, points):
    return Appearance(key, "1", sheets=(SeatSheet("1", (points * 1000,)),))


def _prize(key, **more):
    return {"key": key, "name": {"en": key.title()}, **more}


def test_a_special_prize_is_a_border_of_its_own_and_prizes_of_units_are_nobodys():
    rules = specimen_rules(
        awards=[
            _prize("first", count=1),
            _prize("second", count=1),
            _prize("ideas", kind="special", by="criterion:talk"),
            _prize("school", kind="unit", of=["first"], count=1),
        ],
    )
    result = score_round(rules, [_turn("A", 90), _turn("B", 80), _turn("C", 70)])
    assert [(border.award, sorted(border.keys)) for border in list_borders(rules, result)] == [
        ("", ["A"]),
        ("first", ["A"]),
        ("second", ["A", "B"]),
        ("ideas", ["A"]),
    ]
