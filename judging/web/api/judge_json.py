"""The judge's JSON: what a submission's body means, and how heat and receipt are written.

The shapes are a contract with the tablet, described in docs/tablet.md.
"""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.queries.judge import JudgeHeat, JudgeTurn
from judging.queries.judge_sheets import OwnQuestion, OwnRevision, OwnSheet
from judging.queries.marking_rules import CriterionFacts, RubricFacts
from judging.scoring.bilingual import Bilingual
from judging.services.review_values import Answer, AnswerReceipt
from judging.services.sheet_values import Draft, Receipt, Submission
from judging.web.api.json_body import integer_of, marks_of, read_object, text_of

_DRAFT_KEYS = frozenset({"marks", "comment_contestant", "comment_panel"})
#: What a submission may say.
SUBMISSION_KEYS = _DRAFT_KEYS | {
    "appearance",
    "client_id",
    "device_time",
    "reason",
    "replaces",
    "state",
}
#: What an answer may say.
ANSWER_KEYS = frozenset({"appearance", "client_id", "device_time", "revision"})


def read_draft(appearance_id: int) -> Draft:
    """Read a draft from the request's body.

    Raises:
        InvalidInput, TooLarge: as :func:`judging.web.api.json_body.read_object`.
    """
    body = read_object(_DRAFT_KEYS)
    problems: list[Problem] = []
    draft = Draft(
        appearance_id=appearance_id,
        marks=marks_of(body, problems),
        comment_contestant=text_of(body, "comment_contestant", problems),
        comment_panel=text_of(body, "comment_panel", problems),
    )
    if problems:
        raise InvalidInput(problems)
    return draft


def read_submission(client_id: str) -> Submission:
    """Read a submission from the request's body; its id must be the one in the address.

    Raises:
        InvalidInput, TooLarge: as :func:`judging.web.api.json_body.read_object`.
    """
    return submission_from(read_object(SUBMISSION_KEYS), client_id)


def submission_from(body: Mapping[str, Any], client_id: str) -> Submission:
    """Return the submission that a JSON object with known keys says.

    Raises:
        InvalidInput: a field has the wrong type, or the id is another one.
    """
    problems: list[Problem] = []
    submission = Submission(
        client_id=text_of(body, "client_id", problems),
        appearance_id=integer_of(body, "appearance", problems),
        marks=marks_of(body, problems),
        comment_contestant=text_of(body, "comment_contestant", problems),
        comment_panel=text_of(body, "comment_panel", problems),
        replaces=integer_of(body, "replaces", problems),
        reason=text_of(body, "reason", problems),
        device_time=text_of(body, "device_time", problems),
        state=text_of(body, "state", problems) or "given",
    )
    if submission.client_id != client_id:
        problems.append(Problem("not_a_uuid", "client_id"))
    if problems:
        raise InvalidInput(problems)
    return submission


def read_answer(client_id: str) -> Answer:
    """Read an answer from the request's body; its id must be the one in the address.

    Raises:
        InvalidInput, TooLarge: as :func:`judging.web.api.json_body.read_object`.
    """
    return answer_from(read_object(ANSWER_KEYS), client_id)


def answer_from(body: Mapping[str, Any], client_id: str) -> Answer:
    """Return the answer that a JSON object with known keys says.

    Raises:
        InvalidInput: a field has the wrong type, or the id is another one.
    """
    problems: list[Problem] = []
    answer = Answer(
        client_id=text_of(body, "client_id", problems),
        appearance_id=integer_of(body, "appearance", problems),
        revision=integer_of(body, "revision", problems),
        device_time=text_of(body, "device_time", problems),
    )
    if answer.client_id != client_id:
        problems.append(Problem("not_a_uuid", "client_id"))
    if problems:
        raise InvalidInput(problems)
    return answer


def write_answer_receipt(receipt: AnswerReceipt) -> dict[str, Any]:
    """Return the receipt of an answer as JSON values."""
    return {
        "client_id": receipt.client_id,
        "digest": receipt.digest,
        "received_at": write_instant(receipt.received_at),
        "revision": receipt.revision,
    }


