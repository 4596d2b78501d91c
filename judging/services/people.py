"""People: accounts are made, offices given and taken."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from judging.errors import Conflict, InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Competition, Person, RoleAssignment, Seat
from judging.permissions import Actor, ActorKind, Role
from judging.services.command import Work, writing
from judging.services.invitations import person_of_competition
from judging.services.passwords import hash_password, refuse_weak
from judging.services.pseudonyms import PERSON, new_pseudonym
from judging.services.sign_in import normalise_email

#: Offices that are given by name; judges get theirs by sitting on a panel.
GRANTED = (Role.ORGANIZER, Role.CHIEF_JUDGE, Role.STAGE_MANAGER, Role.AUDITOR)
LONGEST_NAME = 100
LONGEST_EMAIL = 200
LONGEST_UNIT = 200
# Only what a typing slip looks like is refused; a mail server judges the rest (RFC 5321, 4.5.3.1).
_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]{1,64}@[^@\s\x00-\x1f\x7f.]+(\.[^@\s\x00-\x1f\x7f.]+)+")


@dataclass(frozen=True)
class NewPerson:
    """An account to be made.

    Args:
        name: as shown in the top bar.
        email: for signing in.
        unit: may be empty.
        password: empty where the person sets it by an invitation.
        roles: offices in the competition given beside it.
        competition_id: where the offices are held; ``None`` gives none.
        may_create: may set up new competitions; only the terminal can say so.
    """

    name: str
    email: str
    unit: str = ""
    password: str = ""
    roles: tuple[Role, ...] = ()
    competition_id: int | None = None
    may_create: bool = False


def create_person(actor: Actor, now: datetime, new: NewPerson) -> int:
    """Make an account, with offices in one competition, and return its id.

    Where an account with this e-mail exists, it is given the offices and stays as it is: its
    name, password and other offices are not an organizer's to change.

    Raises:
        InvalidInput: name, e-mail, unit or password cannot be used; or the terminal makes an
            account that exists.
        NotFound: the actor may not edit people there.
    """
    problems = tuple(_problems(new))
    if problems:
        raise InvalidInput(problems)
    if new.password:
        refuse_weak(new.password, (new.name, new.email, new.unit))
    hashed = hash_password(new.password) if new.password else None
    with writing(actor, now) as work:
        _require(work, new)
        email = normalise_email(new.email)
        person = work.session.scalar(select(Person).where(Person.email == email))
        if person is not None and (new.password or not new.roles):
            raise InvalidInput((Problem("taken", "email", {"value": email}),))
        is_new = person is None
        if person is None:
            person = _add_person(work, new, hashed)
        granted = [role for role in new.roles if _grant(work, person, new.competition_id, role)]
        if not is_new and not granted:
            work.leave_unrecorded()
            return person.id
        work.record(
            "site:person:create" if is_new else "desk:role:grant",
            person.id,
            competition_id=new.competition_id,
            details={"roles": sorted(granted)},
        )
        return person.id


def _add_person(work: Work, new: NewPerson, hashed: str | None) -> Person:
    """Return the row of a new account, flushed."""
    person = Person(
        pseudonym=new_pseudonym(PERSON),
        name=new.name.strip(),
        email=normalise_email(new.email),
        unit=new.unit.strip(),
        password_hash=hashed,
        may_create=new.may_create,
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def _require(work: Work, new: NewPerson) -> None:
    """Only the terminal makes accounts outside a competition, or ones that may create some."""
    is_terminals = new.competition_id is None or new.may_create or bool(new.password)
    if is_terminals and work.actor.kind is not ActorKind.SYSTEM:
        raise NotFound()
    if new.competition_id is not None:
        work.get(Competition, new.competition_id)
        work.require("people.edit", new.competition_id)


def _problems(new: NewPerson) -> Iterable[Problem]:
    """Yield what is wrong with a new account."""
    fields = (("name", new.name, LONGEST_NAME), ("email", new.email, LONGEST_EMAIL))
    for field, text, most in (*fields, ("unit", new.unit, LONGEST_UNIT)):
        if field != "unit" and not text.strip():
            yield Problem("required", field)
        elif len(text.strip()) > most:
            yield Problem("too_long", field, {"most": most})
        elif any(not c.isprintable() for c in text):
            yield Problem("control_characters", field)
        elif field == "email" and not _EMAIL.fullmatch(normalise_email(text)):
            yield Problem("not_an_email", field)
    if any(role not in GRANTED for role in new.roles):
        yield Problem("unknown_choice", "roles")


def _grant(work: Work, person: Person, competition_id: int | None, role: Role) -> bool:
    """Give an office inside another command; return whether it is new."""
    if competition_id is None or _find_assignment(work, person.id, competition_id, role):
        return False
    assignment = RoleAssignment(person_id=person.id, competition_id=competition_id, role=role)
    work.session.add(assignment)
    work.session.flush()
    return True


def _find_assignment(
    work: Work, person_id: int, competition_id: int, role: Role
) -> RoleAssignment | None:
    """Return the row of an office, or None."""
    return work.session.scalar(
        select(RoleAssignment).where(
            RoleAssignment.person_id == person_id,
            RoleAssignment.competition_id == competition_id,
            RoleAssignment.role == role,
        )
    )


def grant_role(
    actor: Actor, now: datetime, competition_id: int, person_id: int, role: Role
) -> None:
    """Give a person of this competition another office; harmless where it is held already.

    Raises:
        InvalidInput: the office is not one that is given by name, or the person has no e-mail
            address to sign in with.
        NotFound: no such person for this actor.
    """
    with writing(actor, now) as work:
        work.require("people.edit", competition_id)
        person = (
            work.get(Person, person_id)
            if actor.kind is ActorKind.SYSTEM
            else person_of_competition(work, competition_id, person_id)
        )
        if role not in GRANTED:
            raise InvalidInput((Problem("unknown_choice", "role"),))
        if person.email is None:
            raise InvalidInput((Problem("no_email_no_office", "role"),))
        if not _grant(work, person, competition_id, role):
            work.leave_unrecorded()
            return
        details = {"role": role}
        work.record("desk:role:grant", person.id, competition_id=competition_id, details=details)


def revoke_role(
    actor: Actor, now: datetime, competition_id: int, person_id: int, role: Role
) -> None:
    """Take an office from a person; the last organizer stays.

    Offices are read anew with each request, so this holds at once for those who are signed in.

    Raises:
        Conflict: the person is the last organizer (``last_organizer``), or a judge who sits on
            a panel (``judge_is_seated``).
        NotFound: the person does not hold the office here, or the actor may not edit people.
    """
    with writing(actor, now) as work:
        work.require("people.edit", competition_id)
        held = _find_assignment(work, person_id, competition_id, role)
        if held is None:
            raise NotFound()
        _refuse_last_organizer(work, held)
        if role is Role.JUDGE and work.session.scalar(
            select(Seat.id).where(Seat.person_id == person_id).limit(1)
        ):
            raise Conflict("judge_is_seated")
        work.session.delete(held)
        details = {"role": role}
        work.record("desk:role:revoke", person_id, competition_id=competition_id, details=details)


def _refuse_last_organizer(work: Work, held: RoleAssignment) -> None:
    """Keep at least one organizer in every competition."""
    if held.role != Role.ORGANIZER:
        return
    count = work.session.scalar(
        select(func.count(RoleAssignment.id)).where(
            RoleAssignment.competition_id == held.competition_id,
            RoleAssignment.role == Role.ORGANIZER,
        )
    )
    if count == 1:
        raise Conflict("last_organizer")


def find_person_by_email(email: str) -> int | None:
    """Return the id of the account with this e-mail, or None; for the terminal."""
    wanted = normalise_email(email)
    return db.session.scalar(select(Person.id).where(Person.email == wanted))
