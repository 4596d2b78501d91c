"""A panel from a file."""

from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Person, ScoreSheet, Seat
from judging.permissions import SYSTEM
from judging.services.panel_imports import import_panel
from tests.factories import Factory
from tests.workbook_files import workbook

HEAD = ["席位", "类别", "姓名", "单位"]


def _seats(panel_id: int) -> list[tuple[object, ...]]:
    rows = db.session.execute(
        select(Seat.number, Seat.group, Person.name, Person.unit)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id == panel_id)
        .order_by(Seat.number)
    )
    return [tuple(row) for row in rows]


def test_a_file_fills_a_panel_and_the_same_file_changes_nothing(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1)
    content = workbook([HEAD, [1, "专家", "陈砚秋", "示例大学"], ["２", "大众评委", "顾晚晴", ""]])
    dry = import_panel(SYSTEM, now, heat.heat_id, content, dry_run=True)
    assert dry.counts == {"added": 1, "changed": 1, "unchanged": 0}
    assert _seats(heat.panel_id) == [(1, "expert", None, None)]
    import_panel(SYSTEM, now, heat.heat_id, content)
    assert _seats(heat.panel_id) == [
        (1, "expert", "陈砚秋", "示例大学"),
        (2, "public", "顾晚晴", ""),
    ]
    again = import_panel(SYSTEM, now, heat.heat_id, content)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 2}


def test_judges_may_swap_seats(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=0)
    one, two = ["专家", "陈砚秋", "甲"], ["专家", "顾晚晴", "乙"]
    import_panel(SYSTEM, now, heat.heat_id, workbook([HEAD, [1, *one], [2, *two]]))
    people = db.session.query(Person).count()
    import_panel(SYSTEM, now, heat.heat_id, workbook([HEAD, [1, *two], [2, *one]]))
    assert [row[2] for row in _seats(heat.panel_id)] == ["顾晚晴", "陈砚秋"]
    assert db.session.query(Person).count() == people


def test_every_fault_is_named_by_its_cell(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=0)
    rows: list[list[object]] = [
        [*HEAD],
        [0, "专家"],
        ["x", "专家"],
        [1, "裁判"],
        [2, "专家"],
        [2, "专家"],
        [3, "", "x" * 101],
    ]
    with pytest.raises(InvalidInput) as refused:
        import_panel(SYSTEM, now, heat.heat_id, workbook(rows))
    assert refused.value.problems == (
        Problem("seat_number_form", "Sheet1!A2"),
        Problem("seat_number_form", "Sheet1!A3"),
        Problem("unknown_judge_group", "Sheet1!B4", {"value": "裁判"}),
        Problem("seat_twice", "Sheet1!A6", {"line": 5}),
        Problem("too_long", "Sheet1!C7", {"most": 100}),
    )
    assert _seats(heat.panel_id) == []


def test_a_panel_with_score_sheets_takes_new_names_only(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=1)
    db.session.add(ScoreSheet(seat_id=heat.seat_ids[0], appearance_id=heat.appearance_ids[0]))
    db.session.commit()
    for row in ([1, "大众", "陈砚秋"], [2, "专家", "陈砚秋"]):
        with pytest.raises(Conflict):
            import_panel(SYSTEM, now, heat.heat_id, workbook([HEAD, row]))
    import_panel(SYSTEM, now, heat.heat_id, workbook([HEAD, [1, "专家", "陈砚秋"]]))
    assert _seats(heat.panel_id) == [(1, "expert", "陈砚秋", "")]


def test_nobody_but_an_organizer_of_this_competition_imports_a_panel(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1)
    for actor in (
        factory.actor(heat.competition_id, "chief_judge"),
        factory.actor(factory.competition(), "organizer"),
    ):
        with pytest.raises(NotFound):
            import_panel(actor, now, heat.heat_id, b"not even read")
