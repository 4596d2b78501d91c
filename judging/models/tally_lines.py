"""The lines of a stored tally with all that a page or a release says about them, as plain data.

Pages of the desk and the frozen document of a release are made from the same lines; what the
public may see of them is decided in ``services/release_document.py``.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.block_reading import is_by_columns, read_workings
from judging.models.competition import Division
from judging.models.entry import Contestant, Entry, EntryMember
from judging.models.heat import Heat
from judging.models.honour import Honour
from judging.models.tally import Award, Standing, Tally
from judging.scoring.points import natural_order


@dataclass(frozen=True)
class EntryPeople:
    """Who stands behind an entry: (name, Latin name) of each member, and the team's name."""

    members: tuple[tuple[str, str], ...]
    team_name: str


def list_lines(
    session: Session, tally_id: int, positions: range | None = None
) -> list[dict[str, Any]]:
    """Return the lines of a tally in their order, without names of people.

    Args:
        session: the database session.
        tally_id: the tally.
        positions: only these, from 1; None for all.
    """
    query = (
        select(Standing, Appearance.order_number, Entry, Heat.number, Division.key)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Standing.tally_id == tally_id)
        .order_by(Standing.position)
    )
    if positions is not None:
        query = query.where(Standing.position.between(positions.start, positions.stop - 1))
    rows = session.execute(query).all()
    awards = _awards(session, tally_id, positions)
    workings = _workings(session, tally_id, [row[0] for row in rows])
    return [
        {
            "entry": entry.number,
            "title_zh": entry.title_zh,
            "title_en": entry.title_en,
            "unit": entry.unit,
            "heat": heat,
            "division": division,
            "order": order or 0,
            **_result(standing),
            "working": workings[standing.position],
            "awards": awards.get(standing.appearance_id, []),
        }
        for standing, order, entry, heat, division in rows
    ]


def _result(standing: Standing) -> dict[str, Any]:
    """Return what a line says about place and score."""
    return {
        "group": standing.ranking_group,
        "rank": standing.rank,
        "is_tied": standing.is_tied,
        "tie_break": standing.tie_break,
        "score": standing.score,
        "exact": standing.exact,
        "no_result": standing.no_result,
        "is_advancing": standing.is_advancing,
        "compared": standing.compared or [],
    }


def _workings(
    session: Session, tally_id: int, standings: Sequence[Standing]
) -> Mapping[int, dict[str, Any]]:
    """Return the working of each line by position: stored, or made from the tally's blocks."""
    tally = session.get_one(Tally, tally_id)
    if is_by_columns(tally):
        return read_workings(session, tally, [(s.position, s.no_result) for s in standings])
    return {each.position: each.working or {} for each in standings}


def names_of_entries(
    session: Session, competition_id: int, numbers: Sequence[str]
) -> dict[str, EntryPeople]:
    """Return who stands behind entries, by entry number."""
    of_competition = Entry.competition_id == competition_id
    teams: dict[str, str] = {
        number: team if kind == "team" else ""
        for number, kind, team in session.execute(
            select(Entry.number, Entry.kind, Entry.team_name).where(
                of_competition, Entry.number.in_(numbers)
            )
        )
    }
    members: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for number, name, latin in session.execute(
        select(Entry.number, Contestant.name, Contestant.name_latin)
        .join(EntryMember, EntryMember.entry_id == Entry.id)
        .join(Contestant, Contestant.id == EntryMember.contestant_id)
        .where(of_competition, Entry.number.in_(numbers))
        .order_by(EntryMember.entry_id, EntryMember.position)
    ):
        members[number].append((name, latin))
    return {number: EntryPeople(tuple(members[number]), team) for number, team in teams.items()}


def pairs(row: Any, *fields: str) -> dict[str, Any]:
    """Return a row's name in both languages with some more fields."""
    return {name: getattr(row, name) for name in ("name_zh", "name_en", *fields)}


def _awards(session: Session, tally_id: int, positions: range | None) -> dict[int, list[str]]:
    """Return award keys by appearance, the highest first."""
    query = (
        select(Award.appearance_id, Award.key)
        .join(Standing, Standing.appearance_id == Award.appearance_id)
        .where(Standing.tally_id == tally_id)
        .order_by(Award.appearance_id, Award.position, Award.key)
    )
    if positions is not None:
        query = query.where(Standing.position.between(positions.start, positions.stop - 1))
    rows = session.execute(query)
    found: dict[int, list[str]] = defaultdict(list)
    for appearance_id, key in rows:
        found[appearance_id].append(key)
    return found


def awards_of(
    session: Session, round_id: int, lines: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the names of the awards that the lines hold, the highest first."""
    held = {key for line in lines for key in line["awards"]}
    rows = session.execute(
        select(Award.key, Award.position, Award.name_zh, Award.name_en)
        .where(Award.round_id == round_id, Award.key.in_(held))
        .distinct()
        .order_by(Award.position, Award.key)
    )
    return list({row.key: pairs(row, "key", "position") for row in rows}.values())


def honours_of(session: Session, tally_ids: Sequence[int]) -> list[Honour]:
    """Return the honours of tallies by prize and group, the most points first in each."""
    rows = session.scalars(select(Honour).where(Honour.tally_id.in_(tally_ids), Honour.is_current))
    return sorted(rows, key=_honour_place)


def _honour_place(row: Honour) -> tuple[object, ...]:
    group, name = natural_order(row.ranking_group), natural_order(row.recipient)
    return row.position, group, -Fraction(row.points), name, row.recipient_unit


def heats_of(session: Session, round_id: int, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Return the heats that the lines belong to, by number."""
    rows = session.scalars(
        select(Heat)
        .where(Heat.round_id == round_id, Heat.number.in_(numbers))
        .order_by(Heat.number)
    )
    return [
        pairs(row, "number", "place")
        | {"starts_at": row.starts_at.isoformat() if row.starts_at else ""}
        for row in rows
    ]


def divisions_of(session: Session, competition_id: int, keys: set[str]) -> list[dict[str, Any]]:
    """Return the divisions that the lines belong to, in their order."""
    rows = session.scalars(
        select(Division)
        .where(Division.competition_id == competition_id, Division.key.in_(keys))
        .order_by(Division.position)
    )
    return [pairs(row, "key") for row in rows]
