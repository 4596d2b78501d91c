"""Seats that the rule sheet makes practice or tie-break seats, on SQLite and PostgreSQL."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Heat, Round, Standing
from judging.permissions import SYSTEM
from judging.services.release_check import check_release
from judging.services.tallies import run_tally
from tests.factories import CONVENTION, Factory

RULES: dict[str, Any] = {
    **CONVENTION,
    "tally": {**CONVENTION["tally"], "practice_seats": ["5"], "tie_break_seats": ["4"]},
}


def test_nobody_waits_for_a_practice_seat_and_its_marks_do_not_count(
    now: datetime, factory: Factory
) -> None:
    heat = factory.ready_heat(5, 1, RULES, state="closed")
    (turn,) = heat.appearance_ids
    for seat, content in zip(heat.seat_ids[:4], ("36", "36", "36", "10"), strict=True):
        factory.given_sheet(seat, turn, content, "25", "16", "8")
    db.session.commit()
    run_tally(SYSTEM, now, heat.round_id, heat.heat_id)

    line = db.session.scalars(select(Standing)).one()
    assert line.score == "85.00"
    assert line.working is not None
    assert [(j["seat"], j["group"], j["left_out"]) for j in line.working["judges"][3:]] == [
        ("4", "tie_break", "tie_break"),
        ("5", "practice", "practice"),
    ]
    check = check_release(db.session(), db.session.get_one(Round, heat.round_id))
    assert [problem.code for problem in check.blockers] == []
    assert db.session.get_one(Heat, heat.heat_id).state == "tallied"
