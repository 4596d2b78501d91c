"""Honours: the prizes of units and advisers, which follow from the prizes of their entries."""

from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, HasId, JsonText, one_of
from judging.models.round import Round
from judging.models.tally import Tally


class Honour(HasId, Base):
    """What a unit or an adviser earns, with the prizes that counted (``working``).

    A row is never changed but for ``is_current``: a release names it by ``number``, and its
    certificates say what it said. ``recipient_unit`` is the unit of an adviser.
    """

    __tablename__ = "honour"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("kind", ("unit", "adviser")),
        Index(
            "uq_honour_current",
            "tally_id",
            "key",
            "ranking_group",
            "recipient",
            "recipient_unit",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"), index=True)
    number: Mapped[int]
    is_current: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(40))
    name_zh: Mapped[str] = mapped_column(String(100))
    name_en: Mapped[str] = mapped_column(String(100), default="")
    position: Mapped[int]
    ranking_group: Mapped[str] = mapped_column(String(80))
    recipient: Mapped[str] = mapped_column(String(200))
    recipient_unit: Mapped[str] = mapped_column(String(200), default="")
    points: Mapped[str] = mapped_column(String(40))
    working: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)

    round: Mapped[Round] = relationship()
    tally: Mapped[Tally] = relationship()
