"""The matrix, on SQLite and PostgreSQL."""

from datetime import datetime

import pytest

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Appearance, Round, Seat
from judging.queries.deductions import list_deductions
from judging.queries.heats import list_heats
from judging.queries.judge import get_judge_heat
from judging.queries.marking_counts import list_heat_counts
from judging.queries.progress import Cell, get_progress
from judging.queries.sheet_counts import SheetCounts
from judging.queries.sheet_details import get_sheet_detail
from judging.services.deductions import NewDeduction, add_deduction
from judging.services.heat_states import close_heat, reopen_heat
from judging.services.recusals import recuse_seat
from judging.services.sheet_desk import reopen_sheet
from judging.services.sheet_values import Draft
from judging.services.sheets import save_draft
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import mark


def _key(heat: HeatBundle) -> str:
    return db.session.get_one(Round, heat.round_id).key


def _mixed_heat(factory: Factory, now: datetime) -> HeatBundle:
    """Two scoring seats and one of practice; one sheet given, one begun, one entry gone."""
    heat = factory.ready_heat(seats=3, entries=2)
    db.session.get_one(Seat, heat.seat_ids[2]).group = "practice"
    gone = db.session.get_one(Appearance, heat.appearance_ids[1])
    gone.state, gone.state_reason = "absent", "未到场"
    db.session.commit()
    mark(factory, heat, now, 0, 0)
    judge = factory.seat_actor(heat.seat_ids[1], heat.competition_id)
    save_draft(judge, now, Draft(heat.appearance_ids[0], {"content": "3"}))
    return heat


def test_the_matrix_counts_scoring_seats_and_active_entries_only(
    factory: Factory, now: datetime
) -> None:
    heat = _mixed_heat(factory, now)
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=True)
    assert (found.counts, found.conflicts) == (SheetCounts(given=1, missing=1), 0)
    assert [turn.cells for turn in found.turns] == [
        (Cell(1, "given", "88.0"), Cell(2, "draft"), Cell(3, "not_yet")),
        (Cell(1, "not_yet"), Cell(2, "not_yet"), Cell(3, "not_yet")),
    ]
    assert [(seat.number, seat.is_practice, seat.missing) for seat in found.seats] == [
        (1, False, 0),
        (2, False, 1),
        (3, True, 1),
    ]
    assert [(t.counts, t.is_complete, t.is_out) for t in found.turns] == [
        (SheetCounts(given=1, missing=1), False, False),
        (SheetCounts(missing=2), False, True),
    ]


def _standings(heat: HeatBundle) -> tuple[SheetCounts, bool, list[tuple[SheetCounts, bool]]]:
    """Return the counts of the heat, whether it is complete, and both of each turn."""
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=False)
    [overview] = list_heat_counts(list_heats(heat.competition_id))
    assert overview.counts == found.counts
    turns = [(turn.counts, turn.is_complete) for turn in found.turns]
    return found.counts, found.is_complete, turns


def test_what_a_forced_close_left_out_is_absent_and_never_given(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3, entries=3)
    mark(factory, heat, now, 0, 0)
    desk = factory.actor(heat.competition_id, "organizer")
    close_heat(desk, now, heat.heat_id, accept_missing=True)
    none = (SheetCounts(absent=3), False)
    first = (SheetCounts(given=1, absent=2), False)
    assert _standings(heat) == (SheetCounts(given=1, absent=8), False, [first, none, none])
    reopen_heat(factory.actor(heat.competition_id, "chief_judge"), now, heat.heat_id, "平板断网")
    assert _standings(heat)[0] == SheetCounts(given=1, missing=8)


def test_a_turn_is_complete_once_all_who_are_free_to_mark_gave_and_nothing_is_taken_back(
    factory: Factory, now: datetime
) -> None:
    heat = factory.ready_heat(seats=3, entries=1)
    turn = heat.appearance_ids[0]
    for seat in (0, 1):
        mark(factory, heat, now, seat, 0)
    desk = factory.actor(heat.competition_id, "organizer")
    recuse_seat(desk, now, turn, heat.seat_ids[2], "同单位")
    counts = SheetCounts(given=2, recused=1)
    assert _standings(heat) == (counts, True, [(counts, True)])
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, turn, heat.seat_ids[0], "写错")
    assert _standings(heat) == (counts, False, [(counts, False)])


