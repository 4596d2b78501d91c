"""One edition of a contest, and the divisions that are ranked by themselves."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, HasId, HasNames, UtcDateTime, one_of

NAMES_SHOWN = ("masked", "full", "number")
JUDGES_SHOWN = ("anonymous", "named")


class Competition(HasId, HasNames, Base):
    """One edition, with what the public may see of it (the careful choice is the default)."""

    __tablename__ = "competition"
    __table_args__ = (
        one_of("names_shown", NAMES_SHOWN),
        one_of("judges_shown", JUDGES_SHOWN),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", "dates"),
    )

    slug: Mapped[str] = mapped_column(String(60), unique=True)
    edition: Mapped[str] = mapped_column(String(60), default="")
    host_zh: Mapped[str] = mapped_column(String(200), default="")
    host_en: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    number_prefix: Mapped[str] = mapped_column(String(20), default="R")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    timezone: Mapped[str] = mapped_column(String(60), default="Asia/Shanghai")
    names_shown: Mapped[str] = mapped_column(String(10), default="masked")
    judges_shown: Mapped[str] = mapped_column(String(10), default="anonymous")
    is_unit_shown: Mapped[bool] = mapped_column(default=True)
    is_marks_shown: Mapped[bool] = mapped_column(default=True)
    is_blind: Mapped[bool] = mapped_column(default=True)
    is_second_approval: Mapped[bool] = mapped_column(default=True)
    is_demo: Mapped[bool] = mapped_column(default=False)
    notice_days: Mapped[int] = mapped_column(default=5)
    certificate_design: Mapped[str] = mapped_column(String(40), default="classic")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    divisions: Mapped[list["Division"]] = relationship(
        back_populates="competition", order_by="Division.position"
    )


class Division(HasId, HasNames, Base):
    """An age group or discipline."""

    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("competition_id", "key"),)

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    key: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]

    competition: Mapped[Competition] = relationship(back_populates="divisions")
