"""The stored outcome of the scoring core: tallies, standings with their working, awards."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
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
from judging.models.round import Round, RuleSheetVersion


class Tally(HasId, Base):
    """One count of one heat, or of a whole round where the rule sheet ranks across heats.

    ``heat_id`` is null for a whole round. ``inputs_digest`` tells whether marks changed since.
    A large round is counted in columns: ``notes["columns"]`` says how its :class:`TallyBlock` rows
    hold the marks, and the working of a line is made from them when it is asked for.
    """

    __tablename__ = "tally"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        CheckConstraint("length(digest) = 64", "digest_is_sha256"),
        Index("ix_tally_current", "round_id", "heat_id", sqlite_where=text("is_current")),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    heat_id: Mapped[int | None] = mapped_column(ForeignKey("heat.id"))
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    rule_sheet_id: Mapped[int] = mapped_column(ForeignKey("rule_sheet.id"))
    inputs_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))
    computed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    computed_by: Mapped[str] = mapped_column(String(20))
    notes: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)

    round: Mapped[Round] = relationship()
    rule_sheet: Mapped[RuleSheetVersion] = relationship()
    standings: Mapped[list["Standing"]] = relationship(
        back_populates="tally", order_by="Standing.position"
    )


class Standing(HasId, Base):
    """One appearance's line. Everything shown is a field here; nobody ranks or adds again.

    ``compared`` is what the tie-break chain compared of it, as (step, value); null without a tie.
    ``working`` is null in a tally by columns.
    """

    __tablename__ = "standing"
    __table_args__ = (
        UniqueConstraint("tally_id", "appearance_id"),
        UniqueConstraint("tally_id", "position"),
        CheckConstraint("(rank IS NULL) = (score IS NULL)", "ranked_means_scored"),
        CheckConstraint("rank IS NOT NULL OR length(no_result) > 0", "no_result_has_a_cause"),
    )

    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"))
    appearance_id: Mapped[int] = mapped_column(BigKey, ForeignKey("appearance.id"), index=True)
    position: Mapped[int]
    ranking_group: Mapped[str] = mapped_column(String(80))
    rank: Mapped[int | None]
    is_tied: Mapped[bool] = mapped_column(default=False)
    tie_break: Mapped[str] = mapped_column(String(80), default="")
    score: Mapped[str | None] = mapped_column(String(40))
    exact: Mapped[str | None] = mapped_column(String(400))
    no_result: Mapped[str] = mapped_column(String(40), default="")
    is_advancing: Mapped[bool] = mapped_column(default=False)
    working: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    compared: Mapped[list[Any] | None] = mapped_column(JsonText)

    tally: Mapped[Tally] = relationship(back_populates="standings")
    appearance: Mapped[Appearance] = relationship()


class TallyBlock(HasId, Base):
    """Some thousand lines of a tally by columns: all that their workings are made from.

    ``first`` is the position of its first line. ``states`` (compressed) has a byte for each line
    and seat, ``marks`` the steps of every given sheet, line by line; ``deductions`` those of lines
    that have any, by position. See :mod:`judging.models.block_reading`.
    """

    __tablename__ = "tally_block"
    __table_args__ = (
        UniqueConstraint("tally_id", "first"),
        CheckConstraint("first > 0 AND count > 0", "has_lines"),
    )

    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"))
    first: Mapped[int]
    count: Mapped[int]
    states: Mapped[bytes] = mapped_column(LargeBinary)
    marks: Mapped[bytes] = mapped_column(LargeBinary)
    deductions: Mapped[dict[str, Any] | None] = mapped_column(JsonText)


class Award(HasId, Base):
    """What a standing earns; ``source`` tells whether the scheme gave it or a person."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("appearance_id", "key"),
        one_of("source", ("scheme", "manual")),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    tally_id: Mapped[int | None] = mapped_column(ForeignKey("tally.id"))
    appearance_id: Mapped[int] = mapped_column(BigKey, ForeignKey("appearance.id"))
    key: Mapped[str] = mapped_column(String(40))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    position: Mapped[int]
    source: Mapped[str] = mapped_column(String(10), default="scheme")
    reason: Mapped[str] = mapped_column(String(500), default="")

    appearance: Mapped[Appearance] = relationship()
