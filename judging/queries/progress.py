"""The progress matrix of a heat: entries down, seats across, each cell the state of one sheet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import (
    APPEARANCE_MOVES,
    OUT_OF_COMPETITION,
    Appearance,
    AppearanceState,
    Entry,
    Person,
    QuestionState,
    ScoreSheet,
    Seat,
    SheetQuestion,
    SheetRevision,
    SheetState,
)
from judging.models.rules_in_force import practice_numbers
from judging.queries.heats import HeatFacts, get_heat
from judging.queries.judge_sheets import shown_total
from judging.queries.marking_rules import find_rules
from judging.queries.sheet_counts import SheetCounts, count_sheets, standing_of, sum_counts
from judging.queries.turns import names_of
from judging.scoring.rule_parts import PRACTICE_GROUP


@dataclass(frozen=True)
class SeatFacts:
    """A column of the matrix. ``missing`` counts the active turns without an answer."""

    seat_id: int
    number: int
    group: str
    name: str
    is_practice: bool
    missing: int


@dataclass(frozen=True)
class Cell:
    """One sheet as the desk sees it.

    ``state`` is a value of ``SheetState``, or ``draft`` where something was typed; ``judge_total``
    is empty for those who may not see marks; ``is_asked`` while the judge is asked to check the
    sheet and has not answered; ``is_paper`` where what counts came on paper.
    """

    seat_number: int
    state: str
    judge_total: str = ""
    is_reopened: bool = False
    has_conflict: bool = False
    is_asked: bool = False
    is_paper: bool = False

    @property
    def standing(self) -> str:
        """As what the sheet counts, see ``sheet_counts``."""
        return standing_of(self.state, is_reopened=self.is_reopened)

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody has yet to say which marks stand."""
        return self.is_reopened or self.has_conflict or self.is_asked


@dataclass(frozen=True)
class TurnFacts:
    """A row of the matrix. ``moves`` are the states that may follow, in the order of a turn.

    ``counts`` are of the scoring seats.
    """

    appearance_id: int
    order: int | None
    entry_number: str
    name: str
    unit: str
    title_zh: str
    title_en: str
    state: str
    state_reason: str
    state_changed_at: datetime | None
    spoken_ms: int | None
    is_out: bool
    moves: tuple[str, ...]
    counts: SheetCounts
    is_unsettled: bool
    cells: tuple[Cell, ...]

    @property
    def spoken_text(self) -> str:
        """The spoken time as ``6:05`` or ``6:05.5``; empty where none was entered."""
        if self.spoken_ms is None:
            return ""
        tenths = self.spoken_ms // 100
        text = f"{tenths // 600}:{tenths // 10 % 60:02d}"
        return f"{text}.{tenths % 10}" if tenths % 10 else text

    @property
    def is_complete(self) -> bool:
        """Whether every scoring seat that was free to mark gave a sheet, and all of them stand."""
        return not self.is_out and not self.is_unsettled and self.counts.is_complete


