"""A stage of the competition with its rubric and rule sheet as versioned data."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, HasId, HasNames, JsonText, UtcDateTime
from judging.models.competition import Competition


class Round(HasId, HasNames, Base):
    """Preliminary, semi-final, final, or whatever the organizer calls a stage."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    competition: Mapped[Competition] = relationship()
    rule_sheets: Mapped[list["RuleSheetVersion"]] = relationship(
        back_populates="round", order_by="RuleSheetVersion.version"
    )


class RuleSheetVersion(HasId, Base):
    """The rubric and rule sheet of a round as one document; the highest version is in force."""

    __tablename__ = "rule_sheet"
    __table_args__ = (
        UniqueConstraint("round_id", "version"),
        CheckConstraint("version > 0", "version_counts_from_one"),
        CheckConstraint("length(digest) = 64", "digest_is_sha256"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    version: Mapped[int]
    document: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    frozen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship(back_populates="rule_sheets")
