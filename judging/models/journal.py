"""The journal: append-only and hash-chained. Triggers of the first migration guard its rows.

No name stands in a row. Salt and content live in :class:`JournalDetail`, which may be erased
while the chain still verifies.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from judging.models.base import Base, BigKey, HasId, JsonText, UtcDateTime


class JournalEntry(HasId, Base):
    """One command: who did what to what, when, and the links of the chain."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        UniqueConstraint("chain", "sequence"),
        CheckConstraint("length(hash) = 64", "hash_is_sha256"),
        CheckConstraint("length(content_digest) = 64", "content_digest_is_sha256"),
    )

    chain: Mapped[str] = mapped_column(String(60))
    sequence: Mapped[int]
    competition_id: Mapped[int | None] = mapped_column(ForeignKey("competition.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(20))
    action: Mapped[str] = mapped_column(String(80), index=True)
    object_id: Mapped[int]
    object_revision: Mapped[int] = mapped_column(default=0)
    content_digest: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class JournalDetail(Base):
    """Salt and content of one entry, outside the chain."""

    __tablename__ = "journal_detail"

    entry_id: Mapped[int] = mapped_column(BigKey, ForeignKey("journal_entry.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)


class JournalHead(Base):
    """The end of each chain, kept apart so that a row cut off the end is noticed."""

    __tablename__ = "journal_head"

    chain: Mapped[str] = mapped_column(String(60), primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
