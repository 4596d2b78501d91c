"""The frozen document of a release: all that the public may see, as plain values.

Public pages, contestants' pages and certificates are made from it and from nothing else. Names are
masked here, once, as the competition's settings say. Format: docs/releases.md.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models import (
    Competition,
    Heat,
    Panel,
    Person,
    Round,
    RuleSheetVersion,
    Seat,
    Tally,
    canonical_json,
)
from judging.models.rules_in_force import practice_numbers
from judging.models.tally_lines import (
    awards_of,
    divisions_of,
    heats_of,
    list_lines,
    names_of_entries,
    pairs,
)
from judging.publishing.names import public_name
from judging.scoring.rule_parts import PRACTICE_GROUP
from judging.services.release_honours import honour_names, honours_content, shown_ruling

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
        "competition": pairs(competition, "slug", "edition", "host_zh", "host_en", "timezone"),
        "round": pairs(round_, "key"),
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
        "heats": heats_of(session, round_.id, heats),
        "divisions": divisions_of(session, competition.id, {line["division"] for line in lines}),
        "judges": _judges(session, competition, round_.id, heats),
        "awards": awards_of(session, round_.id, lines) + honour_names(session, tallies),
        "rulings": [
            shown_ruling(ruling, competition) for tally in tallies for ruling in _rulings(tally)
        ],
        "lines": lines,
    } | _honours(session, competition, tallies)


def _honours(
    session: Session, competition: Competition, tallies: Sequence[Tally]
) -> dict[str, Any]:
    """Return the honours where there are any; older documents have no such field."""
    honours = honours_content(session, competition, tallies)
    return {"honours": honours} if honours else {}


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
    """Return the lines of one tally in their order, as the settings let the public see them."""
    lines = list_lines(session, tally.id)
    names = public_names(session, competition, [line["entry"] for line in lines])
    return [
        {
            **line,
            **names[line["entry"]],
            "unit": line["unit"] if competition.is_unit_shown else "",
            "compared": line["compared"] if competition.is_marks_shown else [],
            "working": _public_working(line["working"], is_marks_shown=competition.is_marks_shown),
        }
        for line in lines
    ]


def _public_working(working: Mapping[str, Any], *, is_marks_shown: bool) -> dict[str, Any]:
    """Return a working without practice seats, and without single marks where they stay inside.

    Judge totals stay: without them nobody could recompute the score. Where each criterion is
    counted by itself its values are single marks, and stay inside as well; ranks are no marks.
    """
    judges = [dict(line) for line in working["judges"] if line["group"] != PRACTICE_GROUP]
    if not is_marks_shown:
        for line in judges:
            line["marks"] = []
        if working["scope"] == "criterion" and "ranks" not in working:
            groups = [_without_values(group) for group in working["groups"]]
            return {**working, "judges": judges, "groups": groups}
    return {**working, "judges": judges}


def _without_values(group: Mapping[str, Any]) -> dict[str, Any]:
    """Return a judge group's part without the marks of each seat, and without who was dropped."""
    hidden: dict[str, list[Any]] = {"values": [], "dropped": []}
    return {**group, "criteria": [{**each, **hidden} for each in group["criteria"]]}


def public_names(
    session: Session, competition: Competition, numbers: Sequence[str]
) -> dict[str, dict[str, str]]:
    """Return the names of entries as the settings let the public see them, by entry number."""
    shown = competition.names_shown
    return {
        number: {
            "name_zh": public_name([name for name, _latin in people.members], shown),
            "name_en": public_name([latin or name for name, latin in people.members], shown, ", "),
            "team_name": people.team_name,
        }
        for number, people in names_of_entries(session, competition.id, numbers).items()
    }


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
        .where(
            Heat.round_id == round_id,
            Heat.number.in_(heats),
            Seat.group != PRACTICE_GROUP,
            Seat.number.not_in(practice_numbers(session, round_id)),
        )
        .order_by(Heat.number, Seat.number)
    )
    return [{"heat": heat, "seat": str(seat), "name": name} for heat, seat, name in rows]
