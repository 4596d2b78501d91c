"""Deductions, waivers and the time rule, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Deduction
from judging.services.deductions import NewDeduction, add_deduction, waive_deduction
from judging.services.spoken_time import set_spoken_time
from tests.factories import CONVENTION, Factory
from tests.services.marked import actions

TIMED: dict[str, Any] = {
    **CONVENTION,
    "deductions": {
        "floor": "0",
        "time": {
            "limit_s": 360,
            "bands": [{"over_s": 1, "points": "0.5"}, {"over_s": 30, "points": "1"}],
            "disqualify_over_s": 120,
        },
    },
}


def _rows() -> list[tuple[str, int, str, bool]]:
    db.session.rollback()
    rows = db.session.scalars(select(Deduction).order_by(Deduction.id))
    return [(r.rule, r.points_milli, r.reason_zh, r.waived_at is not None) for r in rows]


def test_a_deduction_is_kept_in_thousandths_with_its_reason(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    new = NewDeduction("0.125", "使用提词器", rule="prompting", evidence="场务记录")
    manager = factory.actor(heat.competition_id, "stage_manager")
    add_deduction(manager, now, heat.appearance_ids[0], new)
    assert _rows() == [("prompting", 125, "使用提词器", False)]
    assert actions() == ["desk:deduction:add"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"points": "0"}, ("deduction_not_positive", "points")),
        ({"points": "-1"}, ("deduction_not_positive", "points")),
        ({"points": "0.0001"}, ("too_many_places", "points")),
        ({"points": "9999999"}, ("deduction_not_positive", "points")),
        ({"kind": "gift"}, ("unknown_choice", "kind")),
        ({"rule": "Über"}, ("rule_key_not_usable", "rule")),
        ({"reason_zh": " "}, ("required", "reason_zh")),
        ({"reason_zh": "长" * 201}, ("too_long", "reason_zh")),
        ({"evidence": "a\x00"}, ("text_not_usable", "evidence")),
    ],
)
def test_a_deduction_outside_its_bounds_is_refused(
    factory: Factory, now: datetime, values: dict[str, Any], expected: tuple[str, str]
) -> None:
    heat = factory.ready_heat()
    new = replace(NewDeduction("1", "其他"), **values)
    with pytest.raises(InvalidInput) as refused:
        add_deduction(
            factory.actor(heat.competition_id, "organizer"), now, heat.appearance_ids[0], new
        )
    assert [(p.code, p.place) for p in refused.value.problems] == [expected]
    assert (_rows(), actions()) == ([], [])


def test_a_waived_deduction_stays_on_record(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    organizer = factory.actor(heat.competition_id, "organizer")
    key = add_deduction(organizer, now, heat.appearance_ids[0], NewDeduction("1", "超时"))
    chief = factory.actor(heat.competition_id, "chief_judge")
    with pytest.raises(NotFound):
        waive_deduction(organizer, now, key, "理由")
    with pytest.raises(InvalidInput):
        waive_deduction(chief, now, key, "")
    waive_deduction(chief, now, key, "话筒故障")
    with pytest.raises(WrongState) as refused:
        waive_deduction(chief, now, key, "话筒故障")
    assert refused.value.code == "deduction_is_waived"
    assert _rows() == [("other", 1000, "超时", True)]


def test_the_time_rule_orders_its_deduction_and_follows_a_correction(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(document=TIMED)
    manager = factory.actor(heat.competition_id, "stage_manager")
    turn = heat.appearance_ids[0]
    assert set_spoken_time(manager, now, turn, 365_000) is False
    assert set_spoken_time(manager, now, turn, 365_000) is False
    assert _rows() == [("overtime", 500, "超时 5 秒", False)]
    set_spoken_time(manager, now, turn, 395_000)
    assert _rows() == [
        ("overtime", 500, "超时 5 秒", True),
        ("overtime", 1000, "超时 35 秒", False),
    ]
    set_spoken_time(manager, now, turn, None)
    assert [row[3] for row in _rows()] == [True, True]
    set_spoken_time(manager, now, turn, 365_000)
    assert [row[3] for row in _rows()] == [True, True, False]
    assert set_spoken_time(manager, now, turn, 480_000) is True


def test_a_waiver_of_the_time_rule_outlives_entering_the_same_time_again(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(document=TIMED)
    manager = factory.actor(heat.competition_id, "stage_manager")
    turn = heat.appearance_ids[0]
    set_spoken_time(manager, now, turn, 365_000)
    key = db.session.scalars(select(Deduction.id)).one()
    waive_deduction(factory.actor(heat.competition_id, "chief_judge"), now, key, "话筒故障")
    set_spoken_time(manager, now, turn, 365_000)
    assert _rows() == [("overtime", 500, "超时 5 秒", True)]


def test_an_absurd_time_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(document=TIMED)
    manager = factory.actor(heat.competition_id, "stage_manager")
    for spoken_ms in (-1, 86_400_001, 10**20):
        with pytest.raises(InvalidInput):
            set_spoken_time(manager, now, heat.appearance_ids[0], spoken_ms)


def test_another_competition_changes_no_deductions(factory: Factory, now: datetime) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    stranger = factory.actor(other.competition_id, "organizer", "chief_judge")
    organizer = factory.actor(heat.competition_id, "organizer")
    key = add_deduction(organizer, now, heat.appearance_ids[0], NewDeduction("1", "超时"))
    with pytest.raises(NotFound):
        add_deduction(stranger, now, heat.appearance_ids[0], NewDeduction("1", "超时"))
    with pytest.raises(NotFound):
        waive_deduction(stranger, now, key, "理由")
    with pytest.raises(NotFound):
        set_spoken_time(stranger, now, heat.appearance_ids[0], 1000)
    assert _rows() == [("other", 1000, "超时", False)]
