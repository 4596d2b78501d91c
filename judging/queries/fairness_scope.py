"""What the pages of fairness look at: one heat, or a whole round, once its marks stand still.

A heat that is still open is never read: its figures would leak marks, and they would mislead.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Appearance, Entry, Heat
from judging.models.tally_inputs import (
    COUNTABLE,
    TallyInputs,
    is_per_heat,
    list_heats,
    load_inputs,
)
from judging.models.tally_lines import divisions_of, names_of_entries
from judging.queries.rounds import RoundFacts, get_round
from judging.scoring.bilingual import Bilingual
from judging.scoring.points import natural_order
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules

#: More entries than this are not counted anew while somebody waits for a page: choose a heat.
MOST_ENTRIES = 2000


@dataclass(frozen=True)
class HeatChoice:
    """A heat that can be looked at; ``is_still`` says whether its marks stand still."""

    id: int
    number: int
    name: Bilingual
    state: str
    entry_count: int

    @property
    def is_still(self) -> bool:
        """Whether its marks can no longer change without a reason."""
        return self.state in COUNTABLE


@dataclass(frozen=True)
class Scope:
    """A round with its heats, and the one heat that was chosen, if any.

    Args:
        round: the round with its rule sheet in force.
        heats: its heats with entries, by number.
        heat: the chosen heat; None for the whole round.
    """

    round: RoundFacts
    heats: tuple[HeatChoice, ...]
    heat: HeatChoice | None

    @property
    def read(self) -> tuple[HeatChoice, ...]:
        """The heats that are read: of those in question the ones whose marks stand still."""
        wanted = self.heats if self.heat is None else (self.heat,)
        return tuple(heat for heat in wanted if heat.is_still)

    @property
    def left_out(self) -> tuple[int, ...]:
        """The numbers of the heats in question that are not closed yet."""
        wanted = self.heats if self.heat is None else (self.heat,)
        return tuple(heat.number for heat in wanted if not heat.is_still)

    @property
    def entry_count(self) -> int:
        """How many entries there are in the heats that are read."""
        return sum(heat.entry_count for heat in self.read)

    @property
    def obstacle(self) -> str:
        """Why nothing can be said: ``no_rules``, ``not_closed``, ``too_many``; ``""`` if it can."""
        if not self.round.version:
            return "no_rules"
        if not self.read:
            return "not_closed"
        return "too_many" if self.entry_count > MOST_ENTRIES else ""

    @property
    def rules(self) -> RuleSheet:
        """The rule sheet in force."""
        return parse_rules(self.round.document)

    @property
    def is_per_heat(self) -> bool:
        """Whether the rule sheet in force counts every heat by itself."""
        return is_per_heat(self.rules)


@dataclass(frozen=True)
class EntryFace:
    """Who stands behind an entry number, as the desk says it."""

    number: str
    name_zh: str
    name_en: str
    unit: str


def get_scope(competition_id: int, round_key: str, heat_number: int | None = None) -> Scope:
    """Return a round with its heats, and the chosen heat.

    Args:
        competition_id: whose round.
        round_key: natural key of the round.
        heat_number: number of the heat; None for the whole round.

    Raises:
        NotFound: the competition has no such round, or the round no such heat with entries.
    """
    found = get_round(competition_id, round_key)
    heats = _heats(found.id)
    chosen = [heat for heat in heats if heat.number == heat_number]
    if heat_number is not None and not chosen:
        raise NotFound()
    return Scope(found, heats, chosen[0] if chosen else None)


def _heats(round_id: int) -> tuple[HeatChoice, ...]:
    """Return the heats of a round that have entries, by number."""
    session = db.session()
    counted = session.execute(
        select(Appearance.heat_id, func.count(Appearance.id))
        .where(Appearance.round_id == round_id)
        .group_by(Appearance.heat_id)
    )
    counts = {row[0]: row[1] for row in counted}
    names = {
        key: Bilingual(name_zh, name_en)
        for key, name_zh, name_en in session.execute(
            select(Heat.id, Heat.name_zh, Heat.name_en).where(Heat.round_id == round_id)
        )
    }
    return tuple(
        HeatChoice(heat.id, heat.number, names[heat.id], heat.state, counts[heat.id])
        for heat in list_heats(session, round_id)
    )


def load_scope(scope: Scope) -> TallyInputs:
    """Read the marks of a scope; call it only where :attr:`Scope.obstacle` is empty."""
    heat_id = None if scope.heat is None else scope.heat.id
    return load_inputs(db.session(), scope.round.id, heat_id)


def find_faces(competition_id: int, numbers: Sequence[str]) -> dict[str, EntryFace]:
    """Return who stands behind entry numbers, with full names: for the desk alone."""
    session = db.session()
    people = names_of_entries(session, competition_id, numbers)
    units = session.execute(
        select(Entry.number, Entry.unit).where(
            Entry.competition_id == competition_id, Entry.number.in_(numbers)
        )
    )
    faces = {}
    for number, unit in units:
        behind = people[number]
        chinese = "、".join(name for name, _latin in behind.members)
        english = ", ".join(latin or name for name, latin in behind.members)
        team = behind.team_name
        faces[number] = EntryFace(number, team or chinese, team or english, unit)
    return faces


def find_group_names(scope: Scope, divisions: set[str]) -> dict[tuple[str, str], Bilingual]:
    """Return the names of ranking groups by (kind, key), kinds ``heat`` and ``division``."""
    names = {("heat", str(heat.number)): heat.name for heat in scope.heats}
    rows = divisions_of(db.session(), scope.round.competition_id, divisions)
    for row in sorted(rows, key=lambda one: natural_order(one["key"])):
        names["division", row["key"]] = Bilingual(row["name_zh"], row["name_en"])
    return names
