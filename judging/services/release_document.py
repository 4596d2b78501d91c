"""The frozen document of a release: all that the public may see, as plain values.

Public pages, contestants' pages and certificates are made from it and from nothing else. Names are
masked here, once, as the competition's settings say. Format: docs/releases.md.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models import (
    Appearance,
    Award,
    Competition,
    Contestant,
    Division,
    Entry,
    EntryMember,
    Heat,
    Panel,
    Person,
    Round,
    RuleSheetVersion,
    Seat,
    Standing,
    Tally,
    canonical_json,
)
from judging.publishing.names import public_name
from judging.scoring.rule_parts import PRACTICE_GROUP

FORMAT = 1


def digest_of(value: Any) -> str:
    """Return SHA-256 of the canonical JSON of a plain value, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_json(value).encode()).hexdigest()


def build_content(session: Session, round_: Round, tallies: Sequence[Tally]) -> dict[str, Any]:
    """Return what a release of these tallies shows, without number, kind and journal head.

    The same tallies, awards, names and settings give the same content every time, so that a draft
    can be compared with what it would be now.

    Args:
        session: the database session.
        round_: the round.
        tallies: the tallies that stand, in the order of their heats.
    """
    competition = round_.competition
    rule_sheet = session.get_one(RuleSheetVersion, tallies[0].rule_sheet_id)
    lines = [line for tally in tallies for line in _lines(session, competition, tally)]
    heats = sorted({line["heat"] for line in lines})
    return {
        "format": FORMAT,
        "competition": _pairs(competition, "slug", "edition", "host_zh", "host_en", "timezone"),
        "round": _pairs(round_, "key"),
        "settings": {
            "names_shown": competition.names_shown,
            "judges_shown": competition.judges_shown,
            "is_unit_shown": competition.is_unit_shown,
            "is_marks_shown": competition.is_marks_shown,
        },
        "rules": {
            "version": rule_sheet.version,
            "digest": rule_sheet.digest,
            "document": rule_sheet.document,
        },
        "per": tallies[0].notes.get("per", "heat"),
        "tallies": [_tally_data(tally) for tally in tallies],
        "heats": _heats(session, round_.id, heats),
        "divisions": _divisions(session, competition.id, {line["division"] for line in lines}),
        "judges": _judges(session, competition, round_.id, heats),
        "awards": _award_names(session, round_.id, lines),
        "rulings": [ruling for tally in tallies for ruling in _rulings(tally)],
        "lines": lines,
    }


def _pairs(row: Any, *fields: str) -> dict[str, Any]:
    """Return a row's name in both languages with some more fields."""
    return {name: getattr(row, name) for name in ("name_zh", "name_en", *fields)}


def _tally_data(tally: Tally) -> dict[str, Any]:
    """Return what a release says about one tally."""
    return {
        "number": tally.number,
        "heats": tally.notes.get("heats", []),
        "digest": tally.digest,
        "computed_at": tally.computed_at.isoformat(),
    }


def _rulings(tally: Tally) -> list[dict[str, Any]]:
    """Return the decided ties of a tally with their reasons, in the order of the ties."""
    decided: list[dict[str, Any]] = sorted(tally.notes.get("rulings", []), key=_tie_place)
    fields = ("kind", "group", "award", "keys", "chosen", "reason")
    return [{field: ruling[field] for field in fields} for ruling in decided]


def _tie_place(ruling: Mapping[str, Any]) -> int:
    """Return the place of the tie that a ruling decides."""
    return int(ruling["tie"])


def _lines(session: Session, competition: Competition, tally: Tally) -> list[dict[str, Any]]:
    """Return the lines of one tally in their order."""
    awards = _awards(session, tally)
    rows = session.execute(
        select(Standing, Appearance.order_number, Entry, Heat.number, Division.key)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Standing.tally_id == tally.id)
        .order_by(Standing.position)
    ).all()
    names = public_names(session, competition, [entry for _s, _o, entry, _h, _d in rows])
    return [
        {
            "entry": entry.number,
            **names[entry.id],
            "title_zh": entry.title_zh,
            "title_en": entry.title_en,
            "unit": entry.unit if competition.is_unit_shown else "",
            "heat": heat,
            "division": division,
            "order": order or 0,
            **_result(standing, competition),
            "awards": awards.get(standing.appearance_id, []),
        }
        for standing, order, entry, heat, division in rows
    ]


