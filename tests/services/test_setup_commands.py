"""Divisions, rounds and heats: what changes, what is refused, and who may."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongState
from judging.extensions import db
from judging.models import Division, Heat, JournalEntry, Round, Seat
from judging.services.divisions import (
    NewDivision,
    add_division,
    order_divisions,
    remove_division,
    rename_division,
)
from judging.services.heats import HeatChange, NewHeat, add_heat, edit_heat, remove_heat
from judging.services.rounds import NewRound, add_round, move_round, remove_round, rename_round
from tests.factories import CONVENTION


@pytest.fixture
def desk(factory):
    """A competition, its organizer, and the organizer of another one."""
    competition_id, other_id = factory.competition(), factory.competition()
    return (
        competition_id,
        factory.actor(competition_id, "organizer"),
        factory.actor(other_id, "organizer"),
    )


def _journal():
    query = select(JournalEntry.action).order_by(JournalEntry.id)
    return list(db.session.scalars(query))


def test_divisions_are_added_renamed_ordered_and_taken_away(now, desk):
    competition_id, actor, _ = desk
    a, b, c = (
        add_division(actor, now, competition_id, NewDivision(key, name))
        for key, name in (("a", "甲"), ("b", "乙"), ("c", "丙"))
    )
    rename_division(actor, now, b, "乙组", "B")
    order_divisions(actor, now, competition_id, (c, a, b))
    remove_division(actor, now, a)
    assert [
        (d.key, d.name_zh, d.name_en)
        for d in db.session.scalars(select(Division).order_by(Division.position))
    ] == [("c", "丙", ""), ("b", "乙组", "B")]
    assert _journal() == ["desk:division:edit"] * 6


def test_a_division_with_entries_stays(now, desk, factory):
    competition_id, actor, _ = desk
    division_id = factory.division(competition_id)
    factory.entry(competition_id, division_id)
    with pytest.raises(Conflict) as refused:
        remove_division(actor, now, division_id)
    assert refused.value.code == "division_has_entries"


def test_an_old_list_of_divisions_is_refused(now, desk, factory):
    competition_id, actor, _ = desk
    mine = factory.division(competition_id)
    foreign = factory.division(factory.competition())
    for ids in ((), (mine, mine), (foreign,), (mine, foreign)):
        with pytest.raises(Conflict) as refused:
            order_divisions(actor, now, competition_id, ids)
        assert refused.value.code == "list_is_old"


def test_rounds_are_added_renamed_moved_and_taken_away(now, desk):
    competition_id, actor, _ = desk
    first = add_round(actor, now, competition_id, NewRound("first", "初赛", "", CONVENTION))
    last = add_round(actor, now, competition_id, NewRound("last", "决赛", "", CONVENTION))
    rename_round(actor, now, last, "总决赛", "Grand Final")
    move_round(actor, now, last, is_earlier=True)
    move_round(actor, now, last, is_earlier=True)
    assert [
        (r.key, r.name_zh, r.position)
        for r in db.session.scalars(select(Round).order_by(Round.position))
    ] == [("last", "总决赛", 1), ("first", "初赛", 2)]
    remove_round(actor, now, first)
    assert [r.key for r in db.session.scalars(select(Round))] == ["last"]
    assert _journal() == ["desk:round:create"] * 2 + ["desk:round:edit"] * 3


def test_a_round_with_heats_stays(now, desk, factory):
    competition_id, actor, _ = desk
    round_id = factory.round(competition_id)
    factory.heat(round_id)
    with pytest.raises(Conflict) as refused:
        remove_round(actor, now, round_id)
    assert refused.value.code == "round_has_heats"


def test_a_heat_gets_the_next_number_a_name_and_its_seats(now, desk, factory):
    competition_id, actor, _ = desk
    round_id = factory.round(competition_id)
    starts_at = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)
    new = NewHeat(place="一号厅", starts_at=starts_at, seat_count=3, groups=(("public", 1),))
    add_heat(actor, now, round_id, NewHeat(number=4, name_zh="上午场"))
    heat = db.session.get_one(Heat, add_heat(actor, now, round_id, new))
    assert (
        heat.number,
        heat.name_zh,
        heat.name_en,
        heat.place,
        heat.starts_at,
        heat.state,
        [(seat.number, seat.group) for seat in heat.panel.seats],
    ) == (
        5,
        "第 5 场",
        "Heat 5",
        "一号厅",
        starts_at,
        "planned",
        [(1, "public"), (2, "expert"), (3, "expert")],
    )


@pytest.mark.parametrize(
    ("new", "problem"),
    [
        (NewHeat(number=0), ("out_of_range", "heats.0.number", {"least": 1, "most": 9999})),
        (
            NewHeat(number=10**20),
            ("out_of_range", f"heats.{10**20}.number", {"least": 1, "most": 9999}),
        ),
        (NewHeat(seat_count=-1), ("out_of_range", "heats.1.seat_count", {"least": 0, "most": 99})),
        (NewHeat(place="厅" * 201), ("too_long", "heats.1.place", {"most": 200})),
    ],
)
def test_an_absurd_heat_is_refused(now, desk, factory, new, problem):
    competition_id, actor, _ = desk
    round_id = factory.round(competition_id)
    with pytest.raises(InvalidInput) as refused:
        add_heat(actor, now, round_id, new)
    assert refused.value.problems == (Problem(*problem),)
    assert db.session.scalar(select(func.count(Heat.id))) == 0


def test_a_heat_number_is_used_once(now, desk, factory):
    competition_id, actor, _ = desk
    round_id = factory.round(competition_id)
    factory.heat(round_id, number=2)
    with pytest.raises(InvalidInput) as refused:
        add_heat(actor, now, round_id, NewHeat(number=2))
    assert refused.value.problems == (Problem("taken", "heats.2.number", {"value": "2"}),)


def test_an_empty_heat_goes_with_its_panel_and_seats(now, desk, factory):
    competition_id, actor, _ = desk
    heat_id, (seat_id, _) = factory.heat(factory.round(competition_id), 2)
    factory.session("seat", seat_id)
    remove_heat(actor, now, heat_id)
    counts = [db.session.scalar(select(func.count(m.id))) for m in (Heat, Seat)]
    assert counts == [0, 0]
    with pytest.raises(NotFound):
        remove_heat(actor, now, heat_id)


def test_a_heat_with_entries_or_past_planning_stays(now, factory):
    planned = factory.ready_heat(state="planned")
    opened = factory.ready_heat(state="open")
    for bundle, error, code in (
        (planned, Conflict, "heat_has_entries"),
        (opened, WrongState, "heat_is_not_planned"),
    ):
        actor = factory.actor(bundle.competition_id, "organizer")
        with pytest.raises(error) as refused:
            remove_heat(actor, now, bundle.heat_id)
        assert refused.value.code == code


def test_a_signed_heat_keeps_its_facts(now, desk, factory):
    competition_id, actor, _ = desk
    heat_id, _ = factory.heat(factory.round(competition_id), state="signed")
    with pytest.raises(WrongState) as refused:
        edit_heat(actor, now, heat_id, HeatChange("新"))
    assert refused.value.code == "heat_is_signed"


def test_strangers_and_other_offices_change_nothing(now, desk, factory):
    competition_id, _, stranger = desk
    auditor = factory.actor(competition_id, "auditor", "chief_judge", "stage_manager")
    division_id, round_id = factory.division(competition_id), factory.round(competition_id)
    heat_id, _ = factory.heat(round_id)
    for actor in (stranger, auditor):
        for act in (
            lambda a: add_division(a, now, competition_id, NewDivision("x", "x")),
            lambda a: rename_division(a, now, division_id, "x", ""),
            lambda a: order_divisions(a, now, competition_id, (division_id,)),
            lambda a: remove_division(a, now, division_id),
            lambda a: add_round(a, now, competition_id, NewRound("x", "x", "", CONVENTION)),
            lambda a: rename_round(a, now, round_id, "x", ""),
            lambda a: move_round(a, now, round_id, is_earlier=True),
            lambda a: remove_round(a, now, round_id),
            lambda a: add_heat(a, now, round_id, NewHeat()),
            lambda a: edit_heat(a, now, heat_id, HeatChange("x")),
            lambda a: remove_heat(a, now, heat_id),
        ):
            with pytest.raises(NotFound):
                act(actor)
    assert _journal() == []