@dataclass(frozen=True)
class Progress:
    """A heat with its matrix; ``counts`` are of the scoring seats' sheets for active turns.

    ``questions`` counts the judges' answers that the outlier review waits for.
    """

    heat: HeatFacts
    seats: tuple[SeatFacts, ...]
    turns: tuple[TurnFacts, ...]
    counts: SheetCounts
    conflicts: int
    questions: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether every active turn has all the marks that it can have."""
        active = [turn for turn in self.turns if not turn.is_out]
        return bool(active) and all(turn.is_complete for turn in active)


def get_progress(
    competition_id: int, round_key: str, heat_number: int, *, is_marks_shown: bool
) -> Progress:
    """Return the matrix of one heat in running order and by seat number.

    Args:
        competition_id: whose heat.
        round_key: natural key of the round.
        heat_number: number of the heat in the round.
        is_marks_shown: whether the reader may see judge totals.

    Raises:
        NotFound: the competition has no such heat.
    """
    heat = get_heat(competition_id, round_key, heat_number)
    seats = _seats(heat)
    sheets = _sheets(heat.id)
    rules = find_rules(heat.round_id) if is_marks_shown else None
    rows = _rows(heat.id)
    names = names_of(entry.id for _turn, entry in rows)
    asked, on_paper = _asked(heat.id), _on_paper(heat.id)
    practising = _practising(heat.round_id, seats)
    turns = []
    for turn, entry in rows:
        cells = []
        for seat, _name in seats:
            sheet = sheets.get((seat.id, turn.id))
            total = shown_total(rules, sheet.judge_total) if rules and sheet else ""
            cells.append(_cell(seat, sheet, total, asked, on_paper))
        turns.append(_turn(turn, entry, names.get(entry.id, ""), practising, tuple(cells)))
    return _progress(heat, seats, practising, tuple(turns))


def _practising(round_id: int, seats: Any) -> frozenset[int]:
    """Return the numbers of the seats that nobody waits for: by their group or the rule sheet."""
    grouped = {seat.number for seat, _name in seats if seat.group == PRACTICE_GROUP}
    return practice_numbers(db.session(), round_id) | grouped


def _progress(
    heat: HeatFacts, seats: Any, practising: frozenset[int], turns: tuple[TurnFacts, ...]
) -> Progress:
    """Count what the cells say."""
    active = [turn for turn in turns if not turn.is_out]
    columns = []
    for index, (seat, name) in enumerate(seats):
        missing = sum(turn.cells[index].standing == "missing" for turn in active)
        is_practice = seat.number in practising
        columns.append(
            SeatFacts(seat.id, seat.number, seat.group, name or "", is_practice, missing)
        )
    return Progress(
        heat=heat,
        seats=tuple(columns),
        turns=turns,
        counts=sum_counts(turn.counts for turn in active),
        conflicts=sum(cell.has_conflict for turn in turns for cell in turn.cells),
        questions=sum(cell.is_asked for turn in active for cell in turn.cells),
    )


def _turn(
    turn: Appearance,
    entry: Entry,
    name: str,
    practising: frozenset[int],
    cells: tuple[Cell, ...],
) -> TurnFacts:
    counted = [cell for cell in cells if cell.seat_number not in practising]
    return TurnFacts(
        appearance_id=turn.id,
        order=turn.order_number,
        entry_number=entry.number,
        name=name,
        unit=entry.unit,
        title_zh=entry.title_zh,
        title_en=entry.title_en,
        state=turn.state,
        state_reason=turn.state_reason,
        state_changed_at=turn.state_changed_at,
        spoken_ms=turn.spoken_ms,
        is_out=turn.state in OUT_OF_COMPETITION,
        moves=_moves(turn.state),
        counts=count_sheets(cell.standing for cell in counted),
        is_unsettled=any(cell.is_unsettled for cell in counted),
        cells=cells,
    )


def _moves(state: str) -> tuple[str, ...]:
    allowed = APPEARANCE_MOVES[AppearanceState(state)]
    return tuple(each for each in AppearanceState if each in allowed)


def _cell(
    seat: Seat, sheet: ScoreSheet | None, total: str, asked: set[int], on_paper: set[int]
) -> Cell:
    if sheet is None:
        return Cell(seat.number, SheetState.NOT_YET)
    is_draft = sheet.state == SheetState.NOT_YET and sheet.draft is not None
    state = "draft" if is_draft else sheet.state
    is_asked, is_paper = sheet.id in asked, sheet.id in on_paper
    return Cell(
        seat.number, state, total, sheet.is_reopened, sheet.has_conflict, is_asked, is_paper
    )


def _on_paper(heat_id: int) -> set[int]:
    """Return the sheets of a heat whose current revision came on paper."""
    query = (
        select(SheetRevision.sheet_id)
        .join(ScoreSheet, ScoreSheet.id == SheetRevision.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(
            Appearance.heat_id == heat_id, SheetRevision.is_current, SheetRevision.source == "paper"
        )
    )
    return set(db.session.scalars(query))


def _asked(heat_id: int) -> set[int]:
    """Return the sheets of a heat whose judges are asked and have not answered."""
    query = (
        select(SheetQuestion.sheet_id)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(
            Appearance.heat_id == heat_id,
            SheetQuestion.state == QuestionState.OPEN,
            SheetQuestion.passed_over_at.is_(None),
        )
    )
    return set(db.session.scalars(query))


def _seats(heat: HeatFacts) -> list[Any]:
    query = (
        select(Seat, Person.name)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id == heat.panel_id)
        .order_by(Seat.number)
    )
    return list(db.session.execute(query))


def _sheets(heat_id: int) -> dict[tuple[int, int], ScoreSheet]:
    query = (
        select(ScoreSheet)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id == heat_id)
    )
    return {(row.seat_id, row.appearance_id): row for row in db.session.scalars(query)}


def _rows(heat_id: int) -> list[Any]:
    query = (
        select(Appearance, Entry)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.heat_id == heat_id)
        .order_by(Appearance.order_number.is_(None), Appearance.order_number, Appearance.id)
    )
    return list(db.session.execute(query))
