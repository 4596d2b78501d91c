"""Steps that several tests of commands on marked heats share."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.errors import InvalidInput
from judging.extensions import db
from judging.models import JournalEntry, ScoreSheet, SheetRevision
from judging.permissions import Actor
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


def uuid_of(number: int) -> str:
    """Return the client-made id that stands for a number."""
    return str(uuid.UUID(int=number))


def submission(heat: HeatBundle, **values: Any) -> Submission:
    """Return a whole first submission for the heat's first appearance, changed as named."""
    given = Submission(uuid_of(1), heat.appearance_ids[0], MARKS, device_time="2026-12-05T09:30:00")
    return replace(given, **values)


def judge_at(factory: Factory, heat: HeatBundle, seat: int = 0) -> Actor:
    """Return the actor of a seat of the heat, counted from 0."""
    return factory.seat_actor(heat.seat_ids[seat], heat.competition_id)


def revisions() -> list[SheetRevision]:
    """Return every revision in the database, in the order in which they came."""
    db.session.rollback()
    return list(db.session.scalars(select(SheetRevision).order_by(SheetRevision.id)))


def problems_of(error: InvalidInput) -> list[tuple[str, str]]:
    """Return code and place of each problem, in order."""
    return [(problem.code, problem.place) for problem in error.problems]
