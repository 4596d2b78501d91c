"""One sitting of a round, its panel with the seats, and its draws."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, HasId, HasNames, JsonText, UtcDateTime, one_of
from judging.models.person import Person
from judging.models.round import Round
from judging.models.states import HeatState


class Heat(HasId, HasNames, Base):
    """A place, a time, a panel, a running order."""

    __tablename__ = "heat"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        UniqueConstraint("id", "round_id"),
        CheckConstraint("number > 0", "number_counts_from_one"),
        one_of("state", HeatState),
        one_of("order_source", ("", "manual", "lot")),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    place: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default=HeatState.PLANNED)
    state_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    order_source: Mapped[str] = mapped_column(String(10), default="")
    revision: Mapped[int] = mapped_column(default=1)

    round: Mapped[Round] = relationship()
    panel: Mapped["Panel"] = relationship(back_populates="heat", uselist=False)


class Panel(HasId, Base):
    """The judges of one heat."""

    __tablename__ = "panel"

    heat_id: Mapped[int] = mapped_column(ForeignKey("heat.id"), unique=True)

    heat: Mapped[Heat] = relationship(back_populates="panel")
    seats: Mapped[list["Seat"]] = relationship(back_populates="panel", order_by="Seat.number")


class Seat(HasId, Base):
    """One place on a panel. Seats score; people occupy seats."""

    __tablename__ = "seat"
    __table_args__ = (
        UniqueConstraint("panel_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 99", "number_range"),
        Index("uq_seat_link_hash", "link_hash", unique=True),
        Index(
            "uq_seat_person",
            "panel_id",
            "person_id",
            unique=True,
            sqlite_where=text("person_id IS NOT NULL"),
            postgresql_where=text("person_id IS NOT NULL"),
        ),
    )

    panel_id: Mapped[int] = mapped_column(ForeignKey("panel.id"))
    number: Mapped[int]
    group: Mapped[str] = mapped_column("judge_group", String(40), default="expert")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    pseudonym: Mapped[str] = mapped_column(String(20), unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    link_hash: Mapped[str] = mapped_column(String(64))
    link_revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    device_hash: Mapped[str | None] = mapped_column(String(64))
    enrolled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pin_failures: Mapped[int] = mapped_column(default=0)
    next_pin_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    panel: Mapped[Panel] = relationship(back_populates="seats")
    person: Mapped[Person | None] = relationship()


class Draw(HasId, Base):
    """A drawing of lots: the commitment first, the seed afterwards; every draw is kept."""

    __tablename__ = "draw"
    __table_args__ = (
        UniqueConstraint("heat_id", "number"),
        CheckConstraint("(seed IS NULL) = (drawn_at IS NULL)", "seed_is_told_when_drawn"),
    )

    heat_id: Mapped[int] = mapped_column(ForeignKey("heat.id"))
    number: Mapped[int]
    commitment: Mapped[str] = mapped_column(String(64))
    sealed_seed: Mapped[str] = mapped_column(String(64))
    seed: Mapped[str | None] = mapped_column(String(64))
    order: Mapped[list[str] | None] = mapped_column("entry_order", JsonText)
    reason: Mapped[str] = mapped_column(String(500), default="")
    committed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
