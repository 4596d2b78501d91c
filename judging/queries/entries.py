"""Entries for the desk: a page of the list, one entry, and the access codes."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Competition, Contestant, Division, Entry, EntryMember
from judging.tokens import entry_code

PAGE_SIZE = 50
MOST_SEARCHED = 60
#: What the list can be sorted by.
SORTS: Mapping[str, tuple[Any, ...]] = {
    "number": (func.length(Entry.number), Entry.number),
    "unit": (Entry.unit, func.length(Entry.number), Entry.number),
    "division": (Division.position, func.length(Entry.number), Entry.number),
    "title": (Entry.title_zh, func.length(Entry.number), Entry.number),
}


@dataclass(frozen=True)
class MemberFacts:
    """A contestant of an entry."""

    name: str
    name_latin: str
    guardian_contact: str


@dataclass(frozen=True)
class EntryFacts:
    """One entry as the desk shows it."""

    id: int
    number: str
    kind: str
    team_name: str
    title_zh: str
    title_en: str
    unit: str
    adviser: str
    division_key: str
    division_zh: str
    division_en: str
    withdrawn_at: datetime | None
    members: tuple[MemberFacts, ...]

    @property
    def names(self) -> str:
        """The contestants' names in one line."""
        return "、".join(member.name for member in self.members)


@dataclass(frozen=True)
class EntryPage:
    """A page of the list: ``total`` counts what fits the search, ``everything`` all entries."""

    rows: tuple[EntryFacts, ...]
    total: int
    everything: int
    page: int
    page_count: int


@dataclass(frozen=True)
class EntrySearch:
    """What the reader looks for: words, one division, an order, a page from one."""

    words: str = ""
    division: str = ""
    sort: str = "number"
    is_descending: bool = False
    page: int = 1


def get_entry_page(competition_id: int, search: EntrySearch) -> EntryPage:
    """Return one page of the entries that fit a search; a page beyond the last is the last."""
    everything = _count(select(Entry.id).where(Entry.competition_id == competition_id))
    query = _fitting(competition_id, search)
    total = _count(query.with_only_columns(Entry.id))
    page_count = max(1, math.ceil(total / PAGE_SIZE))
    page = min(max(1, search.page), page_count)
    columns = SORTS.get(search.sort, SORTS["number"])
    order = [column.desc() if search.is_descending else column.asc() for column in columns]
    chosen = query.order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    return EntryPage(_facts(chosen), total, everything, page, page_count)


def _count(query: Select[int]) -> int:
    """Return how many rows a query gives."""
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _fitting(competition_id: int, search: EntrySearch) -> Select[Entry, Division]:
    """Return the query of entries that fit words and division."""
    query = (
        select(Entry, Division)
        .join(Division, Division.id == Entry.division_id)
        .where(Entry.competition_id == competition_id)
    )
    if search.division:
        query = query.where(Division.key == search.division)
    for word in search.words[:MOST_SEARCHED].split():
        query = query.where(_holds(word))
    return query


def _holds(word: str) -> ColumnElement[bool]:
    """Return the condition that an entry, or one of its contestants, holds a word."""
    named = exists().where(
        EntryMember.entry_id == Entry.id,
        Contestant.id == EntryMember.contestant_id,
        or_(
            Contestant.name.icontains(word, autoescape=True),
            Contestant.name_latin.icontains(word, autoescape=True),
        ),
    )
    columns = (Entry.number, Entry.unit, Entry.team_name, Entry.title_zh, Entry.title_en)
    return or_(named, *(column.icontains(word, autoescape=True) for column in columns))


def _facts(query: Select[Entry, Division]) -> tuple[EntryFacts, ...]:
    """Return entries with their members, in the query's order, in two statements."""
    found = [(entry, division) for entry, division in db.session.execute(query)]
    members = _members(entry.id for entry, _division in found)
    return tuple(
        EntryFacts(
            entry.id,
            entry.number,
            entry.kind,
            entry.team_name,
            entry.title_zh,
            entry.title_en,
            entry.unit,
            entry.adviser,
            division.key,
            division.name_zh,
            division.name_en,
            entry.withdrawn_at,
            tuple(members[entry.id]),
        )
        for entry, division in found
    )


def _members(entry_ids: Iterable[int]) -> dict[int, list[MemberFacts]]:
    """Return the contestants of entries, in their order."""
    keys = list(entry_ids)
    found: dict[int, list[MemberFacts]] = defaultdict(list)
    for begin in range(0, len(keys), 5_000):  # both databases bound the parameters of a query
        rows = db.session.execute(
            select(EntryMember.entry_id, Contestant)
            .join(Contestant, Contestant.id == EntryMember.contestant_id)
            .where(EntryMember.entry_id.in_(keys[begin : begin + 5_000]))
            .order_by(EntryMember.entry_id, EntryMember.position)
        )
        for entry_id, person in rows:
            facts = MemberFacts(person.name, person.name_latin, person.guardian_contact)
            found[entry_id].append(facts)
    return found


def get_entry(competition_id: int, number: str) -> EntryFacts:
    """Return one entry by its number.

    Raises:
        NotFound: the competition has no such entry.
    """
    query = _fitting(competition_id, EntrySearch()).where(Entry.number == number)
    found = _facts(query)
    if not found:
        raise NotFound()
    return found[0]


def list_all_entries(competition_id: int) -> tuple[EntryFacts, ...]:
    """Return every entry of a competition, by number."""
    return _facts(_fitting(competition_id, EntrySearch()).order_by(*SORTS["number"]))


@dataclass(frozen=True)
class AccessCode:
    """What a contestant's slip says."""

    entry_number: str
    names: str
    unit: str
    division_zh: str
    division_en: str
    code: str


def list_access_codes(competition_id: int, division_key: str = "") -> tuple[AccessCode, ...]:
    """Return the access codes of all entries that are not withdrawn, by division and number."""
    key = current_app.config["SECRET_KEY"]
    query = _fitting(competition_id, EntrySearch(division=division_key)).where(
        Entry.withdrawn_at.is_(None)
    )
    facts = _facts(query.order_by(*SORTS["division"]))
    owners = db.session.execute(
        select(Entry.id, Entry.pseudonym, Entry.code_version).where(
            Entry.competition_id == competition_id
        )
    )
    codes = {row.id: entry_code(key, row.pseudonym, row.code_version) for row in owners}
    return tuple(
        AccessCode(e.number, e.names, e.unit, e.division_zh, e.division_en, codes[e.id])
        for e in facts
    )


@dataclass(frozen=True)
class DivisionChoice:
    """A division as a choice of a form."""

    key: str
    name_zh: str
    name_en: str


def list_division_choices(competition_id: int) -> tuple[DivisionChoice, ...]:
    """Return the divisions of a competition, by their position."""
    rows = db.session.scalars(
        select(Division)
        .join(Competition, Competition.id == Division.competition_id)
        .where(Competition.id == competition_id)
        .order_by(Division.position)
    )
    return tuple(DivisionChoice(row.key, row.name_zh, row.name_en) for row in rows)
