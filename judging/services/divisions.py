"""Divisions: added, renamed, put in order, taken away while no entry is in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, select

from judging.errors import Conflict
from judging.models import Competition, Division, Entry
from judging.permissions import Actor
from judging.services.bounds import Bounds, bounds
from judging.services.command import Work, writing

MOST_DIVISIONS = 50
LONGEST_NAME = 200
_KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


@dataclass(frozen=True)
class NewDivision:
    """A division to be made.

    Args:
        key: 1 to 40 small letters, digits, ``-`` and ``_``; once a competition.
        name_zh: Chinese name, at most 200 characters.
        name_en: English name, may be empty.
    """

    key: str
    name_zh: str
    name_en: str = ""


def is_key(text: str) -> bool:
    """Return whether a text can be the key of a division or round in an address."""
    return _KEY.fullmatch(text) is not None


def check_key(checked: Bounds, place: str, key: str, used: Iterable[str]) -> None:
    """Note a key that cannot stand in an address, or is taken."""
    if not is_key(key):
        checked.refuse("bad_address_key", place)
    elif key in used:
        checked.refuse("taken", place, value=key)


def make_divisions(work: Work, competition_id: int, new: Iterable[NewDivision]) -> None:
    """Add divisions inside another command, after those that are there.

    Raises:
        InvalidInput: a key or name cannot be used, or there would be too many.
    """
    rows = list(
        work.session.scalars(select(Division).where(Division.competition_id == competition_id))
    )
    used = {row.key for row in rows}
    position = max((row.position for row in rows), default=0)
    with bounds() as checked:
        for place, division in enumerate(new):
            where = f"divisions.{place}"
            check_key(checked, f"{where}.key", division.key, used)
            used.add(division.key)
            position += 1
            row = Division(competition_id=competition_id, key=division.key, position=position)
            _name(checked, f"{where}.", row, division.name_zh, division.name_en)
            rows.append(row)
        if len(rows) > MOST_DIVISIONS:
            checked.refuse("too_many", "divisions", most=MOST_DIVISIONS)
    work.session.add_all(rows)
    work.session.flush()


def _name(checked: Bounds, where: str, row: Division, name_zh: str, name_en: str) -> None:
    row.name_zh = checked.text(f"{where}name_zh", name_zh, LONGEST_NAME, is_required=True)
    row.name_en = checked.text(f"{where}name_en", name_en, LONGEST_NAME)


def add_division(actor: Actor, now: datetime, competition_id: int, new: NewDivision) -> int:
    """Add one division at the end and return its id.

    Raises:
        InvalidInput: the key or a name cannot be used.
        NotFound: no such competition for this actor.
    """
    with writing(actor, now) as work:
        work.require("setup.edit", competition_id)
        work.get(Competition, competition_id)
        make_divisions(work, competition_id, (new,))
        row = work.session.scalars(
            select(Division).where(
                Division.competition_id == competition_id, Division.key == new.key
            )
        ).one()
        _record(work, row, "add")
        return row.id


def rename_division(
    actor: Actor, now: datetime, division_id: int, name_zh: str, name_en: str
) -> None:
    """Give a division other names.

    Raises:
        InvalidInput: a name cannot be used.
        NotFound: no such division for this actor.
    """
    with writing(actor, now) as work:
        row = _division_of(work, division_id)
        with bounds() as checked:
            _name(checked, "", row, name_zh, name_en)
        _record(work, row, "rename")


def order_divisions(
    actor: Actor, now: datetime, competition_id: int, division_ids: tuple[int, ...]
) -> None:
    """Put the divisions into this order.

    Args:
        actor: an organizer.
        now: the present instant.
        competition_id: whose divisions they are.
        division_ids: every division of the competition, once.

    Raises:
        Conflict: the list is not that of the divisions there are now (``list_is_old``).
        NotFound: no such competition for this actor.
    """
    with writing(actor, now) as work:
        work.require("setup.edit", competition_id)
        rows = {
            row.id: row
            for row in work.session.scalars(
                select(Division).where(Division.competition_id == competition_id)
            )
        }
        if sorted(rows) != sorted(division_ids):
            raise Conflict("list_is_old")
        for position, division_id in enumerate(division_ids, start=1):
            rows[division_id].position = position
        details = {"change": "order", "order": list(division_ids)}
        work.record(
            "desk:division:edit", competition_id, competition_id=competition_id, details=details
        )


def remove_division(actor: Actor, now: datetime, division_id: int) -> None:
    """Take a division away while no entry is in it.

    Raises:
        Conflict: entries are in it (``division_has_entries``).
        NotFound: no such division for this actor.
    """
    with writing(actor, now) as work:
        row = _division_of(work, division_id)
        if work.session.scalar(select(exists().where(Entry.division_id == division_id))):
            raise Conflict("division_has_entries")
        work.session.delete(row)
        _record(work, row, "remove")


def _division_of(work: Work, division_id: int) -> Division:
    """Return a division where the actor may edit it."""
    row = work.get(Division, division_id)
    work.require("setup.edit", row.competition_id)
    return row


def _record(work: Work, row: Division, change: str) -> None:
    """Write the journal entry of a change to one division."""
    competition_id, key = row.competition_id, row.key
    work.session.flush()
    work.record(
        "desk:division:edit",
        row.id,
        competition_id=competition_id,
        details={"change": change, "key": key},
    )
