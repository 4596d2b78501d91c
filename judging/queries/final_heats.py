"""Which heats no tablet needs to keep anything of any more."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from judging.extensions import db
from judging.models import Heat, HeatState, Round


def list_final_heats(competition_id: int) -> tuple[int, ...]:
    """Return the heats of the rounds that are final, in order of their ids.

    A round is final when each of its heats is signed: until then a restored backup may still need
    what the tablets keep.

    Args:
        competition_id: whose rounds.
    """
    sibling = aliased(Heat)
    unfinished = select(sibling.id).where(
        sibling.round_id == Heat.round_id, sibling.state != HeatState.SIGNED
    )
    rows = db.session.scalars(
        select(Heat.id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, ~unfinished.exists())
        .order_by(Heat.id)
    )
    return tuple(rows)
