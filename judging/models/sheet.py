"""Score sheets: one a seat and appearance; every revision is kept, one is current."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.appearance import Appearance
from judging.models.base import Base, BigKey, HasId, JsonText, UtcDateTime, one_of
from judging.models.heat import Seat
from judging.models.round import RuleSheetVersion
from judging.models.states import SheetState

_REVISED = tuple(state for state in SheetState if state is not SheetState.NOT_YET)


class ScoreSheet(HasId, Base):
    """The sheet itself: its state, and the draft that is not submitted yet."""

    __tablename__ = "score_sheet"
    __table_args__ = (
        UniqueConstraint("seat_id", "appearance_id", name="uq_score_sheet_one_a_seat"),
        one_of("state", SheetState),
        CheckConstraint("(state = 'given') = (judge_total IS NOT NULL)", "given_has_a_judge_total"),
        CheckConstraint(
            "state = 'not_yet' OR (submitted_at IS NOT NULL AND revision > 0)",
            "submitted_has_a_time",
        ),
        Index(
            "ix_score_sheet_not_given",
            "appearance_id",
            sqlite_where=text("state <> 'given'"),
            postgresql_where=text("state <> 'given'"),
        ),
    )

    seat_id: Mapped[int] = mapped_column(BigKey, ForeignKey("seat.id"))
    appearance_id: Mapped[int] = mapped_column(BigKey, ForeignKey("appearance.id"), index=True)
    state: Mapped[str] = mapped_column(String(10), default=SheetState.NOT_YET)
    revision: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    judge_total: Mapped[int | None] = mapped_column(BigInteger)
    draft: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    draft_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    is_reopened: Mapped[bool] = mapped_column(default=False)
    has_conflict: Mapped[bool] = mapped_column(default=False)

    seat: Mapped[Seat] = relationship()
    appearance: Mapped[Appearance] = relationship()
    revisions: Mapped[list["SheetRevision"]] = relationship(
        back_populates="sheet", order_by="SheetRevision.number"
    )


class SheetRevision(HasId, Base):
    """What was submitted, once and for all. ``marks`` are packed in criterion order.

    ``client_id`` is made by the client, so that a repeated delivery is the same revision;
    ``payload_digest`` is what the receipt echoes.
    """

    __tablename__ = "sheet_revision"
    __table_args__ = (
        UniqueConstraint("sheet_id", "number"),
        UniqueConstraint("client_id"),
        Index(
            "uq_sheet_revision_current",
            "sheet_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
        one_of("state", _REVISED),
        one_of("source", ("tablet", "paper", "desk")),
        CheckConstraint("number > 0", "number_counts_from_one"),
        CheckConstraint(
            "(state = 'given') = (marks IS NOT NULL AND judge_total IS NOT NULL)", "given_has_marks"
        ),
        CheckConstraint("length(payload_digest) = 64", "digest_is_sha256"),
    )

    sheet_id: Mapped[int] = mapped_column(BigKey, ForeignKey("score_sheet.id"))
    number: Mapped[int]
    client_id: Mapped[str] = mapped_column(String(36))
    replaces: Mapped[int] = mapped_column(default=0)
    is_current: Mapped[bool] = mapped_column(default=True)
    is_conflict: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(10))
    rule_sheet_id: Mapped[int] = mapped_column(ForeignKey("rule_sheet.id"))
    marks: Mapped[bytes | None] = mapped_column(LargeBinary)
    judge_total: Mapped[int | None] = mapped_column(BigInteger)
    comment_contestant: Mapped[str] = mapped_column(String(2000), default="")
    comment_panel: Mapped[str] = mapped_column(String(2000), default="")
    reason: Mapped[str] = mapped_column(String(500), default="")
    payload_digest: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(String(10), default="tablet")
    author: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    device_time: Mapped[str] = mapped_column(String(40), default="")

    sheet: Mapped[ScoreSheet] = relationship(back_populates="revisions")
    rule_sheet: Mapped[RuleSheetVersion] = relationship()
