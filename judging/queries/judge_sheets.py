"""A seat's own sheets with their revisions, as its tablet shows them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import (
    Heat,
    Panel,
    QuestionState,
    RuleSheetVersion,
    ScoreSheet,
    Seat,
    SheetQuestion,
    SheetRevision,
)
from judging.models.rules_in_force import get_rules_in_force
from judging.queries.marking_rules import marks_text
from judging.scoring.review import OWN_KINDS
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sheet import JudgeTotal, judge_total, unpack_marks
from judging.scoring.total_text import total_text


@dataclass(frozen=True)
class OwnRevision:
    """One revision in the judge's own words.

    ``marks`` are decimal texts by criterion; ``judge_total`` is as shown, empty without marks.
    """

    number: int
    client_id: str
    state: str
    is_current: bool
    is_conflict: bool
    marks: Mapping[str, str]
    judge_total: str
    comment_contestant: str
    comment_panel: str
    reason: str
    source: str
    digest: str
    received_at: datetime


@dataclass(frozen=True)
class OwnQuestion:
    """That the judge is asked to check a revision. It never tells why: that would tell of others.

    ``criteria`` are the keys of the judge's own marks that look mistyped, judged by the judge's
    other marks alone; often none.
    """

    revision: int
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True)
class OwnSheet:
    """One sheet: its state, the draft kept by the server, its current revision and conflicts.

    Args:
        state: a value of ``SheetState``.
        revision: number of the current revision; 0 where nothing was submitted.
        is_reopened: may be corrected although the heat is closed.
        draft: what was typed and not submitted; None where there is none.
        draft_at: when the draft was kept.
        current: the revision that counts.
        conflicts: kept beside it, not counting, until the judge submits again; oldest first.
        question: what the judge is asked about the current revision and has not answered.
    """

    state: str = "not_yet"
    revision: int = 0
    is_reopened: bool = False
    draft: Mapping[str, Any] | None = None
    draft_at: datetime | None = None
    current: OwnRevision | None = None
    conflicts: tuple[OwnRevision, ...] = field(default_factory=tuple)
    question: OwnQuestion | None = None

    @property
    def newest(self) -> int:
        """The newest number seen here, conflicts included: what the next revision replaces."""
        return max((self.revision, *(revision.number for revision in self.conflicts)))


NO_SHEET = OwnSheet()


def list_own_sheets(seat_id: int) -> dict[int, OwnSheet]:
    """Return a seat's sheets by appearance; each revision is read with its own rule sheet.

    The total of what counts is by the rules in force: a later speech is weighed against it.
    """
    sheets = db.session.scalars(select(ScoreSheet).where(ScoreSheet.seat_id == seat_id)).all()
    ids = [sheet.id for sheet in sheets]
    revisions, questions = _revisions(ids, _rules_of(seat_id)), _questions(ids)
    return {
        sheet.appearance_id: _sheet(
            sheet, revisions[sheet.id], questions.get((sheet.id, sheet.revision))
        )
        for sheet in sheets
    }


def _sheet(
    sheet: ScoreSheet, revisions: list[OwnRevision], question: OwnQuestion | None
) -> OwnSheet:
    current = next((r for r in revisions if r.is_current), None)
    conflicts = [r for r in revisions if r.is_conflict and r.number > sheet.revision]
    return OwnSheet(
        state=sheet.state,
        revision=sheet.revision,
        is_reopened=sheet.is_reopened,
        draft=sheet.draft,
        draft_at=sheet.draft_at,
        current=current,
        conflicts=tuple(conflicts) if sheet.has_conflict else (),
        question=question,
    )


def _questions(sheet_ids: list[int]) -> dict[tuple[int, int], OwnQuestion]:
    """Return what the judge is asked and has not answered, by sheet and revision.

    What came on paper or in a file is asked of the chief judge.
    """
    rows = db.session.scalars(
        select(SheetQuestion)
        .join(
            SheetRevision,
            (SheetRevision.sheet_id == SheetQuestion.sheet_id)
            & (SheetRevision.number == SheetQuestion.revision),
        )
        .where(
            SheetQuestion.sheet_id.in_(sheet_ids),
            SheetQuestion.state == QuestionState.OPEN,
            SheetRevision.source == "tablet",
        )
    )
    return {(row.sheet_id, row.revision): _question(row) for row in rows}


def _question(row: SheetQuestion) -> OwnQuestion:
    """Keep of the flags only what the judge's own marks show."""
    slips = [flag["criterion"] for flag in row.flags if flag["kind"] in OWN_KINDS]
    return OwnQuestion(row.revision, tuple(dict.fromkeys(slips)))


def _rules_of(seat_id: int) -> RuleSheet:
    """Return the rules in force in the round of a seat."""
    rounds = select(Heat.round_id).join(Panel, Panel.heat_id == Heat.id)
    of_seat = rounds.join(Seat, Seat.panel_id == Panel.id).where(Seat.id == seat_id)
    return get_rules_in_force(db.session(), db.session.scalars(of_seat).one()).rules


def _revisions(sheet_ids: list[int], in_force: RuleSheet) -> dict[int, list[OwnRevision]]:
    """Load what is current or in conflict, in order of number."""
    rows = db.session.execute(
        select(SheetRevision, RuleSheetVersion)
        .join(RuleSheetVersion, RuleSheetVersion.id == SheetRevision.rule_sheet_id)
        .where(
            SheetRevision.sheet_id.in_(sheet_ids),
            SheetRevision.is_current | SheetRevision.is_conflict,
        )
        .order_by(SheetRevision.sheet_id, SheetRevision.number)
    )
    found: dict[int, list[OwnRevision]] = defaultdict(list)
    parsed: dict[int, RuleSheet] = {}
    for row, version in rows:
        if version.id not in parsed:
            parsed[version.id] = parse_rules(version.document)
        facts = revision_facts(row, parsed[version.id])
        if row.is_current and row.marks is not None:
            marks = unpack_marks(row.marks)
            total = judge_total(in_force.rubric, marks, in_force.tally.rounding)
            facts = replace(facts, judge_total=shown_total(in_force, total.units))
        found[row.sheet_id].append(facts)
    return found


def revision_facts(row: SheetRevision, rules: RuleSheet) -> OwnRevision:
    """Turn a revision into plain values, read with the rule sheet that it was given under."""
    marks = unpack_marks(row.marks) if row.marks is not None else ()
    return OwnRevision(
        number=row.number,
        client_id=row.client_id,
        state=row.state,
        is_current=row.is_current,
        is_conflict=row.is_conflict,
        marks=marks_text(rules.rubric, marks),
        judge_total=shown_total(rules, row.judge_total),
        comment_contestant=row.comment_contestant,
        comment_panel=row.comment_panel,
        reason=row.reason,
        source=row.source,
        digest=row.payload_digest,
        received_at=row.received_at,
    )


def shown_total(rules: RuleSheet, units: int | None) -> str:
    """Return a stored judge total as people read it; empty where there is none."""
    if units is None:
        return ""
    rubric, rounding = rules.rubric, rules.tally.rounding
    divisor = judge_total(rubric, [0] * len(rubric.criteria), rounding).divisor
    return total_text(rubric, rounding, JudgeTotal(units, divisor))
