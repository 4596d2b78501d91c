"""The incarnation of this database: what tells a tablet that a backup was put back."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Installation
from judging.permissions import Actor
from judging.services.command import writing

_ONLY_ROW = 1

Details = Mapping[str, Any]


def ensure_incarnation(actor: Actor, now: datetime) -> str:
    """Return the incarnation of this database, given to it once.

    Whoever restores a backup gives it a new one; tablets then offer all that they keep again.

    Args:
        actor: who finds it missing; the journal names them.
        now: the instant.
    """
    with writing(actor, now) as work:
        row = work.session.get(Installation, _ONLY_ROW)
        if row is None:
            row = Installation(id=_ONLY_ROW, incarnation=str(uuid.uuid4()), created_at=now)
            work.session.add(row)
            work.record("site:installation:create", _ONLY_ROW, competition_id=None)
        else:
            work.leave_unrecorded()
        return row.incarnation


def renew_incarnation(actor: Actor, now: datetime, details: Details) -> str:
    """Give this database another incarnation: it was put back from a backup.

    Every tablet that reads it then sends all that it keeps once more.

    Args:
        actor: who put it back.
        now: the instant.
        details: what the journal says of it: which backup, and what it took the place of.

    Returns:
        The new incarnation.
    """
    with writing(actor, now) as work:
        row = work.session.get(Installation, _ONLY_ROW)
        if row is None:
            row = Installation(id=_ONLY_ROW, incarnation="", created_at=now)
            work.session.add(row)
        row.incarnation = str(uuid.uuid4())
        work.record("site:installation:restore", _ONLY_ROW, competition_id=None, details=details)
        return row.incarnation


def find_incarnation() -> str:
    """Return the incarnation of this database; empty where it has none yet."""
    return db.session.scalar(select(Installation.incarnation)) or ""
