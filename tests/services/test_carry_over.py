"""A round that carries an earlier round over: what it reads, and when it refuses to count."""

import copy
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import WrongState
from judging.extensions import db
from judging.models import Deduction, Entry, Heat, Round, Standing, Tally
from judging.permissions import SYSTEM
from judging.queries.tally_overview import list_round_tallies
from judging.scoring.faults import ScoringError
from judging.services.release_check import check_release
from judging.services.rule_sheets import save_rule_sheet
from judging.services.tallies import run_tally
from tests.factories import CONVENTION, Factory, HeatBundle

SEMI = {"round": "semi", "weight": "0.4"}


def carrying(earlier: Any = SEMI, **rules: Any) -> dict[str, Any]:
    """The convention, with six tenths of its own and what an earlier round brings in."""
    document = copy.deepcopy(CONVENTION)
    document["carry_over"] = {"weight": "0.6", "earlier": [earlier]} | rules
    return document


def final_after(factory: Factory, semi: HeatBundle, document: Any, contents: Any) -> HeatBundle:
    """A closed final of the semi-final's entries, in the same order; key of the semi: ``semi``."""
    db.session.get_one(Round, semi.round_id).key = "semi"
    round_id = factory.round(semi.competition_id, document, key="final")
    heat_id, seats = factory.heat(round_id, 5, number=1, state="closed", order_source="manual")
    turns = tuple(
        factory.appearance(heat_id, round_id, entry_id, order_number=order)
        for order, (entry_id, _content) in enumerate(zip(semi.entry_ids, contents, strict=False), 1)
    )
    for turn, content in zip(turns, contents, strict=True):
        for seat in seats:
            factory.given_sheet(seat, turn, content, "25", "16", "8")
    db.session.commit()
    return HeatBundle(
        semi.competition_id,
        semi.division_id,
        round_id,
        heat_id,
        0,
        seats,
        turns,
        semi.entry_ids,
        semi.slug,
    )


def lines(tally_id: int) -> list[tuple[int | None, str | None, str]]:
    """Rank, score and reason of a tally's lines, in running order."""
    rows = db.session.scalars(
        select(Standing).where(Standing.tally_id == tally_id).order_by(Standing.appearance_id)
    )
    return [(row.rank, row.score, row.no_result) for row in rows]


def refused_code(now: datetime, heat: HeatBundle) -> tuple[str, dict[str, Any]]:
    """Code and values with which counting is refused."""
    with pytest.raises(WrongState) as refused:
        run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
    db.session.rollback()
    return refused.value.code, refused.value.params


def test_the_published_score_of_an_earlier_round_comes_in(now: datetime, factory: Factory) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)

    facts = run_tally(SYSTEM, now, final.round_id, final.heat_id)

    # 87 · 0.6 + 85 · 0.4 = 86.2; 85 · 0.6 + 87 · 0.4 = 85.8; 84 · 0.6 + 83 · 0.4 = 83.6.
    assert lines(facts.id) == [(1, "86.20", ""), (2, "85.80", ""), (3, "83.60", "")]
    working = db.session.scalars(
        select(Standing.working).where(Standing.tally_id == facts.id).limit(1)
    ).one()
    assert working["carry_over"] == {
        "own": "87/1",
        "weight": "0.6",
        "earlier": [{"round": "semi", "weight": "0.4", "value": "85/1", "rank": None}],
    }


def test_the_rank_of_an_earlier_round_brings_points(now: datetime, factory: Factory) -> None:
    by_rank = {"round": "semi", "points_by_rank": ["1", "0.5"]}
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(by_rank, weight="1"), ("38", "36", "35"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)

    facts = run_tally(SYSTEM, now, final.round_id, final.heat_id)

    assert lines(facts.id) == [(1, "87.50", ""), (2, "86.00", ""), (3, "84.00", "")]


def test_an_entry_that_was_not_in_the_earlier_round_has_no_result(
    now: datetime, factory: Factory
) -> None:
    semi = factory.judged_heat(("36", "38"))
    late = factory.entry(semi.competition_id, semi.division_id)
    semi_and_late = HeatBundle(
        **{
            **{name: getattr(semi, name) for name in HeatBundle.__dataclass_fields__},
            "entry_ids": (*semi.entry_ids, late),
        }
    )
    strict = final_after(factory, semi_and_late, carrying(), ("38", "36", "40"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    counted = run_tally(SYSTEM, now, strict.round_id, strict.heat_id)
    assert lines(counted.id)[2] == (None, None, "no_earlier_result")


def test_counting_waits_for_the_earlier_round(now: datetime, factory: Factory) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))

    assert refused_code(now, final) == ("earlier_round_not_counted", {"round": "semi"})
    (told,) = list_round_tallies(final.competition_id)[1].earlier_problems
    assert (told.code, told.round, told.name_zh) == ("earlier_round_not_counted", "semi", "初赛")

    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    assert list_round_tallies(final.competition_id)[1].earlier_problems == ()
    run_tally(SYSTEM, now, final.round_id, final.heat_id)


