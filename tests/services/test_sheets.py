"""A judge's own commands, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, SheetConflict
from judging.extensions import db
from judging.models import Heat, RuleSheetVersion, ScoreSheet
from judging.scoring.sheet import unpack_marks
from judging.services.sheet_values import Draft, Receipt, digest_of
from judging.services.sheets import recuse, save_draft, submit_sheet
from tests.factories import Factory
from tests.services.marked import (
    MARKS,
    actions,
    judge_at,
    problems_of,
    revisions,
    submission,
    uuid_of,
)


def test_a_submitted_sheet_is_stored_packed_with_its_exact_total(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    sent = submission(heat, comment_contestant="很清楚", comment_panel="结尾偏快")
    receipt = submit_sheet(judge_at(factory, heat), now, sent)
    assert receipt == Receipt(
        client_id=uuid_of(1),
        digest=digest_of(sent.payload()),
        revision=1,
        state="given",
        judge_total="88.0",
        total_units=88000,
        total_divisor=1000,
        received_at=now,
    )
    [row] = revisions()
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
    assert actions() == ["seat:sheet:submit"]


def test_the_first_submission_freezes_the_rule_sheet(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    submit_sheet(judge_at(factory, heat), now, submission(heat))
    later = now + timedelta(minutes=1)
    other = submission(heat, client_id=uuid_of(2), appearance_id=heat.appearance_ids[1])
    submit_sheet(judge_at(factory, heat), later, other)
    db.session.rollback()
    assert db.session.scalars(select(RuleSheetVersion.frozen_at)).one() == now


def test_a_repeat_is_answered_with_the_first_receipt_even_after_the_heat_closed(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    first = submit_sheet(judge, now, submission(heat))
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    again = submit_sheet(judge, now + timedelta(hours=3), submission(heat))
    assert again == first
    assert len(revisions()) == 1
    assert actions() == ["seat:sheet:submit"]


def test_the_same_id_with_other_bytes_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    submit_sheet(judge, now, submission(heat))
    with pytest.raises(SheetConflict) as refused:
        submit_sheet(judge, now, submission(heat, marks={**MARKS, "content": "36"}))
    assert refused.value.code == "id_taken"
    with pytest.raises(SheetConflict):
        submit_sheet(judge_at(factory, heat, 1), now, submission(heat))
    assert len(revisions()) == 1


def test_a_correction_needs_a_reason_and_keeps_the_first_revision(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    submit_sheet(judge, now, submission(heat))
    better = submission(heat, client_id=uuid_of(2), replaces=1, marks={**MARKS, "content": "36"})
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(judge, now, better)
    assert problems_of(refused.value) == [("required", "reason")]
    receipt = submit_sheet(judge, now, replace(better, reason="看错了一行"))
    assert (receipt.revision, receipt.judge_total) == (2, "88.5")
    rows = [(r.number, r.is_current, r.judge_total, r.reason) for r in revisions()]
    assert rows == [(1, False, 88000, ""), (2, True, 88500, "看错了一行")]
    assert actions() == ["seat:sheet:submit", "seat:sheet:correct"]


def test_an_outdated_submission_is_kept_beside_the_newer_one(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    submit_sheet(judge, now, submission(heat))
    stale = submission(heat, client_id=uuid_of(2), marks={**MARKS, "overall": "1"})
    for _delivery in range(2):
        with pytest.raises(SheetConflict) as refused:
            submit_sheet(judge, now, stale)
        assert refused.value.code == "sheet_conflict"
        assert refused.value.params == {"client_id": uuid_of(2), "kept": 2, "current": 1}
    rows = [(r.number, r.is_current, r.is_conflict, r.judge_total) for r in revisions()]
    assert rows == [(1, True, False, 88000), (2, False, True, 80000)]
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.revision, sheet.judge_total, sheet.has_conflict) == (1, 88000, True)
    assert actions() == ["seat:sheet:submit", "seat:sheet:conflict"]

    settled = replace(stale, client_id=uuid_of(3), replaces=2, reason="以此为准")
    assert submit_sheet(judge, now, settled).revision == 3
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.revision, sheet.judge_total, sheet.has_conflict) == (3, 80000, False)


def test_a_number_that_an_offline_tablet_guessed_overrides_no_sheet_that_its_judge_never_saw(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    submit_sheet(judge, now, submission(heat))
    held = submission(heat, client_id=uuid_of(2), marks={**MARKS, "overall": "1"})
    guessed = replace(held, client_id=uuid_of(3), replaces=1, marks=MARKS, reason="看错一行")
    for number, offline in ((2, held), (3, guessed)):
        with pytest.raises(SheetConflict) as refused:
            submit_sheet(judge, now, offline)
        assert refused.value.params == {
            "client_id": offline.client_id,
            "kept": number,
            "current": 1,
        }
    rows = [(r.number, r.is_current, r.is_conflict) for r in revisions()]
    assert rows == [(1, True, False), (2, False, True), (3, False, True)]
    with pytest.raises(SheetConflict) as refused:
        submit_sheet(judge, now, replace(guessed, client_id=uuid_of(4), replaces=4))
    assert refused.value.code == "revision_unknown"
    unexplained = replace(guessed, client_id=uuid_of(4), replaces=3, reason="")
    with pytest.raises(InvalidInput) as missing:
        submit_sheet(judge, now, unexplained)
    assert problems_of(missing.value) == [("required", "reason")]
    assert submit_sheet(judge, now, replace(unexplained, reason="以此为准")).revision == 4
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.revision, sheet.has_conflict) == (4, False)
    better = replace(guessed, client_id=uuid_of(5), replaces=4)
    assert submit_sheet(judge, now, better).revision == 5


def test_a_revision_whose_predecessor_has_not_arrived_waits(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    with pytest.raises(SheetConflict) as refused:
        submit_sheet(judge_at(factory, heat), now, submission(heat, replaces=1, reason="更正"))
    assert (refused.value.code, refused.value.params) == ("revision_unknown", {"current": 0})
    assert revisions() == []


def test_stepping_aside_needs_a_reason_and_gives_no_total(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    aside = submission(heat, marks={}, state="recused")
    with pytest.raises(InvalidInput) as refused:
        recuse(judge, now, aside)
    assert problems_of(refused.value) == [("required", "reason")]
    with pytest.raises(InvalidInput):
        recuse(judge, now, submission(heat))
    receipt = recuse(judge, now, replace(aside, reason="指导教师"))
    assert (receipt.state, receipt.judge_total, receipt.total_units) == ("recused", "", None)
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.judge_total) == ("recused", None)
    assert actions() == ["seat:sheet:recuse"]


def test_a_draft_is_kept_unjournalled_and_goes_with_the_submission(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    judge = judge_at(factory, heat)
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "3"}, "好", ""))
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "35.25"}, "很好", "注意"))
    db.session.rollback()
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, sheet.draft_at, sheet.draft) == (
        "not_yet",
        now,
        {"comment_contestant": "很好", "comment_panel": "注意", "marks": {"content": "35.25"}},
    )
    assert actions() == []
    submit_sheet(judge, now, submission(heat))
    assert (sheet.state, sheet.draft, sheet.draft_at) == ("given", None, None)
