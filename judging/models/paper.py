"""What people read off paper sheets: one reading a person, two that agree make a score sheet."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.appearance import Appearance
from judging.models.base import Base, BigKey, HasId, JsonText, UtcDateTime, one_of
from judging.models.heat import Seat


class PaperState(StrEnum):
    """From what is being typed to a score sheet.

    ``waiting`` is typed in full and waits for a second person; ``rejected`` was sent back to its
    author; ``agreed`` was read the same by two people; ``outvoted`` was read otherwise by them.
    """

    DRAFT = "draft"
    WAITING = "waiting"
    REJECTED = "rejected"
    AGREED = "agreed"
    OUTVOTED = "outvoted"


_OPEN = text("state IN ('draft', 'waiting', 'rejected')")


class PaperReading(HasId, Base):
    """What one person read of one seat's paper sheet for one appearance.

    ``typed`` holds ``marks`` (criterion key → text), ``sum``, ``state``, ``note`` and the comments
    that there are, all as they were typed; a draft may be incomplete. ``revision`` is the number of
    the sheet's revision that the reading became. A settled reading is never changed; a later paper
    begins a new one.
    """

    __tablename__ = "paper_reading"
    __table_args__ = (
        Index(
            "uq_paper_reading_open_one_a_person",
            "seat_id",
            "appearance_id",
            "author",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        one_of("state", PaperState),
        CheckConstraint(
            "(state IN ('agreed', 'outvoted')) = (revision IS NOT NULL)", "settled_has_a_revision"
        ),
        CheckConstraint(
            "(state = 'rejected') = (length(rejected_reason) > 0)", "rejected_has_a_reason"
        ),
    )

    seat_id: Mapped[int] = mapped_column(BigKey, ForeignKey("seat.id"))
    appearance_id: Mapped[int] = mapped_column(BigKey, ForeignKey("appearance.id"), index=True)
    author: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default=PaperState.DRAFT)
    typed: Mapped[dict[str, Any]] = mapped_column(JsonText)
    typed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rejected_by: Mapped[str] = mapped_column(String(20), default="")
    rejected_reason: Mapped[str] = mapped_column(String(500), default="")
    revision: Mapped[int | None]

    seat: Mapped[Seat] = relationship()
    appearance: Mapped[Appearance] = relationship()