def test_a_heat_that_was_reopened_holds_the_next_round_back(
    now: datetime, factory: Factory
) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    db.session.get_one(Heat, semi.heat_id).state = "open"
    db.session.commit()

    assert refused_code(now, final) == ("earlier_round_not_counted", {"round": "semi"})


def test_a_change_in_the_earlier_round_makes_the_next_one_out_of_date(
    now: datetime, factory: Factory
) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    first = run_tally(SYSTEM, now, final.round_id, final.heat_id)
    db.session.add(
        Deduction(
            appearance_id=semi.appearance_ids[0],
            points_milli=5000,
            rule="other",
            reason_zh="超时",
            created_at=now,
            created_by="test",
        )
    )
    db.session.commit()

    assert refused_code(now, final) == ("earlier_round_outdated", {"round": "semi"})
    check = check_release(db.session(), db.session.get_one(Round, final.round_id))
    assert [(b.code, b.params) for b in check.blockers] == [
        ("earlier_round_outdated", {"round": "semi"})
    ]

    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    (scope,) = list_round_tallies(final.competition_id)[1].scopes
    assert scope.is_outdated
    second = run_tally(SYSTEM, now, final.round_id, final.heat_id)
    assert (lines(first.id)[0], lines(second.id)[0]) == ((1, "86.20", ""), (2, "84.20", ""))


def test_what_is_counted_and_unchanged_is_not_counted_again(
    now: datetime, factory: Factory
) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)
    first = run_tally(SYSTEM, now, final.round_id, final.heat_id)

    again = run_tally(SYSTEM, now, final.round_id, final.heat_id)

    assert (again.id, again.is_new) == (first.id, False)


def test_another_heat_of_the_earlier_round_is_not_waited_for(
    now: datetime, factory: Factory
) -> None:
    semi = factory.judged_heat(("36", "38", "34"))
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    other, _seats = factory.heat(semi.round_id, 1, number=2, state="open")
    stranger = factory.entry(semi.competition_id, semi.division_id)
    factory.appearance(other, semi.round_id, stranger, order_number=1)
    db.session.commit()
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)

    assert run_tally(SYSTEM, now, final.round_id, final.heat_id).count == 3


@pytest.mark.parametrize("key", ["prelim", "final"])
def test_a_round_that_is_not_there_or_not_earlier_is_told_by_its_key(
    now: datetime, factory: Factory, key: str
) -> None:
    semi = factory.judged_heat(("36",))
    final = final_after(factory, semi, carrying({"round": key}), ("38",))
    run_tally(SYSTEM, now, semi.round_id, semi.heat_id)

    assert refused_code(now, final) == ("earlier_round_unknown", {"round": key})


def test_a_whole_round_is_carried_over_by_the_same_entry_numbers(
    now: datetime, factory: Factory
) -> None:
    overall = copy.deepcopy(CONVENTION)
    overall["ranking"] |= {"per": "overall"}
    overall["advancement"] = {"take": 2, "per": "overall"}
    semi = factory.judged_heat(("36", "38", "34"), document=overall)
    final = final_after(factory, semi, carrying(), ("38", "36", "35"))
    tally = run_tally(SYSTEM, now, semi.round_id)
    assert db.session.get_one(Tally, tally.id).heat_id is None

    facts = run_tally(SYSTEM, now, final.round_id, final.heat_id)

    numbers = db.session.scalars(select(Entry.number).order_by(Entry.id)).all()
    assert len(set(numbers)) == 3
    assert [line[1] for line in lines(facts.id)] == ["86.20", "85.80", "83.60"]


def test_a_rule_sheet_that_carries_over_an_unknown_round_is_not_saved(
    now: datetime, factory: Factory
) -> None:
    semi = factory.ready_heat(state="planned")
    db.session.get_one(Round, semi.round_id).key = "semi"
    round_id = factory.round(semi.competition_id, key="final")
    organizer = factory.actor(semi.competition_id, "organizer")
    for key in ("prelim", "final"):
        with pytest.raises(ScoringError) as refused:
            save_rule_sheet(organizer, now, round_id, carrying({"round": key}))
        assert [(f.code, f.place, f.params) for f in refused.value.faults] == [
            ("unknown_earlier_round", "carry_over.earlier[0].round", {"key": key})
        ]

    assert save_rule_sheet(organizer, now, round_id, carrying()).is_changed
