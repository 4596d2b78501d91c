"""The journal as people read it: who did what, when, newest first."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from judging.extensions import db
from judging.models import (
    Entry,
    Heat,
    JournalDetail,
    JournalEntry,
    Panel,
    Person,
    Seat,
)

ROWS_A_PAGE = 100


@dataclass(frozen=True)
class JournalLine:
    """One entry of the journal. ``who`` is a name, ``seat 3`` or a number, as the desk knows it."""

    sequence: int
    at: datetime
    action: str
    object_id: int
    revision: int
    actor: str
    who: str
    kind: str
    details: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class JournalPage:
    """One page of the journal, newest first."""

    lines: tuple[JournalLine, ...]
    page: int
    page_count: int
    count: int


def get_journal_page(competition_id: int, page: int) -> JournalPage:
    """Return a page of a competition's journal, newest first; the page is brought into range."""
    of_chain = JournalEntry.competition_id == competition_id
    count = db.session.scalar(select(func.count(JournalEntry.id)).where(of_chain)) or 0
    page_count = max(-(-count // ROWS_A_PAGE), 1)
    current = min(max(page, 1), page_count)
    rows = db.session.execute(
        select(JournalEntry, JournalDetail.content)
        .outerjoin(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .where(of_chain)
        .order_by(JournalEntry.sequence.desc())
        .limit(ROWS_A_PAGE)
        .offset((current - 1) * ROWS_A_PAGE)
    ).all()
    names = _names({row.actor for row, _content in rows})
    lines = tuple(_line(row, content or {}, names) for row, content in rows)
    return JournalPage(lines, current, page_count, count)


def _line(
    row: JournalEntry, content: Mapping[str, Any], names: Mapping[str, tuple[str, str]]
) -> JournalLine:
    """Return one entry as plain values."""
    kind, who = names.get(row.actor, ("", row.actor))
    return JournalLine(
        sequence=row.sequence,
        at=row.at,
        action=row.action,
        object_id=row.object_id,
        revision=row.object_revision,
        actor=row.actor,
        who=who,
        kind=kind,
        details=content,
        hash=row.hash,
    )


def _names(pseudonyms: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return kind and name of whoever stands behind pseudonyms."""
    found: dict[str, tuple[str, str]] = {}
    people = select(Person.pseudonym, Person.name).where(Person.pseudonym.in_(pseudonyms))
    for pseudonym, name in db.session.execute(people):
        found[pseudonym] = ("person", name)
    seats = (
        select(Seat.pseudonym, Seat.number, Heat.number)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .where(Seat.pseudonym.in_(pseudonyms))
    )
    for pseudonym, seat, heat in db.session.execute(seats):
        found[pseudonym] = ("seat", f"{heat}/{seat}")
    entries = select(Entry.pseudonym, Entry.number).where(Entry.pseudonym.in_(pseudonyms))
    for pseudonym, number in db.session.execute(entries):
        found[pseudonym] = ("entry", number)
    return found
