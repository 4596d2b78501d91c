"""Seat links: made new where a card was lost, revoked where nobody may use it any more."""

from datetime import datetime

from flask import current_app

from judging.models import Seat
from judging.permissions import Actor, ActorKind
from judging.services.command import Work, writing
from judging.services.panels import seat_of_desk
from judging.services.sessions import revoke_sessions
from judging.tokens import hash_token, seat_link


def reissue_seat(actor: Actor, now: datetime, seat_id: int) -> None:
    """Give a seat a new link and PIN; the old ones, its device and its sessions end.

    What the seat has marked stays: marks belong to the seat, not to the link.

    Raises:
        NotFound: no such seat for this actor.
    """
    with writing(actor, now) as work:
        seat, heat = seat_of_desk(work, seat_id)
        seat.link_version += 1
        key = current_app.config["SECRET_KEY"]
        seat.link_hash = hash_token(seat_link(key, seat.pseudonym, seat.link_version))
        seat.link_revoked_at = None
        ended = _forget_device(work, seat)
        work.record(
            "desk:seat:reissue",
            seat.id,
            competition_id=heat.round.competition_id,
            revision=seat.link_version,
            details={"heat": heat.id, "sessions_ended": ended},
        )


def revoke_seat(actor: Actor, now: datetime, seat_id: int) -> None:
    """Revoke a seat's link, PIN and sessions; harmless where that was done already.

    Raises:
        NotFound: no such seat for this actor.
    """
    with writing(actor, now) as work:
        seat, heat = seat_of_desk(work, seat_id)
        if seat.link_revoked_at is not None:
            work.leave_unrecorded()
            return
        seat.link_revoked_at = now
        ended = _forget_device(work, seat)
        work.record(
            "desk:seat:revoke",
            seat.id,
            competition_id=heat.round.competition_id,
            revision=seat.link_version,
            details={"heat": heat.id, "sessions_ended": ended},
        )


def _forget_device(work: Work, seat: Seat) -> int:
    """Unbind the seat's device and end its sessions; return how many ended."""
    seat.device_hash, seat.enrolled_at = None, None
    seat.pin_failures, seat.next_pin_at = 0, None
    return revoke_sessions(work, ActorKind.SEAT, seat.id)
