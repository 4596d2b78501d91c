"""Getting in with a password or an access code. Seats: services/seat_sessions.py.

A wrong try is counted before the password is checked, in a transaction of its own: a thousand
tries at once are a thousand counted tries. Every refusal reads the same and takes as long.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import func, select, update

from judging.errors import TooManyTries, WrongCredentials
from judging.extensions import db
from judging.models import Entry, Person
from judging.permissions import Actor, ActorKind, Role
from judging.services.command import Work, writing
from judging.services.passwords import hash_password, is_outdated, is_right_password
from judging.services.sessions import Device, is_known_device, open_session
from judging.services.throttling import UnknownNames, next_try, refuse_while_waiting
from judging.tokens import entry_code, is_same, normalise_letters

_LONGEST_TYPED = 200
_MOST_NAMESAKES = 50


def normalise_email(typed: str) -> str:
    """Return an e-mail address as it is stored and compared: trimmed, in small letters."""
    return typed.strip().lower()


def sign_in_person(actor: Actor, now: datetime, email: str, password: str, device: Device) -> str:
    """Sign a person in by e-mail and password.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        email: as typed.
        password: as typed.
        device: the browser; one that the account has used before does not wait.

    Returns:
        The token of the new session.

    Raises:
        TooManyTries: the wait after wrong tries is not over.
        WrongCredentials: no such account, or another password; which of them is not told.
    """
    name = normalise_email(email)[:_LONGEST_TYPED]
    person_id = _claim_try(actor, now, name, device)
    stored = db.session.scalar(select(Person.password_hash).where(Person.id == person_id))
    if not is_right_password(stored, password) or person_id is None or stored is None:
        raise _refusal("person", person_id)
    with writing(actor, now) as work:
        person = work.get(Person, person_id)
        if person.password_hash != stored:  # changed in the meantime
            raise _refusal("person", person_id)
        if is_outdated(stored):
            person.password_hash = hash_password(password)
        person.failed_tries, person.next_try_at = 0, None
        hours = current_app.config["SESSION_HOURS"]
        token = open_session(work, ActorKind.PERSON, person.id, device, hours)
        work.actor = Actor(ActorKind.PERSON, person.id, person.pseudonym)
        work.record("site:person:sign_in", person.id, competition_id=None)
        return token


def _claim_try(actor: Actor, now: datetime, name: str, device: Device) -> int | None:
    """Count a try on an account as wrong until it is proved right; return the account's key.

    Raises:
        TooManyTries: the wait is not over, for an account that exists or not.
    """
    with writing(actor, now) as work:
        work.leave_unrecorded()
        person = work.session.scalar(select(Person).where(Person.email == name)) if name else None
        if person is None:
            unknown_names().count(f"person {name}", now)
            _write_as_long(work)
            return None
        if not is_known_device(person.pseudonym, device):
            refuse_while_waiting(person.next_try_at, now)
        person.failed_tries += 1
        person.next_try_at = next_try(person.failed_tries, now)
        return person.id


def _write_as_long(work: Work) -> None:
    """Touch a row, so that an account that does not exist takes a durable commit as well."""
    first = select(func.min(Person.id)).scalar_subquery()
    same = {"failed_tries": Person.failed_tries}
    work.session.execute(update(Person).where(Person.id == first).values(same))


def unknown_names() -> UnknownNames:
    """Return this application's memory of tries on names that do not exist."""
    memory: UnknownNames = current_app.extensions.setdefault("rostrum_unknown", UnknownNames())
    return memory


def _refusal(kind: str, key: int | None) -> WrongCredentials:
    """Log a wrong try without what was typed, and return the refusal."""
    current_app.logger.warning("sign-in refused: %s %s", kind, key or "unknown")
    return WrongCredentials()


def sign_in_entry(actor: Actor, now: datetime, number: str, code: str, device: Device) -> str:
    """Sign a contestant in by entry number and access code.

    The same number may exist in several competitions; the code tells which is meant.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        number: the entry number as typed.
        code: the access code as typed; spaces, hyphens and look-alikes do not matter.
        device: the browser.

    Returns:
        The token of the new session.

    Raises:
        TooManyTries: the code is wrong, and the wait after wrong tries is not over. A right one
            is let in: strangers cannot guess a code of 50 bits, but could keep its owner waiting.
        WrongCredentials: no entry has this number and this code.
    """
    typed = number.strip()[:_LONGEST_TYPED]
    letters = normalise_letters(code[:_LONGEST_TYPED])
    with writing(actor, now) as work:
        entries = _entries_of(work, typed)
        found = [entry for entry in entries if _has_code(entry, letters)]
        if found:
            return _open_entry(work, found[0], device)
        for entry in _ready_entries(work, entries, device):
            entry.failed_tries += 1
            entry.next_try_at = next_try(entry.failed_tries, now)
        first = entries[0].id if entries else None
        work.leave_unrecorded()
    raise _refusal("entry", first)


def _entries_of(work: Work, number: str) -> list[Entry]:
    """Return the entries of this number in all competitions, by id.

    Raises:
        TooManyTries: there are none, and the number was tried too often.
    """
    query = select(Entry).where(Entry.number == number).order_by(Entry.id).limit(_MOST_NAMESAKES)
    entries = list(work.session.scalars(query)) if number else []
    if not entries:
        unknown_names().count(f"entry {number}", work.now)
    return entries


def _ready_entries(work: Work, entries: list[Entry], device: Device) -> list[Entry]:
    """Return those of the entries on which a wrong try is counted now.

    Raises:
        TooManyTries: there are some, and all must wait.
    """
    ready = []
    waiting: TooManyTries | None = None
    for entry in entries:
        try:
            if not is_known_device(entry.pseudonym, device):
                refuse_while_waiting(entry.next_try_at, work.now)
            ready.append(entry)
        except TooManyTries as refused:
            waiting = refused
    if waiting is not None and not ready:
        raise waiting
    return ready


def _has_code(entry: Entry, letters: str) -> bool:
    """Whether the letters are the entry's present access code."""
    key = current_app.config["SECRET_KEY"]
    expected = normalise_letters(entry_code(key, entry.pseudonym, entry.code_version))
    return is_same(letters, expected)


def _open_entry(work: Work, entry: Entry, device: Device) -> str:
    """Open a contestant's session and account for it."""
    entry.failed_tries, entry.next_try_at = 0, None
    hours = current_app.config["SESSION_HOURS"]
    token = open_session(work, ActorKind.ENTRY, entry.id, device, hours)
    work.actor = Actor(
        ActorKind.ENTRY,
        entry.id,
        entry.pseudonym,
        roles={entry.competition_id: frozenset({Role.CONTESTANT})},
    )
    work.record("entry:session:sign_in", entry.id, competition_id=entry.competition_id)
    return token
