"""Marks from another system, or from paper and typed by two people: a file, all or nothing."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update

from judging.models import Appearance, Round, ScoreSheet, SheetRevision
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.permissions import Actor, may
from judging.services.command import Work, writing
from judging.services.marks_plan import MarksPlan, PlannedSheet, plan_marks
from judging.services.marks_rows import read_sheets
from judging.services.marks_twice import SecondReading, read_twice
from judging.services.review_questions import settle_questions
from judging.services.sheet_values import Submission

_CHUNK = 2000


@dataclass(frozen=True)
class MarksReport:
    """What an import did, or would do on a dry run.

    Args:
        new: sheets that were not there.
        changed: sheets that got another revision.
        unchanged: sheets that stand exactly so already.
        heats: how many heats the file touches.
    """

    new: int
    changed: int
    unchanged: int
    heats: int


def import_marks(
    actor: Actor,
    now: datetime,
    round_id: int,
    content: bytes,
    *,
    is_dry_run: bool = False,
    second: SecondReading | None = None,
) -> MarksReport:
    """Write the marks of a file as score sheets of a round whose heats are open.

    The same file a second time changes nothing. Where a sheet stands with other marks, a new
    revision takes its place and the old one is kept; not so from paper, which says nothing about
    a sheet that came otherwise unless it was reopened. What the chief judge declared void stays so
    until the chief judge reopens it, and a file voids a sheet only for those who may void one.

    Args:
        actor: an organizer.
        now: the present instant.
        round_id: the round.
        content: the file, CSV in UTF-8 or GB18030.
        is_dry_run: report only.
        second: for what was typed from paper, the same as a second person typed it; None for
            marks from another system.

    Raises:
        InvalidInput: up to a hundred faults with their lines; nothing is written.
        NotFound: no such round for this actor.
    """
    with writing(actor, now) as work:
        round_ = work.get(Round, round_id)
        work.require("marks.import", round_.competition_id)
        rules = get_rules_in_force(work.session, round_id)
        plan = _plan(work, round_, rules, content, second)
        report = _report(plan)
        if is_dry_run or not plan.sheets:
            work.leave_unrecorded()
            return report
        _write(work, rules, plan, second)
        _record(work, round_, plan, report, second)
        return report


def _plan(
    work: Work, round_: Round, rules: RulesInForce, content: bytes, second: SecondReading | None
) -> MarksPlan:
    """Read the file, or both, and say what it would change."""
    if second is None:
        sheets = read_sheets(content)
    else:
        second.require_readers(round_.competition_id)
        sheets = read_twice(content, second)
    may_void = second is None and may(work.actor, "sheet.void", round_.competition_id)
    is_paper = second is not None
    return plan_marks(
        work.session, round_.id, rules.rules, sheets, may_void=may_void, is_paper=is_paper
    )


def _record(
    work: Work, round_: Round, plan: MarksPlan, report: MarksReport, second: SecondReading | None
) -> None:
    """Write the journal entry; of paper it names both readers."""
    details: dict[str, Any] = {"new": report.new, "changed": report.changed}
    details |= {"heats": list(plan.heat_ids), "source": "paper" if second else "desk"}
    if second:
        details["typed_by"] = second.typed_by.pseudonym
        details["confirmed_by"] = second.confirmed_by.pseudonym
    work.record(
        "desk:marks:import", round_.id, competition_id=round_.competition_id, details=details
    )


def _report(plan: MarksPlan) -> MarksReport:
    """Count what a plan does."""
    new = sum(sheet.sheet_id is None for sheet in plan.sheets)
    return MarksReport(new, len(plan.sheets) - new, plan.unchanged, len(plan.heat_ids))


def _write(work: Work, rules: RulesInForce, plan: MarksPlan, second: SecondReading | None) -> None:
    """Write sheets and revisions in bulk; the rule sheet is frozen from now on."""
    if rules.row.frozen_at is None:
        rules.row.frozen_at = work.now
    new = [sheet for sheet in plan.sheets if sheet.sheet_id is None]
    for chunk in _chunks(new):
        work.session.execute(insert(ScoreSheet), [_sheet_row(work, s) for s in chunk])
    changed = {s.sheet_id: s for s in plan.sheets if s.sheet_id is not None}
    for sheet_id, sheet in changed.items():
        current = update(SheetRevision).where(SheetRevision.sheet_id == sheet_id)
        work.session.execute(current.where(SheetRevision.is_current).values(is_current=False))
        values = _sheet_row(work, sheet)
        work.session.execute(update(ScoreSheet).where(ScoreSheet.id == sheet_id).values(**values))
    ids = _sheet_ids(work, plan)
    for chunk in _chunks(plan.sheets):
        rows = [
            _revision_row(work, rules, sheet, ids[sheet.seat_id, sheet.appearance_id], second)
            for sheet in chunk
        ]
        work.session.execute(insert(SheetRevision), rows)
    settle_questions(work, list(changed), is_answer=False)


def _chunks(sheets: Sequence[PlannedSheet]) -> list[Sequence[PlannedSheet]]:
    """Cut a list into pieces that one statement takes."""
    return [sheets[start : start + _CHUNK] for start in range(0, len(sheets), _CHUNK)]


def _sheet_row(work: Work, sheet: PlannedSheet) -> dict[str, Any]:
    """Return a sheet's row as it stands after the import."""
    return {
        "seat_id": sheet.seat_id,
        "appearance_id": sheet.appearance_id,
        "state": sheet.state,
        "revision": sheet.number,
        "submitted_at": work.now,
        "judge_total": sheet.judge_total,
        "draft": None,
        "draft_at": None,
        "is_reopened": False,
        "has_conflict": False,
    }


def _sheet_ids(work: Work, plan: MarksPlan) -> dict[tuple[int, int], int]:
    """Return the primary keys of all sheets of the heats, by seat and appearance."""
    rows = work.session.execute(
        select(ScoreSheet.seat_id, ScoreSheet.appearance_id, ScoreSheet.id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id.in_(plan.heat_ids))
    )
    return {(seat_id, appearance_id): key for seat_id, appearance_id, key in rows}


def _revision_row(
    work: Work,
    rules: RulesInForce,
    sheet: PlannedSheet,
    sheet_id: int,
    second: SecondReading | None,
) -> dict[str, Any]:
    """Return the row of a revision; its id follows from what it revises."""
    name = f"rostrum:import:{sheet.seat_id}:{sheet.appearance_id}:{sheet.number}"
    submission = Submission(
        client_id=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
        appearance_id=sheet.appearance_id,
        marks=dict(sheet.texts),
        replaces=sheet.number - 1,
        state=sheet.state,
    )
    return {
        "sheet_id": sheet_id,
        "number": sheet.number,
        "client_id": submission.client_id,
        "replaces": submission.replaces,
        "is_current": True,
        "is_conflict": False,
        "state": sheet.state,
        "rule_sheet_id": rules.row.id,
        "marks": sheet.marks,
        "judge_total": sheet.judge_total,
        "comment_contestant": "",
        "comment_panel": "",
        "reason": "",
        "payload_digest": submission.digest(),
        "source": "paper" if second else "desk",
        "author": (second.typed_by if second else work.actor).pseudonym,
        "received_at": work.now,
        "device_time": "",
    }
