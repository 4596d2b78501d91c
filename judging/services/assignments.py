"""Which entries take part in which heat, by hand; dealing them out: services/dealing.py."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, select

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongState
from judging.models import Appearance, Deduction, Entry, Heat, HeatState, ScoreSheet
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.setup_scope import heat_of_setup

MOST_ENTRIES = 500


def assign_entries(actor: Actor, now: datetime, heat_id: int, entry_ids: Sequence[int]) -> int:
    """Let a heat have exactly these entries; return how many changed places.

    An entry that stands in another planned heat of the same round moves here.

    Args:
        actor: an organizer.
        now: the present instant.
        heat_id: a heat that is still planned.
        entry_ids: at most 500 entries of the same competition, each once.

    Raises:
        Conflict: an entry has sheets or deductions where it stands, or its heat is past planning.
        InvalidInput: an entry twice, withdrawn, or too many.
        NotFound: no such heat for this actor, or an entry of another competition.
        WrongState: the running order is set (``heat_is_not_planned``).
    """
    with writing(actor, now) as work:
        heat = heat_of_setup(work, heat_id)
        _require_planned(heat)
        entries = entries_of(work, heat.round.competition_id, entry_ids)
        wanted = set(entry_ids)
        there = appearances_of(work, heat.round_id)
        leaving = [a for a in there.values() if a.heat_id == heat_id and a.entry_id not in wanted]
        _take_out(work, leaving)
        changed = len(leaving)
        for entry in entries:
            changed += _put_in(work, heat, entry, there.get(entry.id))
        if not changed:
            work.leave_unrecorded()
            return 0
        heat.revision += 1
        details = {"entries": len(entries), "changed": changed}
        record_assignment(work, heat.id, heat.round.competition_id, details, heat.revision)
        return changed


def entries_of(
    work: Work, competition_id: int, entry_ids: Sequence[int], most: int = MOST_ENTRIES
) -> list[Entry]:
    """Return entries of a competition that can take part, in the order given."""
    if len(entry_ids) > most:
        raise InvalidInput((Problem("too_many", "entries", {"most": most}),))
    if len(set(entry_ids)) != len(entry_ids):
        raise InvalidInput((Problem("entry_listed_twice", "entries"),))
    query = select(Entry).where(Entry.competition_id == competition_id)
    known = {entry.id: entry for entry in work.session.scalars(query)}
    if any(entry_id not in known for entry_id in entry_ids):
        raise NotFound()
    found = [known[entry_id] for entry_id in entry_ids]
    withdrawn = [entry for entry in found if entry.withdrawn_at is not None]
    if withdrawn:
        raise InvalidInput(
            Problem("entry_is_withdrawn", "entries", {"number": entry.number})
            for entry in withdrawn
        )
    return found


def appearances_of(work: Work, round_id: int) -> dict[int, Appearance]:
    """Return the appearances of a round by entry."""
    query = select(Appearance).where(Appearance.round_id == round_id)
    return {row.entry_id: row for row in work.session.scalars(query)}


def _put_in(work: Work, heat: Heat, entry: Entry, there: Appearance | None) -> int:
    """Put one entry into a heat; return 1 where that changed something."""
    if there is None:
        row = Appearance(heat_id=heat.id, round_id=heat.round_id, entry_id=entry.id)
        work.session.add(row)
        return 1
    if there.heat_id == heat.id:
        return 0
    _require_planned(there.heat)
    _refuse_records(work, (there,))
    there.heat_id, there.order_number = heat.id, None
    there.heat.revision += 1
    return 1


def _take_out(work: Work, leaving: Sequence[Appearance]) -> None:
    if leaving:
        _refuse_records(work, leaving)
        keys = [appearance.id for appearance in leaving]
        work.session.execute(delete(Appearance).where(Appearance.id.in_(keys)))


def _refuse_records(work: Work, rows: Iterable[Appearance]) -> None:
    """Go on only where nothing hangs on the appearances.

    Raises:
        Conflict: a score sheet or a deduction does.
    """
    keys = [row.id for row in rows]
    sheets = exists().where(ScoreSheet.appearance_id.in_(keys))
    deductions = exists().where(Deduction.appearance_id.in_(keys))
    if work.session.scalar(select(sheets)) or work.session.scalar(select(deductions)):
        raise Conflict("appearance_has_records")


def _require_planned(heat: Heat) -> None:
    if heat.state != HeatState.PLANNED:
        raise WrongState("heat_is_not_planned")


def record_assignment(
    work: Work,
    object_id: int,
    competition_id: int,
    details: Mapping[str, object],
    revision: int = 0,
) -> None:
    """Write the journal entry of entries put into heats or taken out."""
    work.record(
        "desk:heat:assign",
        object_id,
        competition_id=competition_id,
        revision=revision,
        details=details,
    )
