"""What goes into and comes out of the commands on score sheets, with its bounds and its digest.

The payload and its digest are a contract with the tablet, described in docs/tablet.md.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.models import canonical_json

MAX_COMMENT = 2000
MAX_REASON = 500
MAX_MARKS = 30
MAX_KEY = 64
MAX_MARK_TEXT = 24
MAX_DEVICE_TIME = 40
MAX_REVISION = 9999
_LARGEST_ID = 2**53
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Submission:
    """One revision of a sheet as a client sends it.

    Args:
        client_id: UUID made by the client, lower case; the same id is accepted once.
        appearance_id: the turn that is marked.
        marks: criterion key → decimal text; empty for a recusal.
        comment_contestant: may be released; up to 2000 characters.
        comment_panel: never released; up to 2000 characters.
        replaces: the newest revision that the judge saw, conflicts included; 0 for a first one.
        reason: why it is corrected, or why the judge steps aside; up to 500 characters.
        device_time: the device's clock as evidence; up to 40 characters.
        state: ``"given"`` or ``"recused"``.
    """

    client_id: str
    appearance_id: int
    marks: Mapping[str, str] = field(default_factory=dict)
    comment_contestant: str = ""
    comment_panel: str = ""
    replaces: int = 0
    reason: str = ""
    device_time: str = ""
    state: str = "given"

    def payload(self) -> dict[str, Any]:
        """Return the body that the digest covers, as plain data."""
        return {
            "appearance": self.appearance_id,
            "client_id": self.client_id,
            "comment_contestant": self.comment_contestant,
            "comment_panel": self.comment_panel,
            "device_time": self.device_time,
            "marks": dict(self.marks),
            "reason": self.reason,
            "replaces": self.replaces,
            "state": self.state,
        }

    def digest(self) -> str:
        """Return SHA-256 of the payload's canonical JSON, 64 hexadecimal digits."""
        return digest_of(self.payload())


@dataclass(frozen=True)
class Draft:
    """What a judge has typed and not yet submitted; may be incomplete or off the step."""

    appearance_id: int
    marks: Mapping[str, str] = field(default_factory=dict)
    comment_contestant: str = ""
    comment_panel: str = ""


@dataclass(frozen=True)
class Receipt:
    """The server's acknowledgement of one revision; it echoes the id and the digest.

    Args:
        client_id: the id that was sent.
        digest: of the payload as the server read it.
        revision: number of the revision in its sheet, from 1.
        state: ``given`` or ``recused``.
        judge_total: as shown, e.g. ``"91.5"``; empty for a recusal.
        total_units: the exact total as a whole number over ``total_divisor``; None for a recusal.
        total_divisor: fixed by the rule sheet.
        received_at: the server's time.
    """

    client_id: str
    digest: str
    revision: int
    state: str
    judge_total: str
    total_units: int | None
    total_divisor: int
    received_at: datetime


def digest_of(payload: Mapping[str, Any]) -> str:
    """Return SHA-256 of a payload's canonical JSON, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(dict(payload)).encode()).hexdigest()


def check_submission(submission: Submission) -> None:
    """Refuse a submission that is outside its bounds, with every fault at once.

    Raises:
        InvalidInput: see docs/tablet.md for the bounds.
    """
    problems = [
        *text_problems("comment_contestant", submission.comment_contestant, MAX_COMMENT),
        *text_problems("comment_panel", submission.comment_panel, MAX_COMMENT),
        *text_problems("reason", submission.reason, MAX_REASON),
        *text_problems("device_time", submission.device_time, MAX_DEVICE_TIME),
        *_marks_problems(submission.marks),
    ]
    if not is_client_id(submission.client_id):
        problems.append(Problem("not_a_uuid", "client_id"))
    if not 0 <= submission.replaces <= MAX_REVISION:
        bounds = {"least": 0, "most": MAX_REVISION}
        problems.append(Problem("out_of_range", "replaces", bounds))
    if submission.state not in ("given", "recused"):
        problems.append(Problem("unknown_choice", "state"))
    if submission.state == "recused" and submission.marks:
        problems.append(Problem("recusal_with_marks", "marks"))
    if submission.state == "recused" and not submission.reason.strip():
        problems.append(Problem("required", "reason"))
    problems += id_problems(submission.appearance_id)
    if problems:
        raise InvalidInput(problems)


def check_draft(draft: Draft) -> None:
    """Refuse a draft that is outside its bounds.

    Raises:
        InvalidInput: a text too long, too many marks, or characters that cannot be stored.
    """
    problems = [
        *text_problems("comment_contestant", draft.comment_contestant, MAX_COMMENT),
        *text_problems("comment_panel", draft.comment_panel, MAX_COMMENT),
        *_marks_problems(draft.marks),
        *id_problems(draft.appearance_id),
    ]
    if problems:
        raise InvalidInput(problems)


def check_reason(reason: str) -> str:
    """Return a reason without outer space.

    Raises:
        InvalidInput: it is empty, too long, or holds characters that cannot be stored.
    """
    kept = reason.strip()
    problems = text_problems("reason", kept, MAX_REASON)
    if not kept:
        problems.append(Problem("required", "reason"))
    if problems:
        raise InvalidInput(problems)
    return kept


def is_storable(text: str) -> bool:
    """Whether a text holds no lone surrogates and no control characters but tab and line ends.

    >>> is_storable("好\\n"), is_storable("a\\x00b")
    (True, False)
    """
    return not any((c < " " and c not in "\n\r\t") or "\ud800" <= c <= "\udfff" for c in text)


def is_client_id(text: str) -> bool:
    """Whether a text is a UUID as clients make it, in lower case.

    >>> is_client_id("00000000-0000-0000-0000-000000000001"), is_client_id("1")
    (True, False)
    """
    return _UUID.fullmatch(text) is not None


def text_problems(place: str, text: str, most: int) -> list[Problem]:
    """Return what is wrong with a text: too long, or not to be stored."""
    if len(text) > most:
        return [Problem("too_long", place, {"most": most})]
    return [] if is_storable(text) else [Problem("text_not_usable", place)]


def _marks_problems(marks: Mapping[str, str]) -> list[Problem]:
    if len(marks) > MAX_MARKS:
        return [Problem("too_many_marks", "marks", {"most": MAX_MARKS})]
    problems: list[Problem] = []
    for key, mark in marks.items():
        if len(key) > MAX_KEY or not is_storable(key):
            problems.append(Problem("text_not_usable", "marks"))
        else:
            problems += text_problems(f"marks.{key}", mark, MAX_MARK_TEXT)
    return problems


def id_problems(appearance_id: int) -> list[Problem]:
    """Return what is wrong with an appearance's number: outside of what databases hold."""
    if 0 < appearance_id < _LARGEST_ID:
        return []
    return [Problem("out_of_range", "appearance", {"least": 1, "most": _LARGEST_ID - 1})]
