"""What the judges' tablets said of themselves last: one line a seat and tablet.

A tablet here is one browser's storage, known by a random id that it keeps beside its outbox: a
second device, or a storage that was cleared, is another one, and what the first held stays told.
"""

from dataclasses import asdict, fields
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from judging.models.base import Base, BigKey, HasId, UtcDateTime
from judging.models.heartbeat_memory import Beat


class Heartbeat(HasId, Base):
    """The newest report of one tablet for one seat, written in batches (see heartbeat_memory)."""

    __tablename__ = "heartbeat"
    __table_args__ = (
        UniqueConstraint("seat_id", "tablet"),
        CheckConstraint(
            "waiting >= 0 AND refused >= 0 AND kept >= 0 AND drafts >= 0", "counts_from_nought"
        ),
        CheckConstraint("battery_percent BETWEEN 0 AND 100", "battery_range"),
    )

    seat_id: Mapped[int] = mapped_column(BigKey, ForeignKey("seat.id", ondelete="CASCADE"))
    tablet: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting: Mapped[int]
    refused: Mapped[int]
    kept: Mapped[int]
    drafts: Mapped[int]
    version: Mapped[str] = mapped_column(String(40))
    battery_percent: Mapped[int | None]
    is_charging: Mapped[bool]
    is_durable: Mapped[bool]
    has_worker: Mapped[bool]
    is_hidden: Mapped[bool]

    def as_beat(self) -> Beat:
        """Return the report as plain values."""
        return Beat(**{field.name: getattr(self, field.name) for field in fields(Beat)})

    def take(self, beat: Beat) -> None:
        """Say what a newer report of the same tablet says."""
        for name, value in asdict(beat).items():
            setattr(self, name, value)
