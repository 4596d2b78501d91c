"""What a judge's commands refuse, on SQLite and PostgreSQL."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Appearance, ScoreSheet
from judging.permissions import SYSTEM
from judging.services.sheet_values import Draft
from judging.services.sheets import save_draft, submit_sheet
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


def test_bad_marks_are_refused_with_every_fault_and_its_place(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat()
    marks = {"content": "41", "language": "26.3", "image": "", "grace": "1", "overall": "NaN"}
    with pytest.raises(InvalidInput) as refused:
        submit_sheet(judge_at(factory, heat), now, submission(heat, marks=marks))
    assert problems_of(refused.value) == [
        ("mark_out_of_range", "marks.content"),
        ("mark_off_step", "marks.language"),
        ("mark_missing", "marks.image"),
        ("not_a_decimal", "marks.overall"),
        ("unknown_criterion", "marks.grace"),
    ]
    assert (revisions(), actions()) == ([], [])


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"client_id": "1"}, ("not_a_uuid", "client_id")),
        ({"client_id": uuid_of(1).upper() + "A"}, ("not_a_uuid", "client_id")),
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
        submit_sheet(judge_at(factory, heat), now, submission(heat, **values))
    assert problems_of(refused.value) == [expected]
    assert (revisions(), actions()) == ([], [])


def test_an_oversized_draft_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    draft = Draft(heat.appearance_ids[0], {"content": "1"}, "好" * 2001)
    with pytest.raises(InvalidInput) as refused:
        save_draft(judge_at(factory, heat), now, draft)
    assert problems_of(refused.value) == [("too_long", "comment_contestant")]


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
    judge = judge_at(factory, heat)
    for command in (
        lambda: submit_sheet(judge, now, submission(heat)),
        lambda: save_draft(judge, now, Draft(heat.appearance_ids[0], MARKS)),
    ):
        with pytest.raises(WrongState) as refused:
            command()
        assert refused.value.code == code
    assert (revisions(), db.session.scalars(select(ScoreSheet)).all()) == ([], [])


@pytest.mark.parametrize("state", ["absent", "withdrawn", "disqualified"])
def test_who_left_the_competition_is_not_marked(
    factory: Factory, now: datetime, state: str
) -> None:
    heat = factory.ready_heat()
    turn = db.session.get_one(Appearance, heat.appearance_ids[0])
    turn.state, turn.state_reason = state, "未到场"
    db.session.commit()
    with pytest.raises(WrongState) as refused:
        submit_sheet(judge_at(factory, heat), now, submission(heat))
    assert (refused.value.code, refused.value.params) == ("appearance_is_out", {"order": 1})


def test_a_seat_reaches_only_its_own_heat(factory: Factory, now: datetime) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    strangers = (
        judge_at(factory, other),
        SYSTEM,
        factory.actor(heat.competition_id, "organizer"),
        factory.actor(heat.competition_id, "chief_judge"),
    )
    for stranger in strangers:
        with pytest.raises(NotFound):
            submit_sheet(stranger, now, submission(heat))
        with pytest.raises(NotFound):
            save_draft(stranger, now, Draft(heat.appearance_ids[0], MARKS))
    with pytest.raises(NotFound):
        submit_sheet(judge_at(factory, heat), now, submission(heat, appearance_id=999_999))
    assert (revisions(), actions()) == ([], [])
