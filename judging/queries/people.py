"""The people of a competition with their offices, and the sessions of whoever asks."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Person, RoleAssignment, SignInSession
from judging.permissions import Actor, ActorKind, Role

_ROLE_ORDER = tuple(Role)
_OWNER = {
    ActorKind.PERSON: SignInSession.person_id,
    ActorKind.SEAT: SignInSession.seat_id,
    ActorKind.ENTRY: SignInSession.entry_id,
}


@dataclass(frozen=True)
class PersonRow:
    """One line of the people page. ``number`` names the person in addresses of this competition."""

    number: int
    name: str
    email: str
    unit: str
    roles: tuple[Role, ...]
    has_password: bool
    is_last_organizer: bool


def list_people(competition_id: int) -> tuple[PersonRow, ...]:
    """Return everybody with an office in the competition: officers first, then judges, by id."""
    held: dict[int, set[Role]] = defaultdict(set)
    pairs = select(RoleAssignment.person_id, RoleAssignment.role).where(
        RoleAssignment.competition_id == competition_id
    )
    for person_id, role in db.session.execute(pairs):
        held[person_id].add(Role(role))
    organizers = [key for key, roles in held.items() if Role.ORGANIZER in roles]
    people = db.session.scalars(select(Person).where(Person.id.in_(held)).order_by(Person.id))
    rows = [_row(person, held[person.id], organizers == [person.id]) for person in people]
    return tuple(sorted(rows, key=lambda row: _ROLE_ORDER.index(row.roles[0])))


def _row(person: Person, roles: set[Role], is_last: bool) -> PersonRow:
    """Turn a person into plain values."""
    return PersonRow(
        person.id,
        person.name,
        person.email or "",
        person.unit,
        tuple(sorted(roles, key=_ROLE_ORDER.index)),
        person.password_hash is not None,
        is_last,
    )


def get_person(competition_id: int, number: int) -> PersonRow:
    """Return one person of a competition.

    Raises:
        NotFound: nobody of that number holds an office here.
    """
    for row in list_people(competition_id):
        if row.number == number:
            return row
    raise NotFound()


@dataclass(frozen=True)
class SessionRow:
    """One live sign-in session of whoever asks."""

    number: int
    device: str
    created_at: datetime
    expires_at: datetime
    is_this: bool


def list_sessions(actor: Actor, now: datetime) -> tuple[SessionRow, ...]:
    """Return the actor's own live sessions: this one first, then the newest first."""
    owner = _OWNER.get(actor.kind)
    if owner is None:
        return ()
    found = db.session.scalars(
        select(SignInSession)
        .where(owner == actor.id, SignInSession.revoked_at.is_(None))
        .where(SignInSession.expires_at > now)
        .order_by(SignInSession.created_at.desc(), SignInSession.id.desc())
    )
    rows = [
        SessionRow(s.id, s.device, s.created_at, s.expires_at, s.id == actor.session_id)
        for s in found
    ]
    return tuple(sorted(rows, key=lambda row: not row.is_this))


@dataclass(frozen=True)
class AccountFacts:
    """A person's own account."""

    name: str
    email: str
    language: str


def get_account(actor: Actor) -> AccountFacts:
    """Return the actor's own account.

    Raises:
        NotFound: the actor is not a person.
    """
    person = db.session.get(Person, actor.id) if actor.kind is ActorKind.PERSON else None
    if person is None:
        raise NotFound()
    return AccountFacts(person.name, person.email or "", person.language)
