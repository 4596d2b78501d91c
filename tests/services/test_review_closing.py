"""Closing and releasing while questions are open, on SQLite and PostgreSQL."""

from datetime import datetime, timedelta

import pytest

from judging.errors import Blocked, InvalidInput, NotPermitted, Problem, WrongState
from judging.extensions import db
from judging.models import Heat, Round
from judging.services.heat_states import close_heat, reopen_heat
from judging.services.marks_import import import_marks
from judging.services.marks_twice import SecondReading
from judging.services.release_check import check_release
from judging.services.review import ask_seat, confirm_at_desk, review_heat
from judging.services.review_questions import Asked
from tests.factories import Factory, HeatBundle
from tests.services.marked import actions, problems_of
from tests.services.reviewed import (
    confirm,
    give,
    give_all,
    newest_details,
    question,
    questions,
    rules_with,
)

OPEN = Problem("question_open", params={"order": 1, "seat": 2})
LATER = timedelta(minutes=2)


@pytest.fixture
def heat(factory: Factory, now: datetime) -> HeatBundle:
    """One entry that all four seats have marked; seat 2 stands apart."""
    made = factory.ready_heat(seats=4, entries=1)
    give_all(factory, made, now, "36", "3.5", "36", "36")
    return made


def _state(heat: HeatBundle) -> str:
    db.session.rollback()
    return db.session.get_one(Heat, heat.heat_id).state


def test_a_heat_waits_for_the_answer(factory: Factory, now: datetime, heat: HeatBundle) -> None:
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(Blocked) as refused:
        close_heat(organizer, now, heat.heat_id)
    assert (refused.value.blockers, _state(heat)) == ((OPEN,), "open")
    confirm(factory, heat, now, 1)
    close_heat(organizer, now, heat.heat_id)
    assert (_state(heat), newest_details()) == ("closed", {"absent": []})


