"""A sheet's two results: with it in the count, and with it void."""

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
class SheetResults:
    """What a sheet does to its appearance; places are those within the heat alone.

    Args:
        sheet_id: primary key of the sheet.
        order: order number of the appearance.
        seat_number: whose sheet it is.
        judge_total: the total of the marks that it held last, as shown.
        score_with: as published with the sheet; empty without a result.
        score_without: likewise with the sheet void.
        place_with: None without a result.
        place_without: likewise.
        reason: why it was voided; empty where it is not void.
        voided_at: when; None where it is not void.
        voided_by: pseudonym of who did.
    """

    sheet_id: int
    order: int
    seat_number: int
    judge_total: str
    score_with: str
    score_without: str
    place_with: int | None
    place_without: int | None
    reason: str = ""
    voided_at: datetime | None = None
    voided_by: str = ""

    def as_details(self) -> dict[str, str | int | None]:
        """Return both results as the journal keeps them."""
        return {
            "judge_total": self.judge_total,
            "score_with": self.score_with,
            "score_without": self.score_without,
            "place_with": self.place_with,
            "place_without": self.place_without,
        }


def list_voided(session: Session, heat_id: int, rules: RuleSheet) -> tuple[SheetResults, ...]:
    """Return the voided sheets of a heat in running order and by seat, counted both ways."""
    void = _sheets().where(Appearance.heat_id == heat_id, ScoreSheet.state == SheetState.VOID)
    return _counted(session, heat_id, rules, session.execute(void).all())


def find_results(
    session: Session, heat_id: int, rules: RuleSheet, seat_id: int, appearance_id: int
) -> SheetResults | None:
    """Return both results of one sheet, void or not; None where it never held marks."""
    rows = session.execute(
        _sheets().where(
            Appearance.heat_id == heat_id,
            ScoreSheet.seat_id == seat_id,
            ScoreSheet.appearance_id == appearance_id,
        )
    ).all()
    return next(iter(_counted(session, heat_id, rules, rows)), None)


def _sheets() -> Any:
    """Select sheets with their current revision, in running order and by seat."""
    return (
        select(ScoreSheet, SheetRevision, Seat.number, Appearance.order_number, Entry.number)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .join(SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current)
        .order_by(Appearance.order_number, Seat.number)
    )


def _counted(
    session: Session, heat_id: int, rules: RuleSheet, rows: Sequence[Any]
) -> tuple[SheetResults, ...]:
    """Count each sheet both ways; one that never held marks which these rules count is left out."""
    if not rows:
        return ()
    appearances, _ids = load_heat(session, heat_id)
    found = (_results(session, rules, appearances, row) for row in rows)
    return tuple(each for each in found if each is not None)


def _results(
    session: Session, rules: RuleSheet, appearances: Sequence[core.Appearance], row: Any
) -> SheetResults | None:
    sheet, current, seat, order, entry = row
    marks = _find_marks(session, sheet)
    if marks is None or len(marks) != len(rules.rubric.criteria):
        return None
    try:
        both = score_both(rules, appearances, entry, str(seat), marks)
    except ScoringError:
        return None
    total = judge_total(rules.rubric, marks, rules.tally.rounding)
    is_void = sheet.state == SheetState.VOID
    return SheetResults(
        sheet_id=sheet.id,
        order=order or 0,
        seat_number=seat,
        judge_total=total_text(rules.rubric, rules.tally.rounding, total),
        score_with=both.counted.score or "",
        score_without=both.voided.score or "",
        place_with=both.counted.rank,
        place_without=both.voided.rank,
        reason=current.reason if is_void else "",
        voided_at=current.received_at if is_void else None,
        voided_by=current.author if is_void else "",
    )


def _find_marks(session: Session, sheet: ScoreSheet) -> tuple[int, ...] | None:
    """Return the marks that a sheet held last, or None."""
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
