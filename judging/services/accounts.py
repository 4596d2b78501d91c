"""An account's own settings: the password and the language."""

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Person
from judging.permissions import Actor, ActorKind
from judging.services.command import writing
from judging.services.passwords import hash_password, is_right_password, refuse_weak
from judging.services.sessions import Device, open_session, revoke_sessions
from judging.services.throttling import next_try, refuse_while_waiting

LANGUAGES = ("", "zh_Hans", "en")


def change_password(actor: Actor, now: datetime, present: str, wished: str, device: Device) -> str:
    """Change one's own password; every other session ends, this one gets a new token.

    Args:
        actor: a person.
        now: the present instant.
        present: the password up to now.
        wished: the new one.
        device: the browser.

    Returns:
        The token of the new session.

    Raises:
        InvalidInput: the present password is wrong, or the new one is weak.
        NotFound: the actor is not a person.
        TooManyTries: the wait after wrong tries is not over.
    """
    person = db.session.get(Person, actor.id) if actor.kind is ActorKind.PERSON else None
    if person is None:
        raise NotFound()
    refuse_weak(wished, (person.name, person.email or "", person.unit), "wished")
    if not is_right_password(_count_try(actor, now), present):
        raise InvalidInput((Problem("wrong_present_password", "present"),))
    hashed = hash_password(wished)
    with writing(actor, now) as work:
        row = work.get(Person, actor.id)
        row.password_hash = hashed
        row.failed_tries, row.next_try_at = 0, None
        revoke_sessions(work, ActorKind.PERSON, row.id)
        hours = current_app.config["SESSION_HOURS"]
        token = open_session(work, ActorKind.PERSON, row.id, device, hours)
        work.record("site:person:password", row.id, competition_id=None)
        return token


def _count_try(actor: Actor, now: datetime) -> str | None:
    """Count a try as wrong until it is proved right; return the stored hash."""
    with writing(actor, now) as work:
        person = work.get(Person, actor.id)
        refuse_while_waiting(person.next_try_at, now)
        person.failed_tries += 1
        person.next_try_at = next_try(person.failed_tries, now)
        work.leave_unrecorded()
        return person.password_hash


def choose_language(actor: Actor, now: datetime, language: str) -> None:
    """Keep a person's language for every sign-in to come; empty follows the browser.

    Raises:
        InvalidInput: no such language.
        NotFound: the actor is not a person.
    """
    if language not in LANGUAGES:
        raise InvalidInput((Problem("unknown_choice", "language"),))
    if actor.kind is not ActorKind.PERSON:
        raise NotFound()
    with writing(actor, now) as work:
        person = work.get(Person, actor.id)
        if person.language == language:
            work.leave_unrecorded()
            return
        person.language = language
        work.record("site:person:edit", person.id, competition_id=None)


def set_password(actor: Actor, now: datetime, person_id: int, password: str) -> None:
    """Set anybody's password from the terminal; all sessions of that person end.

    Args:
        actor: the terminal.
        now: the present instant.
        person_id: whose password.
        password: the new one.

    Raises:
        InvalidInput: the password is weak.
        NotFound: the actor is not the terminal, or there is no such person.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise NotFound()
    person = db.session.scalar(select(Person).where(Person.id == person_id))
    if person is None:
        raise NotFound()
    refuse_weak(password, (person.name, person.email or "", person.unit))
    hashed = hash_password(password)
    with writing(actor, now) as work:
        row = work.get(Person, person_id)
        row.password_hash = hashed
        row.failed_tries, row.next_try_at = 0, None
        revoke_sessions(work, ActorKind.PERSON, row.id)
        work.record("site:person:password", row.id, competition_id=None)
