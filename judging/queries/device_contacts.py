"""Which seats' tablets are in contact with the server, and which have fallen silent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask import current_app
from sqlalchemy import func, select

from judging.extensions import db
from judging.models import Heartbeat, Heat, HeatState, Panel, Round, Seat, SignInSession
from judging.models.heartbeat_memory import Beat, memory_of

#: A tablet reports every 5 s; three reports missing is silence.
SILENT_AFTER = timedelta(seconds=15)
#: A page that is not on the screen reports every 20 s, if its browser lets it.
SILENT_AFTER_HIDDEN = timedelta(seconds=35)


class Contact(StrEnum):
    """How a seat's tablet stands to the server."""

    UNUSED = "unused"  # no device has come in through the seat's card
    REVOKED = "revoked"  # the card opens nothing
    SIGNED_OUT = "signed_out"  # a device was there; its sign-in has ended
    AWAITED = "awaited"  # just signed in, or the server has just started: the report is to come
    UNREPORTED = "unreported"  # signed in, and never heard of since: the plain form, or closed
    IN_CONTACT = "in_contact"
    HIDDEN = "hidden"  # in contact, but the page is not on the screen
    SILENT = "silent"


@dataclass(frozen=True)
class SeatContact:
    """How one seat's tablet stands, and what was heard.

    Args:
        contact: the state.
        newest: the newest report of all the seat's tablets; None where nothing was ever heard.
        earlier: what other tablets of the seat said last, where something waited on them; newest
            first.
    """

    contact: Contact
    newest: Beat | None = None
    earlier: tuple[Beat, ...] = ()


def contacts_of(seats: Iterable[Seat], now: datetime) -> dict[int, SeatContact]:
    """Return how the tablets of these seats stand, by seat.

    Args:
        seats: of any heats.
        now: the present instant.
    """
    rows = {seat.id: seat for seat in seats}
    beats, live = _beats(rows, now), _live_since(rows, now)
    since = memory_of(current_app.extensions, now).since
    found = {}
    for key, seat in rows.items():
        told = beats.get(key, [])
        newest = told[0] if told else None
        contact = _contact(seat, live.get(key), newest, now, since)
        earlier = tuple(beat for beat in told[1:] if beat.waiting or beat.refused)
        found[key] = SeatContact(contact, newest, earlier)
    return found


def _contact(
    seat: Seat, signed_in_at: datetime | None, newest: Beat | None, now: datetime, since: datetime
) -> Contact:
    """Decide how a seat's tablet stands; ``since`` is when this process began to listen."""
    if seat.link_revoked_at is not None:
        return Contact.REVOKED
    if signed_in_at is None:
        return Contact.UNUSED if seat.device_hash is None and not newest else Contact.SIGNED_OUT
    has_reported = newest is not None and newest.at >= signed_in_at
    if newest is not None and has_reported:
        patience = SILENT_AFTER_HIDDEN if newest.is_hidden else SILENT_AFTER
        if now - newest.at < patience:
            return Contact.HIDDEN if newest.is_hidden else Contact.IN_CONTACT
    if now - max(since, signed_in_at) < SILENT_AFTER:
        return Contact.AWAITED
    return Contact.SILENT if has_reported else Contact.UNREPORTED


def _beats(seat_ids: Iterable[int], now: datetime) -> dict[int, list[Beat]]:
    """Return what each seat's tablets said last, newest first: what is stored and what is heard."""
    keys = list(seat_ids)
    newest: dict[tuple[int, str], Beat] = {}
    stored = db.session.scalars(select(Heartbeat).where(Heartbeat.seat_id.in_(keys)))
    heard = memory_of(current_app.extensions, now).list_of(keys)
    for beat in [*(row.as_beat() for row in stored), *heard]:
        known = newest.get((beat.seat_id, beat.tablet))
        if known is None or known.at <= beat.at:
            newest[beat.seat_id, beat.tablet] = beat
    found: dict[int, list[Beat]] = {}
    for beat in sorted(newest.values(), key=lambda beat: beat.at, reverse=True):
        found.setdefault(beat.seat_id, []).append(beat)
    return found


def _live_since(seat_ids: Iterable[int], now: datetime) -> dict[int, datetime]:
    """Return when the seats that are signed in came in."""
    rows = db.session.execute(
        select(SignInSession.seat_id, func.max(SignInSession.created_at))
        .where(SignInSession.seat_id.in_(list(seat_ids)), SignInSession.revoked_at.is_(None))
        .where(SignInSession.expires_at > now)
        .group_by(SignInSession.seat_id)
    )
    return {seat_id: at for seat_id, at in rows if seat_id is not None}


def count_silent(competition_id: int, now: datetime) -> Mapping[int, int]:
    """Return how many seats of each open heat are silent; heats without any are left out.

    Args:
        competition_id: whose heats.
        now: the present instant.
    """
    rows = db.session.execute(
        select(Seat, Heat.id)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, Heat.state == HeatState.OPEN)
    ).all()
    contacts = contacts_of((seat for seat, _heat_id in rows), now)
    counts: dict[int, int] = {}
    for seat, heat_id in rows:
        if contacts[seat.id].contact is Contact.SILENT:
            counts[heat_id] = counts.get(heat_id, 0) + 1
    return counts