def write_receipt(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as JSON values."""
    return {
        "client_id": receipt.client_id,
        "digest": receipt.digest,
        "judge_total": receipt.judge_total,
        "received_at": write_instant(receipt.received_at),
        "revision": receipt.revision,
        "state": receipt.state,
        "total": {"divisor": receipt.total_divisor, "units": receipt.total_units},
    }


def write_heat(heat: JudgeHeat) -> dict[str, Any]:
    """Return the heat of a seat as JSON values, without anything that changes by the second."""
    return {
        "competition": {"zh": heat.competition_zh, "en": heat.competition_en},
        "final_heats": list(heat.final_heats),
        "heat": {
            "id": heat.heat_id,
            "is_blind": heat.is_blind,
            "name": {"zh": heat.name_zh, "en": heat.name_en},
            "number": heat.number,
            "place": heat.place,
            "round": {"zh": heat.round_zh, "en": heat.round_en},
            "state": heat.state,
            "timezone": heat.timezone,
        },
        "incarnation": heat.incarnation,
        "marking": {"due": heat.due, "together": heat.together},
        "rubric": _rubric(heat.rubric),
        "seat": {
            "group": heat.seat_group,
            "is_practice": heat.is_practice,
            "number": heat.seat_number,
        },
        "turns": [_turn(turn) for turn in heat.turns],
    }


def write_sheet(sheet: OwnSheet) -> dict[str, Any]:
    """Return one of the seat's own sheets as JSON values."""
    return {
        "conflicts": [_revision(revision) for revision in sheet.conflicts],
        "current": None if sheet.current is None else _revision(sheet.current),
        "draft": sheet.draft,
        "draft_at": None if sheet.draft_at is None else write_instant(sheet.draft_at),
        "is_reopened": sheet.is_reopened,
        "question": None if sheet.question is None else _question(sheet.question),
        "revision": sheet.revision,
        "state": sheet.state,
    }


def write_instant(instant: datetime) -> str:
    """Return an instant in UTC, ISO 8601 with milliseconds and ``Z``."""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def _turn(turn: JudgeTurn) -> dict[str, Any]:
    return {
        "appearance": turn.appearance_id,
        "awaited": turn.awaited,
        "entry": turn.entry_number,
        "name": turn.name,
        "order": turn.order,
        "sheet": write_sheet(turn.sheet),
        "state": turn.state,
        "title": {"zh": turn.title_zh, "en": turn.title_en},
        "unit": turn.unit,
    }


def _question(question: OwnQuestion) -> dict[str, Any]:
    return {"criteria": list(question.criteria), "revision": question.revision}


def _revision(revision: OwnRevision) -> dict[str, Any]:
    return {
        "client_id": revision.client_id,
        "comment_contestant": revision.comment_contestant,
        "comment_panel": revision.comment_panel,
        "digest": revision.digest,
        "judge_total": revision.judge_total,
        "marks": dict(revision.marks),
        "number": revision.number,
        "reason": revision.reason,
        "received_at": write_instant(revision.received_at),
        "source": revision.source,
        "state": revision.state,
    }


def _rubric(rubric: RubricFacts) -> dict[str, Any]:
    plain = {key: value for key, value in asdict(rubric).items() if key != "criteria"}
    return {**plain, "criteria": [_criterion(each) for each in rubric.criteria]}


def _criterion(criterion: CriterionFacts) -> dict[str, Any]:
    return {
        "description": _pair(criterion.description),
        "key": criterion.key,
        "levels": [{"at": level.at, "text": _pair(level.text)} for level in criterion.levels],
        "max": criterion.max,
        "min": criterion.min,
        "name": _pair(criterion.name),
        "places": criterion.places,
        "quick_phrases": [_pair(phrase) for phrase in criterion.quick_phrases],
        "step": criterion.step,
        "weight": criterion.weight,
        "weight_text": criterion.weight_text,
    }


def _pair(text: Bilingual | None) -> dict[str, str] | None:
    return None if text is None else {"zh": text.zh, "en": text.en}
