"""One heat of the demo, held from the first call to the last sheet."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from judging.extensions import db
from judging.models import AppearanceState, Heat
from judging.models.rules_in_force import get_rules_in_force
from judging.permissions import Actor
from judging.scoring.rubric import Rubric
from judging.services.appearances import move_appearance
from judging.services.demo.cast import appearances_in_order, list_asked
from judging.services.demo.marks import invent_mark
from judging.services.demo.story import HeatStory
from judging.services.heat_states import close_heat, open_heat
from judging.services.review import confirm_sheet
from judging.services.review_values import Answer
from judging.services.sheet_desk import excuse_seat
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet
from judging.services.spoken_time import set_spoken_time

_TURN = timedelta(minutes=9)
_USUAL_SPOKEN_S = 351
_REASON = "评委临时有事离场"


@dataclass(frozen=True)
class Sitting:
    """A heat and all that happens in it."""

    heat_id: int
    story: HeatStory
    events: tuple[dict[str, Any], ...]
    comments: tuple[str, ...]
    organizer: Actor
    chief_judge: Actor
    seats: Mapping[int, tuple[Actor, str]]
    begins_at: datetime
    now: datetime

    def event(self, entry: str, *kinds: str) -> dict[str, Any] | None:
        """Return what is told of an entry, if it is of one of the kinds."""
        told = (e for e in self.events if e["entry"] == entry and e["kind"] in kinds)
        return next(told, None)

    def at(self, turn: int, seconds: int = 0) -> datetime:
        """Return a moment of one turn, never later than now."""
        return min(self.begins_at + turn * _TURN + timedelta(seconds=seconds), self.now)


def hold(sitting: Sitting) -> None:
    """Open the heat, let everybody speak and be marked; close it unless it is still running."""
    open_heat(sitting.organizer, sitting.begins_at, sitting.heat_id)
    order = appearances_in_order(sitting.heat_id)
    is_running = sitting.story.stage == "running"
    turns = order[: sitting.story.complete + 1] if is_running else order
    for turn, (appearance_id, entry) in enumerate(turns):
        is_last = is_running and turn == sitting.story.complete
        _take_turn(sitting, turn, appearance_id, entry, is_on_stage=is_last)
    if not is_running:
        _answer(sitting, sitting.at(len(order)))
        close_heat(sitting.organizer, sitting.at(len(order)), sitting.heat_id)


def _answer(sitting: Sitting, when: datetime) -> None:
    """Let every judge who was asked to check a sheet say that it stands."""
    by_id = {seat.id: seat for seat, _name in sitting.seats.values()}
    for seat_id, appearance_id, revision in list_asked(sitting.heat_id):
        name = f"answer|{seat_id}|{appearance_id}|{revision}"
        answer = Answer(_client_id(name, "", sitting.heat_id), appearance_id, revision)
        confirm_sheet(by_id[seat_id], when, answer)


def _take_turn(
    sitting: Sitting, turn: int, appearance_id: int, entry: str, *, is_on_stage: bool
) -> None:
    """Let one entry speak and be marked by every seat that is there."""
    withdrawn = sitting.event(entry, "withdrawn")
    if withdrawn:
        state = AppearanceState.WITHDRAWN
        move_appearance(
            sitting.organizer, sitting.at(turn), appearance_id, state, withdrawn["reason"]
        )
        return
    for seconds, state in ((0, AppearanceState.ON_STAGE), (380, AppearanceState.SCORING)):
        move_appearance(sitting.organizer, sitting.at(turn, seconds), appearance_id, state)
    overtime = sitting.event(entry, "overtime")
    spoken_s = overtime["spoken_s"] if overtime else _USUAL_SPOKEN_S
    set_spoken_time(sitting.organizer, sitting.at(turn, 381), appearance_id, spoken_s * 1000)
    rubric = _rubric_of(sitting.heat_id)
    for number in _marking_seats(sitting, is_on_stage=is_on_stage):
        _mark(sitting, turn, appearance_id, entry, number, rubric)
    if not is_on_stage:
        done = AppearanceState.COMPLETE
        move_appearance(sitting.organizer, sitting.at(turn, 520), appearance_id, done)


def _marking_seats(sitting: Sitting, *, is_on_stage: bool) -> list[int]:
    """Return the seats that have handed in; while somebody is marked, seat 1 is still at it."""
    numbers = list(sitting.seats)
    return numbers[1 : 1 + sitting.story.partial_seats] if is_on_stage else numbers


def _mark(
    sitting: Sitting, turn: int, appearance_id: int, entry: str, number: int, rubric: Rubric
) -> None:
    """Let one seat submit, step aside or be missing."""
    seat, judge = sitting.seats[number]
    told = sitting.event(entry, "absent_seat", "recused")
    is_told = told is not None and told["seat"] == number
    when = sitting.at(turn, 400 + 11 * number)
    if told is not None and is_told and told["kind"] == "absent_seat":
        excuse_seat(sitting.chief_judge, when, appearance_id, seat.id, _REASON)
        return
    is_recused = told is not None and is_told
    submission = Submission(
        client_id=_client_id(entry, judge, sitting.heat_id),
        appearance_id=appearance_id,
        marks={} if is_recused else _marks(sitting, entry, number, judge, rubric),
        comment_contestant="" if is_recused else _comment(sitting, entry, number),
        reason=told["reason"] if told is not None and is_recused else "",
        state="recused" if is_recused else "given",
        device_time=when.isoformat(),
    )
    submit_sheet(seat, when, submission)


def _marks(sitting: Sitting, entry: str, number: int, judge: str, rubric: Rubric) -> dict[str, str]:
    """Return a seat's marks: those the story tells, else invented ones with its slips."""
    told = sitting.event(entry, "marks")
    if told is not None and told["seat"] == number:
        return dict(told["marks"])
    marks = {c.key: invent_mark(c, entry, judge) for c in rubric.criteria}
    slip = sitting.event(entry, "slip")
    if slip is not None and slip["seat"] == number:
        marks[slip["criterion"]] = slip["mark"]
    return marks


def _comment(sitting: Sitting, entry: str, number: int) -> str:
    """Return a comment from every other seat, the same in every demo."""
    place = (int(entry[1:]) + number) % len(sitting.comments)
    return sitting.comments[place] if number % 2 else ""


def _client_id(entry: str, judge: str, heat_id: int) -> str:
    """Return a UUID that follows from who marks whom where."""
    raw = hashlib.sha256(f"{entry}|{judge}|{heat_id}".encode()).digest()[:16]
    return str(uuid.UUID(bytes=raw, version=4))


def _rubric_of(heat_id: int) -> Rubric:
    """Return the rubric in force for a heat."""
    return get_rules_in_force(db.session(), round_id_of(heat_id)).rules.rubric


def round_id_of(heat_id: int) -> int:
    """Return the primary key of a heat's round."""
    return db.session.get_one(Heat, heat_id).round_id
