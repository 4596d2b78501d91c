"""A judge's own commands, on SQLite and PostgreSQL."""

import threading
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, SheetConflict, WrongState
from judging.extensions import db
from judging.models import (
    Appearance,
    Heat,
    JournalEntry,
    RuleSheetVersion,
    ScoreSheet,
    SheetRevision,
)
from judging.permissions import SYSTEM, Actor
from judging.scoring.sheet import unpack_marks
from judging.services.sheet_values import Draft, Receipt, Submission, digest_of
from judging.services.sheets import recuse, save_draft, submit_sheet
from tests.factories import Factory, HeatBundle

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}


def _id(number: int) -> str:
    return str(uuid.UUID(int=number))


def _submission(heat: HeatBundle, **values: Any) -> Submission:
    given = Submission(_id(1), heat.appearance_ids[0], MARKS, device_time="2026-12-05T09:30:00")
    return replace(given, **values)


def _judge(factory: Factory, heat: HeatBundle, seat: int = 0) -> Actor:
    return factory.seat_actor(heat.seat_ids[seat], heat.competition_id)


def _revisions() -> list[SheetRevision]:
    db.session.rollback()
    return list(db.session.scalars(select(SheetRevision).order_by(SheetRevision.id)))


def _actions() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def _problems(error: InvalidInput) -> list[tuple[str, str]]:
    return [(p.code, p.place) for p in error.problems]


def test_a_submitted_sheet_is_stored_packed_with_its_exact_total(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    sent = _submission(heat, comment_contestant="很清楚", comment_panel="结尾偏快")
    receipt = submit_sheet(_judge(factory, heat), now, sent)
    assert receipt == Receipt(
        client_id=_id(1),
        digest=digest_of(sent.payload()),
        revision=1,
        state="given",
        judge_total="88.0",
        total_units=88000,
        total_divisor=1000,
        received_at=now,
    )
    [row] = _revisions()
    assert unpack_marks(row.marks or b"") == (35500, 26000, 17500, 9000)
    assert (row.comment_contestant, row.comment_panel, row.is_current) == (
        "很清楚",
        "结尾偏快",
        True,
    )
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.revision, sheet.judge_total, sheet.submitted_at) == (
        "given",
        1,
        88000,
        now,
    )
    assert _actions() == ["seat:sheet:submit"]


