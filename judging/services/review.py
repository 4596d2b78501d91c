"""The outlier review's own commands: ask, answer, answer for a seat that cannot.

Judges are asked by :mod:`judging.services.review_questions` when a panel is complete; what stands
here is what people do beside that. No command here changes a mark.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from judging.errors import SheetConflict, WrongState
from judging.models import (
    Heat,
    HeatState,
    QuestionState,
    ScoreSheet,
    SheetQuestion,
    SheetState,
)
from judging.models.review_inputs import find_turn_flags, load_turns
from judging.models.rules_in_force import get_rules_in_force
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.review_questions import (
    Asked,
    ask_flagged,
    asked_details,
    find_question,
    put_question,
)
from judging.services.review_values import Answer, AnswerReceipt, check_answer
from judging.services.sheet_rows import Place, find_sheet, get_place, own_place
from judging.services.sheet_values import check_reason


def confirm_sheet(actor: Actor, now: datetime, answer: Answer) -> AnswerReceipt:
    """Take a judge's word that a revision stands as it is.

    Repeats are harmless: the same id, or another tablet's, gets the receipt of the first answer.

    Raises:
        InvalidInput: the answer is outside its bounds.
        NotFound: the appearance is not in the seat's heat.
        WrongState: nobody asked about this revision (``no_question``), it was corrected or
            replaced since (``question_is_settled``), or the heat is signed.
        SheetConflict: the id was used for something else (``id_taken``).
    """
    check_answer(answer)
    with writing(actor, now) as work:
        place = own_place(work, answer.appearance_id)
        sheet = find_sheet(work, place)
        question = find_question(work, sheet.id, answer.revision) if sheet else None
        _require_unused(work, answer, question)
        if question is None:
            raise WrongState("no_question")
        if question.state == QuestionState.CONFIRMED:
            work.leave_unrecorded()
        else:
            _require_current(place, question)
            _confirm(work, question)
            question.client_id, question.payload_digest = answer.client_id, answer.digest()
            question.device_time = answer.device_time
            _record(work, "seat:question:confirm", place, question)
        answered_at = question.answered_at or now
    return AnswerReceipt(answer.client_id, answer.digest(), answer.revision, answered_at)


def confirm_at_desk(
    actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str
) -> None:
    """Record for a seat that its sheet stands as it is: the judge said so, or paper shows it.

    Raises:
        NotFound: no such seat in the appearance's heat, or not for this actor.
        InvalidInput: it is not said how the answer was had.
        WrongState: no question is open, or the heat is signed.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        work.require("review.answer", place.competition_id)
        sheet = find_sheet(work, place)
        question = find_question(work, sheet.id, sheet.revision) if sheet else None
        if question is None or question.state != QuestionState.OPEN:
            raise WrongState("no_question")
        _require_current(place, question)
        _confirm(work, question)
        question.reason = kept
        _record(work, "desk:question:answer", place, question, reason=kept)


def ask_seat(actor: Actor, now: datetime, appearance_id: int, seat_id: int) -> None:
    """Ask one judge to check one sheet, flagged or not.

    Raises:
        NotFound: no such seat in the appearance's heat, or not for this actor.
        WrongState: there is no sheet to ask about, it was asked about before, or the heat is
            signed.
    """
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        work.require("review.ask", place.competition_id)
        _require_unsigned(place.heat)
        sheet = find_sheet(work, place)
        if sheet is None or sheet.state != SheetState.GIVEN:
            raise WrongState("nothing_to_ask_about")
        known = find_question(work, sheet.id, sheet.revision)
        if known is not None and known.state != QuestionState.WITHDRAWN:
            raise WrongState("question_was_asked")
        flags = _flags_of(work, place, sheet)
        question = put_question(work, known, sheet.id, sheet.revision, flags, actor.pseudonym)
        work.session.flush()
        _record(work, "desk:question:ask", place, question)


def review_heat(actor: Actor, now: datetime, heat_id: int) -> tuple[Asked, ...]:
    """Look through a whole heat again, and ask whoever stands apart and was not asked yet.

    Raises:
        NotFound: no such heat, or not for this actor.
        WrongState: the heat is signed.
    """
    with writing(actor, now) as work:
        heat = work.get(Heat, heat_id)
        work.require("review.ask", heat.round.competition_id)
        _require_unsigned(heat)
        asked = ask_flagged(work, heat)
        if asked:
            record_asked(work, heat, asked)
        else:
            work.leave_unrecorded()
    return asked


def record_asked(
    work: Work, heat: Heat, asked: tuple[Asked, ...], absent: Sequence[Sequence[int]] = ()
) -> None:
    """Write the journal entry of questions that a look through a heat put.

    ``absent`` are appearance and seat of the sheets that were given up for it.
    """
    work.record(
        "desk:question:ask",
        heat.id,
        competition_id=heat.round.competition_id,
        details=asked_details(asked) | ({"absent": list(absent)} if absent else {}),
    )


def _require_unused(work: Work, answer: Answer, question: SheetQuestion | None) -> None:
    """Refuse an id that answered another question, or this one with other bytes."""
    used = work.session.scalar(
        select(SheetQuestion).where(SheetQuestion.client_id == answer.client_id)
    )
    if used is not None and (used is not question or used.payload_digest != answer.digest()):
        raise SheetConflict("id_taken", client_id=answer.client_id)


def _require_current(place: Place, question: SheetQuestion) -> None:
    """Go on only where the question is about what stands now."""
    _require_unsigned(place.heat)
    sheet = question.sheet
    if question.state == QuestionState.CORRECTED or question.revision != sheet.revision:
        raise WrongState("question_is_settled")


def _require_unsigned(heat: Heat) -> None:
    """Nothing changes under a signature."""
    if heat.state == HeatState.SIGNED:
        raise WrongState("heat_signed")


def _confirm(work: Work, question: SheetQuestion) -> None:
    question.state = QuestionState.CONFIRMED
    question.answered_at, question.answered_by = work.now, work.actor.pseudonym


def _flags_of(work: Work, place: Place, sheet: ScoreSheet) -> list[dict[str, str]]:
    """Return the flags that stand at a sheet now; none while the panel is not complete."""
    rules = get_rules_in_force(work.session, place.heat.round_id).rules
    turns = load_turns(work.session, place.heat.id)
    turn = next(turn for turn in turns if turn.appearance_id == sheet.appearance_id)
    flags = find_turn_flags(rules, turns, turn) if turn.is_complete else ()
    return [flag.as_data() for flag in flags if flag.seat == str(place.seat.number)]


def _record(work: Work, action: str, place: Place, question: SheetQuestion, **details: str) -> None:
    """Write the journal entry of a command on one question."""
    work.record(
        action,
        question.sheet_id,
        competition_id=place.competition_id,
        revision=question.revision,
        details={"appearance": place.appearance.id, "seat": place.seat.id, **details},
    )
