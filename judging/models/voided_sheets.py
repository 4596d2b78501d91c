"""The sheets of a heat that were voided, each with the result that it gave and the one without."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.entry import Entry
from judging.models.heat import Seat
from judging.models.sheet import ScoreSheet, SheetRevision
from judging.models.states import SheetState
from judging.models.tally_inputs import load_heat
from judging.scoring import standings as core
from judging.scoring.faults import ScoringError
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import judge_total, unpack_marks
from judging.scoring.total_text import total_text
from judging.scoring.voiding import score_both


@dataclass(frozen=True)
class VoidedSheet:
    """One decision of the chief judge. Places are those within the heat alone.

    Scores are as published, empty without a result; places None likewise.
    """

    sheet_id: int
    appearance_id: int
    order: int
    seat_number: int
    judge_total: str
    reason: str
    voided_at: datetime
    voided_by: str
    score_with: str
    score_without: str
    place_with: int | None
    place_without: int | None

    def as_details(self) -> dict[str, str | int | None]:
        """Return both results as the journal keeps them."""
        return {
            "judge_total": self.judge_total,
            "score_with": self.score_with,
            "score_without": self.score_without,
            "place_with": self.place_with,
            "place_without": self.place_without,
        }


def list_voided(session: Session, heat_id: int, rules: RuleSheet) -> tuple[VoidedSheet, ...]:
    """Return the voided sheets of a heat in running order and by seat, counted both ways."""
    rows = session.execute(
        select(ScoreSheet, SheetRevision, Seat.number, Appearance.order_number, Entry.number)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .join(SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current)
        .where(Appearance.heat_id == heat_id, ScoreSheet.state == SheetState.VOID)
        .order_by(Appearance.order_number, Seat.number)
    ).all()
    if not rows:
        return ()
    appearances, _ids = load_heat(session, heat_id)
    found = (_voided(session, rules, appearances, row) for row in rows)
    return tuple(each for each in found if each is not None)


def _voided(
    session: Session, rules: RuleSheet, appearances: Sequence[core.Appearance], row: Any
) -> VoidedSheet | None:
    """Count one voided sheet both ways; None where it never held marks that these rules count."""
    sheet, void, seat, order, entry = row
    marks = _find_marks(session, sheet)
    if marks is None or len(marks) != len(rules.rubric.criteria):
        return None
    try:
        both = score_both(rules, appearances, entry, str(seat), marks)
    except ScoringError:
        return None
    total = judge_total(rules.rubric, marks, rules.tally.rounding)
    return VoidedSheet(
        sheet_id=sheet.id,
        appearance_id=sheet.appearance_id,
        order=order or 0,
        seat_number=seat,
        judge_total=total_text(rules.rubric, rules.tally.rounding, total),
        reason=void.reason,
        voided_at=void.received_at,
        voided_by=void.author,
        score_with=both.counted.score or "",
        score_without=both.voided.score or "",
        place_with=both.counted.rank,
        place_without=both.voided.rank,
    )


def _find_marks(session: Session, sheet: ScoreSheet) -> tuple[int, ...] | None:
    """Return the marks that a sheet held last before it was voided, or None."""
    packed = session.scalar(
        select(SheetRevision.marks)
        .where(
            SheetRevision.sheet_id == sheet.id,
            SheetRevision.state == SheetState.GIVEN,
            SheetRevision.is_conflict.is_(False),
        )
        .order_by(SheetRevision.number.desc())
        .limit(1)
    )
    return None if packed is None else unpack_marks(packed)
