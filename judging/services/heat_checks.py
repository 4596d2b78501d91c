"""What stands in the way of opening or closing a heat, as a list that a person can work off."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from judging.errors import NotFound, Problem
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    Heat,
    Panel,
    PaperReading,
    PaperState,
    ScoreSheet,
    Seat,
    SheetState,
)
from judging.models.rules_in_force import get_rules_in_force, practice_numbers
from judging.scoring.faults import ScoringError
from judging.scoring.rule_parts import PRACTICE_GROUP, TIE_BREAK_GROUP, TallyRules
from judging.services.command import Work
from judging.services.review_questions import question_blockers


@dataclass(frozen=True)
class Missing:
    """One cell of the matrix that has no answer yet."""

    seat: Seat
    appearance: Appearance
    sheet: ScoreSheet | None


def list_opening_blockers(work: Work, heat: Heat) -> tuple[Problem, ...]:
    """Return why a heat cannot be opened for marking, in the order in which to settle it."""
    appearances = list_appearances(work, heat)
    seats = scoring_seats(work, heat)
    problems: list[Problem] = []
    if not appearances:
        problems.append(Problem("heat_without_entries"))
    unordered = sum(a.order_number is None for a in appearances)
    if unordered:
        problems.append(Problem("order_missing", params={"count": unordered}))
    if not seats:
        problems.append(Problem("heat_without_seats"))
    return (*problems, *_rule_blockers(work, heat, seats))


def list_missing(work: Work, heat: Heat) -> tuple[Missing, ...]:
    """Return the cells without an answer, in running order and then by seat number.

    Practice seats, and appearances that left the competition, are not waited for. A sheet in
    conflict came, however it is settled.
    """
    active = [a for a in list_appearances(work, heat) if a.state not in OUT_OF_COMPETITION]
    seats = scoring_seats(work, heat)
    sheets = {
        (sheet.seat_id, sheet.appearance_id): sheet
        for sheet in _sheets(work, (a.id for a in active))
    }
    cells = [(seat, turn, sheets.get((seat.id, turn.id))) for turn in active for seat in seats]
    return tuple(
        Missing(seat, turn, sheet)
        for seat, turn, sheet in cells
        if sheet is None or (is_awaited(sheet) and not sheet.has_conflict)
    )


def is_awaited(sheet: ScoreSheet) -> bool:
    """Whether a sheet has no answer: nothing was given yet, or an absence was taken back."""
    if sheet.state == SheetState.ABSENT:
        return sheet.is_reopened
    return sheet.state == SheetState.NOT_YET


def list_closing_blockers(work: Work, heat: Heat) -> tuple[Problem, ...]:
    """Return why a heat cannot be closed as it is.

    In order: sheets missing, then conflicts, then sheets reopened and not given again, then paper
    sheets that nobody has confirmed, then judges who were asked to check a sheet and have not
    answered.
    """
    active = [a for a in list_appearances(work, heat) if a.state not in OUT_OF_COMPETITION]
    awaited = list_missing(work, heat)
    papers = _waiting_papers(work, (a.id for a in active))
    missing = [
        Problem(
            "paper_waits" if (m.appearance, m.seat) in papers else _missing_code(m.sheet),
            params=_cell(m.appearance, m.seat),
        )
        for m in awaited
    ]
    absent = {(m.appearance, m.seat) for m in awaited}
    beside = [Problem("paper_waits", params=_cell(*p)) for p in papers if p not in absent]
    sheets = _sheets(work, (a.id for a in active))
    unsettled = [
        Problem("sheet_in_conflict", params=_cell(sheet.appearance, sheet.seat))
        for sheet in sheets
        if sheet.has_conflict
    ]
    reopened = [
        Problem("sheet_is_reopened", params=_cell(sheet.appearance, sheet.seat))
        for sheet in sheets
        if sheet.is_reopened and not is_awaited(sheet)
    ]
    return (*missing, *unsettled, *reopened, *beside, *question_blockers(work, heat))


def _waiting_papers(
    work: Work, appearance_ids: Iterable[int]
) -> tuple[tuple[Appearance, Seat], ...]:
    """Return whose paper sheets were typed once and not confirmed yet, by order and seat."""
    rows = work.session.scalars(
        select(PaperReading).where(
            PaperReading.appearance_id.in_(list(appearance_ids)),
            PaperReading.state == PaperState.WAITING,
        )
    )
    pairs = {(row.appearance, row.seat) for row in rows}
    return tuple(sorted(pairs, key=lambda pair: (pair[0].order_number or 0, pair[1].number)))


def _missing_code(sheet: ScoreSheet | None) -> str:
    """Tell a seat that has typed marks from one that has not begun."""
    is_begun = sheet is not None and any((sheet.draft or {}).get("marks", {}).values())
    return "sheet_not_submitted" if is_begun else "sheet_missing"


def list_appearances(work: Work, heat: Heat) -> tuple[Appearance, ...]:
    """Return the heat's appearances in running order, those without one last."""
    rows = work.session.scalars(select(Appearance).where(Appearance.heat_id == heat.id))
    return tuple(sorted(rows, key=lambda a: (a.order_number is None, a.order_number or 0, a.id)))


def scoring_seats(work: Work, heat: Heat) -> tuple[Seat, ...]:
    """Return the seats whose sheets count or break ties, by number.

    Practice seats are none, whether the panel or the rule sheet in force says so.
    """
    rows = work.session.scalars(
        select(Seat)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Panel.heat_id == heat.id, Seat.group != PRACTICE_GROUP)
        .order_by(Seat.number)
    )
    practising = practice_numbers(work.session, heat.round_id)
    return tuple(seat for seat in rows if seat.number not in practising)


def _sheets(work: Work, appearance_ids: Iterable[int]) -> Sequence[ScoreSheet]:
    return work.session.scalars(
        select(ScoreSheet)
        .where(ScoreSheet.appearance_id.in_(list(appearance_ids)))
        .order_by(ScoreSheet.appearance_id, ScoreSheet.seat_id)
    ).all()


def _cell(appearance: Appearance, seat: Seat) -> dict[str, int]:
    return {"order": appearance.order_number or 0, "seat": seat.number}


def _rule_blockers(work: Work, heat: Heat, seats: Sequence[Seat]) -> tuple[Problem, ...]:
    """Return what the rule sheet in force has against this panel, or against itself."""
    try:
        rules = get_rules_in_force(work.session, heat.round_id).rules
    except NotFound:
        return (Problem("rules_missing"),)
    except ScoringError as error:
        return tuple(Problem(f.code, f.place, f.params) for f in error.faults)
    return tuple(
        Problem("seat_without_group", params={"seat": str(seat.number)})
        for seat in seats
        if not _has_group(rules.tally, seat)
    )


def _has_group(tally: TallyRules, seat: Seat) -> bool:
    """Whether the rule sheet says how a seat counts; without groups all count alike."""
    if seat.group == TIE_BREAK_GROUP or not tally.may_count(str(seat.number)):
        return True
    return not tally.groups or any(
        str(seat.number) in group.seats if group.seats is not None else group.key == seat.group
        for group in tally.groups
    )
