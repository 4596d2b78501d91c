"""What entries bring into a round from earlier rounds: the lines of the tallies that stand there.

An entry keeps its number through all rounds of a competition; by that number the results meet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.entry import Entry
from judging.models.round import Round
from judging.models.tally import Standing, Tally
from judging.scoring.carrying import Carried
from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True)
class CarriedResults:
    """What earlier rounds bring in.

    Args:
        by_entry: entry number → its results there, as the core takes them.
        digests: round key, heat id (0 for a whole round) and digest of every tally that was read.
    """

    by_entry: Mapping[str, tuple[Carried, ...]] = field(default_factory=dict)
    digests: tuple[tuple[str, int, str], ...] = ()


def find_earlier_round(session: Session, round_id: int, key: str) -> Round | None:
    """Return the round of the same competition with this key, if it comes before the given one."""
    here = session.get_one(Round, round_id)
    return session.scalar(
        select(Round).where(
            Round.competition_id == here.competition_id,
            Round.key == key,
            Round.position < here.position,
        )
    )


def load_carried(
    session: Session, round_id: int, rules: RuleSheet, heats: Select[int]
) -> CarriedResults:
    """Read what the entries of some heats bring in; nothing where the rules carry none over.

    A round that does not exist, comes later, or was not counted yet brings nothing: whoever counts
    looks at :func:`judging.models.earlier_rounds.list_earlier_problems` first.
    """
    if rules.carry_over is None:
        return CarriedResults()
    found: dict[str, list[Carried]] = defaultdict(list)
    digests: dict[tuple[str, int, str], None] = {}
    for earlier in rules.carry_over.earlier:
        row = find_earlier_round(session, round_id, earlier.round)
        if row is None:
            continue
        for heat, digest, number, score, exact, rank in _lines(session, row.id, heats):
            digests[earlier.round, heat or 0, digest] = None
            if rank is not None:
                each = Carried(earlier.round, Fraction(score), Fraction(exact), rank)
                found[number].append(each)
    return CarriedResults({key: tuple(each) for key, each in found.items()}, tuple(digests))


def _lines(session: Session, earlier_id: int, heats: Select[int]) -> Iterable[Any]:
    """Yield the lines of the tallies that stand in the earlier round, of the heats' entries."""
    entries = select(Appearance.entry_id).where(Appearance.heat_id.in_(heats))
    return session.execute(
        select(
            Tally.heat_id,
            Tally.digest,
            Entry.number,
            Standing.score,
            Standing.exact,
            Standing.rank,
        )
        .join(Standing, Standing.tally_id == Tally.id)
        .join(Appearance, Appearance.id == Standing.appearance_id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Tally.round_id == earlier_id, Tally.is_current, Entry.id.in_(entries))
        .order_by(Tally.id, Standing.position)
    )