def test_totals_are_left_out_for_those_who_may_not_read_marks(
    factory: Factory, now: datetime
) -> None:
    heat = _mixed_heat(factory, now)
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=False)
    assert found.turns[0].cells[0] == Cell(1, "given")


def test_moves_follow_the_table_in_the_order_of_a_turn(factory: Factory, now: datetime) -> None:
    heat = _mixed_heat(factory, now)
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=False)
    assert [turn.moves for turn in found.turns] == [
        ("called", "on_stage", "scoring", "absent", "withdrawn", "disqualified"),
        ("waiting",),
    ]


@pytest.mark.parametrize(
    ("spoken_ms", "text"),
    [(None, ""), (0, "0:00"), (365_000, "6:05"), (365_500, "6:05.5"), (3_600_000, "60:00")],
)
def test_a_spoken_time_is_written_as_minutes_and_seconds(
    factory: Factory, spoken_ms: int | None, text: str
) -> None:
    heat = factory.ready_heat(entries=1)
    db.session.get_one(Appearance, heat.appearance_ids[0]).spoken_ms = spoken_ms
    db.session.commit()
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=False)
    assert found.turns[0].spoken_text == text


def test_the_overview_counts_every_heat(factory: Factory, now: datetime) -> None:
    heat = _mixed_heat(factory, now)
    db.session.get_one(Appearance, heat.appearance_ids[0]).state = "scoring"
    db.session.commit()
    [count] = list_heat_counts(list_heats(heat.competition_id))
    assert (count.counts, count.current_order) == (SheetCounts(given=1, missing=1), 1)


def test_a_sheet_is_shown_with_the_rubric_it_was_given_under(
    factory: Factory, now: datetime
) -> None:
    heat = _mixed_heat(factory, now)
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=True)
    detail = get_sheet_detail(found, 1, 1)
    [item] = detail.revisions
    assert dict(item.revision.marks) == {
        "content": "35.5",
        "language": "26.0",
        "image": "17.5",
        "overall": "9.0",
    }
    assert (item.revision.judge_total, item.rubric.version, item.replaces) == ("88.0", 1, 0)
    assert get_sheet_detail(found, 1, 2).revisions == ()
    for order, seat in ((9, 1), (1, 9)):
        with pytest.raises(NotFound):
            get_sheet_detail(found, order, seat)


def test_deductions_carry_their_sign(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat()
    organizer = factory.actor(heat.competition_id, "organizer")
    turn = heat.appearance_ids[0]
    add_deduction(organizer, now, turn, NewDeduction("0.50", "超时"))
    add_deduction(organizer, now, turn, NewDeduction("1", "双语问答", kind="bonus"))
    lines = list_deductions(heat.heat_id)[turn]
    assert [(line.points, line.reason_zh) for line in lines] == [
        ("−0.5", "超时"),
        ("+1", "双语问答"),
    ]


def test_another_competitions_heat_is_not_there(factory: Factory) -> None:
    heat, other = factory.ready_heat(), factory.ready_heat()
    with pytest.raises(NotFound):
        get_progress(other.competition_id, _key(heat), 1, is_marks_shown=True)


def test_nobody_waits_for_a_seat_that_only_the_rule_sheet_makes_a_practice_seat(
    factory: Factory, now: datetime
) -> None:
    rules = {**CONVENTION, "tally": {**CONVENTION["tally"], "practice_seats": ["3"]}}
    heat = factory.ready_heat(3, 2, rules)
    for seat in (0, 2):
        mark(factory, heat, now, seat, 0)
    found = get_progress(heat.competition_id, _key(heat), 1, is_marks_shown=False)
    assert found.counts == SheetCounts(given=1, missing=3)
    assert [(seat.number, seat.is_practice) for seat in found.seats] == [
        (1, False),
        (2, False),
        (3, True),
    ]
    [count] = list_heat_counts(list_heats(heat.competition_id))
    assert count.counts == SheetCounts(given=1, missing=3)
    judges = [factory.seat_actor(seat, heat.competition_id) for seat in heat.seat_ids]
    assert [get_judge_heat(judge).is_practice for judge in judges] == [False, False, True]