def test_the_first_submission_freezes_the_rule_sheet(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    submit_sheet(_judge(factory, heat), now, _submission(heat))
    later = now + timedelta(minutes=1)
    other = _submission(heat, client_id=_id(2), appearance_id=heat.appearance_ids[1])
    submit_sheet(_judge(factory, heat), later, other)
    db.session.rollback()
    assert db.session.scalars(select(RuleSheetVersion.frozen_at)).one() == now


def test_a_repeat_is_answered_with_the_first_receipt_even_after_the_heat_closed(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    first = submit_sheet(judge, now, _submission(heat))
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    again = submit_sheet(judge, now + timedelta(hours=3), _submission(heat))
    assert again == first
    assert len(_revisions()) == 1
    assert _actions() == ["seat:sheet:submit"]


def test_the_same_id_with_other_bytes_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    submit_sheet(judge, now, _submission(heat))
    with pytest.raises(SheetConflict) as refused:
        submit_sheet(judge, now, _submission(heat, marks={**MARKS, "content": "36"}))
    assert refused.value.code == "id_taken"
    with pytest.raises(SheetConflict):
        submit_sheet(_judge(factory, heat, 1), now, _submission(heat))
    assert len(_revisions()) == 1


def test_a_correction_needs_a_reason_and_keeps_the_first_revision(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    submit_sheet(judge, now, _submission(heat))
    better = _submission(heat, client_id=_id(2), replaces=1, marks={**MARKS, "content": "36"})
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(judge, now, better)
    assert _problems(refused.value) == [("required", "reason")]
    receipt = submit_sheet(judge, now, replace(better, reason="看错了一行"))
    assert (receipt.revision, receipt.judge_total) == (2, "88.5")
    rows = [(r.number, r.is_current, r.judge_total, r.reason) for r in _revisions()]
    assert rows == [(1, False, 88000, ""), (2, True, 88500, "看错了一行")]
    assert _actions() == ["seat:sheet:submit", "seat:sheet:correct"]


def test_an_outdated_submission_is_kept_beside_the_newer_one(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    submit_sheet(judge, now, _submission(heat))
    stale = _submission(heat, client_id=_id(2), marks={**MARKS, "overall": "1"})
    for _delivery in range(2):
        with pytest.raises(SheetConflict) as refused:
            submit_sheet(judge, now, stale)
        assert refused.value.code == "sheet_conflict"
        assert refused.value.params == {"client_id": _id(2), "kept": 2, "current": 1}
    rows = [(r.number, r.is_current, r.is_conflict, r.judge_total) for r in _revisions()]
    assert rows == [(1, True, False, 88000), (2, False, True, 80000)]
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.revision, sheet.judge_total, sheet.has_conflict) == (1, 88000, True)
    assert _actions() == ["seat:sheet:submit", "seat:sheet:conflict"]

    settled = replace(stale, client_id=_id(3), replaces=1, reason="以此为准")
    assert submit_sheet(judge, now, settled).revision == 3
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.revision, sheet.judge_total, sheet.has_conflict) == (3, 80000, False)


def test_a_revision_whose_predecessor_has_not_arrived_waits(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    with pytest.raises(SheetConflict) as refused:
        submit_sheet(_judge(factory, heat), now, _submission(heat, replaces=1, reason="更正"))
    assert (refused.value.code, refused.value.params) == ("revision_unknown", {"current": 0})
    assert _revisions() == []


def test_bad_marks_are_refused_with_every_fault_and_its_place(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    marks = {"content": "41", "language": "26.3", "image": "", "grace": "1", "overall": "NaN"}
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(_judge(factory, heat), now, _submission(heat, marks=marks))
    assert _problems(refused.value) == [
        ("mark_out_of_range", "marks.content"),
        ("mark_off_step", "marks.language"),
        ("mark_missing", "marks.image"),
        ("not_a_decimal", "marks.overall"),
        ("unknown_criterion", "marks.grace"),
    ]
    assert (_revisions(), _actions()) == ([], [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"client_id": "1"}, ("not_a_uuid", "client_id")),
        ({"client_id": _id(1).upper() + "A"}, ("not_a_uuid", "client_id")),
        ({"replaces": 10**20}, ("out_of_range", "replaces")),
        ({"replaces": -1}, ("out_of_range", "replaces")),
        ({"appearance_id": 10**20}, ("out_of_range", "appearance")),
        ({"comment_contestant": "好" * 2001}, ("too_long", "comment_contestant")),
        ({"comment_panel": "a\x00b"}, ("text_not_usable", "comment_panel")),
        ({"comment_panel": "a\ud800b"}, ("text_not_usable", "comment_panel")),
        ({"reason": "r" * 501}, ("too_long", "reason")),
        ({"device_time": "t" * 41}, ("too_long", "device_time")),
        ({"marks": {str(n): "1" for n in range(31)}}, ("too_many_marks", "marks")),
        ({"marks": {"content": "9" * 25}}, ("too_long", "marks.content")),
        ({"state": "void"}, ("unknown_choice", "state")),
        ({"state": "recused", "reason": "同单位"}, ("recusal_with_marks", "marks")),
    ],
)
def test_a_submission_outside_its_bounds_is_refused(
    factory: Factory, now: datetime, values: dict[str, Any], expected: tuple[str, str]
) -> None:
    heat = factory.ready_heat()
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(_judge(factory, heat), now, _submission(heat, **values))
    assert _problems(refused.value) == [expected]
    assert (_revisions(), _actions()) == ([], [])


def test_stepping_aside_needs_a_reason_and_gives_no_total(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    aside = _submission(heat, marks={}, state="recused")
    with pytest.raises(InvalidInput) as refused:
        recuse(judge, now, aside)
    assert _problems(refused.value) == [("required", "reason")]
    with pytest.raises(InvalidInput):
        recuse(judge, now, _submission(heat))
    receipt = recuse(judge, now, replace(aside, reason="指导教师"))
    assert (receipt.state, receipt.judge_total, receipt.total_units) == ("recused", "", None)
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.judge_total) == ("recused", None)
    assert _actions() == ["seat:sheet:recuse"]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("planned", "heat_not_open_yet"),
        ("drawn", "heat_not_open_yet"),
        ("closed", "heat_closed"),
        ("tallied", "heat_closed"),
        ("signed", "heat_signed"),
    ],
)
def test_nothing_is_marked_while_the_heat_is_not_open(
    factory: Factory, now: datetime, state: str, code: str
) -> None:
    heat = factory.ready_heat(state=state)
    judge = _judge(factory, heat)
    for command in (
        lambda: submit_sheet(judge, now, _submission(heat)),
        lambda: save_draft(judge, now, Draft(heat.appearance_ids[0], MARKS)),
    ):
        with pytest.raises(WrongState) as refused:
            command()
        assert refused.value.code == code
    assert (_revisions(), db.session.scalars(select(ScoreSheet)).all()) == ([], [])


