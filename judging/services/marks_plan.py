"""What a file of marks would change in a round: resolved, checked, compared with what stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from judging.errors import InvalidInput, Problem
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    Entry,
    Heat,
    HeatState,
    Panel,
    Person,
    ScoreSheet,
    Seat,
    SheetRevision,
    SheetState,
)
from judging.scoring.faults import ScoringError
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import check_marks, judge_total, pack_marks
from judging.services.marks_rows import MOST_PROBLEMS, FileSheet


@dataclass(frozen=True)
class PlannedSheet:
    """One sheet to be written: ``sheet_id`` is None for a new one, ``number`` its revision."""

    seat_id: int
    appearance_id: int
    sheet_id: int | None
    number: int
    state: str
    marks: bytes | None
    judge_total: int | None
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class MarksPlan:
    """What a file would do: sheets to write, and how many stand as they are."""

    sheets: tuple[PlannedSheet, ...]
    unchanged: int
    heat_ids: tuple[int, ...]


def plan_marks(
    session: Session,
    round_id: int,
    rules: RuleSheet,
    file_sheets: Sequence[FileSheet],
    *,
    may_void: bool,
    is_paper: bool = False,
) -> MarksPlan:
    """Resolve a file's sheets against a round and compare them with what stands.

    Args:
        session: the database session.
        round_id: the round.
        rules: the rule sheet in force.
        file_sheets: what the file says.
        may_void: whether who imports may declare a sheet void.
        is_paper: whether they come from paper, which takes no other sheet's place.

    Raises:
        InvalidInput: heats, entries or seats that are not there, heats that are not open, sheets
            that are void or that the actor may not void, paper over what came otherwise, marks
            that do not fit the rubric; each with its line.
    """
    known = _Known(session, round_id, may_void=may_void, is_paper=is_paper)
    problems: list[Problem] = []
    planned: list[PlannedSheet] = []
    heat_ids: set[int] = set()
    for sheet in file_sheets:
        faults, new = known.resolved(sheet, rules)
        problems += faults
        if len(problems) >= MOST_PROBLEMS:
            break
        if not faults:
            heat_ids.add(known.heats[sheet.heat][0])
            planned += [new] if new else []
    if problems:
        raise InvalidInput(problems[:MOST_PROBLEMS])
    unchanged = len(file_sheets) - len(planned)
    return MarksPlan(tuple(planned), unchanged, tuple(sorted(heat_ids)))


class _Known:
    """Everything of a round that a row of the file may name, read once."""

    def __init__(self, session: Session, round_id: int, *, may_void: bool, is_paper: bool) -> None:
        self.may_void, self.is_paper = may_void, is_paper
        self.heats: dict[str, tuple[int, str]] = {}
        for key, number, zh, en, state in session.execute(
            select(Heat.id, Heat.number, Heat.name_zh, Heat.name_en, Heat.state)
            .where(Heat.round_id == round_id)
            .order_by(Heat.number.desc())
        ):
            for name in (en, zh, str(number)):
                self.heats[name] = (key, state)
        self.turns = {
            (heat_id, number): (key, state)
            for key, heat_id, number, state in session.execute(
                select(Appearance.id, Appearance.heat_id, Entry.number, Appearance.state)
                .join(Entry, Entry.id == Appearance.entry_id)
                .where(Appearance.round_id == round_id)
            )
        }
        self.seats: dict[tuple[int, str], int] = {}
        for heat_id, key, number, name in session.execute(_seats(round_id)):
            for text in (name, str(number)):
                if text:
                    self.seats[heat_id, text] = key
        self.sheets = {
            (row.seat_id, row.appearance_id): row for row in session.execute(_sheets(round_id))
        }
        self.lines: dict[tuple[int, int], int] = {}

    def resolved(
        self, sheet: FileSheet, rules: RuleSheet
    ) -> tuple[list[Problem], PlannedSheet | None]:
        """Return what is wrong with a sheet of the file; else what to write, None for nothing."""
        found = list(self.problems(sheet)) or self.repeated(sheet) or self.void_problems(sheet)
        marks, faults = _checked(rules, sheet) if not found else (None, [])
        if found or faults:
            return [*found, *faults], None
        new = self.planned(sheet, marks, rules)
        if new is not None and self.is_paper and self.stands(new):
            named = {"entry": sheet.entry, "seat": sheet.seat}
            return [Problem("row_sheet_came_otherwise", str(sheet.line), named)], None
        return [], new

    def stands(self, new: PlannedSheet) -> bool:
        """Whether another sheet stands there, which nobody reopened."""
        standing = self.sheets.get((new.seat_id, new.appearance_id))
        if standing is None or standing.state == SheetState.NOT_YET:
            return False
        return not standing.is_reopened

    def problems(self, sheet: FileSheet) -> Iterator[Problem]:
        """Yield what a sheet of the file names in vain."""
        place = str(sheet.line)
        heat = self.heats.get(sheet.heat)
        if heat is None:
            yield Problem("row_unknown_heat", place, {"heat": sheet.heat})
            return
        if heat[1] != HeatState.OPEN:
            yield Problem("row_heat_not_open", place, {"heat": sheet.heat})
        turn = self.turns.get((heat[0], sheet.entry))
        if turn is None:
            yield Problem("row_unknown_entry", place, {"entry": sheet.entry, "heat": sheet.heat})
        elif turn[1] in OUT_OF_COMPETITION:
            yield Problem("row_entry_is_out", place, {"entry": sheet.entry})
        if (heat[0], sheet.seat) not in self.seats:
            yield Problem("row_unknown_seat", place, {"seat": sheet.seat, "heat": sheet.heat})

    def repeated(self, sheet: FileSheet) -> list[Problem]:
        """Return the problem of a sheet that stands in the file under other names as well."""
        heat_id = self.heats[sheet.heat][0]
        key = (self.seats[heat_id, sheet.seat], self.turns[heat_id, sheet.entry][0])
        first = self.lines.setdefault(key, sheet.line)
        if first == sheet.line:
            return []
        return [Problem("sheet_twice", str(sheet.line), {"line": first})]

    def void_problems(self, sheet: FileSheet) -> list[Problem]:
        """Return why a sheet may not be voided, or what is void may not be filled, by a file."""
        heat_id = self.heats[sheet.heat][0]
        key = (self.seats[heat_id, sheet.seat], self.turns[heat_id, sheet.entry][0])
        standing = self.sheets.get(key)
        is_void = standing is not None and standing.state == SheetState.VOID
        place, named = str(sheet.line), {"entry": sheet.entry, "seat": sheet.seat}
        if sheet.state == SheetState.VOID and not is_void and not self.may_void:
            return [Problem("row_may_not_void", place, named)]
        is_shut = standing is not None and is_void and not standing.is_reopened
        if sheet.state != SheetState.VOID and is_shut:
            return [Problem("row_sheet_is_void", place, named)]
        return []

    def planned(
        self, sheet: FileSheet, marks: tuple[int, ...] | None, rules: RuleSheet
    ) -> PlannedSheet | None:
        """Return what to write for a sheet, or None where the same stands already."""
        heat_id = self.heats[sheet.heat][0]
        seat_id = self.seats[heat_id, sheet.seat]
        appearance_id = self.turns[heat_id, sheet.entry][0]
        packed = None if marks is None else pack_marks(marks)
        standing = self.sheets.get((seat_id, appearance_id))
        if standing is not None and (standing.state, standing.marks) == (sheet.state, packed):
            return None
        total = None if marks is None else judge_total(rules.rubric, marks, rules.tally.rounding)
        return PlannedSheet(
            seat_id=seat_id,
            appearance_id=appearance_id,
            sheet_id=None if standing is None else standing.id,
            number=1 if standing is None else (standing.last or 0) + 1,
            state=sheet.state,
            marks=packed,
            judge_total=None if total is None else total.units,
            texts=tuple(sorted(sheet.marks.items())),
        )


def _seats(round_id: int) -> Any:
    """Select heat, id, number and occupant of every seat of a round."""
    return (
        select(Panel.heat_id, Seat.id, Seat.number, Person.name)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Heat.round_id == round_id)
    )


def _sheets(round_id: int) -> Any:
    """Select what stands of every sheet, with its current marks and its last revision."""
    last = (
        select(SheetRevision.sheet_id, func.max(SheetRevision.number).label("last"))
        .group_by(SheetRevision.sheet_id)
        .subquery()
    )
    return (
        select(
            ScoreSheet.seat_id,
            ScoreSheet.appearance_id,
            ScoreSheet.id,
            ScoreSheet.state,
            ScoreSheet.is_reopened,
            SheetRevision.marks,
            last.c.last,
        )
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .outerjoin(
            SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current
        )
        .outerjoin(last, last.c.sheet_id == ScoreSheet.id)
        .where(Appearance.round_id == round_id)
    )


def _checked(rules: RuleSheet, sheet: FileSheet) -> tuple[tuple[int, ...] | None, list[Problem]]:
    """Return a given sheet's marks in thousandths of a point, or what is wrong with them."""
    if sheet.state != "given":
        return None, []
    try:
        return check_marks(rules.rubric, sheet.marks), []
    except ScoringError as error:
        place = f"{sheet.line}"
        return None, [Problem(f.code, f"{place} {f.place}", f.params) for f in error.faults]
