"""The incarnation of this database: what tells a tablet that a backup was put back."""

import uuid
from datetime import datetime

from judging.models import Installation
from judging.permissions import Actor
from judging.services.command import writing

_ONLY_ROW = 1


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
