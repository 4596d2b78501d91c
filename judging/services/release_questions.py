"""What the outlier review has to say before a release: who was asked and has not answered."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.errors import Problem
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    Entry,
    Heat,
    QuestionState,
    ScoreSheet,
    Seat,
    SheetQuestion,
)

#: A list longer than this helps nobody.
_MOST_LISTED = 200


def question_problems(
    session: Session, heat_ids: Sequence[int], *, is_passed_over: bool
) -> list[Problem]:
    """Return the unanswered questions of heats, in order of heat, turn and seat.

    Args:
        session: the database session.
        heat_ids: the heats that the release would hold.
        is_passed_over: True for those over which a heat was closed with a reason, which a release
            only warns of; False for those that still wait, which stand in its way.
    """
    passed = SheetQuestion.passed_over_at
    rows = session.execute(
        select(Heat.number, Entry.number, Seat.number)
        .select_from(SheetQuestion)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .where(
            Appearance.heat_id.in_(heat_ids),
            Appearance.state.not_in(OUT_OF_COMPETITION),
            SheetQuestion.state == QuestionState.OPEN,
            passed.is_not(None) if is_passed_over else passed.is_(None),
        )
        .order_by(Heat.number, Appearance.order_number, Seat.number)
        .limit(_MOST_LISTED)
    )
    code = "release_question_passed" if is_passed_over else "release_question_open"
    return [
        Problem(code, "", {"heat": heat, "entry": entry, "seat": seat})
        for heat, entry, seat in rows
    ]
