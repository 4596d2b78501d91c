"""People, offices, actors and sign-in sessions for tests."""

import itertools
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from judging.extensions import db
from judging.models import Base, Person, RoleAssignment, Seat, SignInSession
from judging.permissions import Actor, ActorKind, Role
from judging.tokens import hash_token
from tests.instants import NOW


class PeopleFactory:
    """Makes whoever acts in a test."""

    def __init__(self, key: str, now: datetime = NOW) -> None:
        """Start counting at one."""
        self.key = key
        self.now = now
        self._count = itertools.count(1)
        self._is_gathering = False

    def _add(self, row: Base) -> int:
        db.session.add(row)
        db.session.flush()
        key: int = row.id  # type: ignore[attr-defined]
        if not self._is_gathering:
            db.session.commit()
        return key

    @contextmanager
    def _one_commit(self) -> Iterator[None]:
        """Commit the rows of a block once, at its end: each commit costs reading them again."""
        if self._is_gathering:
            yield
            return
        self._is_gathering = True
        try:
            yield
        finally:
            self._is_gathering = False
        db.session.commit()

    def person(self, roles: Any = (), competition_id: int | None = None, **values: Any) -> int:
        """Return a new person's id, with offices in one competition."""
        number = next(self._count)
        defaults = {
            "pseudonym": f"P{secrets.token_hex(6)}",
            "name": f"工作人员{number}",
            "email": f"person{number}@example.org",
            "created_at": self.now,
        }
        with self._one_commit():
            person_id = self._add(Person(**(defaults | values)))
            for role in roles:
                office = {"competition_id": competition_id, "role": Role(role)}
                self._add(RoleAssignment(person_id=person_id, **office))
        return person_id

    def actor(self, competition_id: int, *roles: str, person_id: int | None = None) -> Actor:
        """Return a person's actor who holds the offices in the competition."""
        held = frozenset(Role(role) for role in roles)
        key = person_id or self.person(roles, competition_id)
        person = db.session.get_one(Person, key)
        return Actor(
            ActorKind.PERSON,
            id=person.id,
            pseudonym=person.pseudonym,
            display_name=person.name,
            roles={competition_id: held},
        )

    def seat_actor(self, seat_id: int, competition_id: int) -> Actor:
        """Return the actor of a seat."""
        seat = db.session.get_one(Seat, seat_id)
        return Actor(
            ActorKind.SEAT,
            id=seat.id,
            pseudonym=seat.pseudonym,
            display_name=str(seat.number),
            roles={competition_id: frozenset({Role.JUDGE})},
            competition_id=competition_id,
        )

    def session(self, kind: str, owner_id: int, hours: int = 12) -> str:
        """Return the token of a new sign-in session of a person, seat or entry."""
        token = secrets.token_urlsafe(32)
        db.session.execute(
            insert(SignInSession).values(
                token_hash=hash_token(token),
                kind=kind,
                device="test",
                created_at=self.now,
                seen_at=self.now,
                expires_at=self.now + timedelta(hours=hours),
                **{f"{kind}_id": owner_id},
            )
        )
        db.session.commit()
        return token
