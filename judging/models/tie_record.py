"""What people recorded of entries that were tied: an extra round, a ruling, a drawing of lots."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from judging.models.base import Base, HasId, JsonText, UtcDateTime, one_of

#: The steps of the tie-break chain that rest on a record.
TIE_RECORD_STEPS = ("extra_round", "ruling", "draw")


class TieRecord(HasId, Base):
    """One record of all who were tied; the newest that holds decides. It is never changed.

    ``entries`` are entry numbers, ``values`` their scores or places in the same order. A draw is
    committed to first: it holds once its seed is told (``settled_at``). A record that was wrong is
    withdrawn with a reason, and stays.
    """

    __tablename__ = "tie_record"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("step", TIE_RECORD_STEPS),
        CheckConstraint("step = 'draw' OR settled_at IS NOT NULL", "only_a_draw_waits"),
        CheckConstraint(
            "step <> 'draw' OR (seed IS NULL) = (settled_at IS NULL)", "seed_is_told_when_drawn"
        ),
        CheckConstraint(
            "withdrawn_at IS NULL OR length(withdrawn_reason) > 0", "withdrawn_has_a_reason"
        ),
        CheckConstraint("length(reason) > 0", "record_has_a_reason"),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    step: Mapped[str] = mapped_column(String(20))
    entries: Mapped[list[str]] = mapped_column(JsonText)
    values: Mapped[list[Any]] = mapped_column("entry_values", JsonText, default=list)
    reason: Mapped[str] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(20))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    commitment: Mapped[str] = mapped_column(String(64), default="")
    sealed_seed: Mapped[str] = mapped_column(String(64), default="")
    seed: Mapped[str | None] = mapped_column(String(64))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(String(20), default="")
    withdrawn_reason: Mapped[str] = mapped_column(String(500), default="")
