"""A rule sheet's ``[marking]`` is kept by the server, on SQLite and PostgreSQL."""

from datetime import datetime
from typing import Any

import pytest

from judging.errors import WrongState
from judging.extensions import db
from judging.models import Appearance
from judging.models.engine import write_transaction
from judging.queries.judge import get_judge_heat
from judging.services.sheet_desk import reopen_sheet
from judging.services.sheet_values import Draft
from judging.services.sheets import save_draft, submit_sheet
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import MARKS, judge_at, revisions, submission, uuid_of


def _heat(factory: Factory, due: str) -> HeatBundle:
    return factory.ready_heat(seats=1, document={**CONVENTION, "marking": {"due": due}})


def _stage(heat: HeatBundle, *states: str) -> None:
    with write_transaction(db.session()):
        for key, state in zip(heat.appearance_ids, states, strict=False):
            db.session.get_one(Appearance, key).state = state


def _submit(factory: Factory, heat: HeatBundle, now: datetime, turn: int, **values: Any) -> str:
    """Submit for a turn; return what became of it."""
    number = len(revisions()) + 1
    sent = submission(
        heat, client_id=uuid_of(number), appearance_id=heat.appearance_ids[turn], **values
    )
    try:
        return submit_sheet(judge_at(factory, heat), now, sent).state
    except WrongState as refused:
        return f"{refused.code} {refused.params['order']}"


def test_after_the_next_talk_means_after_the_next_talk(factory: Factory, now: datetime) -> None:
    heat = _heat(factory, "after_next")
    _stage(heat, "scoring", "on_stage")
    assert _submit(factory, heat, now, 0) == "marks_not_due 2"
    _stage(heat, "scoring", "scoring")
    assert _submit(factory, heat, now, 0) == "given"
    assert _submit(factory, heat, now, 1) == "marks_not_due 3"
    assert _submit(factory, heat, now, 2) == "given"


def test_the_first_two_are_taken_after_the_second_and_typed_before(
    factory: Factory, now: datetime
) -> None:
    heat = _heat(factory, "first:2")
    judge = judge_at(factory, heat)
    assert _submit(factory, heat, now, 0) == "marks_not_due 2"
    save_draft(judge, now, Draft(heat.appearance_ids[0], MARKS))
    seen = get_judge_heat(judge)
    assert (seen.due, seen.together, [turn.awaited for turn in seen.turns]) == (
        "first",
        2,
        [2, 2, None],
    )
    _stage(heat, "complete", "complete")
    assert [turn.awaited for turn in get_judge_heat(judge).turns] == [None, None, None]
    assert [_submit(factory, heat, now, turn) for turn in (1, 0)] == ["given", "given"]


def test_recusals_corrections_and_reopened_sheets_wait_for_nobody(
    factory: Factory, now: datetime
) -> None:
    heat = _heat(factory, "after_next")
    aside = {"marks": {}, "state": "recused", "reason": "同单位"}
    assert _submit(factory, heat, now, 0, **aside) == "recused"
    assert _submit(factory, heat, now, 0, replaces=1, reason="误会") == "given"
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, heat.appearance_ids[1], heat.seat_ids[0], "设备故障")
    assert _submit(factory, heat, now, 1) == "given"


@pytest.mark.parametrize("due", ["at_once", "first:2"])
def test_what_is_due_at_once_is_taken_before_anybody_has_spoken(
    factory: Factory, now: datetime, due: str
) -> None:
    heat = _heat(factory, due)
    assert _submit(factory, heat, now, 2) == "given"
