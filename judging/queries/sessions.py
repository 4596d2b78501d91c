"""Who is asking: from a session token to an actor."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import select

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


def find_actor(token: str, now: datetime) -> Actor | None:
    """Return the actor of a session token; None where it is unknown, ended or revoked.

    Args:
        token: what the cookie holds.
        now: the instant to judge by, aware.
    """
    row = db.session.scalar(
        select(SignInSession).where(SignInSession.token_hash == hash_token(token))
    )
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
    found = db.session.execute(
        select(Seat, Round.competition_id, Person.name)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.id == row.seat_id)
    ).one_or_none()
    if found is None or found[0].link_revoked_at is not None:
        return None
    seat, competition_id, name = found
    return Actor(
        ActorKind.SEAT,
        id=seat.id,
        pseudonym=seat.pseudonym,
        display_name=name or str(seat.number),
        roles={competition_id: frozenset({Role.JUDGE})},
        competition_id=competition_id,
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
