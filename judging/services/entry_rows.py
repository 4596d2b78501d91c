"""Entries to and from their rows, inside other commands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, exists, select
from sqlalchemy.orm import selectinload

from judging.models import (
    Appearance,
    Certificate,
    Contestant,
    Division,
    Entry,
    EntryMember,
    Heat,
    HeatState,
)
from judging.services.command import Work
from judging.services.entry_values import NewEntry, NewMember
from judging.services.pseudonyms import ENTRY, new_pseudonym

_BEFORE_MARKS = (HeatState.PLANNED, HeatState.DRAWN)
#: Fields of an entry that are plain text in both worlds.
TEXTS = ("team_name", "title_zh", "title_en", "unit", "adviser")


@dataclass(frozen=True)
class Divisions:
    """The divisions of a competition, found by key or by name in either language."""

    key_of_id: dict[int, str]
    id_of_key: dict[str, int]
    key_of_name: dict[str, str]


def divisions_of(work: Work, competition_id: int) -> Divisions:
    """Return the divisions of a competition."""
    rows = work.session.scalars(
        select(Division).where(Division.competition_id == competition_id)
    ).all()
    names: dict[str, str] = {}
    for row in rows:
        for name in (row.key, row.name_zh, row.name_en):
            if name:
                names.setdefault(name.casefold(), row.key)
    return Divisions({r.id: r.key for r in rows}, {r.key: r.id for r in rows}, names)


def entries_by_number(work: Work, competition_id: int) -> dict[str, Entry]:
    """Return all entries of a competition with their members, by number."""
    rows = work.session.scalars(
        select(Entry)
        .where(Entry.competition_id == competition_id)
        .options(selectinload(Entry.members).selectinload(EntryMember.contestant))
    )
    return {row.number: row for row in rows}


def entries_in_marked_heats(work: Work, competition_id: int) -> frozenset[int]:
    """Return the ids of entries that stand in a heat which has begun: their division is fixed."""
    rows = work.session.scalars(
        select(Appearance.entry_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Entry.competition_id == competition_id, Heat.state.not_in(_BEFORE_MARKS))
    )
    return frozenset(rows)


def as_new_entry(row: Entry, divisions: Divisions) -> NewEntry:
    """Return a stored entry as plain values."""
    contact = next((m.contestant.guardian_contact for m in row.members), "")
    return NewEntry(
        number=row.number,
        division=divisions.key_of_id[row.division_id],
        members=tuple(NewMember(m.contestant.name, m.contestant.name_latin) for m in row.members),
        guardian_contact=contact,
        **{field: getattr(row, field) for field in TEXTS},
    )


def insert_entries(
    work: Work, competition_id: int, entries: Iterable[NewEntry], divisions: Divisions
) -> list[Entry]:
    """Add new entries with their contestants in few statements; return their rows, flushed."""
    rows = []
    for new in entries:
        row = Entry(
            competition_id=competition_id,
            division_id=divisions.id_of_key[new.division],
            number=new.number,
            kind=new.kind,
            pseudonym=new_pseudonym(ENTRY),
            created_at=work.now,
            **{field: getattr(new, field) for field in TEXTS},
        )
        row.members = [
            EntryMember(position=position, contestant=_contestant(competition_id, member, new))
            for position, member in enumerate(new.members, start=1)
        ]
        rows.append(row)
    work.session.add_all(rows)
    work.session.flush()
    return rows


def _contestant(competition_id: int, member: NewMember, new: NewEntry) -> Contestant:
    """Return the row of a new contestant."""
    return Contestant(
        competition_id=competition_id,
        name=member.name,
        name_latin=member.name_latin,
        guardian_contact=new.guardian_contact,
    )


def update_entry(work: Work, row: Entry, new: NewEntry, divisions: Divisions) -> None:
    """Bring a stored entry in line with new values; its number stays."""
    row.division_id = divisions.id_of_key[new.division]
    row.kind = new.kind
    for field in TEXTS:
        setattr(row, field, getattr(new, field))
    kept = list(row.members)
    for position, member in enumerate(new.members, start=1):
        if position > len(kept):
            contestant = _contestant(row.competition_id, member, new)
            row.members.append(EntryMember(position=position, contestant=contestant))
            continue
        contestant = kept[position - 1].contestant
        contestant.name, contestant.name_latin = member.name, member.name_latin
        contestant.guardian_contact = new.guardian_contact
    _remove_members(work, kept[len(new.members) :])
    work.session.flush()
    work.session.expire(row, ["members"])


def _remove_members(work: Work, members: Sequence[EntryMember]) -> None:
    """Take members out, and the contestants with them unless a certificate bears their name."""
    for member in members:
        contestant_id = member.contestant_id
        work.session.execute(delete(EntryMember).where(EntryMember.id == member.id))
        certified = exists().where(Certificate.contestant_id == contestant_id)
        work.session.execute(delete(Contestant).where(Contestant.id == contestant_id, ~certified))
