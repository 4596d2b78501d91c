"""Judges recused beforehand for a conflict of interest, on SQLite and PostgreSQL."""

from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import JudgingError, NotFound
from judging.extensions import db
from judging.models import Entry, Heat, Person, RuleSheetVersion, Seat
from judging.models.engine import write_transaction
from judging.queries.interests import list_interests
from judging.queries.panels_left import list_panels_left
from judging.queries.progress import get_progress
from judging.services.recusals import Recusal, recuse_seat, recuse_seats
from judging.services.sheet_desk import reopen_sheet
from judging.services.sheets import submit_sheet
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import actions, judge_at, mark, sheet_states, submission, uuid_of
from tests.services.reviewed import newest_details


def _code(command: object, *args: object) -> str:
    with pytest.raises(JudgingError) as refused:
        command(*args)  # type: ignore[operator]
    problems = getattr(refused.value, "problems", ())
    return problems[0].code if problems else refused.value.code


def test_a_recused_seat_gives_no_marks_until_the_desk_reopens(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=2)
    desk = factory.actor(heat.competition_id, "organizer")
    place = (heat.appearance_ids[0], heat.seat_ids[0])
    recuse_seat(desk, now, *place, " 亲属 ")
    assert sheet_states() == {(place[1], place[0]): "recused"}
    assert db.session.scalars(select(RuleSheetVersion.frozen_at)).all() == [None]
    judge = judge_at(factory, heat)
    late = submission(heat, replaces=1, reason="没有关系")
    assert _code(submit_sheet, judge, now, late) == "sheet_is_recused"
    reopen_sheet(desk, now, *place, "填错")
    assert submit_sheet(judge, now, late).revision == 2
    assert actions() == ["desk:sheet:recuse", "desk:sheet:reopen", "seat:sheet:correct"]


def test_several_seats_are_recused_at_once_with_one_journal_entry_that_names_all(
    factory: Factory, now: datetime
) -> None:
    heat, other = factory.ready_heat(seats=2), factory.ready_heat(seats=1)
    desk = factory.actor(heat.competition_id, "organizer")
    first, second = heat.appearance_ids[:2]
    pairs = [(first, heat.seat_ids[0]), (first, heat.seat_ids[1]), (second, heat.seat_ids[1])]
    wanted = [Recusal(*pair, "亲属") for pair in pairs]
    for twice in ([*wanted, wanted[0]], [wanted[0], wanted[0]]):
        assert _code(recuse_seats, desk, now, twice) == "sheet_is_handed_in"
    elsewhere = Recusal(other.appearance_ids[0], other.seat_ids[0], "亲属")
    assert _code(recuse_seats, desk, now, [wanted[0], elsewhere]) == "not_found"
    assert (sheet_states(), actions()) == ({}, [])
    recuse_seats(desk, now, wanted)
    assert sheet_states() == {(seat, turn): "recused" for turn, seat in pairs}
    assert actions() == ["desk:sheet:recuse"]
    assert newest_details() == {"recused": [list(pair) for pair in pairs]}


def test_a_judges_own_recusal_is_the_judges_to_undo(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(seats=1)
    judge = judge_at(factory, heat)
    submit_sheet(judge, now, submission(heat, marks={}, state="recused", reason="同单位"))
    again = submission(heat, client_id=uuid_of(2), replaces=1, reason="误会")
    assert submit_sheet(judge, now, again).state == "given"


def test_what_cannot_be_recused_is_refused_and_nothing_else_is_done(
    factory: Factory, now: datetime
) -> None:
    heat, other = factory.ready_heat(seats=2), factory.ready_heat(seats=1)
    desk = factory.actor(heat.competition_id, "organizer")
    first, second = heat.appearance_ids[:2]
    mark(factory, heat, now, 0, 0)
    both = [Recusal(second, heat.seat_ids[1], "亲属"), Recusal(first, heat.seat_ids[0], "亲属")]
    assert _code(recuse_seats, desk, now, both) == "sheet_is_handed_in"
    assert _code(recuse_seats, desk, now, []) == "nothing_chosen"
    assert _code(recuse_seat, desk, now, second, heat.seat_ids[1], " ") == "required"
    for actor, seat in ((desk, other.seat_ids[0]), (judge_at(factory, heat), heat.seat_ids[1])):
        with pytest.raises(NotFound):
            recuse_seat(actor, now, second, seat, "亲属")
    for state, code in (("planned", "recusal_before_order"), ("signed", "heat_signed")):
        with write_transaction(db.session()):
            db.session.get_one(Heat, heat.heat_id).state = state
        assert _code(recuse_seat, desk, now, second, heat.seat_ids[1], "亲属") == code
    assert list(sheet_states().values()) == ["given"]


def _meet(factory: Factory, heat: HeatBundle) -> None:
    """Let seat 1 share the unit of all, seat 2 have advised the second entry."""
    unit, name = factory.person(unit="示例 中学"), factory.person(name="王 老师")
    with write_transaction(db.session()):
        for seat_id, person_id in zip(heat.seat_ids, (unit, name), strict=False):
            db.session.get_one(Seat, seat_id).person_id = person_id
        for entry_id in heat.entry_ids[1:]:
            db.session.get_one(Entry, entry_id).unit = ""
        db.session.get_one(Entry, heat.entry_ids[1]).adviser = "李老师、王老师"
        db.session.get_one(Person, name).unit = ""


def test_the_records_show_who_shares_a_unit_and_who_advised(factory: Factory) -> None:
    heat = factory.ready_heat(seats=3)
    _meet(factory, heat)
    key = db.session.get_one(Heat, heat.heat_id).round.key
    progress = get_progress(heat.competition_id, key, 1, is_marks_shown=False)
    assert [
        (each.turn.order, each.seat.number, each.cause, each.shared, each.is_open)
        for each in list_interests(progress)
    ] == [(1, 1, "unit", "示例 中学", True), (2, 2, "adviser", "王 老师", True)]


@pytest.mark.parametrize(
    ("trim", "left"),
    [
        ({"low": 1, "high": 1, "min_kept": 1, "few": "step_down"}, (3, False, False)),
        ({"low": 1, "high": 1, "min_kept": 3, "few": "step_down"}, (5, True, False)),
        ({"low": 1, "high": 1, "min_kept": 3, "few": "block"}, (5, True, True)),
    ],
)
def test_what_is_left_of_a_panel_is_told_before_seats_stand_aside(
    factory: Factory, trim: dict[str, object], left: tuple[int, bool, bool]
) -> None:
    tally = {**CONVENTION["tally"], "trim": trim, "practice_seats": ["5"]}
    heat = factory.ready_heat(5, 1, {**CONVENTION, "tally": tally})
    people = {at: factory.person(unit="示例中学") for at in (0, 4)}
    with write_transaction(db.session()):
        for at, person_id in people.items():
            db.session.get_one(Seat, heat.seat_ids[at]).person_id = person_id
    key = db.session.get_one(Heat, heat.heat_id).round.key
    progress = get_progress(heat.competition_id, key, 1, is_marks_shown=False)
    [panel], practice = list_panels_left(progress, list_interests(progress))
    [group] = panel.groups
    assert [seat.number for seat in panel.aside] == [1]
    assert [each.seat.number for each in practice] == [5]
    assert (group.before, group.after) == (4, 3)
    assert (group.least, group.is_short, group.has_no_result) == left
