"""Certificates: frozen facts and a digest; the PDF is made from them when asked for."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from judging.models.base import Base, BigKey, HasId, JsonText, UtcDateTime, one_of
from judging.models.entry import Contestant, Entry
from judging.models.release import Release
from judging.models.states import CertificateState

#: Kinds of certificates that no contestant gets.
HONOURS = ("unit", "adviser")


class Certificate(HasId, Base):
    """One certificate, pointing to the release that it rests on.

    It is of one contestant, or of a unit or an adviser, whom ``recipient`` names.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        UniqueConstraint("serial"),
        one_of("kind", ("award", "participation", *HONOURS)),
        one_of("state", CertificateState),
        CheckConstraint("length(digest) = 64", "digest_is_sha256"),
        CheckConstraint(
            "state <> 'revoked' OR length(state_reason) > 0", "revocation_has_a_reason"
        ),
        CheckConstraint(
            "(contestant_id IS NULL) = (kind IN ('unit', 'adviser')) "
            "AND (entry_id IS NULL) = (contestant_id IS NULL) "
            "AND (contestant_id IS NULL) = (length(recipient) > 0)",
            "one_recipient",
        ),
        Index(
            "uq_certificate_valid_honour",
            "round_id",
            "award_key",
            "recipient",
            "recipient_unit",
            unique=True,
            sqlite_where=text("state = 'valid' AND contestant_id IS NULL"),
            postgresql_where=text("state = 'valid' AND contestant_id IS NULL"),
        ),
        Index(
            "uq_certificate_valid",
            "round_id",
            "contestant_id",
            "award_key",
            unique=True,
            sqlite_where=text("state = 'valid'"),
            postgresql_where=text("state = 'valid'"),
        ),
    )

    competition_id: Mapped[int] = mapped_column(ForeignKey("competition.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("entry.id"), index=True)
    contestant_id: Mapped[int | None] = mapped_column(
        BigKey, ForeignKey("contestant.id"), index=True
    )
    recipient: Mapped[str] = mapped_column(String(200), default="", server_default="")
    recipient_unit: Mapped[str] = mapped_column(String(200), default="", server_default="")
    kind: Mapped[str] = mapped_column(String(20))
    award_key: Mapped[str] = mapped_column(String(40), default="")
    serial: Mapped[str] = mapped_column(String(40))
    number: Mapped[str] = mapped_column(String(60))
    facts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    digest: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=CertificateState.VALID)
    state_reason: Mapped[str] = mapped_column(String(500), default="")
    state_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    replaced_by_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("certificate.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[Entry | None] = relationship()
    contestant: Mapped[Contestant | None] = relationship()
    release: Mapped[Release] = relationship()
