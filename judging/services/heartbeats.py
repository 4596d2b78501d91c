"""What a judge's tablet reports of itself every few seconds; kept in memory, stored in batches.

A heartbeat decides nothing and is not journalled. The contract is docs/tablet.md.
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heartbeat, Seat
from judging.models.engine import is_shared
from judging.models.heartbeat_memory import MOST_TABLETS, Beat, memory_of, most_telling
from judging.permissions import SYSTEM, Actor, ActorKind
from judging.services.bounds import Bounds, bounds
from judging.services.command import Work, writing
from judging.services.sheet_values import is_client_id

__all__ = ["Beat", "record_heartbeat", "store_heartbeats"]

_MOST = 99_999
_LONGEST_VERSION = 40
#: One process remembers by itself; its batches are for the next start.
STORE_ALONE = timedelta(seconds=60)
#: Processes that serve the same database know of each other's tablets by what is stored.
STORE_SHARED = timedelta(seconds=5)


def record_heartbeat(actor: Actor, now: datetime, beat: Beat) -> None:
    """Keep what a seat's tablet says of itself.

    Args:
        actor: the seat; whatever seat the report names is replaced by it.
        now: the server's time, which counts.
        beat: the report.

    Raises:
        InvalidInput: a value is out of its bounds.
        NotFound: nobody's seat reports.
    """
    if actor.kind is not ActorKind.SEAT:
        raise NotFound()
    with bounds() as checked:
        _check(checked, beat)
    memory = memory_of(current_app.extensions, now)
    memory.note(replace(beat, seat_id=actor.id, at=now))
    every = STORE_SHARED if is_shared(db.session()) else STORE_ALONE
    due = memory.take_due(now, every)
    try:
        store_heartbeats(now, due)
    except SQLAlchemyError as error:
        memory.give_back(due)
        current_app.logger.warning("heartbeats wait for the next batch: %s", error)


def _check(checked: Bounds, beat: Beat) -> None:
    """Note what is out of bounds."""
    for place in ("waiting", "refused", "kept", "drafts"):
        checked.integer(place, getattr(beat, place), 0, _MOST)
    if beat.battery_percent is not None:
        checked.integer("battery", beat.battery_percent, 0, 100)
    checked.text("version", beat.version, _LONGEST_VERSION)
    if beat.tablet and not is_client_id(beat.tablet):
        checked.refuse("not_a_uuid", "tablet")


def store_heartbeats(now: datetime, beats: Iterable[Beat]) -> None:
    """Write a batch of reports in one transaction; older ones never replace newer ones.

    Args:
        now: the present instant.
        beats: of any seats; those of seats that were taken away meanwhile are left out.
    """
    by_seat: dict[int, list[Beat]] = {}
    for beat in beats:
        by_seat.setdefault(beat.seat_id, []).append(beat)
    if not by_seat:
        return
    with writing(SYSTEM, now) as work:
        work.leave_unrecorded()
        seats = work.session.scalars(select(Seat.id).where(Seat.id.in_(by_seat))).all()
        stored = _stored(work, by_seat)
        for seat_id in seats:
            _store_seat(work, stored.get(seat_id, {}), by_seat[seat_id])


def _stored(work: Work, seat_ids: Iterable[int]) -> dict[int, dict[str, Heartbeat]]:
    """Return the rows of these seats, by seat and tablet."""
    found: dict[int, dict[str, Heartbeat]] = {}
    rows = work.session.scalars(select(Heartbeat).where(Heartbeat.seat_id.in_(list(seat_ids))))
    for row in rows:
        found.setdefault(row.seat_id, {})[row.tablet] = row
    return found


def _store_seat(work: Work, rows: dict[str, Heartbeat], beats: Iterable[Beat]) -> None:
    """Bring the rows of one seat up to date, and take away what is too many."""
    told = {tablet: row.as_beat() for tablet, row in rows.items()}
    for beat in beats:
        if beat.tablet not in told or told[beat.tablet].at < beat.at:
            told[beat.tablet] = beat
    kept = {beat.tablet: beat for beat in most_telling(told.values(), MOST_TABLETS)}
    for tablet in rows.keys() - kept.keys():
        work.session.delete(rows[tablet])
    for tablet, beat in kept.items():
        if tablet not in rows:
            work.session.add(Heartbeat(**asdict(beat)))
        elif rows[tablet].at < beat.at:
            rows[tablet].take(beat)
