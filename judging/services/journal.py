"""The journal: appending to the hash chain, and walking it.

A row's hash covers its own fields, the digest of its salted content, and the previous hash. Names
stand in the content only, so erasing content leaves the chain whole. Source: trust.md of the
specification, "The journal"; format in docs/journal.md.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from judging.extensions import db
from judging.models import JournalDetail, JournalEntry, JournalHead, canonical_json
from judging.services.journal_actions import ACTIONS

GENESIS = "0" * 64
SITE_CHAIN = "site"

_ENTRIES, _DETAILS, _HEADS = (
    cast("Table", model.__table__) for model in (JournalEntry, JournalDetail, JournalHead)
)
#: Every command adds a row: these statements are built once, and go past the session's books.
_ADD_ENTRY, _ADD_DETAIL, _ADD_HEAD = insert(_ENTRIES), insert(_DETAILS), insert(_HEADS)
_FIND_HEAD = (
    select(JournalHead.sequence, JournalHead.hash)
    .where(JournalHead.chain == bindparam("own"))
    .with_for_update()
)
_MOVE_HEAD = (
    update(_HEADS)
    .where(_HEADS.c.chain == bindparam("own"))
    .values(sequence=bindparam("sequence"), hash=bindparam("hash"))
)
_FIELDS = tuple(column.key for column in _ENTRIES.columns if column.key != "id")


def chain_name(competition_id: int | None) -> str:
    """Return the chain of a competition, or the installation's own for ``None``."""
    return SITE_CHAIN if competition_id is None else f"competition-{competition_id}"


def append(
    session: Session,
    *,
    actor: str,
    at: datetime,
    action: str,
    object_id: int,
    competition_id: int | None,
    revision: int,
    details: Mapping[str, Any],
) -> str:
    """Add one entry to its chain inside the caller's transaction.

    Returns:
        The new head of the chain, 64 hexadecimal digits.

    Raises:
        KeyError: the action is not in the list, which is a slip of the program.
    """
    if action not in ACTIONS:
        raise KeyError(action)
    chain = chain_name(competition_id)
    sequence, previous = _take_head(session, chain)
    salt = secrets.token_hex(16)
    entry = JournalEntry(
        chain=chain,
        sequence=sequence + 1,
        competition_id=competition_id,
        at=at,
        actor=actor,
        action=action,
        object_id=object_id,
        object_revision=revision,
        content_digest=content_digest(salt, details),
        previous_hash=previous,
    )
    entry.hash = entry_hash(entry)
    added = session.execute(_ADD_ENTRY, {name: getattr(entry, name) for name in _FIELDS})
    key = added.inserted_primary_key[0]  # type: ignore[attr-defined]
    session.execute(_ADD_DETAIL, {"entry_id": key, "salt": salt, "content": dict(details)})
    session.execute(_MOVE_HEAD, {"own": chain, "sequence": entry.sequence, "hash": entry.hash})
    return entry.hash


def _take_head(session: Session, chain: str) -> tuple[int, str]:
    """Return the end of a chain, which is kept for the caller; the genesis where it is new."""
    known = session.identity_map.get(identity_key(JournalHead, chain))
    if known is not None:
        session.expire(known)
    found = session.execute(_FIND_HEAD, {"own": chain}).one_or_none()
    if found is not None:
        return found.sequence, found.hash
    session.execute(_ADD_HEAD, {"chain": chain, "sequence": 0, "hash": GENESIS})
    return 0, GENESIS


def content_digest(salt: str, details: Mapping[str, Any]) -> str:
    """Return SHA-256 over the salt and the canonical JSON of the content."""
    return hashlib.sha256((salt + canonical_json(dict(details))).encode()).hexdigest()


def entry_hash(entry: JournalEntry) -> str:
    """Return SHA-256 over the canonical JSON of all chained fields of an entry."""
    fields = [
        entry.chain,
        entry.sequence,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.object_id,
        entry.object_revision,
        entry.content_digest,
        entry.previous_hash,
    ]
    return hashlib.sha256(canonical_json(fields).encode()).hexdigest()


def find_head(session: Session, competition_id: int | None) -> str:
    """Return the newest hash of a chain; the genesis value where nothing was recorded."""
    head = session.get(JournalHead, chain_name(competition_id))
    return GENESIS if head is None else head.hash


@dataclass(frozen=True)
class ChainReport:
    """What a walk along one chain found; ``fault`` is empty where all is well."""

    chain: str
    length: int
    head: str
    fault: str = ""
    fault_sequence: int = 0


def verify_chains() -> tuple[ChainReport, ...]:
    """Walk every chain from its first entry, in order of chain name.

    Returns:
        One report a chain. ``fault`` is ``hash``, ``link``, ``gap``, ``content`` or ``end``, with
        the sequence number of the first bad entry.
    """
    session: Session = db.session()
    heads = session.scalars(select(JournalHead).order_by(JournalHead.chain)).all()
    return tuple(_walk(session, head) for head in heads)


def verify_chain(competition_id: int | None) -> ChainReport:
    """Walk the chain of one competition, or the installation's own for ``None``."""
    session: Session = db.session()
    name = chain_name(competition_id)
    head = session.get(JournalHead, name)
    return ChainReport(name, 0, GENESIS) if head is None else _walk(session, head)


def _walk(session: Session, head: JournalHead) -> ChainReport:
    """Follow one chain and stop at the first entry that does not hold."""
    previous, expected = GENESIS, 0
    rows = session.execute(
        select(JournalEntry, JournalDetail)
        .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .where(JournalEntry.chain == head.chain)
        .order_by(JournalEntry.sequence)
        .execution_options(yield_per=1000)
    )
    try:
        for entry, detail in rows:
            expected += 1
            fault = _fault_of(entry, detail, previous, expected)
            if fault:
                return ChainReport(head.chain, expected, previous, fault, entry.sequence)
            previous = entry.hash
    finally:
        rows.close()
    if (expected, previous) != (head.sequence, head.hash):
        return ChainReport(head.chain, expected, previous, "end", expected)
    return ChainReport(head.chain, expected, previous)


def _fault_of(
    entry: JournalEntry, detail: JournalDetail | None, previous: str, expected: int
) -> str:
    """Name what is wrong with one entry, or nothing. Erased content is no fault."""
    if entry.sequence != expected:
        return "gap"
    if entry.previous_hash != previous:
        return "link"
    if entry_hash(entry) != entry.hash:
        return "hash"
    if detail is not None and content_digest(detail.salt, detail.content) != entry.content_digest:
        return "content"
    return ""
