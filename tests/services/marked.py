"""Steps that several tests of commands on marked heats share."""

import uuid
from datetime import datetime

from sqlalchemy import select

from judging.extensions import db
from judging.models import JournalEntry, ScoreSheet
from judging.services.sheet_values import Receipt, Submission
from judging.services.sheets import submit_sheet
from tests.factories import Factory, HeatBundle

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}


def mark(factory: Factory, heat: HeatBundle, now: datetime, seat: int, turn: int) -> Receipt:
    """Submit the same marks from one seat for one appearance, both counted from 0."""
    judge = factory.seat_actor(heat.seat_ids[seat], heat.competition_id)
    client_id = str(uuid.UUID(int=1000 * seat + turn + 1))
    return submit_sheet(judge, now, Submission(client_id, heat.appearance_ids[turn], MARKS))


def actions() -> list[str]:
    """Return what the journal holds, in order."""
    db.session.rollback()
    return list(db.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)))


def sheet_states() -> dict[tuple[int, int], str]:
    """Return the state of each sheet by seat and appearance."""
    db.session.rollback()
    rows = db.session.scalars(select(ScoreSheet))
    return {(row.seat_id, row.appearance_id): row.state for row in rows}
