"""Asking judges whose sheets stand apart, and their answers, on SQLite and PostgreSQL."""

from datetime import datetime, timedelta

import pytest

from judging.errors import InvalidInput, NotFound, SheetConflict, WrongState
from judging.services.review_values import Answer
from judging.services.sheet_desk import excuse_seat, reopen_sheet
from judging.services.sheets import recuse, submit_sheet
from tests.factories import Factory
from tests.services.marked import actions, judge_at, problems_of, submission, uuid_of
from tests.services.reviewed import (
    confirm,
    give,
    give_all,
    newest_details,
    question,
    questions,
)

SLIP = ("36", "36.5", "3.5", "35", "36")
LATER = timedelta(minutes=2)


def test_nobody_is_asked_before_every_seat_has_answered(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=4)
    give_all(factory, heat, now, "36", "3.5", "36")
    assert (questions(heat), newest_details().get("asked")) == ([], None)
    give(factory, heat, now, 3, "35.5")
    assert questions(heat) == [(0, 1, 1, "open")]
    assert newest_details()["asked"] == [[1, 2]]
    [flag] = question().flags
    assert (flag["kind"], flag["seat"], flag["value"]) == ("gap", "2", "53.5")


def test_a_seat_that_is_excused_or_steps_aside_completes_the_panel(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, "36", "36", "3.5")
    aside = submission(heat, client_id=uuid_of(9), marks={}, reason="同校", state="recused")
    recuse(judge_at(factory, heat, 3), now, aside)
    assert questions(heat) == []
    chief = factory.actor(heat.competition_id, "chief_judge")
    excuse_seat(chief, now, heat.appearance_ids[0], heat.seat_ids[4], "临时离场")
    assert questions(heat) == [(0, 2, 1, "open")]
    assert newest_details()["asked"] == [[1, 3]]


def test_a_panel_that_agrees_asks_nobody(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, "36", "36.5", "34", "35", "37")
    assert questions(heat) == []


def test_a_confirmation_is_on_record_with_time_and_is_accepted_once(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, *SLIP)
    first = confirm(factory, heat, now + LATER, 2, device_time="2026-12-05T09:32")
    kept = question()
    assert (kept.state, kept.answered_at, kept.client_id) == ("confirmed", now + LATER, uuid_of(5))
    assert (first.client_id, first.revision, first.received_at) == (uuid_of(5), 1, now + LATER)
    again = confirm(factory, heat, now + 2 * LATER, 2, device_time="2026-12-05T09:32")
    other_tablet = confirm(factory, heat, now + 3 * LATER, 2, client_id=uuid_of(6))
    assert (again, other_tablet.received_at) == (first, now + LATER)
    assert actions()[-1] == "seat:question:confirm"
    assert actions().count("seat:question:confirm") == 1


def test_an_id_that_answered_otherwise_is_refused(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, *SLIP)
    confirm(factory, heat, now, 2)
    with pytest.raises(SheetConflict) as refused:
        confirm(factory, heat, now, 2, device_time="later")
    assert refused.value.code == "id_taken"


def test_what_nobody_asked_cannot_be_answered(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, *SLIP)
    for seat, revision in ((0, 1), (2, 2)):
        with pytest.raises(WrongState) as refused:
            confirm(factory, heat, now, seat, revision=revision)
        assert refused.value.code == "no_question"
    with pytest.raises(NotFound):
        other = factory.ready_heat(seats=1)
        confirm(factory, other, now, 0, appearance_id=heat.appearance_ids[0])
    assert questions(heat) == [(0, 2, 1, "open")]


def test_an_answer_out_of_bounds_is_refused_with_every_fault(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=1)
    with pytest.raises(InvalidInput) as refused:
        confirm(
            factory,
            heat,
            now,
            0,
            client_id="7",
            revision=0,
            appearance_id=2**53,
            device_time="x" * 41,
        )
    assert problems_of(refused.value) == [
        ("too_long", "device_time"),
        ("out_of_range", "appearance"),
        ("not_a_uuid", "client_id"),
        ("out_of_range", "revision"),
    ]
    assert Answer(uuid_of(1), 1, 10_000).digest() != Answer(uuid_of(1), 1, 9_999).digest()


def test_a_correction_answers_and_a_judge_is_asked_once_a_revision(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=5)
    give_all(factory, heat, now, *SLIP)
    give(factory, heat, now + LATER, 2, "5.5", replaces=1)
    assert questions(heat) == [(0, 2, 1, "corrected"), (0, 2, 2, "open")]
    confirm(factory, heat, now, 2, revision=2)
    give(factory, heat, now, 0, "37", replaces=1)
    assert questions(heat) == [(0, 2, 1, "corrected"), (0, 2, 2, "confirmed")]
    with pytest.raises(WrongState) as refused:
        confirm(factory, heat, now, 2, client_id=uuid_of(8))
    assert refused.value.code == "question_is_settled"


def test_a_question_is_taken_back_when_another_sheet_was_the_odd_one(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3)
    give_all(factory, heat, now, "20", "28", "20")
    assert questions(heat) == [(0, 1, 1, "open")]
    give(factory, heat, now, 0, "28", replaces=1)
    assert questions(heat) == [(0, 1, 1, "withdrawn"), (0, 2, 1, "open")]
    give(factory, heat, now + LATER, 0, "20", replaces=2)
    assert questions(heat) == [(0, 1, 1, "open"), (0, 2, 1, "withdrawn")]
    confirm(factory, heat, now, 1)
    confirm(factory, heat, now, 2, client_id=uuid_of(7))
    assert questions(heat) == [(0, 1, 1, "confirmed"), (0, 2, 1, "confirmed")]


def test_two_versions_of_a_sheet_are_settled_before_anybody_is_asked(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3)
    give_all(factory, heat, now, "36", "3.5")
    other = submission(
        heat,
        client_id=uuid_of(70),
        marks={"content": "35", "language": "25", "image": "16", "overall": "9"},
    )
    with pytest.raises(SheetConflict):
        submit_sheet(judge_at(factory, heat, 1), now, other)
    give(factory, heat, now, 2)
    assert questions(heat) == []


def test_a_sheet_that_the_chief_judge_reopened_is_answered_by_its_new_revision(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=4)
    give_all(factory, heat, now, "36", "3.5", "36", "36")
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, heat.appearance_ids[0], heat.seat_ids[1], "请评委更正")
    give(factory, heat, now, 1, "35", replaces=1)
    assert questions(heat) == [(0, 1, 1, "corrected")]
