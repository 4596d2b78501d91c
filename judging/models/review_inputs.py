"""What the outlier review of a heat reads: every seat's current sheet of every appearance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.heat import Panel, Seat
from judging.models.sheet import ScoreSheet, SheetRevision
from judging.models.states import OUT_OF_COMPETITION, SheetState
from judging.scoring.panel import count_totals
from judging.scoring.review import Flag, find_flags, review_rules_of
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.scoring.sheet import SeatSheet, unpack_marks


@dataclass(frozen=True)
class ReviewCell:
    """One seat's sheet as it stands; ``sheet_id`` is None where nothing was ever kept."""

    seat_id: int
    seat_number: int
    sheet_id: int | None
    revision: int
    source: str
    is_reopened: bool
    has_conflict: bool
    sheet: SeatSheet

    @property
    def is_counting(self) -> bool:
        """Whether the seat's sheets count."""
        return self.sheet.group != PRACTICE_GROUP

    @property
    def is_awaited(self) -> bool:
        """Whether this seat owes an answer."""
        is_taken_back = self.sheet.state == SheetState.ABSENT and self.is_reopened
        return self.sheet.state == SheetState.NOT_YET or is_taken_back


@dataclass(frozen=True)
class ReviewTurn:
    """One appearance with its cells, by seat number."""

    appearance_id: int
    order: int
    is_out: bool
    cells: tuple[ReviewCell, ...]

    @property
    def sheets(self) -> tuple[SeatSheet, ...]:
        """The sheets, as the core reads them."""
        return tuple(cell.sheet for cell in self.cells)

    @property
    def is_complete(self) -> bool:
        """Whether it takes part and every seat that counts has answered."""
        awaited = [cell for cell in self.cells if cell.is_counting and cell.is_awaited]
        return not self.is_out and not awaited


def load_turns(session: Session, heat_id: int) -> tuple[ReviewTurn, ...]:
    """Return the appearances of a heat in running order, with three queries."""
    seats = session.execute(
        select(Seat.id, Seat.number, Seat.group)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Panel.heat_id == heat_id)
        .order_by(Seat.number)
    ).all()
    sheets = _sheets(session, heat_id)
    turns = session.execute(
        select(Appearance.id, Appearance.order_number, Appearance.state)
        .where(Appearance.heat_id == heat_id)
        .order_by(Appearance.order_number.is_(None), Appearance.order_number, Appearance.id)
    )
    return tuple(
        ReviewTurn(
            appearance_id=key,
            order=order or 0,
            is_out=state in OUT_OF_COMPETITION,
            cells=tuple(_cell(seat, sheets.get((key, seat.id))) for seat in seats),
        )
        for key, order, state in turns
    )


def find_turn_flags(
    rules: RuleSheet, turns: Sequence[ReviewTurn], turn: ReviewTurn
) -> tuple[Flag, ...]:
    """Return the flags of one appearance under the round's own review rules."""
    others = [other.sheets for other in turns if other is not turn]
    return find_flags(rules, review_rules_of(rules), turn.sheets, others)


def list_totals(rules: RuleSheet, turn: ReviewTurn) -> Mapping[str, Fraction]:
    """Return the judge totals of an appearance in points, by seat, practice seats aside."""
    counting = [cell.sheet for cell in turn.cells if cell.is_counting]
    totals = count_totals(rules.rubric, rules.tally.rounding, counting)
    return {seat: Fraction(units, totals.divisor) for seat, units in totals.units.items()}


def _sheets(session: Session, heat_id: int) -> dict[tuple[int, int], Any]:
    """Return each kept sheet with its current marks and their source, by appearance and seat."""
    rows = session.execute(
        select(ScoreSheet, SheetRevision.marks, SheetRevision.source)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .outerjoin(
            SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current
        )
        .where(Appearance.heat_id == heat_id)
    )
    return {(row[0].appearance_id, row[0].seat_id): row for row in rows}


def _cell(seat: Any, row: Any) -> ReviewCell:
    """Join a seat with what stands for it; nothing was given where nothing is kept."""
    sheet, packed, source = row or (None, None, None)
    state = SheetState.NOT_YET if sheet is None else sheet.state
    is_given = state == SheetState.GIVEN and packed is not None
    marks = unpack_marks(packed or b"") if is_given else ()
    return ReviewCell(
        seat_id=seat.id,
        seat_number=seat.number,
        sheet_id=sheet and sheet.id,
        revision=sheet.revision if sheet else 0,
        source=source or "",
        is_reopened=bool(sheet and sheet.is_reopened),
        has_conflict=bool(sheet and sheet.has_conflict),
        sheet=SeatSheet(str(seat.number), marks, str(state), seat.group),
    )
