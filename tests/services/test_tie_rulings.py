"""Rulings on ties across the end of a prize: what becomes of everybody else, and when they hold."""

import copy
from datetime import datetime
from typing import Any

import pytest
from flask import current_app
from sqlalchemy import select, update

from judging.errors import Conflict
from judging.extensions import db
from judging.models import Appearance, Award, Heat, Tally
from judging.models.tally_lines import list_lines
from judging.permissions import SYSTEM
from judging.services.awards import GivenAward, give_award, rule_on_tie
from judging.services.tallies import run_tally
from tests.factories import CONVENTION, Factory, HeatBundle

SCHEME = [
    {"key": "first", "name": {"zh": "一等奖"}, "count": 1},
    {"key": "second", "name": {"zh": "二等奖"}, "count": 2},
    {"key": "third", "name": {"zh": "三等奖"}, "count": 1},
]


def rules(awards: list[dict[str, Any]], **advancement: Any) -> dict[str, Any]:
    """The convention with another scheme, and without a tie-break step."""
    document = copy.deepcopy(CONVENTION)
    document["awards"], document["ranking"] = awards, {"per": "heat"}
    document.pop("advancement", None)
    return document | ({"advancement": advancement} if advancement else {})


def prizes(tally_id: int) -> list[tuple[int | None, list[str]]]:
    """Rank and prizes, in the order of the list."""
    return [(line["rank"], line["awards"]) for line in list_lines(db.session(), tally_id)]


def entries(tally_id: int) -> list[str]:
    """The entries' numbers, in the order of the list."""
    return [line["entry"] for line in list_lines(db.session(), tally_id)]


def count(heat: HeatBundle, now: datetime) -> Tally:
    """Count the heat and return the tally."""
    return db.session.get_one(Tally, run_tally(SYSTEM, now, heat.round_id, heat.heat_id).id)


def test_who_is_not_chosen_stands_first_for_the_next_prize(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("38", "38", "36", "35", "34"), document=rules(SCHEME))
    tally = count(heat, now)
    assert prizes(tally.id)[1:] == [
        (1, ["first"]),
        (3, ["second"]),
        (4, ["third"]),
        (5, []),
    ]

    rule_on_tie(SYSTEM, now, tally.id, 0, entries(tally.id)[:1], "加赛")

    assert prizes(tally.id) == [
        (1, ["first"]),
        (1, ["second"]),
        (3, ["second"]),
        (4, ["third"]),
        (5, []),
    ]


def test_a_prize_that_a_ruling_gives_to_nobody_stays_open(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("38", "38", "36"), document=rules(SCHEME))
    tally = count(heat, now)

    rule_on_tie(SYSTEM, now, tally.id, 0, [], "评委组表决")

    assert prizes(tally.id) == [(1, ["second"]), (1, ["second"]), (3, ["third"])]
    assert tally.notes["vacancies"] == [
        {"award": "first", "group": "1", "count": 1, "cause": "tie"}
    ]


def test_a_tie_that_comes_up_after_a_ruling_waits_for_its_own(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("38", "38", "38", "38", "36"), document=rules(SCHEME))
    tally = count(heat, now)
    numbers = entries(tally.id)
    assert [tie["award"] for tie in tally.notes["border_ties"]] == ["first"]

    rule_on_tie(SYSTEM, now, tally.id, 0, numbers[:1], "加赛")
    after_one = [(tie["award"], tie["places"]) for tie in tally.notes["border_ties"]]
    rule_on_tie(SYSTEM, now, tally.id, 1, numbers[1:3], "再加赛")

    assert after_one == [("first", 1), ("second", 2)]
    assert [awards for _, awards in prizes(tally.id)] == [
        ["first"],
        ["second"],
        ["second"],
        ["third"],
        [],
    ]