def _result(standing: Standing, competition: Competition) -> dict[str, Any]:
    """Return what a line says about place and score, with the working as it may be shown."""
    return {
        "group": standing.ranking_group,
        "rank": standing.rank,
        "is_tied": standing.is_tied,
        "tie_break": standing.tie_break,
        "score": standing.score,
        "exact": standing.exact,
        "no_result": standing.no_result,
        "is_advancing": standing.is_advancing,
        "working": _public_working(standing.working, is_marks_shown=competition.is_marks_shown),
    }


def _public_working(working: Mapping[str, Any], *, is_marks_shown: bool) -> dict[str, Any]:
    """Return a working without practice seats, and without single marks where they stay inside.

    Judge totals stay: without them nobody could recompute the score.
    """
    judges = [dict(line) for line in working["judges"] if line["group"] != PRACTICE_GROUP]
    if not is_marks_shown:
        for line in judges:
            line["marks"] = []
    return {**working, "judges": judges}


def public_names(
    session: Session, competition: Competition, entries: Sequence[Entry]
) -> dict[int, dict[str, str]]:
    """Return the names of entries as the settings let the public see them, by entry id."""
    members: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = session.execute(
        select(EntryMember.entry_id, Contestant.name, Contestant.name_latin)
        .join(Contestant, Contestant.id == EntryMember.contestant_id)
        .where(EntryMember.entry_id.in_([entry.id for entry in entries]))
        .order_by(EntryMember.entry_id, EntryMember.position)
    )
    for entry_id, name, latin in rows:
        members[entry_id].append((name, latin))
    return {
        entry.id: {
            "name_zh": public_name([n for n, _l in members[entry.id]], competition.names_shown),
            "name_en": public_name(
                [latin or n for n, latin in members[entry.id]], competition.names_shown, ", "
            ),
            "team_name": entry.team_name if entry.kind == "team" else "",
        }
        for entry in entries
    }


def _awards(session: Session, tally: Tally) -> dict[int, list[str]]:
    """Return award keys by appearance, the highest first."""
    rows = session.execute(
        select(Award.appearance_id, Award.key)
        .join(Standing, Standing.appearance_id == Award.appearance_id)
        .where(Standing.tally_id == tally.id)
        .order_by(Award.appearance_id, Award.position, Award.key)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for appearance_id, key in rows:
        found[appearance_id].append(key)
    return found


def _award_names(
    session: Session, round_id: int, lines: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return the names of the awards that the lines hold, the highest first."""
    held = {key for line in lines for key in line["awards"]}
    rows = session.scalars(
        select(Award).where(Award.round_id == round_id).order_by(Award.position, Award.key)
    )
    named = {row.key: _pairs(row, "key", "position") for row in rows if row.key in held}
    return list(named.values())


def _heats(session: Session, round_id: int, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """Return the heats that the lines belong to, by number."""
    rows = session.scalars(
        select(Heat)
        .where(Heat.round_id == round_id, Heat.number.in_(numbers))
        .order_by(Heat.number)
    )
    return [
        _pairs(row, "number", "place")
        | {"starts_at": row.starts_at.isoformat() if row.starts_at else ""}
        for row in rows
    ]


def _divisions(session: Session, competition_id: int, keys: set[str]) -> list[dict[str, Any]]:
    """Return the divisions that the lines belong to, in their order."""
    rows = session.scalars(
        select(Division)
        .where(Division.competition_id == competition_id, Division.key.in_(keys))
        .order_by(Division.position)
    )
    return [_pairs(row, "key") for row in rows]


def _judges(
    session: Session, competition: Competition, round_id: int, heats: Sequence[int]
) -> list[dict[str, Any]]:
    """Return who sat where, only where the settings say that judges are named."""
    if competition.judges_shown != "named":
        return []
    rows = session.execute(
        select(Heat.number, Seat.number, Person.name)
        .join(Panel, Panel.heat_id == Heat.id)
        .join(Seat, Seat.panel_id == Panel.id)
        .join(Person, Person.id == Seat.person_id)
        .where(Heat.round_id == round_id, Heat.number.in_(heats), Seat.group != PRACTICE_GROUP)
        .order_by(Heat.number, Seat.number)
    )
    return [{"heat": heat, "seat": str(seat), "name": name} for heat, seat, name in rows]
