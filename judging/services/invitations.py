"""Invitations: a link by which a person sets their own password, so that nobody else knows it.

The link is a sealed text, not a row. It holds for a week and dies as soon as the person's
password or offices change, because both are sealed in. An organizer may invite only people who
hold no office outside the organizer's own competitions: a link to set a password is a key to
everything that its person may do. For the same reason it sets the first password only. With a
link to a new one an organizer would become the auditor and approve a release of their own.
"""

from datetime import datetime, timedelta

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.errors import Conflict, NotFound
from judging.extensions import db
from judging.models import Person, RoleAssignment
from judging.permissions import Actor, ActorKind
from judging.services.command import Work, writing
from judging.services.passwords import hash_password, refuse_weak
from judging.services.sessions import Device, open_session, revoke_sessions
from judging.tokens import hash_token, is_same

LASTS_DAYS = 7


def make_invitation(actor: Actor, now: datetime, competition_id: int, person_id: int) -> str:
    """Return the secret part of a link by which a person sets the password.

    Args:
        actor: an organizer of the competition, or the terminal.
        now: the present instant.
        competition_id: where the person holds an office.
        person_id: a person with an e-mail address, who has set no password yet.

    Raises:
        Conflict: the person has a password (``password_is_set``); a forgotten one is set anew
            from the terminal.
        NotFound: no such person for this actor, or the person works elsewhere too
            (``works_elsewhere``); then only the terminal can make the link.
    """
    with writing(actor, now) as work:
        work.require("people.edit", competition_id)
        person = person_of_competition(work, competition_id, person_id)
        if person.email is None:
            raise NotFound()
        _refuse_key_to_more(work, person)
        if person.password_hash is not None:
            raise Conflict("password_is_set")
        expires = int((now + timedelta(days=LASTS_DAYS)).timestamp())
        seal = _seal(work.session, person)
        work.record("site:person:invite", person.id, competition_id=competition_id)
        return str(_serializer().dumps([person.pseudonym, seal, expires]))


def person_of_competition(work: Work, competition_id: int, person_id: int) -> Person:
    """Return a person who holds an office in the competition.

    Raises:
        NotFound: there is none of that number here.
    """
    held = select(RoleAssignment.id).where(
        RoleAssignment.person_id == person_id, RoleAssignment.competition_id == competition_id
    )
    if work.session.scalar(held.limit(1)) is None:
        raise NotFound()
    return work.get(Person, person_id)


def _refuse_key_to_more(work: Work, person: Person) -> None:
    """Refuse where the link would open more than the actor may open."""
    if work.actor.kind is ActorKind.SYSTEM:
        return
    offices = work.session.scalars(
        select(RoleAssignment.competition_id).where(RoleAssignment.person_id == person.id)
    )
    for competition_id in offices:
        try:
            work.require("people.edit", competition_id)
        except NotFound:
            raise NotFound("works_elsewhere") from None
    if person.may_create and not work.actor.may_create:
        raise NotFound("works_elsewhere")


def find_invited(secret: str, now: datetime) -> str | None:
    """Return the name of the person a good link was made for; None where it is not good."""
    person = _find_person(secret, now)
    return None if person is None else person.name


def accept_invitation(
    actor: Actor, now: datetime, secret: str, password: str, device: Device
) -> str:
    """Set the password by a link, and sign in.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        secret: the last part of the link.
        password: the new password.
        device: the browser.

    Returns:
        The token of the new session.

    Raises:
        InvalidInput: the password is weak; the link stays good.
        NotFound: the link is not good, or no longer.
    """
    found = _find_person(secret, now)
    if found is None:
        raise NotFound("invitation_over")
    refuse_weak(password, (found.name, found.email or "", found.unit), "wished")
    hashed = hash_password(password)
    with writing(actor, now) as work:
        person = _find_person(secret, now)
        if person is None:
            raise NotFound("invitation_over")
        person.password_hash = hashed
        person.failed_tries, person.next_try_at = 0, None
        revoke_sessions(work, ActorKind.PERSON, person.id)
        hours = current_app.config["SESSION_HOURS"]
        token = open_session(work, ActorKind.PERSON, person.id, device, hours)
        work.actor = Actor(ActorKind.PERSON, person.id, person.pseudonym)
        work.record("site:person:password", person.id, competition_id=None)
        return token


def _serializer() -> URLSafeSerializer:
    """Return what signs and checks links."""
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="rostrum-invitation")


def _find_person(secret: str, now: datetime) -> Person | None:
    """Return whom a link is for, where it is genuine, in time, and nothing changed since."""
    try:
        pseudonym, seal, expires = _serializer().loads(secret[:1000])
    except (BadData, ValueError, TypeError):
        return None
    person = db.session.scalar(select(Person).where(Person.pseudonym == str(pseudonym)))
    if person is None or person.password_hash is not None or now.timestamp() >= int(expires):
        return None
    session: Session = db.session()
    return person if is_same(str(seal), _seal(session, person)) else None


def _seal(session: Session, person: Person) -> str:
    """Return a digest of what must not have changed: password, address, offices."""
    offices = session.execute(
        select(RoleAssignment.competition_id, RoleAssignment.role)
        .where(RoleAssignment.person_id == person.id)
        .order_by(RoleAssignment.competition_id, RoleAssignment.role)
    ).all()
    held = ";".join(f"{competition_id}:{role}" for competition_id, role in offices)
    return hash_token(f"{person.password_hash}|{person.email}|{person.may_create}|{held}")[:32]
