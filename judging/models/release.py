"""A frozen, numbered, public version of results."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, HasId, JsonText, UtcDateTime, one_of
from judging.models.round import Round
from judging.models.states import ReleaseState


class Release(HasId, Base):
    """Holds all that the public page shows as plain values; a correction is a new number.

    At most one release of a round is the current public one, which an index sees to. Preparer
    and approver are two people unless the competition was set up without second approval:
    ``is_single_approval`` holds that rule from the draft on, and what came of it once approved.
    """

    __tablename__ = "release"
    __table_args__ = (
        UniqueConstraint("round_id", "number"),
        one_of("state", ReleaseState),
        one_of("kind", ("provisional", "final", "correction")),
        CheckConstraint("length(digest) = 64", "digest_is_sha256"),
        CheckConstraint("(state = 'public') <= (published_at IS NOT NULL)", "public_has_a_time"),
        CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> prepared_by_id OR is_single_approval",
            "two_people_approve",
        ),
        CheckConstraint("kind <> 'correction' OR length(changes) > 0", "correction_says_why"),
        Index(
            "uq_release_current",
            "round_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10), default=ReleaseState.DRAFT)
    is_current: Mapped[bool] = mapped_column(default=False)
    is_single_approval: Mapped[bool] = mapped_column(default=False)
    document: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(String(64))
    inputs_digest: Mapped[str] = mapped_column(String(64))
    changes: Mapped[str] = mapped_column(String(1000), default="")
    journal_head: Mapped[str] = mapped_column(String(64), default="")
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    notice_ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))

    round: Mapped[Round] = relationship()
