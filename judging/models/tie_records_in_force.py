"""The records of a round's ties that hold, as the core's steps read them."""

from collections import defaultdict
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.tie_record import TieRecord
from judging.scoring.ties import Recorded


def recorded_of(session: Session, round_id: int) -> dict[str, tuple[Recorded, ...]]:
    """Return what holds of each entry, by its number; older records first."""
    rows = session.execute(
        select(TieRecord.step, TieRecord.number, TieRecord.entries, TieRecord.values)
        .where(
            TieRecord.round_id == round_id,
            TieRecord.settled_at.is_not(None),
            TieRecord.withdrawn_at.is_(None),
        )
        .order_by(TieRecord.number)
    )
    found: dict[str, list[Recorded]] = defaultdict(list)
    for step, number, entries, values in rows:
        for entry, value in zip(entries, values, strict=True):
            found[entry].append(Recorded(step, number, Fraction(value)))
    return {entry: tuple(records) for entry, records in found.items()}
