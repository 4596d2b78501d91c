"""Opening, closing and reopening heats, on SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from judging.errors import (
    Blocked,
    InvalidInput,
    NotFound,
    NotPermitted,
    Problem,
    SheetConflict,
    WrongState,
)
from judging.extensions import db
from judging.models import Appearance, Heat, ScoreSheet, Seat
from judging.services.heat_states import close_heat, open_heat, reopen_heat
from judging.services.sheet_desk import excuse_seat, reopen_sheet
from judging.services.sheet_values import Draft
from judging.services.sheets import save_draft, submit_sheet
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import (
    MARKS,
    actions,
    judge_at,
    mark,
    revisions,
    sheet_states,
    submission,
    uuid_of,
)

GROUPED: dict[str, Any] = {
    **CONVENTION,
    "tally": {**CONVENTION["tally"], "groups": {"expert": {"weight": "1"}}},
}


def _state(heat: HeatBundle) -> str:
    db.session.rollback()
    return db.session.get_one(Heat, heat.heat_id).state


def test_a_drawn_heat_opens_once(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(state="drawn")
    manager = factory.actor(heat.competition_id, "stage_manager")
    open_heat(manager, now, heat.heat_id)
    with pytest.raises(WrongState):
        open_heat(manager, now, heat.heat_id)
    assert (_state(heat), actions()) == ("open", ["desk:heat:open"])


def test_a_heat_without_seats_or_order_says_what_is_missing(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=2, state="drawn")
    db.session.get_one(Seat, heat.seat_ids[0]).group = "practice"
    db.session.get_one(Appearance, heat.appearance_ids[1]).order_number = None
    db.session.commit()
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(Blocked) as refused:
        open_heat(organizer, now, heat.heat_id)
    assert refused.value.blockers == (
        Problem("order_missing", params={"count": 1}),
        Problem("heat_without_seats"),
    )
    assert (_state(heat), actions()) == ("drawn", [])


def test_an_empty_heat_does_not_open(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=0, entries=0, state="drawn")
    with pytest.raises(Blocked) as refused:
        open_heat(factory.actor(heat.competition_id, "organizer"), now, heat.heat_id)
    assert refused.value.blockers == (
        Problem("heat_without_entries"),
        Problem("heat_without_seats"),
    )


def test_a_seat_that_the_rule_sheet_does_not_count_is_told_before_the_heat(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2, document=GROUPED, state="drawn")
    db.session.get_one(Seat, heat.seat_ids[1]).group = "public"
    db.session.commit()
    with pytest.raises(Blocked) as refused:
        open_heat(factory.actor(heat.competition_id, "organizer"), now, heat.heat_id)
    assert refused.value.blockers == (Problem("seat_without_group", params={"seat": "2"}),)


def test_closing_lists_every_missing_sheet(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=2, entries=2)
    mark(factory, heat, now, 0, 0)
    with pytest.raises(Blocked) as refused:
        close_heat(factory.actor(heat.competition_id, "organizer"), now, heat.heat_id)
    assert refused.value.blockers == (
        Problem("sheet_missing", params={"order": 1, "seat": 2}),
        Problem("sheet_missing", params={"order": 2, "seat": 1}),
        Problem("sheet_missing", params={"order": 2, "seat": 2}),
    )
    assert _state(heat) == "open"


def test_closing_all_the_same_makes_missing_sheets_absent(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=2, entries=1)
    mark(factory, heat, now, 0, 0)
    organizer = factory.actor(heat.competition_id, "organizer")
    close_heat(organizer, now, heat.heat_id, accept_missing=True)
    [turn] = heat.appearance_ids
    assert sheet_states() == {(heat.seat_ids[0], turn): "given", (heat.seat_ids[1], turn): "absent"}
    assert (_state(heat), actions()) == ("closed", ["seat:sheet:submit", "desk:heat:close"])
    with pytest.raises(WrongState):
        close_heat(organizer, now, heat.heat_id)


def test_practice_seats_and_those_who_left_are_not_waited_for(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2, entries=2)
    db.session.get_one(Seat, heat.seat_ids[1]).group = "practice"
    gone = db.session.get_one(Appearance, heat.appearance_ids[1])
    gone.state, gone.state_reason = "withdrawn", "退赛"
    db.session.commit()
    mark(factory, heat, now, 0, 0)
    close_heat(factory.actor(heat.competition_id, "stage_manager"), now, heat.heat_id)
    assert _state(heat) == "closed"


def test_reopening_needs_a_reason_and_lets_seats_mark_again(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1, state="tallied")
    chief = factory.actor(heat.competition_id, "chief_judge")
    with pytest.raises(InvalidInput):
        reopen_heat(chief, now, heat.heat_id, " ")
    reopen_heat(chief, now, heat.heat_id, "一台平板晚到")
    assert mark(factory, heat, now, 0, 0).revision == 1
    with pytest.raises(WrongState) as refused:
        reopen_heat(chief, now, heat.heat_id, "再开")
    assert refused.value.code == "heat_not_closed"


def test_a_stage_manager_does_not_close_over_missing_sheets(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2, entries=1)
    mark(factory, heat, now, 0, 0)
    manager = factory.actor(heat.competition_id, "stage_manager")
    with pytest.raises(NotPermitted) as refused:
        close_heat(manager, now, heat.heat_id, accept_missing=True)
    assert refused.value.code == "may_not_close_over_missing"
    assert (_state(heat), set(sheet_states().values())) == ("open", {"given"})
    mark(factory, heat, now, 1, 0)
    close_heat(manager, now, heat.heat_id, accept_missing=True)
    assert _state(heat) == "closed"


def test_closing_without_a_sheet_keeps_its_draft_and_a_reopened_heat_takes_the_sheet(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    [turn] = heat.appearance_ids
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    chief = factory.actor(heat.competition_id, "chief_judge")
    save_draft(judge, now, Draft(turn, MARKS))
    close_heat(chief, now, heat.heat_id, accept_missing=True)
    sheet = db.session.scalars(select(ScoreSheet)).one()
    assert (sheet.state, (sheet.draft or {}).get("marks")) == ("absent", MARKS)
    reopen_heat(chief, now, heat.heat_id, "平板晚到")
    with pytest.raises(Blocked) as refused:
        close_heat(chief, now, heat.heat_id)
    place = {"order": 1, "seat": 1}
    assert refused.value.blockers == (Problem("sheet_not_submitted", params=place),)
    assert submit_sheet(judge, now, submission(heat)).revision == 2
    close_heat(chief, now, heat.heat_id)
    assert (_state(heat), set(sheet_states().values())) == ("closed", {"given"})


@pytest.mark.parametrize("reopened", ["heat", "sheet"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_sheet_held_while_its_heat_was_closed_over_it_counts_once_it_is_reopened(
    factory: Factory, now: datetime, reopened: str, times: int
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    judge, held = judge_at(factory, heat), submission(heat)
    chief = factory.actor(heat.competition_id, "chief_judge")
    place = heat.appearance_ids[0], heat.seat_ids[0]
    for number in range(times):
        close_heat(chief, now, heat.heat_id, accept_missing=True)
        with pytest.raises(WrongState) as refused:
            submit_sheet(judge, now, held)
        assert refused.value.code == "heat_closed"
        if reopened == "heat" or number + 1 < times:
            reopen_heat(chief, now, heat.heat_id, "平板晚到")
        else:
            reopen_sheet(chief, now, *place, "平板晚到")
    assert submit_sheet(judge, now, held).revision == times + 1
    rows = [(r.state, r.is_current, r.is_conflict) for r in revisions()]
    assert rows == [*[("absent", False, False)] * times, ("given", True, False)]
    assert actions()[-1] == "seat:sheet:submit"
    with pytest.raises(SheetConflict if reopened == "heat" else WrongState):
        submit_sheet(judge, now, replace(held, client_id=uuid_of(2)))


def test_closing_again_does_not_drop_a_sheet_that_is_in_conflict_with_an_absence(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    judge, chief = judge_at(factory, heat), factory.actor(heat.competition_id, "chief_judge")
    place = heat.appearance_ids[0], heat.seat_ids[0]
    excuse_seat(chief, now, *place, "未到场")
    with pytest.raises(SheetConflict):
        submit_sheet(judge, now, submission(heat))
    reopen_sheet(chief, now, *place, "平板晚到")
    with pytest.raises(Blocked) as refused:
        close_heat(chief, now, heat.heat_id)
    in_conflict = Problem("sheet_in_conflict", params={"order": 1, "seat": 1})
    assert refused.value.blockers == (in_conflict,)
    close_heat(chief, now, heat.heat_id, accept_missing=True)
    rows = [(r.state, r.is_current, r.is_conflict) for r in revisions()]
    assert rows == [("absent", True, False), ("given", False, True)]
    assert db.session.scalars(select(ScoreSheet.has_conflict)).all() == [True]
    second = submission(heat, client_id=uuid_of(2))
    with pytest.raises(SheetConflict):
        submit_sheet(judge, now, second)


def test_an_excused_seat_stays_excused_when_the_heat_is_reopened(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    chief = factory.actor(heat.competition_id, "chief_judge")
    excuse_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[0], "未到场")
    close_heat(chief, now, heat.heat_id)
    reopen_heat(chief, now, heat.heat_id, "更正")
    close_heat(chief, now, heat.heat_id)
    assert _state(heat) == "closed"


def test_a_reopened_sheet_that_was_not_given_again_is_named_before_closing(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    chief = factory.actor(heat.competition_id, "chief_judge")
    mark(factory, heat, now, 0, 0)
    reopen_sheet(chief, now, heat.appearance_ids[0], heat.seat_ids[0], "评委申请更正")
    with pytest.raises(Blocked) as refused:
        close_heat(chief, now, heat.heat_id)
    assert refused.value.blockers == (Problem("sheet_is_reopened", params={"order": 1, "seat": 1}),)
    close_heat(chief, now, heat.heat_id, accept_missing=True)
    assert set(sheet_states().values()) == {"given"}


@pytest.mark.parametrize("state", ["closed", "tallied"])
def test_nobody_but_the_chief_judge_reopens_a_heat(
    factory: Factory, now: datetime, state: str
) -> None:
    heat = factory.ready_heat(state=state)
    other = factory.actor(heat.competition_id, "organizer", "stage_manager", "auditor")
    with pytest.raises(NotFound):
        reopen_heat(other, now, heat.heat_id, "补录")
    assert (_state(heat), actions()) == (state, [])


def test_a_signed_heat_stays_closed(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(state="signed")
    with pytest.raises(WrongState) as refused:
        reopen_heat(factory.actor(heat.competition_id, "chief_judge"), now, heat.heat_id, "理由")
    assert refused.value.code == "heat_signed"


def test_only_the_offices_of_its_own_competition_control_a_heat(
    factory: Factory, now: datetime
) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    for stranger in (
        factory.actor(other.competition_id, "organizer", "chief_judge"),
        factory.actor(heat.competition_id, "auditor"),
        factory.seat_actor(heat.seat_ids[0], heat.competition_id),
    ):
        with pytest.raises(NotFound):
            close_heat(stranger, now, heat.heat_id, accept_missing=True)
        with pytest.raises(NotFound):
            open_heat(stranger, now, heat.heat_id)
        with pytest.raises(NotFound):
            reopen_heat(stranger, now, heat.heat_id, "理由")
    assert (_state(heat), actions()) == ("open", [])
