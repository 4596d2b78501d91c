"""A judge's own commands: keep a draft, submit or correct a sheet, step aside.

A submission is accepted once by its client-made id: the same id with the same payload is answered
with the first receipt, whenever and however often it comes. Source: the specification's tablet.md,
"Losing nothing"; the contract is docs/tablet.md.
"""

from datetime import datetime
from functools import partial

from judging.errors import InvalidInput, Problem, SheetConflict, WrongState
from judging.models import (
    ScoreSheet,
    SheetRevision,
    SheetState,
)
from judging.models.awaited_turns import find_awaited
from judging.models.rules_in_force import RulesInForce, read_stored_rules
from judging.permissions import Actor
from judging.scoring.faults import ScoringError
from judging.scoring.rules import RuleSheet
from judging.scoring.sheet import JudgeTotal, check_marks, judge_total, pack_marks
from judging.scoring.total_text import total_text
from judging.services.command import Work
from judging.services.gathering import together
from judging.services.review_questions import asked_details, review_appearance
from judging.services.sheet_rows import (
    Place,
    empty_sheet,
    find_revision,
    find_sheet,
    is_desk_recusal,
    least_replaced,
    make_current,
    newest_number,
    next_number,
    own_place,
    require_open,
    rules_of,
    sheet_of,
)
from judging.services.sheet_values import (
    Draft,
    Receipt,
    Submission,
    check_draft,
    check_submission,
)


def save_draft(actor: Actor, now: datetime, draft: Draft) -> datetime:
    """Keep what a judge has typed so far; the newest draft replaces the one before.

    Returns:
        When it was kept, by the server's clock.

    Raises:
        InvalidInput: a text is too long, or too much was sent.
        NotFound: the appearance is not in the seat's heat.
        WrongState: the heat is not open, or the appearance has left the competition.
    """
    check_draft(draft)
    together(actor, now, partial(_keep, draft=draft))
    return now


def _keep(work: Work, draft: Draft) -> None:
    """Let the newest draft replace the one before."""
    place = own_place(work, draft.appearance_id)
    sheet = sheet_of(work, place)
    require_open(place, sheet)
    sheet.draft = {
        "marks": dict(draft.marks),
        "comment_contestant": draft.comment_contestant,
        "comment_panel": draft.comment_panel,
    }
    sheet.draft_at = work.now
    work.leave_unrecorded()


def submit_sheet(actor: Actor, now: datetime, submission: Submission) -> Receipt:
    """Accept one revision of the seat's own sheet: a first one, a correction or a recusal.

    Returns:
        The receipt; for an id that was accepted before, the first one again.

    Raises:
        InvalidInput: marks missing, out of range or off the step; a correction without a reason.
        NotFound: the appearance is not in the seat's heat.
        WrongState: the heat is not open and the sheet not reopened, the appearance has left the
            competition, the desk declared the sheet void, the seat absent or recused, or the sheet
            is not due yet (``marks_not_due``; ``params`` has the ``order`` that is waited for).
        SheetConflict: the id was used for something else; or there is a newer revision,
            in conflict or not, than ``replaces`` names: then this one is kept beside what
            stands, and ``params`` has ``kept`` and ``current``.
    """
    check_submission(submission)
    receipt, beside = together(actor, now, partial(_take, submission=submission))
    if beside is not None:
        raise SheetConflict(client_id=receipt.client_id, kept=receipt.revision, current=beside)
    return receipt


def _take(work: Work, submission: Submission) -> tuple[Receipt, int | None]:
    """Store a submission, or find it; the second value is the revision that it stands beside."""
    place = own_place(work, submission.appearance_id)
    known = find_revision(work, submission.client_id)
    if known is None:
        known, rules = _accept(work, place, submission)
    else:
        work.leave_unrecorded()
        _require_same(known, place, submission)
        rules = read_stored_rules(known.rule_sheet.document)
    return _receipt(known, rules), known.sheet.revision if known.is_conflict else None


def recuse(actor: Actor, now: datetime, submission: Submission) -> Receipt:
    """Step aside for one appearance, with a reason; a submission without marks.

    Raises:
        InvalidInput: it is not a recusal, or the reason is missing.
        NotFound, WrongState, SheetConflict: as :func:`submit_sheet`.
    """
    if submission.state != SheetState.RECUSED:
        raise InvalidInput((Problem("unknown_choice", "state"),))
    return submit_sheet(actor, now, submission)


def _require_in_count(sheet: ScoreSheet) -> None:
    """Let no judge undo what the desk decided: that takes the chief judge, or the desk."""
    if not sheet.is_reopened and sheet.state == SheetState.VOID:
        raise WrongState("sheet_is_void")
    if not sheet.is_reopened and sheet.state == SheetState.ABSENT:
        raise WrongState("sheet_is_excused")
    if not sheet.is_reopened and is_desk_recusal(sheet):
        raise WrongState("sheet_is_recused")


