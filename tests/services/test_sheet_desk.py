"""What the desk does to score sheets, on SQLite and PostgreSQL."""

import uuid
from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, SheetConflict, WrongState
from judging.extensions import db
from judging.models import Heat, ScoreSheet, SheetRevision
from judging.services.sheet_desk import excuse_seat, reopen_sheet, void_sheet
from judging.services.sheet_values import Draft, Submission
from judging.services.sheets import save_draft, submit_sheet
from tests.factories import Factory, HeatBundle
from tests.services.marked import MARKS, actions, mark, sheet_states


def _close(heat: HeatBundle, state: str = "closed") -> None:
    db.session.rollback()
    db.session.get_one(Heat, heat.heat_id).state = state
    db.session.commit()


def _facts(heat: HeatBundle) -> tuple[int, int]:
    return heat.appearance_ids[0], heat.seat_ids[0]


def test_an_excused_seat_is_absent_and_has_no_total(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    excuse_seat(factory.actor(heat.competition_id, "organizer"), now, *_facts(heat), "评委途中堵车")
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.judge_total, sheet.revision) == ("absent", None, 1)
    revision = db.session.scalars(select(SheetRevision)).one()
    assert (revision.source, revision.state, revision.reason) == ("desk", "absent", "评委途中堵车")
    assert actions() == ["desk:sheet:excuse"]


def test_a_sheet_that_was_handed_in_is_not_excused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    mark(factory, heat, now, 0, 0)
    with pytest.raises(WrongState) as refused:
        excuse_seat(factory.actor(heat.competition_id, "organizer"), now, *_facts(heat), "错")
    assert refused.value.code == "sheet_is_handed_in"


def test_an_excuse_can_be_taken_back_by_who_may_give_it(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    organizer = factory.actor(heat.competition_id, "organizer")
    excuse_seat(organizer, now, *_facts(heat), "评委途中堵车")
    reopen_sheet(organizer, now, *_facts(heat), "已到场")
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    late = Submission(
        str(uuid.UUID(int=7)), heat.appearance_ids[0], MARKS, replaces=1, reason="迟到"
    )
    assert submit_sheet(judge, now, late).revision == 2
    assert sheet_states() == {(heat.seat_ids[0], heat.appearance_ids[0]): "given"}


def test_a_reopened_sheet_can_be_corrected_once_after_the_heat_closed(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    mark(factory, heat, now, 0, 0)
    _close(heat)
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, *_facts(heat), "评委申请更正")
    with pytest.raises(WrongState) as refused:
        reopen_sheet(chief, now, *_facts(heat), "再来")
    assert refused.value.code == "sheet_is_open"
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    better = Submission(
        str(uuid.UUID(int=7)),
        heat.appearance_ids[0],
        {**MARKS, "overall": "10"},
        replaces=1,
        reason="漏看一项",
    )
    assert submit_sheet(judge, now, better).judge_total == "89.0"
    again = Submission(
        str(uuid.UUID(int=8)), heat.appearance_ids[0], MARKS, replaces=2, reason="又改"
    )
    with pytest.raises(WrongState) as refused:
        submit_sheet(judge, now, again)
    assert refused.value.code == "heat_closed"
    assert actions() == ["seat:sheet:submit", "desk:sheet:reopen", "seat:sheet:correct"]


@pytest.mark.parametrize("command", [excuse_seat, void_sheet])
def test_the_desk_never_erases_what_a_judge_has_typed(
    factory: Factory, now: datetime, command: object
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    chief = factory.actor(heat.competition_id, "chief_judge")
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    if command is void_sheet:
        mark(factory, heat, now, 0, 0)
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "35.5"}))
    assert callable(command)
    command(chief, now, *_facts(heat), "理由")
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.draft_at, (sheet.draft or {}).get("marks")) == (now, {"content": "35.5"})


