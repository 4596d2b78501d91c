"""Who is asking: from a session token to an actor."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import bindparam, select

from judging.extensions import db
from judging.models import (
    Entry,
    Heat,
    Panel,
    Person,
    RoleAssignment,
    Round,
    Seat,
    SignInSession,
)
from judging.permissions import Actor, ActorKind, Role
from judging.tokens import hash_token

#: Asked with every request, so built once.
_SESSION = select(SignInSession).where(SignInSession.token_hash == bindparam("token_hash"))
_SEAT = (
    select(
        Seat.id,
        Seat.number,
        Seat.pseudonym,
        Seat.link_revoked_at,
        Round.competition_id,
        Person.name,
    )
    .join(Panel, Panel.id == Seat.panel_id)
    .join(Heat, Heat.id == Panel.heat_id)
    .join(Round, Round.id == Heat.round_id)
    .outerjoin(Person, Person.id == Seat.person_id)
    .where(Seat.id == bindparam("seat_id"))
)


def find_actor(token: str, now: datetime) -> Actor | None:
    """Return the actor of a session token; None where it is unknown, ended or revoked.

    Args:
        token: what the cookie holds.
        now: the instant to judge by, aware.
    """
    row = db.session.scalar(_SESSION, {"token_hash": hash_token(token)})
    if row is None or row.revoked_at is not None or row.expires_at <= now:
        return None
    if row.kind == ActorKind.PERSON:
        return _person_actor(row)
    return _seat_actor(row) if row.kind == ActorKind.SEAT else _entry_actor(row)


def _person_actor(row: SignInSession) -> Actor | None:
    """Load a person with all offices in one query each."""
    person = db.session.get(Person, row.person_id)
    if person is None:
        return None
    held: dict[int, set[Role]] = defaultdict(set)
    pairs = select(RoleAssignment.competition_id, RoleAssignment.role).where(
        RoleAssignment.person_id == person.id, RoleAssignment.role != Role.JUDGE
    )
    for competition_id, role in db.session.execute(pairs):
        held[competition_id].add(Role(role))
    return Actor(
        ActorKind.PERSON,
        id=person.id,
        pseudonym=person.pseudonym,
        display_name=person.name,
        roles={key: frozenset(roles) for key, roles in held.items()},
        may_create=person.may_create,
        language=person.language,
        session_id=row.id,
    )


def _seat_actor(row: SignInSession) -> Actor | None:
    """Load a seat; a revoked link ends its sessions too."""
    found = db.session.execute(_SEAT, {"seat_id": row.seat_id}).one_or_none()
    if found is None or found.link_revoked_at is not None:
        return None
    return Actor(
        ActorKind.SEAT,
        id=found.id,
        pseudonym=found.pseudonym,
        display_name=found.name or str(found.number),
        roles={found.competition_id: frozenset({Role.JUDGE})},
        competition_id=found.competition_id,
        session_id=row.id,
    )


def _entry_actor(row: SignInSession) -> Actor | None:
    """Load an entry."""
    entry = db.session.get(Entry, row.entry_id)
    if entry is None:
        return None
    return Actor(
        ActorKind.ENTRY,
        id=entry.id,
        pseudonym=entry.pseudonym,
        display_name=entry.number,
        roles={entry.competition_id: frozenset({Role.CONTESTANT})},
        competition_id=entry.competition_id,
        session_id=row.id,
    )
