"""The states that rows can be in, and the table of allowed moves. Pure values.

Source of the heat and appearance moves: docs/architecture.md, "States".
"""

from collections.abc import Mapping
from enum import StrEnum


class HeatState(StrEnum):
    """From the plan to the signature."""

    PLANNED = "planned"
    DRAWN = "drawn"
    OPEN = "open"
    CLOSED = "closed"
    TALLIED = "tallied"
    SIGNED = "signed"


class AppearanceState(StrEnum):
    """An entry's turn; the last three end it without a score."""

    WAITING = "waiting"
    CALLED = "called"
    ON_STAGE = "on_stage"
    QUESTIONS = "questions"
    SCORING = "scoring"
    COMPLETE = "complete"
    REVEALED = "revealed"
    ABSENT = "absent"
    WITHDRAWN = "withdrawn"
    DISQUALIFIED = "disqualified"


class SheetState(StrEnum):
    """A seat's sheet for one appearance. Only ``given`` enters the tally; absent is not zero."""

    NOT_YET = "not_yet"
    GIVEN = "given"
    RECUSED = "recused"
    ABSENT = "absent"
    VOID = "void"


class ReleaseState(StrEnum):
    """Two different people stand between a draft and the public."""

    DRAFT = "draft"
    APPROVED = "approved"
    PUBLIC = "public"
    WITHDRAWN = "withdrawn"


class CertificateState(StrEnum):
    """What scanning a certificate tells."""

    VALID = "valid"
    REPLACED = "replaced"
    REVOKED = "revoked"
    ERASED = "erased"


class JobState(StrEnum):
    """Long work, which survives a restart."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


#: Without a score for a stated reason; they stand in the ranking without a rank.
OUT_OF_COMPETITION = frozenset(
    {AppearanceState.ABSENT, AppearanceState.WITHDRAWN, AppearanceState.DISQUALIFIED}
)

HEAT_MOVES: Mapping[HeatState, frozenset[HeatState]] = {
    HeatState.PLANNED: frozenset({HeatState.DRAWN}),
    HeatState.DRAWN: frozenset({HeatState.PLANNED, HeatState.DRAWN, HeatState.OPEN}),
    HeatState.OPEN: frozenset({HeatState.CLOSED}),
    HeatState.CLOSED: frozenset({HeatState.OPEN, HeatState.TALLIED}),
    HeatState.TALLIED: frozenset({HeatState.OPEN, HeatState.TALLIED, HeatState.SIGNED}),
    HeatState.SIGNED: frozenset(),
}

_ENDS = frozenset(OUT_OF_COMPETITION)
_A = AppearanceState
APPEARANCE_MOVES: Mapping[AppearanceState, frozenset[AppearanceState]] = {
    _A.WAITING: frozenset({_A.CALLED, _A.ON_STAGE, _A.SCORING}) | _ENDS,
    _A.CALLED: frozenset({_A.WAITING, _A.ON_STAGE}) | _ENDS,
    _A.ON_STAGE: frozenset({_A.QUESTIONS, _A.SCORING}) | _ENDS,
    _A.QUESTIONS: frozenset({_A.SCORING}) | _ENDS,
    _A.SCORING: frozenset({_A.COMPLETE, _A.ON_STAGE}) | _ENDS,
    _A.COMPLETE: frozenset({_A.SCORING, _A.REVEALED}) | _ENDS,
    _A.REVEALED: frozenset({_A.DISQUALIFIED}),
    _A.ABSENT: frozenset({_A.WAITING}),
    _A.WITHDRAWN: frozenset({_A.WAITING}),
    _A.DISQUALIFIED: frozenset({_A.WAITING}),
}
