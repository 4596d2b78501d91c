"""People with an account, the offices they hold, and everybody's sign-in sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, BigKey, HasId, UtcDateTime, one_of

OFFICES = ("organizer", "chief_judge", "stage_manager", "auditor", "judge")


class Person(HasId, Base):
    """Somebody who works on competitions. A judge needs neither e-mail nor password."""

    __tablename__ = "person"

    pseudonym: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    name_latin: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str | None] = mapped_column(String(200), unique=True)
    unit: Mapped[str] = mapped_column(String(200), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(10), default="")
    may_create: Mapped[bool] = mapped_column(default=False)
    failed_tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    roles: Mapped[list["RoleAssignment"]] = relationship(back_populates="person")


class RoleAssignment(HasId, Base):
    """One office of one person in one competition."""

    __tablename__ = "role_assignment"
    __table_args__ = (
        UniqueConstraint("person_id", "competition_id", "role"),
        one_of("role", OFFICES),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))

    person: Mapped[Person] = relationship(back_populates="roles")


class SignInSession(HasId, Base):
    """One sign-in of a person, a seat or an entry: listed, revocable, with an end."""

    __tablename__ = "sign_in_session"
    __table_args__ = (
        one_of("kind", ("person", "seat", "entry")),
        CheckConstraint(
            "(kind = 'person') = (person_id IS NOT NULL) AND (kind = 'seat') = (seat_id IS NOT "
            "NULL) AND (kind = 'entry') = (entry_id IS NOT NULL)",
            "kind_fits",
        ),
    )

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    seat_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("seat.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("entry.id"), index=True)
    device: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
