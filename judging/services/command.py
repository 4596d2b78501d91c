"""What every command shares: the transaction, the permission, the journal entry.

Example::

    def close_heat(actor: Actor, now: datetime, heat_id: int) -> None:
        with writing(actor, now) as work:
            heat = work.get(Heat, heat_id)
            work.require("heat.control", heat.round.competition_id)
            heat.state = HeatState.CLOSED
            work.record("desk:heat:close", heat.id, competition_id=heat.round.competition_id)
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Base
from judging.models.engine import write_transaction
from judging.permissions import Actor, may
from judging.services.journal import append

_is_rehearsal: ContextVar[bool] = ContextVar("is_rehearsal", default=False)

Row = TypeVar("Row", bound=Base)


class Work:
    """One command at work: the session, who asks, and the one journal entry it owes."""

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        """Start with nothing recorded."""
        self.session = session
        self.actor = actor
        self.now = now
        self.is_accounted_for = False

    def get(self, model: type[Row], key: int | None) -> Row:
        """Return a row by its primary key.

        Raises:
            NotFound: there is none.
        """
        row = self.session.get(model, key) if key is not None else None
        if row is None:
            raise NotFound()
        return row

    def require(self, permission: str, competition_id: int | None) -> None:
        """Go on only where the actor holds the permission in the object's competition.

        Raises:
            NotFound: the actor does not; whether the object exists is not told.
        """
        if not may(self.actor, permission, competition_id):
            raise NotFound()

    def record(
        self,
        action: str,
        object_id: int,
        *,
        competition_id: int | None,
        revision: int = 0,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the command's journal entry, with its content outside the chain.

        Args:
            action: ``source:subject:action``, one of ``journal_actions.ACTIONS``.
            object_id: primary key of what was changed.
            competition_id: the chain to write to; ``None`` for the installation's own.
            revision: revision of the object after the change, 0 where it has none.
            details: plain values; no floats.

        Raises:
            RuntimeError: the command has recorded already.
        """
        if self.is_accounted_for:
            raise RuntimeError("a command writes exactly one journal entry")
        self.session.flush()
        append(
            self.session,
            actor=self.actor.pseudonym,
            at=self.now,
            action=action,
            object_id=object_id,
            competition_id=competition_id,
            revision=revision,
            details=details or {},
        )
        self.is_accounted_for = True

    def leave_unrecorded(self) -> None:
        """Say that this command owes no entry: it changed nothing, or it only kept a draft."""
        self.is_accounted_for = True

    def require_account(self) -> None:
        """Let no command end that neither recorded an entry nor said that it owes none.

        Raises:
            RuntimeError: this one did neither.
        """
        if not self.is_accounted_for:
            raise RuntimeError("a command writes exactly one journal entry")


@contextmanager
def writing(actor: Actor, now: datetime) -> Iterator[Work]:
    """Open the one transaction of a command.

    Commits at the end of the block; any error rolls all back. The block must either record its
    journal entry or say that it owes none. Inside :func:`rehearsing` nothing is committed.

    Raises:
        RuntimeError: the block did neither, or another command is open.
    """
    session: Session = db.session()
    begin = session.begin_nested() if _is_rehearsal.get() else write_transaction(session)
    with begin:
        work = Work(session, actor, now)
        yield work
        if not work.is_accounted_for:
            raise RuntimeError("a command writes exactly one journal entry")


@contextmanager
def rehearsing() -> Iterator[None]:
    """Let the commands of the block run as they would, one after the other, and undo them all.

    What they return or raise is what they would. The write lock is held meanwhile: keep it short.

    Raises:
        RuntimeError: a command is open.
    """
    session: Session = db.session()
    with write_transaction(session):
        token = _is_rehearsal.set(True)
        try:
            yield
        finally:
            _is_rehearsal.reset(token)
        session.rollback()
