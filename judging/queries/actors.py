"""Somebody named at the terminal, as an actor with the offices that they hold."""

from collections import defaultdict

from sqlalchemy import func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Person, RoleAssignment
from judging.permissions import Actor, ActorKind, Role


def get_person_actor(email: str) -> Actor:
    """Return the actor of the account with this e-mail address.

    Raises:
        NotFound: there is none.
    """
    person = db.session.scalar(
        select(Person).where(func.lower(Person.email) == email.strip().lower())
    )
    if person is None:
        raise NotFound()
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
    )
