"""Keeping the questions to judges in step with the sheets; used inside other commands.

A judge is asked at most once a revision. Nobody is asked before every seat that counts has
answered for the appearance, so that who marks first is not compared with half a panel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, exists, func, select

from judging.errors import Problem
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    Heat,
    HeatState,
    Panel,
    QuestionState,
    ScoreSheet,
    Seat,
    SheetQuestion,
    SheetRevision,
    SheetState,
)
from judging.models.review_inputs import ReviewCell, find_turn_flags, load_turns
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.review import review_rules_of
from judging.scoring.rule_parts import PRACTICE_GROUP
from judging.services.command import Work

#: Whoever the review itself asked for; a person's pseudonym stands there where somebody did.
ASKED_BY_REVIEW = "review"

_HAS_ANSWERED = exists().where(
    ScoreSheet.appearance_id == bindparam("appearance_id"),
    ScoreSheet.seat_id == Seat.id,
    (ScoreSheet.state.not_in((SheetState.NOT_YET, SheetState.ABSENT)))
    | ((ScoreSheet.state == SheetState.ABSENT) & ~ScoreSheet.is_reopened),
)
_AWAITED = (
    select(func.count(Seat.id))
    .join(Panel, Panel.id == Seat.panel_id)
    .where(
        Panel.heat_id == bindparam("heat_id"),
        Seat.group != PRACTICE_GROUP,
        ~_HAS_ANSWERED,
    )
)


@dataclass(frozen=True)
class Asked:
    """A seat that was asked about an appearance, by number."""

    order: int
    seat: int


def review_appearance(work: Work, appearance: Appearance) -> tuple[Asked, ...]:
    """Ask whoever stands apart once the panel is complete for an appearance; see below."""
    heat = appearance.heat
    if heat.state != HeatState.OPEN or _count_awaited(work, appearance):
        return ()
    return ask_flagged(work, heat, appearance.id)


def ask_flagged(work: Work, heat: Heat, appearance_id: int | None = None) -> tuple[Asked, ...]:
    """Bring the questions of a heat, or of one appearance, up to date; return who is asked anew.

    A flagged sheet gets its question; an open question that the review itself asked is withdrawn
    where nothing stands apart any more. The judge answers for a sheet from the tablet, the chief
    judge for one that came on paper, with the paper in hand (:func:`is_chiefs`). What was imported
    from another system is shown and asked of nobody by itself: there is nothing to look at.
    """
    work.session.flush()
    rules = get_rules_in_force(work.session, heat.round_id).rules
    may_ask = review_rules_of(rules).ask
    turns = load_turns(work.session, heat.id)
    known = _questions_of(work, heat)
    asked: list[Asked] = []
    for turn in turns:
        if not turn.is_complete or appearance_id not in (None, turn.appearance_id):
            continue
        flags = find_turn_flags(rules, turns, turn)
        for cell in turn.cells:
            reasons = [flag.as_data() for flag in flags if flag.seat == cell.sheet.seat]
            is_wanted = may_ask and _is_asked_by_itself(cell)
            question = known.get((cell.sheet_id, cell.revision))
            if _renew(work, cell, question, reasons if is_wanted else []):
                asked.append(Asked(turn.order, cell.seat_number))
    work.session.flush()
    return tuple(asked)


def settle_questions(work: Work, sheet_ids: Sequence[int], *, is_answer: bool) -> None:
    """Close the open questions about sheets that have a new revision.

    Args:
        work: the command.
        sheet_ids: the sheets; what is asked about their current revisions stays.
        is_answer: whether the judge made the new revision; then it is the answer. The desk's word
            (void, absent, an import) leaves nothing to answer.
    """
    questions = work.session.scalars(
        select(SheetQuestion)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .where(
            ScoreSheet.id.in_(sheet_ids),
            SheetQuestion.revision < ScoreSheet.revision,
            SheetQuestion.state == QuestionState.OPEN,
        )
    )
    for question in questions:
        if is_answer:
            question.state = QuestionState.CORRECTED
            question.answered_at, question.answered_by = work.now, work.actor.pseudonym
        else:
            question.state = QuestionState.WITHDRAWN


def put_question(
    work: Work,
    question: SheetQuestion | None,
    sheet_id: int,
    revision: int,
    flags: Sequence[dict[str, str]],
    asked_by: str,
) -> SheetQuestion:
    """Ask about a revision, or ask again (``question``) what was withdrawn before its answer."""
    if question is None:
        question = SheetQuestion(sheet_id=sheet_id, revision=revision)
        work.session.add(question)
    question.state = QuestionState.OPEN
    question.flags = [dict(flag) for flag in flags]
    question.asked_at, question.asked_by = work.now, asked_by
    question.is_by_hand = asked_by != ASKED_BY_REVIEW
    question.passed_over_at, question.passed_over_reason = None, ""
    return question


def ask_about_paper(
    work: Work, sheet: ScoreSheet, place: tuple[int, int], flag: dict[str, str]
) -> tuple[Asked, ...]:
    """Ask about a paper sheet whose judge added the marks up otherwise; see the review's page.

    Args:
        work: the command.
        sheet: the sheet, whose current revision came on paper.
        place: order number and seat number.
        flag: the two sums, as :meth:`judging.scoring.paper.PaperReading.slip_data` gives them.
    """
    known = find_question(work, sheet.id, sheet.revision)
    put_question(work, known, sheet.id, sheet.revision, [flag], work.actor.pseudonym)
    return (Asked(*place),)


def find_question(work: Work, sheet_id: int, revision: int) -> SheetQuestion | None:
    """Return the question about a revision, or None where nobody asked."""
    return work.session.scalar(
        select(SheetQuestion).where(
            SheetQuestion.sheet_id == sheet_id, SheetQuestion.revision == revision
        )
    )


def is_chiefs(work: Work, question: SheetQuestion) -> bool:
    """Whether the chief judge answers: what is asked about did not come from the tablet."""
    source = work.session.scalar(
        select(SheetRevision.source).where(
            SheetRevision.sheet_id == question.sheet_id,
            SheetRevision.number == question.revision,
        )
    )
    return source != "tablet"


def list_open_questions(work: Work, heat: Heat) -> tuple[SheetQuestion, ...]:
    """Return the questions that wait for an answer, in running order and then by seat."""
    rows = work.session.scalars(
        select(SheetQuestion)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .where(
            Appearance.heat_id == heat.id,
            Appearance.state.not_in(OUT_OF_COMPETITION),
            SheetQuestion.state == QuestionState.OPEN,
            SheetQuestion.passed_over_at.is_(None),
        )
        .order_by(Appearance.order_number, Seat.number)
    )
    return tuple(rows)


def asked_details(asked: Sequence[Asked]) -> dict[str, list[list[int]]]:
    """Return what a journal entry says of who was asked: nothing, or [order, seat] of each."""
    return {"asked": [[each.order, each.seat] for each in asked]} if asked else {}


def question_blockers(work: Work, heat: Heat) -> tuple[Problem, ...]:
    """Return the unanswered questions as what stands in the way of closing a heat."""
    return tuple(
        Problem(
            "question_open",
            params={
                "order": question.sheet.appearance.order_number or 0,
                "seat": question.sheet.seat.number,
            },
        )
        for question in list_open_questions(work, heat)
    )


def pass_over(work: Work, heat: Heat, reason: str) -> list[list[int]]:
    """Let a heat close over its unanswered questions; return their [appearance, seat]."""
    passed = []
    for question in list_open_questions(work, heat):
        question.passed_over_at, question.passed_over_reason = work.now, reason
        passed.append([question.sheet.appearance_id, question.sheet.seat_id])
    return passed


def wait_again(work: Work, heat: Heat) -> None:
    """Wait again for the answers that a heat was closed without."""
    for question in work.session.scalars(
        select(SheetQuestion)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id == heat.id, SheetQuestion.state == QuestionState.OPEN)
    ):
        question.passed_over_at, question.passed_over_reason = None, ""


def _is_asked_by_itself(cell: ReviewCell) -> bool:
    """Whether somebody here can check these marks; which of two versions counts comes first."""
    is_given = cell.sheet.state == SheetState.GIVEN
    return is_given and cell.source in ("tablet", "paper") and not cell.has_conflict


def _renew(
    work: Work, cell: ReviewCell, question: SheetQuestion | None, reasons: list[dict[str, str]]
) -> bool:
    """Put, keep or withdraw the question about a cell's current revision; say if it is put."""
    if question is None or question.state == QuestionState.WITHDRAWN:
        if reasons and cell.sheet_id is not None:
            put_question(work, question, cell.sheet_id, cell.revision, reasons, ASKED_BY_REVIEW)
        return bool(reasons)
    if question.state == QuestionState.OPEN and not question.is_by_hand:
        question.flags = reasons or question.flags
        question.state = QuestionState.OPEN if reasons else QuestionState.WITHDRAWN
    return False


def _questions_of(work: Work, heat: Heat) -> dict[tuple[int | None, int], SheetQuestion]:
    """Return every question of a heat by sheet and revision."""
    rows = work.session.scalars(
        select(SheetQuestion)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .where(Appearance.heat_id == heat.id)
    )
    return {(row.sheet_id, row.revision): row for row in rows}


def _count_awaited(work: Work, appearance: Appearance) -> int:
    """Return how many seats that count owe an answer; cheap, for it runs with every sheet."""
    keys = {"appearance_id": appearance.id, "heat_id": appearance.heat_id}
    return work.session.scalar(_AWAITED, keys) or 0
