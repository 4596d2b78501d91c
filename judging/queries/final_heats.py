"""Which heats no tablet needs to keep anything of any more."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from judging.extensions import db
from judging.models import Heat, HeatState, Installation, Panel, Round, Seat
from judging.tokens import hash_token


def list_final_heats(competition_id: int) -> tuple[int, ...]:
    """Return the heats of the rounds that are final, in order of their ids.

    A round is final when each of its heats is signed: until then a restored backup may still need
    what the tablets keep.

    Args:
        competition_id: whose rounds.
    """
    rows = db.session.scalars(
        select(Heat.id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, _is_final())
        .order_by(Heat.id)
    )
    return tuple(rows)


def list_final_heats_of_device(device_id: str) -> tuple[int, ...]:
    """Return those of all heats with a seat that a device is bound to, in order of their ids.

    Args:
        device_id: the random id of the browser, empty where it has none.
    """
    if not device_id:
        return ()
    rows = db.session.scalars(
        select(Heat.id)
        .join(Panel, Panel.heat_id == Heat.id)
        .join(Seat, Seat.panel_id == Panel.id)
        .where(Seat.device_hash == hash_token(device_id), _is_final())
        .distinct()
        .order_by(Heat.id)
    )
    return tuple(rows)


def find_incarnation() -> str | None:
    """Return what names this database; None where no tablet has read a heat of it yet."""
    return db.session.scalar(select(Installation.incarnation))


def _is_final() -> ColumnElement[bool]:
    sibling = aliased(Heat)
    unfinished = select(sibling.id).where(
        sibling.round_id == Heat.round_id, sibling.state != HeatState.SIGNED
    )
    return ~unfinished.exists()