def test_a_dead_tablet_does_not_block_the_hall_but_it_takes_a_reason(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(InvalidInput) as refused:
        close_heat(organizer, now, heat.heat_id, accept_missing=True)
    assert (problems_of(refused.value), _state(heat)) == ([("required", "reason")], "open")
    close_heat(organizer, now, heat.heat_id, accept_missing=True, reason=" 平板没电 ")
    assert newest_details() == {
        "absent": [],
        "reason": "平板没电",
        "unanswered": [[heat.appearance_ids[0], heat.seat_ids[1]]],
    }
    kept = question()
    assert (kept.state, kept.passed_over_at, kept.passed_over_reason) == ("open", now, "平板没电")


def test_closing_over_a_question_takes_an_office_that_may_excuse(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    manager = factory.actor(heat.competition_id, "stage_manager")
    with pytest.raises(NotPermitted) as refused:
        close_heat(manager, now, heat.heat_id, accept_missing=True, reason="平板没电")
    assert (refused.value.code, _state(heat)) == ("may_not_close_over_questions", "open")


def test_an_answer_after_the_heat_closed_is_kept_and_a_reopened_heat_waits_again(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    chief = factory.actor(heat.competition_id, "chief_judge")
    close_heat(chief, now, heat.heat_id, accept_missing=True, reason="平板没电")
    reopen_heat(chief, now, heat.heat_id, "评委回来了")
    assert question().passed_over_at is None
    with pytest.raises(Blocked) as refused:
        close_heat(chief, now, heat.heat_id)
    assert refused.value.blockers == (OPEN,)
    close_heat(chief, now, heat.heat_id, accept_missing=True, reason="仍未答复")
    confirm(factory, heat, now + LATER, 1)
    kept = question()
    assert (kept.state, kept.answered_at, kept.passed_over_reason) == (
        "confirmed",
        now + LATER,
        "仍未答复",
    )


def test_closing_asks_first_whom_nobody_has_asked(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=4, entries=1, document=rules_with(gap_percent="50"))
    give_all(factory, heat, now, "36", "26", "36", "36")
    factory.rule_version(heat.round_id, rules_with(gap_percent="5"))
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(Blocked) as refused:
        close_heat(organizer, now, heat.heat_id)
    assert refused.value.blockers == (OPEN,)
    assert (questions(heat), actions()[-1]) == ([(0, 1, 1, "open")], "desk:question:ask")
    with pytest.raises(Blocked):
        close_heat(organizer, now, heat.heat_id)
    assert actions().count("desk:question:ask") == 1


def test_missing_sheets_and_answers_are_told_together(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=4, entries=2)
    give_all(factory, heat, now, "36", "3.5", "36", "36")
    give(factory, heat, now, 0, turn=1)
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(Blocked) as refused:
        close_heat(organizer, now, heat.heat_id)
    missing = [Problem("sheet_missing", params={"order": 2, "seat": n}) for n in (2, 3, 4)]
    assert refused.value.blockers == (*missing, OPEN)
    close_heat(organizer, now, heat.heat_id, accept_missing=True, reason="评委离场")
    assert len(newest_details()["absent"]) == 3


def test_the_chief_judge_answers_for_a_sheet_that_was_imported(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3, entries=1)
    give_all(factory, heat, now, "36", "36")
    organizer = factory.actor(heat.competition_id, "organizer")
    entry = factory.entry_number(heat.entry_ids[0])
    marks = {"content": "3.5", "language": "25", "image": "16", "overall": "9"}
    rows = "".join(f"1,{entry},3,{key},{mark}\n" for key, mark in marks.items())
    text = f"heat,entry,seat,criterion,mark\n{rows}"
    second = SecondReading(
        text.encode(), organizer, factory.actor(heat.competition_id, "stage_manager")
    )
    import_marks(organizer, now, heat.round_id, text.encode(), second=second)
    chief = factory.actor(heat.competition_id, "chief_judge")
    assert review_heat(chief, now, heat.heat_id) == (Asked(1, 3),)
    with pytest.raises(WrongState) as refused:
        confirm(factory, heat, now, 2)
    assert refused.value.code == "no_question"
    where = heat.appearance_ids[0], heat.seat_ids[2]
    with pytest.raises(NotPermitted) as refused_desk:
        confirm_at_desk(organizer, now, *where, "纸上如此")
    assert refused_desk.value.code == "question_is_chiefs"
    with pytest.raises(Blocked):
        close_heat(organizer, now, heat.heat_id)
    confirm_at_desk(chief, now, *where, "纸上如此")
    close_heat(organizer, now, heat.heat_id)
    assert _state(heat) == "closed"


def test_an_import_over_a_questioned_sheet_leaves_nothing_to_answer(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    organizer = factory.actor(heat.competition_id, "organizer")
    entry = factory.entry_number(heat.entry_ids[0])
    marks = {"content": "35.5", "language": "25", "image": "16", "overall": "9"}
    rows = "".join(f"1,{entry},2,{key},{mark}\n" for key, mark in marks.items())
    text = f"heat,entry,seat,criterion,mark\n{rows}"
    import_marks(organizer, now, heat.round_id, text.encode())
    assert questions(heat) == [(0, 1, 1, "withdrawn")]
    close_heat(organizer, now, heat.heat_id)


def test_a_release_waits_for_a_question_and_warns_of_one_passed_over(
    factory: Factory, now: datetime, heat: HeatBundle
) -> None:
    chief = factory.actor(heat.competition_id, "chief_judge")
    close_heat(chief, now, heat.heat_id, accept_missing=True, reason="平板没电")
    ask_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[0])
    round_ = db.session.get_one(Round, heat.round_id)
    found = check_release(db.session(), round_)
    entry = factory.entry_number(heat.entry_ids[0])
    where = {"heat": 1, "entry": entry}
    codes = ("release_question_open", "release_question_passed")
    assert [p for p in (*found.blockers, *found.warnings) if p.code in codes] == [
        Problem("release_question_open", "", {**where, "seat": 1}),
        Problem("release_question_passed", "", {**where, "seat": 2}),
    ]


def test_a_seat_that_is_given_up_does_not_hide_a_slip(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=5, entries=1)
    for seat, content in enumerate(("36", "36", "36", "3.5")):
        give(factory, heat, now, seat, content)
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(Blocked) as refused:
        close_heat(organizer, now, heat.heat_id, accept_missing=True)
    asked = Problem("question_open", params={"order": 1, "seat": 4})
    assert (refused.value.blockers, _state(heat)) == ((asked,), "open")
    assert newest_details()["absent"] == [[heat.appearance_ids[0], heat.seat_ids[4]]]
    close_heat(organizer, now, heat.heat_id, accept_missing=True, reason="评委已离场")
    assert _state(heat) == "closed"
    assert newest_details()["unanswered"] == [[heat.appearance_ids[0], heat.seat_ids[3]]]
