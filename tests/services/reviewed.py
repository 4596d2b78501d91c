"""Steps that several tests of the outlier review share."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import JournalDetail, JournalEntry, SheetQuestion
from judging.services.review import confirm_sheet
from judging.services.review_values import Answer, AnswerReceipt
from judging.services.sheet_values import Receipt, Submission
from judging.services.sheets import submit_sheet
from tests.factories import CONVENTION, Factory, HeatBundle
from tests.services.marked import judge_at, uuid_of


def rules_with(**section: Any) -> dict[str, Any]:
    """Return the convention with a section ``[review]``."""
    return {**CONVENTION, "review": section}


def give(
    factory: Factory,
    heat: HeatBundle,
    now: datetime,
    seat: int,
    content: str = "36",
    *,
    turn: int = 0,
    replaces: int = 0,
) -> Receipt:
    """Submit a sheet from a seat, or correct it, with this mark for content (the rest is 50)."""
    marks = {"content": content, "language": "25", "image": "16", "overall": "9"}
    reason = "看错一行" if replaces else ""
    client_id = str(uuid.UUID(int=10_000 * (replaces + 1) + 100 * turn + seat + 1))
    sent = Submission(client_id, heat.appearance_ids[turn], marks, replaces=replaces, reason=reason)
    return submit_sheet(judge_at(factory, heat, seat), now, sent)


def give_all(
    factory: Factory, heat: HeatBundle, now: datetime, *contents: str, turn: int = 0
) -> None:
    """Let each seat submit its mark for content."""
    for seat, content in enumerate(contents):
        give(factory, heat, now, seat, content, turn=turn)


def confirm(
    factory: Factory, heat: HeatBundle, now: datetime, seat: int, **values: Any
) -> AnswerReceipt:
    """Let a seat say that its sheet for the first appearance stands."""
    fields: dict[str, Any] = {
        "client_id": uuid_of(5),
        "appearance_id": heat.appearance_ids[0],
        "revision": 1,
    }
    return confirm_sheet(judge_at(factory, heat, seat), now, Answer(**(fields | values)))


def questions(heat: HeatBundle) -> list[tuple[int, int, int, str]]:
    """Return (turn, seat, revision, state) of every question, counted from 0, in order."""
    db.session.rollback()
    rows = db.session.scalars(select(SheetQuestion).order_by(SheetQuestion.id))
    return [
        (
            heat.appearance_ids.index(row.sheet.appearance_id),
            heat.seat_ids.index(row.sheet.seat_id),
            row.revision,
            row.state,
        )
        for row in rows
    ]


def question() -> SheetQuestion:
    """Return the only question there is."""
    db.session.rollback()
    return db.session.scalars(select(SheetQuestion)).one()


def newest_details() -> dict[str, Any]:
    """Return the content of the newest journal entry."""
    db.session.rollback()
    return (
        db.session.scalars(
            select(JournalDetail.content)
            .join(JournalEntry, JournalEntry.id == JournalDetail.entry_id)
            .order_by(JournalEntry.id.desc())
        ).first()
        or {}
    )
