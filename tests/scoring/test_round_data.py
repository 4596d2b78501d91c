"""What a round leaves behind as data: ties, vacancies, wild cards and honours, each in full."""

from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.honours import has_honours
from judging.scoring.results import score_round
from judging.scoring.rule_writing import digest_of
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules, specimen_sheets
from judging.scoring.standings import Appearance
from judging.scoring.ties import Recorded

NAME = {"zh": "奖", "en": "Prize"}


def _turn(key, heat, division, mark, **facts):
    sheets = (SeatSheet("1", (mark * 1000,)),)
    return Appearance(key, heat, division, sheets=sheets, **facts)


TURNS = (
    _turn("1", "1", "junior", 95, unit="North", adviser="Li, Wang"),
    _turn("2", "1", "junior", 95, unit="South", adviser="赵,钱"),
    _turn("3", "1", "senior", 89, unit="North"),
    _turn("4", "2", "senior", 80, unit="East"),
    _turn("5", "2", "junior", 80, unit="West"),
)


def _data(turns=TURNS, **sections):
    data = score_round(specimen_rules(**sections), turns).as_data()
    return {key: value for key, value in data.items() if key not in ("rules", "standings")}


def test_ties_and_vacancies_name_a_grouping_that_is_not_the_rankings():
    awards = [
        {"key": "gold", "name": NAME, "count": 1, "per": "division"},
        {"key": "silver", "name": NAME, "count": 2, "minimum": "90", "per": "overall"},
        {
            "key": "voice",
            "name": NAME,
            "kind": "special",
            "by": "criterion:talk",
            "per": "overall",
        },
    ]
    advancement = {"take": 1, "per": "division", "wild_cards": 1}
    assert _data(advancement=advancement, awards=awards) == {
        "border_ties": [
            {"kind": kind, "group": group, "keys": ["1", "2"], "award": award}
            | {"places": 1, "per": per}
            for kind, group, award, per in (
                ("advancement", "junior", "", "division"),
                ("award", "junior", "gold", "division"),
                ("award", "", "voice", "overall"),
            )
        ],
        "vacancies": [
            {"award": "silver", "group": "", "count": 2, "cause": "minimum", "per": "overall"}
        ],
        "wild_cards": [
            {"group": "", "count": 1, "line": [["1", "2"], ["4", "5"]], "shares": False}
        ],
    }


def test_the_tie_of_the_last_wild_card_names_its_grouping():
    turns = (
        _turn("1", "1", "junior", 95),
        _turn("2", "1", "junior", 90),
        _turn("3", "2", "junior", 96),
        _turn("4", "2", "junior", 90),
        _turn("5", "3", "senior", 99),
    )
    cards = {"take": 1, "wild_cards": 1, "wild_cards_per": "division"}
    assert _data(turns, advancement=cards) == {
        "border_ties": [
            {
                "kind": "wild_card",
                "group": "junior",
                "keys": ["2", "4"],
                "award": "",
                "places": 1,
                "per": "division",
            }
        ],
        "vacancies": [],
        "wild_cards": [
            {"group": "junior", "count": 1, "line": [["2", "4"]], "shares": False},
            {"group": "senior", "count": 1, "line": [], "shares": False},
        ],
    }


def _honour(kind, group, name, unit, *prizes, points="1"):
    return {
        "kind": kind,
        "award": {"unit": "school", "adviser": "coach"}[kind],
        "group": group,
        "name": name,
        "unit": unit,
        "points": points,
        "prizes": [
            {"entry": entry, "award": award, "points": worth} for entry, award, worth in prizes
        ],
    }


def test_units_and_advisers_are_honoured_with_the_prizes_that_counted():
    awards = [
        {"key": "gold", "name": NAME, "count": 1, "per": "overall", "ties": "extend"},
        {"key": "silver", "name": NAME, "count": 2, "per": "overall"},
        {
            "key": "school",
            "name": NAME,
            "kind": "unit",
            "count": 1,
            "of": ["gold", "silver"],
            "points": ["5", "2.5"],
            "per": "division",
        },
        {"key": "coach", "name": NAME, "kind": "adviser", "of": ["gold"], "per": "overall"},
    ]
    data = _data(awards=awards)
    assert data["border_ties"] == [
        {"kind": kind, "group": group, "keys": keys, "award": award, "places": 1} | {"per": per}
        for kind, group, keys, award, per in (
            ("award", "", ["4", "5"], "silver", "overall"),
            ("unit", "junior", ["North", "South"], "school", "division"),
            ("unit", "senior", ["East", "North"], "school", "division"),
        )
    ]
    assert data["honours"] == [
        _honour("unit", "junior", "North", "", ("1", "gold", "5"), points="5"),
        _honour("unit", "junior", "South", "", ("2", "gold", "5"), points="5"),
        _honour("unit", "senior", "East", "", ("4", "silver", "2.5"), points="2.5"),
        _honour("unit", "senior", "North", "", ("3", "silver", "2.5"), points="2.5"),
        _honour("adviser", "", "Li, Wang", "North", ("1", "gold", "1")),
        _honour("adviser", "", "赵", "South", ("2", "gold", "1")),
        _honour("adviser", "", "钱", "South", ("2", "gold", "1")),
    ]


