"""A counted field as prizes and advancement see it: the same decisions as over readable outcomes.

See :class:`judging.scoring.groups.RoundField`. Entries go by their index in the columns.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from judging.scoring.columns.chain import step_points
from judging.scoring.columns.counting import CountedField, Grouping, rank_within
from judging.scoring.columns.field import Field, Mask
from judging.scoring.columns.lanes import Column
from judging.scoring.columns.places import Places
from judging.scoring.groups import RankedGroup
from judging.scoring.points import natural_order
from judging.scoring.ranking import Place
from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True, slots=True)
class Within:
    """What entries are ranked within: names in natural order, and each entry's by its number."""

    names: tuple[str, ...]
    numbers: Column

    def as_grouping(self) -> Grouping | None:
        """Return the grouping as counting takes it; None where all are ranked together.

        >>> Within(("",), np.array([0, 0])).as_grouping() is None
        True
        """
        return Grouping(self.numbers, len(self.names)) if len(self.names) > 1 else None


@dataclass(frozen=True)
class ColumnField:
    """A round's field with what was counted of it.

    ``within`` tells what entries are ranked within, for heat, division and overall; ``orders`` and
    ``keys`` (one for each entry) list true ties. Tie-break records are none of the columns.

    >>> from judging.scoring.columns.counting import count_field
    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> rules, one = specimen_rules(), Within(("",), np.array([0, 0]))
    >>> field = Field(2, (SeatColumn("1", (np.array([180, 190]),)),))
    >>> counted = count_field(rules, field)
    >>> found = ColumnField(rules, field, counted, lambda per: one, np.array([1, 2]), ["A", "B"])
    >>> found.groups("overall")[0].ranked, found.points(1), found.value(1)
    ([1, 0], Fraction(95, 1), 9500)
    >>> found.values_by("untrimmed_mean", [0, 1]), found.listed({1, 0}), found.key(0)
    ({0: 180, 1: 190}, [0, 1], 'A')
    """

    rules: RuleSheet
    columns: Field
    counted: CountedField
    within: Callable[[str], Within]
    orders: Column
    keys: Sequence[str]
    is_competing: Mask = None
    ranked: dict[str, tuple[RankedGroup, ...]] = field(default_factory=dict)

    def groups(self, per: str) -> tuple[RankedGroup, ...]:
        """Return the groups, by name in natural order.

        Raises: HeadroomError.
        """
        if per not in self.ranked:
            self.ranked[per] = tuple(self._groups(self.within(per), per))
        return self.ranked[per]

    def _groups(self, within: Within, per: str) -> Iterable[RankedGroup]:
        places = self.counted.places
        if per != self.rules.ranking.per:
            grouping = within.as_grouping()
            places = rank_within(
                self.rules, self.columns, self.counted, grouping, self.is_competing
            )
        order = within.numbers.argsort(kind="stable")
        ends = np.bincount(within.numbers, minlength=len(within.names)).cumsum()
        for name, indices in zip(within.names, np.split(order, ends[:-1]), strict=True):
            members = indices.tolist()
            yield RankedGroup(name, dict(zip(members, _places_of(places, indices), strict=True)))

    def key(self, index: int) -> str:
        """Return an entry's key."""
        return self.keys[index]

    def listed(self, indices: Iterable[int]) -> list[int]:
        """Return entries in the order in which true ties are listed: as drawn, then by key."""
        return sorted(indices, key=lambda i: (int(self.orders[i]), natural_order(self.keys[i])))

    def points(self, index: int) -> Fraction:
        """Return the published score of an entry that has one, in points."""
        return Fraction(self._published[index], 10**self.rules.tally.rounding.final)

    def value(self, index: int) -> Fraction | int:
        """Return what the ranking compares first, in units of its own."""
        return self._exact[index] if self.rules.ranking.on == "exact" else self._published[index]

    @cached_property
    def _published(self) -> list[int]:
        units: list[int] = self.counted.published_units().tolist()
        return units

    @cached_property
    def _exact(self) -> list[int]:
        units: list[int] = self.counted.exact_numerators().tolist()
        return units

    def is_settled(self, index: int) -> bool:
        """Return False: who has records is counted by the readable path."""
        return False

    def values_by(self, step: str, indices: Sequence[int]) -> Mapping[int, Fraction | int]:
        """Return what a tie-break step makes of entries that have a result, in units of its own.

        Raises: HeadroomError.
        """
        part = self.columns.take(np.array(indices, np.int64))
        values = step_points(self.rules, part, step).spread().units.tolist()
        return dict(zip(indices, values, strict=True))


def _places_of(places: Places, entries: Column) -> list[Place]:
    """Return the places of some entries; equal ones are one value."""
    blocks = places.blocks[entries].astype(np.int64)
    if places.tie_breaks is not None:
        blocks = blocks * len(places.steps) + places.tie_breaks[entries]
    _, firsts, which = np.unique(blocks, return_index=True, return_inverse=True)
    shared = [places.place(entry) for entry in entries[firsts].tolist()]
    return [shared[at] for at in which.tolist()]
