"""What stands in the way of a release, and what should be looked at: read only, for the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.errors import NotFound, Problem
from judging.extensions import db
from judging.models import Appearance, Contestant, Entry, EntryMember, Heat, Round
from judging.models.rules_in_force import get_rules_in_force
from judging.models.tally_inputs import is_per_heat
from judging.models.tally_lines import honours_of
from judging.permissions import Actor, may
from judging.services.release_check import MOST_LISTED, check_release
from judging.typesetting.fonts import open_fonts


@dataclass(frozen=True)
class Obstacles:
    """What stands between a round and its release.

    Args:
        blockers: what must be settled first.
        warnings: what somebody should look at.
        heat_numbers: the heats that belong to the round and have entries.
        may_choose: whether single heats can be released, since heats are ranked by themselves.
    """

    blockers: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    heat_numbers: tuple[int, ...]
    may_choose: bool


def find_obstacles(actor: Actor, round_id: int) -> Obstacles:
    """Return what stands in the way of releasing a round, without changing anything.

    Raises:
        NotFound: no such round for this actor, or it has no rule sheet.
    """
    session: Session = db.session()
    round_ = session.get(Round, round_id)
    if round_ is None or not may(actor, "release.read", round_.competition_id):
        raise NotFound()
    found = check_release(session, round_)
    names = _undrawable_names(session, round_id, found.heat_numbers)
    honoured = _undrawable_honours(session, [tally.id for tally in found.tallies])
    return Obstacles(
        blockers=found.blockers,
        warnings=(*found.warnings, *names, *honoured),
        heat_numbers=found.heat_numbers,
        may_choose=is_per_heat(get_rules_in_force(session, round_id).rules),
    )


def _undrawable_honours(session: Session, tally_ids: Sequence[int]) -> Iterator[Problem]:
    """Yield the units and advisers whose name no certificate typeface can draw whole."""
    fonts = open_fonts()
    for name in sorted({row.recipient for row in honours_of(session, tally_ids)}):
        missing = fonts.missing_characters(name, "display")
        if missing:
            params = {"name": name, "characters": " ".join(missing)}
            yield Problem("release_honour_not_drawable", "", params)


def _undrawable_names(
    session: Session, round_id: int, heats: tuple[int, ...]
) -> tuple[Problem, ...]:
    """Return the names that no certificate typeface can draw whole."""
    fonts = open_fonts()
    rows = session.execute(
        select(Entry.number, Contestant.name)
        .join(EntryMember, EntryMember.entry_id == Entry.id)
        .join(Contestant, Contestant.id == EntryMember.contestant_id)
        .join(Appearance, Appearance.entry_id == Entry.id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .where(Appearance.round_id == round_id, Heat.number.in_(heats))
        .order_by(Entry.number, EntryMember.position)
    )
    problems: list[Problem] = []
    for number, name in rows:
        missing = fonts.missing_characters(name, "display")
        if missing and len(problems) < MOST_LISTED:
            params = {"entry": number, "characters": " ".join(missing)}
            problems.append(Problem("release_name_not_drawable", "", params))
    return tuple(problems)