def test_rulings_hold_when_the_same_ties_are_counted_again(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("38", "38", "38", "38", "36"), document=rules(SCHEME))
    tally = count(heat, now)
    numbers = entries(tally.id)
    rule_on_tie(SYSTEM, now, tally.id, 0, numbers[:1], "加赛")
    rule_on_tie(SYSTEM, now, tally.id, 1, numbers[1:3], "再加赛")
    before = prizes(tally.id)
    lowest = Appearance.id == heat.appearance_ids[-1]
    db.session.execute(update(Appearance).where(lowest).values(order_number=99))
    db.session.commit()

    again = count(heat, now)

    assert (again.number, prizes(again.id)) == (2, before)
    assert [ruling["reason"] for ruling in again.notes["rulings"]] == ["加赛", "再加赛"]


def test_a_ruling_does_not_hold_for_another_number_of_places(
    now: datetime, factory: Factory
) -> None:
    document = rules([{**SCHEME[0], "count": 2}], take=2, per="heat", border="extra_round")
    heat = factory.judged_heat(("39", "38", "38", "38", "30"), document=document)
    tally = count(heat, now)
    second = entries(tally.id)[1]
    for tie in (0, 1):
        rule_on_tie(SYSTEM, now, tally.id, tie, [second], "只剩一个名额")
    leader = update(Appearance).where(Appearance.id == heat.appearance_ids[0])
    db.session.execute(leader.values(state="disqualified", state_reason="fraud"))
    db.session.commit()

    again = count(heat, now)

    assert [(tie["kind"], tie["places"]) for tie in again.notes["border_ties"]] == [
        ("advancement", 2),
        ("award", 2),
    ]
    assert again.notes["rulings"] == []
    assert [line["is_advancing"] for line in list_lines(db.session(), again.id)] == [False] * 5


def test_a_tie_is_not_decided_over_marks_that_changed(now: datetime, factory: Factory) -> None:
    heat = factory.judged_heat(("38", "38", "36"), document=rules(SCHEME))
    tally = count(heat, now)
    third = update(Appearance).where(Appearance.id == heat.appearance_ids[2])
    db.session.execute(third.values(state="withdrawn", state_reason="ill"))
    db.session.commit()

    with pytest.raises(Conflict) as refused:
        rule_on_tie(SYSTEM, now, tally.id, 0, entries(tally.id)[:1], "加赛")

    assert refused.value.code == "tally_outdated"


def test_a_ruling_on_a_tally_in_columns_gives_its_prizes_again(
    now: datetime, factory: Factory, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = rules([{**each, "per": "overall"} for each in SCHEME])
    heat = factory.judged_heat(("38", "38", "36", "35", "34"), document=document)
    monkeypatch.setitem(current_app.config, "COLUMNS_FROM", 1)
    tally = count(heat, now)
    assert "columns" in tally.notes

    rule_on_tie(SYSTEM, now, tally.id, 0, entries(tally.id)[1:2], "加赛")

    assert [awards for _, awards in prizes(tally.id)] == [
        ["second"],
        ["first"],
        ["second"],
        ["third"],
        [],
    ]


def test_a_prize_given_by_hand_has_the_name_that_the_rules_give_it_now(
    now: datetime, factory: Factory
) -> None:
    heat = factory.judged_heat(("38", "36"), document=rules(SCHEME))
    count(heat, now)
    give_award(SYSTEM, now, heat.appearance_ids[1], GivenAward("third"), "评委组一致同意")
    renamed = [{**SCHEME[2], "name": {"zh": "铜奖", "en": "Bronze"}}, *SCHEME[:2]]
    factory.rule_version(heat.round_id, rules(renamed))

    count(heat, now)

    rows = select(Award.source, Award.name_zh, Award.name_en, Award.position)
    held = db.session.execute(rows.where(Award.key == "third", Award.source == "manual")).all()
    assert [tuple(row) for row in held] == [("manual", "铜奖", "Bronze", 1)]
    assert db.session.get_one(Heat, heat.heat_id).state == "tallied"
