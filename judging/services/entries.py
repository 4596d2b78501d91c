"""Entries by hand: added, edited, withdrawn; and their access codes."""

from datetime import datetime

from judging.errors import Conflict, InvalidInput, Problem
from judging.models import Entry
from judging.permissions import Actor, ActorKind
from judging.services.command import Work, writing
from judging.services.entry_rows import (
    as_new_entry,
    divisions_of,
    entries_by_number,
    entries_in_marked_heats,
    insert_entries,
    update_entry,
)
from judging.services.entry_values import NewEntry, NewMember, clean_number, entry_problems
from judging.services.sessions import revoke_sessions

__all__ = ["NewEntry", "NewMember", "add_entry", "edit_entry", "renew_code", "set_withdrawn"]


def add_entry(actor: Actor, now: datetime, competition_id: int, new: NewEntry) -> int:
    """Add one entry with its contestants and return its id.

    Raises:
        InvalidInput: a value cannot be used; each problem names its field.
        NotFound: the actor may not edit entries of this competition.
    """
    with writing(actor, now) as work:
        work.require("entries.edit", competition_id)
        divisions = divisions_of(work, competition_id)
        problems = list(entry_problems(new))
        if new.division not in divisions.id_of_key:
            problems.append(Problem("unknown_choice", "division"))
        if new.number in entries_by_number(work, competition_id):
            problems.append(Problem("taken", "number", {"value": new.number}))
        if problems:
            raise InvalidInput(problems)
        (row,) = insert_entries(work, competition_id, (new,), divisions)
        _record(work, row, "add")
        return row.id


def edit_entry(actor: Actor, now: datetime, entry_id: int, new: NewEntry) -> None:
    """Change an entry; its number stays, and so does the division once its heat has begun.

    Raises:
        InvalidInput: a value cannot be used; each problem names its field.
        NotFound: no such entry for this actor.
    """
    with writing(actor, now) as work:
        row = _entry(work, entry_id)
        divisions = divisions_of(work, row.competition_id)
        before = as_new_entry(row, divisions)
        problems = list(entry_problems(new))
        if new.division not in divisions.id_of_key:
            problems.append(Problem("unknown_choice", "division"))
        elif new.division != before.division and row.id in entries_in_marked_heats(
            work, row.competition_id
        ):
            problems.append(Problem("division_fixed", "division"))
        if clean_number(new.number) != row.number:
            problems.append(Problem("entry_number_fixed", "number"))
        if problems:
            raise InvalidInput(problems)
        if new == before:
            work.leave_unrecorded()
            return
        update_entry(work, row, new, divisions)
        _record(work, row, "edit")


def set_withdrawn(actor: Actor, now: datetime, entry_id: int, is_withdrawn: bool) -> None:
    """Withdraw an entry before it appears, or take it back in; harmless where it is so already.

    An entry that stands in a heat that has begun is withdrawn there, by its appearance.

    Raises:
        Conflict: the entry's heat has begun (``entry_in_marked_heat``).
        NotFound: no such entry for this actor.
    """
    with writing(actor, now) as work:
        row = _entry(work, entry_id)
        if (row.withdrawn_at is not None) == is_withdrawn:
            work.leave_unrecorded()
            return
        if row.id in entries_in_marked_heats(work, row.competition_id):
            raise Conflict("entry_in_marked_heat")
        row.withdrawn_at = now if is_withdrawn else None
        _record(work, row, "withdraw" if is_withdrawn else "return")


def renew_code(actor: Actor, now: datetime, entry_id: int) -> None:
    """Give an entry a new access code; the old one and all its sessions end.

    Raises:
        NotFound: no such entry for this actor.
    """
    with writing(actor, now) as work:
        row = _entry(work, entry_id)
        work.require("access_codes.read", row.competition_id)
        row.code_version += 1
        row.failed_tries, row.next_try_at = 0, None
        ended = revoke_sessions(work, ActorKind.ENTRY, row.id)
        work.record(
            "desk:entry:code",
            row.id,
            competition_id=row.competition_id,
            revision=row.code_version,
            details={"sessions_ended": ended},
        )


def _entry(work: Work, entry_id: int) -> Entry:
    """Return an entry that the actor may edit."""
    row = work.get(Entry, entry_id)
    work.require("entries.edit", row.competition_id)
    return row


def _record(work: Work, row: Entry, change: str) -> None:
    """Write the journal entry of a change to one entry; names stay outside."""
    work.record(
        "desk:entry:edit",
        row.id,
        competition_id=row.competition_id,
        details={"change": change, "number": row.number, "members": len(row.members)},
    )
