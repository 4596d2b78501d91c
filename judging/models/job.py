"""Long work with progress, and the facts about this installation."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from judging.models.base import Base, HasId, JsonText, UtcDateTime, one_of
from judging.models.states import JobState


class Job(HasId, Base):
    """One piece of long work, cut into units that may be done twice without harm."""

    __tablename__ = "job"
    __table_args__ = (
        UniqueConstraint("kind", "unit_key"),
        one_of("state", JobState),
        CheckConstraint("done_count BETWEEN 0 AND total_count", "count_range"),
    )

    competition_id: Mapped[int | None] = mapped_column(ForeignKey("competition.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    unit_key: Mapped[str] = mapped_column(String(120))
    state: Mapped[str] = mapped_column(String(10), default=JobState.QUEUED)
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)
    payload: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(20))


class Installation(Base):
    """One row: the incarnation of this database. A restored backup gets a new one."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", "one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    incarnation: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
