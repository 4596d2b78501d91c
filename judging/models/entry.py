"""What contestants enter, and the contestants themselves."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, BigKey, HasId, UtcDateTime, one_of
from judging.models.competition import Competition, Division


class Contestant(HasId, Base):
    """A person on stage, often a child. Little is collected: no identity number, no birth date."""

    __tablename__ = "contestant"

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    guardian_contact: Mapped[str] = mapped_column(String(200), default="")
    consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Entry(HasId, Base):
    """A person's or a team's entry in one division, under one entry number."""

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        Index("ix_entry_number", "number"),
        one_of("kind", ("person", "team")),
    )

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(10), default="person")
    team_name: Mapped[str] = mapped_column(String(100), default="")
    title_zh: Mapped[str] = mapped_column(String(200), default="")
    title_en: Mapped[str] = mapped_column(String(200), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    adviser: Mapped[str] = mapped_column(String(200), default="")
    pseudonym: Mapped[str] = mapped_column(String(20), unique=True)
    code_version: Mapped[int] = mapped_column(default=1)
    failed_tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    competition: Mapped[Competition] = relationship()
    division: Mapped[Division] = relationship()
    members: Mapped[list["EntryMember"]] = relationship(
        back_populates="entry", order_by="EntryMember.position"
    )


class EntryMember(HasId, Base):
    """One contestant of an entry, in the order of the list."""

    __tablename__ = "entry_member"
    __table_args__ = (
        UniqueConstraint("entry_id", "position"),
        UniqueConstraint("entry_id", "contestant_id"),
    )

    entry_id: Mapped[int] = mapped_column(BigKey, ForeignKey("entry.id"))
    contestant_id: Mapped[int] = mapped_column(BigKey, ForeignKey("contestant.id"), index=True)
    position: Mapped[int]

    entry: Mapped[Entry] = relationship(back_populates="members")
    contestant: Mapped[Contestant] = relationship()