def test_a_voided_sheet_keeps_its_marks_in_its_revisions(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    mark(factory, heat, now, 0, 0)
    chief = factory.actor(heat.competition_id, "chief_judge")
    void_sheet(chief, now, *_facts(heat), "评委打错选手")
    rows = db.session.scalars(select(SheetRevision).order_by(SheetRevision.number))
    assert [(r.number, r.state, r.is_current, r.judge_total) for r in rows] == [
        (1, "given", False, 88000),
        (2, "void", True, None),
    ]
    assert sheet_states() == {(heat.seat_ids[0], heat.appearance_ids[0]): "void"}
    with pytest.raises(WrongState) as refused:
        void_sheet(chief, now, *_facts(heat), "再作废")
    assert refused.value.code == "nothing_to_void"


def test_a_judge_undoes_neither_a_void_nor_an_absence_until_the_sheet_is_reopened(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=2)
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    chief = factory.actor(heat.competition_id, "chief_judge")
    first, second = heat.appearance_ids
    mark(factory, heat, now, 0, 0)
    void_sheet(chief, now, first, heat.seat_ids[0], "打错选手")
    excuse_seat(chief, now, second, heat.seat_ids[0], "未到场")
    for turn, replaces, code in ((first, 2, "sheet_is_void"), (second, 1, "sheet_is_excused")):
        client_id = str(uuid.UUID(int=50 + turn))
        again = Submission(client_id, turn, MARKS, replaces=replaces, reason="改回")
        with pytest.raises(WrongState) as refused:
            submit_sheet(judge, now, again)
        assert refused.value.code == code
        save_draft(judge, now, Draft(turn, {"content": "3"}))
        reopen_sheet(chief, now, turn, heat.seat_ids[0], "可以改")
        assert submit_sheet(judge, now, again).revision == replaces + 1
    assert set(sheet_states().values()) == {"given"}


@pytest.mark.parametrize("undo", ["void", "absent"])
def test_a_sheet_that_comes_after_the_desks_word_is_kept_beside_and_does_not_count(
    factory: Factory, now: datetime, undo: str
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    chief = factory.actor(heat.competition_id, "chief_judge")
    excuse_seat(chief, now, *_facts(heat), "未到场")
    if undo == "void":
        void_sheet(chief, now, *_facts(heat), "不计")
    with pytest.raises(SheetConflict):
        mark(factory, heat, now, 0, 0)
    rows = db.session.scalars(select(SheetRevision).order_by(SheetRevision.number)).all()
    assert [(r.state, r.is_current, r.is_conflict) for r in rows][-2:] == [
        (undo, True, False),
        ("given", False, True),
    ]
    assert set(sheet_states().values()) == {undo}


@pytest.mark.parametrize("command", [excuse_seat, reopen_sheet, void_sheet])
def test_the_desk_needs_a_reason_an_office_and_its_own_competition(
    factory: Factory, now: datetime, command: object
) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    assert callable(command)
    chief = factory.actor(heat.competition_id, "chief_judge")
    with pytest.raises(InvalidInput):
        command(chief, now, *_facts(heat), "  ")
    for stranger in (
        factory.actor(other.competition_id, "chief_judge", "organizer"),
        factory.actor(heat.competition_id, "stage_manager", "auditor"),
        factory.seat_actor(heat.seat_ids[0], heat.competition_id),
    ):
        with pytest.raises(NotFound):
            command(stranger, now, *_facts(heat), "理由")
    with pytest.raises(NotFound):
        command(chief, now, heat.appearance_ids[0], other.seat_ids[0], "理由")
    assert (sheet_states(), actions()) == ({}, [])


@pytest.mark.parametrize("command", [excuse_seat, reopen_sheet, void_sheet])
def test_nothing_changes_under_a_signature(
    factory: Factory, now: datetime, command: object
) -> None:
    heat = factory.ready_heat(state="signed")
    assert callable(command)
    with pytest.raises(WrongState) as refused:
        command(factory.actor(heat.competition_id, "chief_judge"), now, *_facts(heat), "理由")
    assert refused.value.code == "heat_signed"
