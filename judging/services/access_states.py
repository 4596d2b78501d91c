"""Who may come in, as a database says it: what a restore compares (services/restored_access.py)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from judging.models import Entry, JournalEntry, Person, Seat, SignInSession
from judging.permissions import ActorKind

#: What a sign-in is, beside whose.
SESSION_COLUMNS = ("token_hash", "device", "created_at", "seen_at", "expires_at", "revoked_at")
#: What a seat's card is.
CARD_COLUMNS = ("link_version", "link_hash", "link_revoked_at")


@dataclass(frozen=True)
class Access:
    """Who may come in, as a database says it; everything by pseudonym.

    Args:
        origin: hash of the first journal entry, which every copy of one installation shares.
        seats: columns of the card and the device.
        seat_sessions: for each token the seat's pseudonym and the session's columns; the pseudonym
            is empty where somebody deleted the seat by hand.
        code_versions: of the entries.
        accounts: password and offices of the people.
        journal: hashes of all that was ever done in it.
    """

    origin: str
    seats: Mapping[str, Mapping[str, Any]]
    seat_sessions: Mapping[str, tuple[str, Mapping[str, Any]]]
    code_versions: Mapping[str, int]
    accounts: Mapping[str, tuple[str | None, frozenset[tuple[int, str]]]]
    journal: frozenset[str]


def read_access(session: Session) -> Access:
    """Return who may come in by this database."""
    first = select(JournalEntry.hash).where(JournalEntry.chain == "site")
    pseudonyms = {row.id: row.pseudonym for row in session.execute(select(Seat.id, Seat.pseudonym))}
    return Access(
        origin=session.scalar(first.order_by(JournalEntry.sequence).limit(1)) or "",
        seats={
            seat.pseudonym: {
                name: getattr(seat, name) for name in (*CARD_COLUMNS, "device_hash", "enrolled_at")
            }
            for seat in session.scalars(select(Seat))
        },
        seat_sessions={
            row.token_hash: (
                pseudonyms.get(row.seat_id or 0, ""),
                {name: getattr(row, name) for name in SESSION_COLUMNS},
            )
            for row in session.scalars(
                select(SignInSession).where(SignInSession.kind == ActorKind.SEAT)
            )
        },
        code_versions={
            row.pseudonym: row.code_version
            for row in session.execute(select(Entry.pseudonym, Entry.code_version))
        },
        accounts={
            person.pseudonym: (
                person.password_hash,
                frozenset((office.competition_id, office.role) for office in person.roles),
            )
            for person in session.scalars(select(Person).options(selectinload(Person.roles)))
        },
        journal=frozenset(session.scalars(select(JournalEntry.hash))),
    )
