"""Sign-in sessions: opened, ended, revoked. The cookie holds a random token, the table its hash."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import Update, update

from judging.errors import NotFound
from judging.models import SignInSession
from judging.permissions import Actor, ActorKind
from judging.services.command import Work, writing
from judging.tokens import as_letters, derive, hash_token, is_same

_TOKEN_BYTES = 32
_LONGEST_LABEL = 200
_OWNER = {
    ActorKind.PERSON: SignInSession.person_id,
    ActorKind.SEAT: SignInSession.seat_id,
    ActorKind.ENTRY: SignInSession.entry_id,
}


@dataclass(frozen=True)
class Device:
    """The browser that asks.

    Args:
        id: random text of a long-lived cookie; empty where the browser has none yet.
        label: what it says about itself, shown in the list of sessions.
        proofs: proofs of earlier sign-ins, from :func:`known_device_proof`.
    """

    id: str = ""
    label: str = ""
    proofs: tuple[str, ...] = ()


def known_device_proof(pseudonym: str, device_id: str) -> str:
    """Return the proof that an account once signed in on a device.

    The owner's own device does not wait for strangers' wrong tries on the account.
    """
    owner = f"{pseudonym}.{device_id}"
    return as_letters(derive(current_app.config["SECRET_KEY"], "known-device", owner, 1), 26)


def is_known_device(pseudonym: str, device: Device) -> bool:
    """Whether a device holds the proof for an account."""
    if not device.id:
        return False
    expected = known_device_proof(pseudonym, device.id)
    return any(is_same(proof, expected) for proof in device.proofs)


def open_session(work: Work, kind: ActorKind, owner_id: int, device: Device, hours: int) -> str:
    """Open a session inside another command and return its token.

    Args:
        work: the command at work.
        kind: person, seat or entry.
        owner_id: primary key of that row.
        device: the browser.
        hours: how long the session lasts.
    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session = SignInSession(
        token_hash=hash_token(token),
        kind=kind,
        device=_printable(device.label),
        created_at=work.now,
        seen_at=work.now,
        expires_at=work.now + timedelta(hours=hours),
    )
    setattr(session, f"{kind}_id", owner_id)
    work.session.add(session)
    work.session.flush()
    return token


def _printable(label: str) -> str:
    """Return a browser's own words without control characters, cut to the column's length."""
    return "".join(c for c in label if c.isprintable())[:_LONGEST_LABEL]


def revoke_sessions(work: Work, kind: ActorKind, owner_id: int, keep: int = 0) -> int:
    """End all sessions of a person, seat or entry but one, inside another command.

    Returns:
        How many ended.
    """
    ended = work.session.execute(
        _ending(work.now).where(_OWNER[kind] == owner_id, SignInSession.id != keep)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def _ending(now: datetime) -> Update:
    """Return the statement that ends sessions which have not ended."""
    return (
        update(SignInSession)
        .where(SignInSession.revoked_at.is_(None), SignInSession.expires_at > now)
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )


def sign_out(actor: Actor, now: datetime) -> None:
    """End the actor's own session; harmless where it has ended already."""
    actions = {
        ActorKind.PERSON: "site:person:sign_out",
        ActorKind.SEAT: "seat:session:sign_out",
        ActorKind.ENTRY: "entry:session:sign_out",
    }
    if actor.kind not in actions:
        return
    with writing(actor, now) as work:
        ended = work.session.execute(_ending(now).where(SignInSession.id == actor.session_id))
        if not ended.rowcount:  # type: ignore[attr-defined]
            work.leave_unrecorded()
            return
        work.record(actions[actor.kind], actor.id, competition_id=actor.competition_id)


def revoke_session(actor: Actor, now: datetime, session_id: int) -> None:
    """End one of the actor's own sessions, from the list.

    Raises:
        NotFound: no live session of that number is the actor's own.
    """
    if actor.kind not in _OWNER:
        raise NotFound()
    with writing(actor, now) as work:
        ended = work.session.execute(
            _ending(now).where(SignInSession.id == session_id, _OWNER[actor.kind] == actor.id)
        )
        if not ended.rowcount:  # type: ignore[attr-defined]
            raise NotFound()
        work.record("site:session:revoke", session_id, competition_id=actor.competition_id)