def _require_due(
    work: Work, place: Place, sheet: ScoreSheet, submission: Submission, rules: RuleSheet
) -> None:
    """Take a first sheet only when the rule sheet says; what stands already may be corrected."""
    is_first = sheet.revision == 0 and submission.state == SheetState.GIVEN
    if not is_first or sheet.is_reopened:
        return
    awaited = find_awaited(work.session, rules.marking, place.appearance)
    if awaited is not None:
        raise WrongState("marks_not_due", order=awaited)


def _require_same(known: SheetRevision, place: Place, submission: Submission) -> None:
    """Accept a repeat only from the same seat with the same payload."""
    is_own = known.sheet.seat_id == place.seat.id
    if not is_own or known.payload_digest != submission.digest():
        raise SheetConflict("id_taken", client_id=submission.client_id)


def _accept(work: Work, place: Place, submission: Submission) -> tuple[SheetRevision, RuleSheet]:
    """Store a new revision: as the current one, or beside a newer one as a conflict."""
    sheet = find_sheet(work, place) or empty_sheet(place)
    require_open(place, sheet)
    if submission.replaces > newest_number(sheet):
        raise SheetConflict("revision_unknown", current=sheet.revision)
    least = least_replaced(sheet)
    is_conflict = submission.replaces < least
    if not is_conflict:
        _require_in_count(sheet)
    if least and not is_conflict and not submission.reason.strip():
        raise InvalidInput((Problem("required", "reason"),))
    in_force = rules_of(work, place.heat)
    _require_due(work, place, sheet, submission, in_force.rules)
    revision = _new_revision(work, sheet, submission, in_force)
    if is_conflict:
        revision.is_conflict, revision.is_current = True, False
        sheet.has_conflict = True
        work.session.add(revision)
    else:
        make_current(work, sheet, revision)
    asked = () if is_conflict else review_appearance(work, place.appearance)
    work.record(
        _action(submission, is_conflict),
        sheet.id,
        competition_id=place.competition_id,
        revision=revision.number,
        details={
            "appearance": place.appearance.id,
            "digest": revision.payload_digest,
            "replaces": submission.replaces,
            "rule_sheet": in_force.row.version,
            "state": submission.state,
            **asked_details(asked),
        },
    )
    return revision, in_force.rules


def _action(submission: Submission, is_conflict: bool) -> str:
    """Name what happened, for the journal."""
    if is_conflict:
        return "seat:sheet:conflict"
    if submission.state == SheetState.RECUSED:
        return "seat:sheet:recuse"
    return "seat:sheet:correct" if submission.replaces else "seat:sheet:submit"


def _new_revision(
    work: Work, sheet: ScoreSheet, submission: Submission, in_force: RulesInForce
) -> SheetRevision:
    """Make the row of a revision with its marks checked, packed and added up."""
    is_given = submission.state == SheetState.GIVEN
    marks = _checked(in_force.rules, submission) if is_given else None
    total = None if marks is None else _total(in_force.rules, marks)
    return SheetRevision(
        sheet_id=sheet.id,
        number=next_number(work, sheet),
        client_id=submission.client_id,
        replaces=submission.replaces,
        is_current=False,
        is_conflict=False,
        state=submission.state,
        rule_sheet_id=in_force.row.id,
        marks=None if marks is None else pack_marks(marks),
        judge_total=None if total is None else total.units,
        comment_contestant=submission.comment_contestant,
        comment_panel=submission.comment_panel,
        reason=submission.reason.strip(),
        payload_digest=submission.digest(),
        source="tablet",
        author=work.actor.pseudonym,
        received_at=work.now,
        device_time=submission.device_time,
    )


def _checked(rules: RuleSheet, submission: Submission) -> tuple[int, ...]:
    """Return the marks in thousandths of a point, or refuse them with every fault."""
    try:
        return check_marks(rules.rubric, submission.marks, "marks")
    except ScoringError as error:
        problems = (Problem(f.code, f.place, f.params) for f in error.faults)
        raise InvalidInput(problems) from None


def _total(rules: RuleSheet, marks: tuple[int, ...]) -> JudgeTotal:
    """Return the exact judge total of one sheet."""
    return judge_total(rules.rubric, marks, rules.tally.rounding)


def _receipt(revision: SheetRevision, rules: RuleSheet) -> Receipt:
    """Return the receipt of a stored revision; the same values however often it is asked for."""
    rubric, rounding = rules.rubric, rules.tally.rounding
    divisor = judge_total(rubric, [0] * len(rubric.criteria), rounding).divisor
    units = revision.judge_total
    shown = "" if units is None else total_text(rubric, rounding, JudgeTotal(units, divisor))
    return Receipt(
        client_id=revision.client_id,
        digest=revision.payload_digest,
        revision=revision.number,
        state=revision.state,
        judge_total=shown,
        total_units=units,
        total_divisor=divisor,
        received_at=revision.received_at,
    )
