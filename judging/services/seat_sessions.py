"""Getting in as a seat: the secret link enrols a device, the PIN works on an enrolled one.

A seat has one device and one live session at a time. Another device must say that it takes over;
the first one's session ends then, and its page can say why. Source: tablet.md, "Getting in".
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import object_session

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongCredentials
from judging.models import Heat, HeatState, QuestionState, ScoreSheet, Seat, SheetQuestion
from judging.permissions import Actor, ActorKind, Role
from judging.services.command import Work, writing
from judging.services.sessions import Device, open_session, revoke_sessions
from judging.services.throttling import next_try, refuse_while_waiting
from judging.tokens import hash_token, is_same, normalise_letters, seat_pin

#: The count stands from here on; links of such heats let nobody in any more.
ENDED_STATES = frozenset({HeatState.TALLIED, HeatState.SIGNED})
_SHORTEST_DEVICE_ID = 16


def enrol_seat(
    actor: Actor, now: datetime, secret: str, device: Device, is_takeover: bool = False
) -> str:
    """Let a device in by the seat's secret link, and bind the seat to it.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        secret: the last part of the link, as typed or scanned.
        device: the browser, with its random id.
        is_takeover: True where the reader agreed to take the seat over from another device.

    Returns:
        The token of the new session.

    Raises:
        Conflict: another device is bound and nobody agreed (``seat_on_another_device``), the link
            was revoked (``seat_link_revoked``), or the heat is over (``seat_link_ended``).
        NotFound: no seat has this link.
    """
    if len(device.id) < _SHORTEST_DEVICE_ID:
        raise InvalidInput((Problem("no_cookies"),))
    with writing(actor, now) as work:
        link_hash = hash_token(normalise_letters(secret[:200]))
        seat = work.session.scalar(select(Seat).where(Seat.link_hash == link_hash))
        if seat is None:
            raise NotFound("seat_link_unknown")
        device_hash = hash_token(device.id)
        refuse_closed_door(seat, device_hash)
        is_other = seat.device_hash not in (None, device_hash)
        if is_other and not is_takeover:
            raise Conflict("seat_on_another_device")
        seat.device_hash, seat.enrolled_at = device_hash, now
        token = _open_seat(work, seat, device)
        details = {"takeover": is_other}
        competition_id = seat.panel.heat.round.competition_id
        work.record("seat:session:enrol", seat.id, competition_id=competition_id, details=details)
        return token


def refuse_closed_door(seat: Seat, device_hash: str | None) -> None:
    """Go on only where the seat's link is good.

    Once the heat has closed the link lets no other device in: only the one that the seat is bound
    to comes back, for what it may still hold. A seat that the desk waits for, because its sheet
    was reopened or its judge is asked, gets in by its link until the tally, and with a reopened
    sheet until the result is signed.

    Raises:
        Conflict: it was revoked, or the heat is over.
    """
    if seat.link_revoked_at is not None:
        raise Conflict("seat_link_revoked")
    heat: Heat = seat.panel.heat
    if heat.state == HeatState.SIGNED or (
        heat.state in ENDED_STATES and not has_reopened_sheet(seat)
    ):
        raise Conflict("seat_link_ended")
    is_other = heat.state == HeatState.CLOSED and seat.device_hash != device_hash
    if is_other and not (has_reopened_sheet(seat) or _is_asked(seat)):
        raise Conflict("seat_link_ended")


def _is_asked(seat: Seat) -> bool:
    """Whether the judge is asked to check a sheet and has not answered."""
    session = object_session(seat)
    query = (
        select(SheetQuestion.id)
        .join(ScoreSheet, ScoreSheet.id == SheetQuestion.sheet_id)
        .where(
            ScoreSheet.seat_id == seat.id,
            SheetQuestion.state == QuestionState.OPEN,
            SheetQuestion.passed_over_at.is_(None),
        )
    )
    return session is not None and session.scalar(query.limit(1)) is not None


def has_reopened_sheet(seat: Seat) -> bool:
    """Whether the desk waits for the seat to correct a sheet, or to give it after all."""
    session = object_session(seat)
    query = select(ScoreSheet.id).where(ScoreSheet.seat_id == seat.id, ScoreSheet.is_reopened)
    return session is not None and session.scalar(query.limit(1)) is not None


def _open_seat(work: Work, seat: Seat, device: Device) -> str:
    """End what sessions the seat has, open one, and let the seat be the actor."""
    revoke_sessions(work, ActorKind.SEAT, seat.id)
    seat.pin_failures, seat.next_pin_at = 0, None
    competition_id = seat.panel.heat.round.competition_id
    roles = {competition_id: frozenset({Role.JUDGE})}
    work.actor = Actor(ActorKind.SEAT, seat.id, seat.pseudonym, roles=roles)
    hours = current_app.config["SEAT_SESSION_HOURS"]
    return open_session(work, ActorKind.SEAT, seat.id, device, hours)


def sign_in_with_pin(
    actor: Actor, now: datetime, seat_pseudonym: str, pin: str, device: Device
) -> str:
    """Sign a judge in by the seat's PIN, on the device that the seat is bound to.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        seat_pseudonym: which of the device's seats.
        pin: six digits as typed.
        device: the browser, with its random id.

    Returns:
        The token of the new session.

    Raises:
        Conflict: the link was revoked or the heat is over.
        TooManyTries: the wait after wrong tries is not over.
        WrongCredentials: the PIN is wrong, or the seat is not on this device.
    """
    with writing(actor, now) as work:
        seat = work.session.scalar(select(Seat).where(Seat.pseudonym == seat_pseudonym))
        if seat is None or not device.id or seat.device_hash != hash_token(device.id):
            raise WrongCredentials("seat_not_on_this_device")
        refuse_closed_door(seat, seat.device_hash)
        refuse_while_waiting(seat.next_pin_at, now)
        key = current_app.config["SECRET_KEY"]
        if is_same(normalise_letters(pin[:40]), seat_pin(key, seat.pseudonym, seat.link_version)):
            token = _open_seat(work, seat, device)
            competition_id = seat.panel.heat.round.competition_id
            work.record("seat:session:pin", seat.id, competition_id=competition_id)
            return token
        seat.pin_failures += 1
        seat.next_pin_at = next_try(seat.pin_failures, now)
        work.leave_unrecorded()
    current_app.logger.warning("sign-in refused: seat %s", seat_pseudonym)
    raise WrongCredentials()
