"""Panels: seats in and out, people on them, and who may do that."""

from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Heat, Person, ScoreSheet, Seat
from judging.permissions import SYSTEM
from judging.services.command import writing
from judging.services.panels import (
    NewSeat,
    add_seat,
    add_seats,
    occupy_seat,
    remove_seat,
)
from tests.factories import Factory


def _panel(factory: Factory) -> tuple[int, int]:
    """Return the ids of a heat and its empty panel."""
    heat_id, _ = factory.heat(factory.round(factory.competition()))
    return heat_id, db.session.get_one(Heat, heat_id).panel.id


def _seats(panel_id: int) -> list[tuple[object, ...]]:
    rows = db.session.execute(
        select(Seat.number, Seat.group, Person.name, Person.unit)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id == panel_id)
        .order_by(Seat.number)
    )
    return [tuple(row) for row in rows]


def test_seats_are_added_inside_another_command(factory: Factory, now: datetime) -> None:
    _, panel_id = _panel(factory)
    with writing(SYSTEM, now) as work:
        ids = add_seats(
            work, panel_id, [NewSeat(1, "expert", "陈砚秋", "示例大学"), NewSeat(2, "public")]
        )
        work.leave_unrecorded()
    assert len(ids) == 2
    assert _seats(panel_id) == [(1, "expert", "陈砚秋", "示例大学"), (2, "public", None, None)]


def test_every_fault_of_new_seats_is_listed_and_none_is_added(
    factory: Factory, now: datetime
) -> None:
    _, panel_id = _panel(factory)
    bad = [NewSeat(1), NewSeat(1), NewSeat(100), NewSeat(3, "Expert!"), NewSeat(4, "expert", "a\0")]
    with pytest.raises(InvalidInput) as refused, writing(SYSTEM, now) as work:
        add_seats(work, panel_id, bad)
    assert refused.value.problems == (
        Problem("seat_number_taken", "seats.2.number", {"number": 1}),
        Problem("out_of_range", "seats.3.number", {"least": 1, "most": 99}),
        Problem("unknown_judge_group", "seats.4.group", {"value": "Expert!"}),
        Problem("control_characters", "seats.5.name"),
    )
    assert _seats(panel_id) == []


def test_the_same_judge_in_two_heats_is_one_person(factory: Factory, now: datetime) -> None:
    competition_id = factory.competition()
    organizer = factory.actor(competition_id, "organizer")
    round_id = factory.round(competition_id)
    heats = [factory.heat(round_id)[0] for _ in range(2)]
    for heat_id in heats:
        add_seat(organizer, now, heat_id, NewSeat(1, "expert", "陈砚秋", "示例大学"))
    add_seat(organizer, now, heats[0], NewSeat(2, "expert", "陈砚秋", "示例大学"))
    people = db.session.execute(select(Seat.panel_id, Seat.number, Seat.person_id)).all()
    first, again, third = sorted(people, key=lambda row: (row[1], row[0]))
    assert first.person_id == again.person_id
    assert third.person_id != first.person_id


def test_a_seat_changes_its_person_and_group(factory: Factory, now: datetime) -> None:
    heat_id, panel_id = _panel(factory)
    seat_id = add_seat(SYSTEM, now, heat_id, NewSeat(1, "expert", "陈砚秋"))
    occupy_seat(SYSTEM, now, seat_id, "顾晚晴", "示例研究院", "public")
    assert _seats(panel_id) == [(1, "public", "顾晚晴", "示例研究院")]
    occupy_seat(SYSTEM, now, seat_id, "")
    assert _seats(panel_id) == [(1, "public", None, None)]


def test_a_seat_is_taken_away(factory: Factory, now: datetime) -> None:
    heat_id, panel_id = _panel(factory)
    seat_id = add_seat(SYSTEM, now, heat_id, NewSeat(1))
    factory.session("seat", seat_id)
    remove_seat(SYSTEM, now, seat_id)
    assert _seats(panel_id) == []


def test_a_panel_with_a_score_sheet_keeps_its_seats_and_groups(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2)
    db.session.add(ScoreSheet(seat_id=heat.seat_ids[0], appearance_id=heat.appearance_ids[0]))
    db.session.commit()
    attempts = (
        lambda: add_seat(SYSTEM, now, heat.heat_id, NewSeat(3)),
        lambda: remove_seat(SYSTEM, now, heat.seat_ids[1]),
        lambda: occupy_seat(SYSTEM, now, heat.seat_ids[1], "", "", "public"),
    )
    for attempt in attempts:
        with pytest.raises(Conflict) as refused:
            attempt()
        assert refused.value.code == "panel_has_sheets"
    occupy_seat(SYSTEM, now, heat.seat_ids[1], "顾晚晴")  # a substitute may sit down all the same
    assert _seats(heat.panel_id) == [(1, "expert", None, None), (2, "expert", "顾晚晴", "")]


@pytest.mark.parametrize("role", ["chief_judge", "stage_manager", "auditor"])
def test_nobody_but_an_organizer_of_this_competition_changes_a_panel(
    factory: Factory, now: datetime, role: str
) -> None:
    heat = factory.ready_heat(seats=1)
    strangers = (
        factory.actor(heat.competition_id, role),
        factory.actor(factory.competition(), "organizer"),
    )
    for actor in strangers:
        with pytest.raises(NotFound):
            add_seat(actor, now, heat.heat_id, NewSeat(9))
        with pytest.raises(NotFound):
            remove_seat(actor, now, heat.seat_ids[0])
        with pytest.raises(NotFound):
            occupy_seat(actor, now, heat.seat_ids[0], "顾晚晴")
    assert _seats(heat.panel_id) == [(1, "expert", None, None)]
