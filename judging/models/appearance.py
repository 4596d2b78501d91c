"""An entry's turn in one heat, and what was taken off or added."""

from datetime import datetime
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
from judging.models.entry import Entry
from judging.models.heat import Heat
from judging.models.states import OUT_OF_COMPETITION, AppearanceState

_ENDED = ", ".join(f"'{state}'" for state in sorted(OUT_OF_COMPETITION))


class Appearance(HasId, Base):
    """One turn. An entry appears at most once in a round, which the table itself sees to."""

    __tablename__ = "appearance"
    __table_args__ = (
        ForeignKeyConstraint(
            ["heat_id", "round_id"], ["heat.id", "heat.round_id"], name="fk_appearance_heat_round"
        ),
        UniqueConstraint("round_id", "entry_id", name="uq_appearance_once_a_round"),
        UniqueConstraint("heat_id", "order_number", name="uq_appearance_order"),
        one_of("state", AppearanceState),
        CheckConstraint(f"state NOT IN ({_ENDED}) OR length(state_reason) > 0", "end_has_a_reason"),
        CheckConstraint("spoken_ms IS NULL OR spoken_ms BETWEEN 0 AND 86400000", "spoken_range"),
    )

    heat_id: Mapped[int] = mapped_column()
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    entry_id: Mapped[int] = mapped_column(BigKey, ForeignKey("entry.id"), index=True)
    order_number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(20), default=AppearanceState.WAITING)
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    state_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    spoken_ms: Mapped[int | None]
    time_log: Mapped[list[Any]] = mapped_column(JsonText, default=list)

    heat: Mapped[Heat] = relationship(
        foreign_keys=[heat_id], primaryjoin="Appearance.heat_id == Heat.id"
    )
    entry: Mapped[Entry] = relationship()
    deductions: Mapped[list["Deduction"]] = relationship(
        back_populates="appearance", order_by="Deduction.id"
    )


class Deduction(HasId, Base):
    """Points taken off, or a bonus added, under a named rule; a waived one does not count."""

    __tablename__ = "deduction"
    __table_args__ = (
        one_of("kind", ("deduction", "bonus")),
        CheckConstraint("points_milli BETWEEN 1 AND 1000000000", "points_range"),
        CheckConstraint("(waived_at IS NULL) OR length(waiver_reason) > 0", "waiver_has_a_reason"),
    )

    appearance_id: Mapped[int] = mapped_column(BigKey, ForeignKey("appearance.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="deduction")
    rule: Mapped[str] = mapped_column(String(40), default="other")
    points_milli: Mapped[int]
    reason_zh: Mapped[str] = mapped_column(String(200))
    reason_en: Mapped[str] = mapped_column(String(200), default="")
    source: Mapped[str] = mapped_column(String(20), default="organizer")
    evidence: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    created_by: Mapped[str] = mapped_column(String(20))
    waived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waived_by: Mapped[str] = mapped_column(String(20), default="")
    waiver_reason: Mapped[str] = mapped_column(String(500), default="")

    appearance: Mapped[Appearance] = relationship(back_populates="deductions")
