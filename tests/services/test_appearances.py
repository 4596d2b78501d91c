"""Moving appearances, on SQLite and PostgreSQL."""

from datetime import datetime

import pytest

from judging.errors import InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Appearance, Heat
from judging.services.appearances import move_appearance
from tests.factories import Factory, HeatBundle
from tests.services.marked import actions


def _turn(heat: HeatBundle, number: int = 0) -> Appearance:
    db.session.rollback()
    return db.session.get_one(Appearance, heat.appearance_ids[number])


def test_a_turn_goes_through_its_states_and_keeps_its_log(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    manager = factory.actor(heat.competition_id, "stage_manager")
    path = ["called", "on_stage", "questions", "scoring", "complete"]
    for state in path:
        move_appearance(manager, now, heat.appearance_ids[0], state)
    turn = _turn(heat)
    assert (turn.state, turn.state_changed_at) == ("complete", now)
    assert [step["state"] for step in turn.time_log] == path
    assert actions() == ["desk:appearance:move"] * 5


def test_a_move_that_the_table_does_not_have_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    manager = factory.actor(heat.competition_id, "stage_manager")
    with pytest.raises(WrongState) as refused:
        move_appearance(manager, now, heat.appearance_ids[0], "revealed")
    assert refused.value.params == {"origin": "waiting", "target": "revealed"}
    with pytest.raises(InvalidInput):
        move_appearance(manager, now, heat.appearance_ids[0], "flying")


def test_one_turn_at_a_time_stands_on_the_stage(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    manager = factory.actor(heat.competition_id, "stage_manager")
    first, second, _third = heat.appearance_ids
    move_appearance(manager, now, first, "on_stage")
    with pytest.raises(WrongState) as refused:
        move_appearance(manager, now, second, "on_stage")
    assert (refused.value.code, refused.value.params) == ("stage_is_taken", {"order": 1})
    move_appearance(manager, now, first, "scoring")
    move_appearance(manager, now, second, "on_stage")


def test_leaving_the_competition_and_coming_back_need_a_reason(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    manager = factory.actor(heat.competition_id, "stage_manager")
    for target in ("absent", "withdrawn", "disqualified"):
        with pytest.raises(InvalidInput):
            move_appearance(manager, now, heat.appearance_ids[0], target)
    move_appearance(manager, now, heat.appearance_ids[0], "absent", "三次呼叫未到")
    with pytest.raises(InvalidInput):
        move_appearance(manager, now, heat.appearance_ids[0], "waiting")
    move_appearance(manager, now, heat.appearance_ids[0], "waiting", "已到场")
    log = [(step["state"], step["reason"]) for step in _turn(heat).time_log]
    assert log == [("absent", "三次呼叫未到"), ("waiting", "已到场")]


def test_the_stage_moves_only_while_the_heat_is_open(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(state="closed")
    chief = factory.actor(heat.competition_id, "chief_judge")
    with pytest.raises(WrongState) as refused:
        move_appearance(chief, now, heat.appearance_ids[0], "on_stage")
    assert refused.value.code == "heat_not_open"
    move_appearance(chief, now, heat.appearance_ids[0], "disqualified", "抄袭")
    db.session.get_one(Heat, heat.heat_id).state = "signed"
    db.session.commit()
    with pytest.raises(WrongState) as refused:
        move_appearance(chief, now, heat.appearance_ids[0], "waiting", "撤销")
    assert refused.value.code == "heat_signed"


def test_strangers_move_nothing(factory: Factory, now: datetime) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    for stranger in (
        factory.actor(other.competition_id, "stage_manager"),
        factory.actor(heat.competition_id, "auditor"),
        factory.seat_actor(heat.seat_ids[0], heat.competition_id),
    ):
        with pytest.raises(NotFound):
            move_appearance(stranger, now, heat.appearance_ids[0], "called")
    assert (_turn(heat).state, actions()) == ("waiting", [])
