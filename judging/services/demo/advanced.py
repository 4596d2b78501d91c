"""Who went on from the heats of a round, by the standings that stand."""

from collections.abc import Sequence

from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Entry, Standing, Tally


def list_advanced(heat_ids: Sequence[int]) -> tuple[str, ...]:
    """Return the entry numbers that advance, in order of heat and place."""
    rows = db.session.execute(
        select(Entry.number)
        .join(Appearance, Appearance.entry_id == Entry.id)
        .join(Standing, Standing.appearance_id == Appearance.id)
        .join(Tally, Tally.id == Standing.tally_id)
        .where(Tally.is_current, Standing.is_advancing, Appearance.heat_id.in_(heat_ids))
        .order_by(Appearance.heat_id, Standing.position)
    )
    return tuple(number for (number,) in rows)