@pytest.mark.parametrize("state", ["absent", "withdrawn", "disqualified"])
def test_who_left_the_competition_is_not_marked(
    factory: Factory, now: datetime, state: str
) -> None:
    heat = factory.ready_heat()
    turn = db.session.get_one(Appearance, heat.appearance_ids[0])
    turn.state, turn.state_reason = state, "未到场"
    db.session.commit()
    with pytest.raises(WrongState) as refused:
        submit_sheet(_judge(factory, heat), now, _submission(heat))
    assert (refused.value.code, refused.value.params) == ("appearance_is_out", {"order": 1})


def test_a_seat_reaches_only_its_own_heat(factory: Factory, now: datetime) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    strangers = (
        _judge(factory, other),
        SYSTEM,
        factory.actor(heat.competition_id, "organizer"),
        factory.actor(heat.competition_id, "chief_judge"),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            submit_sheet(stranger, now, _submission(heat))
        with pytest.raises(NotFound):
            save_draft(stranger, now, Draft(heat.appearance_ids[0], MARKS))
    with pytest.raises(NotFound):
        submit_sheet(_judge(factory, heat), now, _submission(heat, appearance_id=999_999))
    assert (_revisions(), _actions()) == ([], [])


def test_a_draft_is_kept_unjournalled_and_goes_with_the_submission(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "3"}, "好", ""))
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "35.25"}, "很好", "注意"))
    db.session.rollback()
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.draft_at, sheet.draft) == (
        "not_yet",
        now,
        {"comment_contestant": "很好", "comment_panel": "注意", "marks": {"content": "35.25"}},
    )
    assert _actions() == []
    submit_sheet(judge, now, _submission(heat))
    assert (sheet.state, sheet.draft, sheet.draft_at) == ("given", None, None)


def test_an_oversized_draft_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    draft = Draft(heat.appearance_ids[0], {"content": "1"}, "好" * 2001)
    with pytest.raises(InvalidInput) as refused:
        save_draft(_judge(factory, heat), now, draft)
    assert _problems(refused.value) == [("too_long", "comment_contestant")]


def test_identical_submissions_in_parallel_make_one_revision(
    factory: Factory, now: datetime, in_app: Flask
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    db.session.rollback()
    start = threading.Barrier(6)
    receipts: list[Receipt] = []

    def send() -> None:
        with in_app.app_context():
            start.wait()
            receipts.append(submit_sheet(judge, now, _submission(heat)))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert receipts == [receipts[0]] * 6
    assert [(r.number, r.is_current) for r in _revisions()] == [(1, True)]
    assert _actions() == ["seat:sheet:submit"]


def test_two_devices_at_once_keep_both_texts_and_count_one(
    factory: Factory, now: datetime, in_app: Flask
) -> None:
    heat = factory.ready_heat()
    judge = _judge(factory, heat)
    db.session.rollback()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def send(number: int) -> None:
        with in_app.app_context():
            start.wait()
            try:
                submit_sheet(judge, now, _submission(heat, client_id=_id(number)))
                outcomes.append("received")
            except SheetConflict as error:
                outcomes.append(error.code)

    threads = [threading.Thread(target=send, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["received", "sheet_conflict"]
    rows = [(r.number, r.is_current, r.is_conflict) for r in _revisions()]
    assert rows == [(1, True, False), (2, False, True)]
