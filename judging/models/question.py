"""Questions to judges: "does this sheet stand as you meant it?", one a revision at most."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, BigKey, HasId, JsonText, UtcDateTime, one_of
from judging.models.sheet import ScoreSheet


class QuestionState(StrEnum):
    """Open until the judge answers, or until nothing stands apart any more."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


class SheetQuestion(HasId, Base):
    """What was asked about one revision, why, and what became of it.

    ``flags`` are the signs that it was asked for (plain texts, see
    :meth:`judging.scoring.review.Flag.as_data`); empty where the chief judge asked without any. A
    question that is passed over when the heat closes stays open: a late answer is still kept.
    ``client_id`` and ``payload_digest`` are those of the seat's own answer.
    """

    __tablename__ = "sheet_question"
    __table_args__ = (
        ForeignKeyConstraint(
            ["sheet_id", "revision"],
            ["sheet_revision.sheet_id", "sheet_revision.number"],
            name="fk_sheet_question_revision",
        ),
        UniqueConstraint("sheet_id", "revision", name="uq_sheet_question_once_a_revision"),
        UniqueConstraint("client_id"),
        one_of("state", QuestionState),
        CheckConstraint(
            "(state IN ('confirmed', 'corrected')) = (answered_at IS NOT NULL)",
            "answered_has_a_time",
        ),
        CheckConstraint(
            "passed_over_at IS NULL OR length(passed_over_reason) > 0", "passed_over_has_a_reason"
        ),
    )

    sheet_id: Mapped[int] = mapped_column(BigKey, ForeignKey("score_sheet.id"))
    revision: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=QuestionState.OPEN)
    flags: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(20))
    is_by_hand: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    client_id: Mapped[str | None] = mapped_column(String(36))
    payload_digest: Mapped[str] = mapped_column(String(64), default="")
    device_time: Mapped[str] = mapped_column(String(40), default="")
    passed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passed_over_reason: Mapped[str] = mapped_column(String(500), default="")

    sheet: Mapped[ScoreSheet] = relationship()

    @property
    def is_waited_for(self) -> bool:
        """Whether an answer is still to come before the heat closes."""
        return self.state == QuestionState.OPEN and self.passed_over_at is None
