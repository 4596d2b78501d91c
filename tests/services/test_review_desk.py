"""What the desk does about sheets that stand apart, on SQLite and PostgreSQL."""

from datetime import datetime, timedelta

import pytest

from judging.errors import InvalidInput, NotFound, WrongState
from judging.extensions import db
from judging.models import Appearance, Heat
from judging.services.review import ask_seat, confirm_at_desk, review_heat
from judging.services.review_questions import Asked
from judging.services.sheet_desk import void_sheet
from tests.factories import Factory
from tests.services.marked import actions
from tests.services.reviewed import (
    confirm,
    give,
    give_all,
    newest_details,
    question,
    questions,
    rules_with,
)

SLIP = ("36", "36.5", "3.5", "35", "36")
LATER = timedelta(minutes=2)


def test_a_void_sheet_leaves_nothing_to_answer_and_keeps_both_results(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3, entries=2)
    give_all(factory, heat, now, "36", "3.5", "36")
    give_all(factory, heat, now, "33", "33", "33", turn=1)
    chief = factory.actor(heat.competition_id, "chief_judge")
    void_sheet(chief, now, heat.appearance_ids[0], heat.seat_ids[1], "评委确认误输，无法更正")
    assert questions(heat) == [(0, 1, 1, "withdrawn")]
    kept = newest_details()
    assert {key: kept[key] for key in ("judge_total", "score_with", "score_without")} == {
        "judge_total": "53.5",
        "score_with": "75.17",
        "score_without": "86.00",
    }
    assert (kept["place_with"], kept["place_without"]) == (2, 1)
    with pytest.raises(WrongState) as refused:
        confirm(factory, heat, now, 1)
    assert refused.value.code == "question_is_settled"


def test_only_the_chief_judge_voids(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=3)
    give_all(factory, heat, now, "36", "3.5", "36")
    organizer = factory.actor(heat.competition_id, "organizer")
    with pytest.raises(NotFound):
        void_sheet(organizer, now, heat.appearance_ids[0], heat.seat_ids[1], "太低")


def test_a_rule_sheet_can_leave_the_asking_to_the_chief_judge(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=4, document=rules_with(ask=False))
    give_all(factory, heat, now, "36", "3.5", "36", "36")
    assert questions(heat) == []
    chief = factory.actor(heat.competition_id, "chief_judge")
    assert review_heat(chief, now, heat.heat_id) == ()
    ask_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[1])
    asked = question()
    assert (asked.is_by_hand, asked.asked_by, len(asked.flags)) == (True, chief.pseudonym, 1)
    give(factory, heat, now, 0, "35", replaces=1)
    assert questions(heat) == [(0, 1, 1, "open")]
    with pytest.raises(WrongState) as refused:
        ask_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[1])
    assert refused.value.code == "question_was_asked"
    assert actions()[-2:] == ["desk:question:ask", "seat:sheet:correct"]


def test_the_chief_judge_may_ask_about_any_sheet_with_marks(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2)
    chief = factory.actor(heat.competition_id, "chief_judge")
    first, second = heat.seat_ids
    give(factory, heat, now, 0)
    ask_seat(chief, now, heat.appearance_ids[0], first)
    assert (questions(heat), question().flags) == ([(0, 0, 1, "open")], [])
    with pytest.raises(WrongState) as refused:
        ask_seat(chief, now, heat.appearance_ids[0], second)
    assert refused.value.code == "nothing_to_ask_about"
    db.session.get_one(Heat, heat.heat_id).state = "signed"
    db.session.commit()
    for command in (
        lambda: ask_seat(chief, now, heat.appearance_ids[0], first),
        lambda: review_heat(chief, now, heat.heat_id),
        lambda: confirm(factory, heat, now, 0),
    ):
        with pytest.raises(WrongState) as refused:
            command()
        assert refused.value.code == "heat_signed"


def test_the_desk_answers_for_a_seat_with_how_it_is_known(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=4)
    give_all(factory, heat, now, "36", "3.5", "36", "36")
    organizer = factory.actor(heat.competition_id, "organizer")
    where = heat.appearance_ids[0], heat.seat_ids[1]
    with pytest.raises(InvalidInput):
        confirm_at_desk(organizer, now, *where, "  ")
    confirm_at_desk(organizer, now + LATER, *where, "评委当面确认")
    kept = question()
    assert (kept.state, kept.answered_by, kept.reason, kept.answered_at) == (
        "confirmed",
        organizer.pseudonym,
        "评委当面确认",
        now + LATER,
    )
    assert (actions()[-1], newest_details()["reason"]) == ("desk:question:answer", "评委当面确认")
    with pytest.raises(WrongState) as refused:
        confirm_at_desk(organizer, now, *where, "再次")
    assert refused.value.code == "no_question"


@pytest.mark.parametrize("role", ["stage_manager", "auditor", "judge"])
def test_who_holds_another_office_neither_asks_nor_answers(
    factory: Factory, now: datetime, role: str
) -> None:
    heat = factory.ready_heat(seats=1)
    give(factory, heat, now, 0)
    where = heat.appearance_ids[0], heat.seat_ids[0]
    outsider = factory.actor(factory.competition(), "chief_judge", "organizer")
    for actor in (factory.actor(heat.competition_id, role), outsider):
        for command in (
            lambda a=actor: ask_seat(a, now, *where),
            lambda a=actor: review_heat(a, now, heat.heat_id),
            lambda a=actor: confirm_at_desk(a, now, *where, "评委当面确认"),
        ):
            with pytest.raises(NotFound):
                command()
    assert questions(heat) == []
    with pytest.raises(NotFound):
        ask_seat(factory.actor(heat.competition_id, "organizer"), now, *where)


def test_a_look_through_the_heat_asks_whom_new_rules_let_stand_apart(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=4, entries=2, document=rules_with(gap_percent="50"))
    for turn in (0, 1):
        give_all(factory, heat, now, "36", "26", "36", "36", turn=turn)
    chief = factory.actor(heat.competition_id, "chief_judge")
    assert (review_heat(chief, now, heat.heat_id), questions(heat)) == ((), [])
    factory.rule_version(heat.round_id, rules_with(gap_percent="5"))
    db.session.get_one(Appearance, heat.appearance_ids[1]).state = "withdrawn"
    db.session.get_one(Appearance, heat.appearance_ids[1]).state_reason = "退赛"
    db.session.commit()
    assert review_heat(chief, now, heat.heat_id) == (Asked(1, 2),)
    assert (questions(heat), newest_details()) == ([(0, 1, 1, "open")], {"asked": [[1, 2]]})
    assert actions()[-1] == "desk:question:ask"
