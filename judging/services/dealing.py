"""Dealing entries out to the planned heats of a round, as evenly as can be."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from judging.errors import InvalidInput, Problem, WrongState
from judging.models import Appearance, Entry, Heat, HeatState
from judging.permissions import Actor
from judging.scoring.points import natural_order
from judging.services.assignments import appearances_of, entries_of, record_assignment
from judging.services.command import Work, writing
from judging.services.setup_scope import round_of_setup

MOST_DEALT = 20_000
#: ``spread``: every heat gets an even share of each division; ``together``: a division stays in as
#: few heats as it fills.
WAYS = ("spread", "together")


@dataclass(frozen=True)
class Dealt:
    """What was dealt out: how many entries were put into heats, and how many each heat now has."""

    placed: int
    sizes: Mapping[int, int]


def deal_entries(
    actor: Actor,
    now: datetime,
    round_id: int,
    entry_ids: Sequence[int],
    way: str = "spread",
) -> Dealt:
    """Deal entries that stand in no heat of the round evenly to its planned heats.

    Entries that stand somewhere already stay. The same list dealt again gives the same heats.

    Args:
        actor: an organizer.
        now: the present instant.
        round_id: the round.
        entry_ids: the candidates, at most 20,000; those placed already are skipped.
        way: one of :data:`WAYS`.

    Raises:
        InvalidInput: the way is unknown, or an entry cannot be placed.
        NotFound: no such round for this actor, or an entry of another competition.
        WrongState: no heat is still planned (``no_planned_heat``).
    """
    with writing(actor, now) as work:
        row = round_of_setup(work, round_id)
        if way not in WAYS:
            raise InvalidInput((Problem("unknown_choice", "way"),))
        sizes, placed = _sizes(work, round_id)
        entries = entries_of(work, row.competition_id, entry_ids, MOST_DEALT)
        waiting = [entry for entry in entries if entry.id not in placed]
        plan = deal({entry.id: entry.division_id for entry in _in_order(waiting)}, sizes, way)
        if not plan:
            work.leave_unrecorded()
            return Dealt(0, sizes)
        work.session.add_all(
            Appearance(heat_id=heat_id, round_id=round_id, entry_id=entry_id)
            for entry_id, heat_id in plan.items()
        )
        details = {"entries": len(plan), "heats": len(sizes), "way": way}
        record_assignment(work, round_id, row.competition_id, details)
        counts = Counter(plan.values())
        return Dealt(len(plan), {key: size + counts[key] for key, size in sizes.items()})


def _sizes(work: Work, round_id: int) -> tuple[dict[int, int], set[int]]:
    """Return how many entries each planned heat has, and who stands in any heat of the round.

    Raises:
        WrongState: no heat is still planned.
    """
    query = select(Heat.id).where(Heat.round_id == round_id, Heat.state == HeatState.PLANNED)
    sizes = dict.fromkeys(work.session.scalars(query.order_by(Heat.number)), 0)
    if not sizes:
        raise WrongState("no_planned_heat")
    there = appearances_of(work, round_id)
    for appearance in there.values():
        if appearance.heat_id in sizes:
            sizes[appearance.heat_id] += 1
    return sizes, set(there)


def _in_order(entries: Sequence[Entry]) -> list[Entry]:
    """Return entries as people count their numbers, so that the same list is dealt the same."""
    return sorted(entries, key=lambda entry: natural_order(entry.number))


def deal(entries: Mapping[int, int], sizes: Mapping[int, int], way: str) -> dict[int, int]:
    """Return a heat for each entry, so that the heats end up as even as they can.

    Args:
        entries: division by entry, in the order in which they are dealt.
        sizes: entries already there by heat, in the order of the heats.
        way: ``spread`` deals each division round the heats; ``together`` fills heat after heat.

    Returns:
        Heat by entry.
    """
    fill = dict(sizes)
    if not fill:
        return {}
    by_division: dict[int, list[int]] = {}
    for entry_id, division_id in entries.items():
        by_division.setdefault(division_id, []).append(entry_id)
    queue = [entry_id for members in by_division.values() for entry_id in members]
    if way == "together":
        return _fill_in_turn(queue, fill)
    plan: dict[int, int] = {}
    for entry_id in queue:
        heat_id = min(fill, key=lambda key: fill[key])
        plan[entry_id] = heat_id
        fill[heat_id] += 1
    return plan


def _fill_in_turn(queue: Sequence[int], fill: dict[int, int]) -> dict[int, int]:
    """Fill the heats one after the other up to an even size, so that neighbours stay together."""
    plan: dict[int, int] = {}
    waiting = list(queue)
    target = _even_sizes(len(queue), fill)
    for heat_id, size in target.items():
        room = size - fill[heat_id]
        for entry_id in waiting[:room]:
            plan[entry_id] = heat_id
        waiting = waiting[room:]
    return plan


def _even_sizes(count: int, fill: Mapping[int, int]) -> dict[int, int]:
    """Return how large each heat ends up when ``count`` more are dealt as evenly as can be."""
    sizes = dict(fill)
    for _ in range(count):
        smallest = min(sizes, key=lambda key: sizes[key])
        sizes[smallest] += 1
    return sizes