def test_a_units_prize_that_nobody_earns_stays_vacant_in_its_grouping():
    awards = [
        {"key": "gold", "name": NAME, "count": 1},
        {
            "key": "school",
            "name": NAME,
            "kind": "unit",
            "count": 2,
            "of": ["gold"],
            "per": "overall",
        },
    ]
    turns = [_turn("1", "1", "", 95, unit="North")]
    assert _data(turns, awards=awards)["vacancies"] == [
        {"award": "school", "group": "", "count": 1, "per": "overall"}
    ]


def test_an_extra_round_settles_who_waits_at_the_border():
    advancement = {"take": 1, "border": "extra_round"}
    ties = {"ties": ["extra_round"]}
    again = [
        _turn(key, "1", "", 95, recorded=(Recorded("extra_round", "1", Fraction(value)),))
        for key, value in (("A", 2), ("B", 1))
    ]
    waiting = [_turn(key, "1", "", 95) for key in "AB"]
    rules = specimen_rules(advancement=advancement, ranking=ties)
    for turns, going in ((again, ["A"]), (waiting, [])):
        result = score_round(rules, turns)
        assert [line.key for line in result.standings if line.is_advancing] == going
        assert bool(result.border_ties) == (not going)


def test_a_status_that_is_none_is_refused_with_the_choices():
    turn = _turn("A", "1", "", 95, status="x" * 60)
    with pytest.raises(ScoringError) as refused:
        score_round(specimen_rules(), [turn, _turn("B", "1", "", 95), _turn("B", "1", "", 95)])
    choices = "competing, withdrawn, absent, disqualified"
    params = {"text": "x" * 40 + "…", "choices": choices}
    assert sorted(refused.value.faults, key=lambda fault: fault.place) == [
        Fault("unknown_state", "A", params),
        Fault("appearance_twice", "B", {"key": "B"}),
    ]


def test_the_specimen_is_the_same_every_time():
    rules = specimen_rules()
    assert rules.name == Bilingual("示例", "Specimen")
    assert [each.name for each in rules.rubric.criteria] == [Bilingual("演讲", "Talk")]
    criteria = [
        {"key": "a", "name": NAME, "min": "10", "max": "30", "step": "0.5"},
        {"key": "b", "name": NAME, "min": "-1", "max": "1", "step": "1"},
    ]
    rules = parse_rules({"name": NAME, "rubric": {"criteria": criteria}})
    seats = [(str(seat), "expert" if seat < 3 else "") for seat in range(1, 13)]
    assert [(sheet.marks, sheet.group) for sheet in specimen_sheets(rules, seats)] == [
        ((27500, 0), "expert"),
        ((29000, 0), "expert"),
        ((26500, 0), ""),
        ((25500, 0), ""),
        ((28000, 0), ""),
        ((27000, 0), ""),
        ((26000, 0), ""),
        ((28500, 0), ""),
        ((25000, 0), ""),
        ((27500, 0), ""),
        ((27000, 0), ""),
        ((27500, 0), ""),
    ]


def test_a_digest_is_that_of_the_shortest_sorted_json():
    # printf '{"a":[1,"评"],"b":null}' | sha256sum
    assert digest_of({"b": None, "a": [1, "评"]}) == DIGEST


DIGEST = "2336cf8be0a585c82c8543c6b2dab97a814254619d259410ab3c6f990b04ccc0"


def test_a_scheme_honours_units_or_advisers_where_it_names_one_of_them():
    gold = {"key": "gold", "name": NAME, "count": 1}
    school = {"key": "school", "name": NAME, "kind": "unit", "count": 1, "of": ["gold"]}
    coach = {"key": "coach", "name": NAME, "kind": "adviser", "of": ["gold"]}
    for more, is_honouring in (([], False), ([school], True), ([coach], True)):
        assert has_honours(specimen_rules(awards=[gold, *more])) is is_honouring
