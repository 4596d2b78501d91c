"""The standings of a round within heats, divisions or overall, each ranked by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from judging.scoring.points import natural_order
from judging.scoring.ranking import Place, Score, rank_group
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import Appearance
from judging.scoring.tally import Outcome
from judging.scoring.ties import TIE_STEPS, TieCase, TieFacts


def group_of(appearance: Appearance, per: str) -> str:
    """Return the group of an appearance: its heat, its division, or ``""`` overall.

    >>> group_of(Appearance("A", "heat 1", "junior"), "division")
    'junior'
    """
    return {"heat": appearance.heat, "division": appearance.division, "overall": ""}[per]


def members_of(appearances: Sequence[Appearance], per: str) -> list[tuple[str, list[int]]]:
    """Return the groups of appearances by name in natural order, each with its indices.

    >>> members_of([Appearance("A", "10"), Appearance("B", "9"), Appearance("C", "10")], "heat")
    [('9', [1]), ('10', [0, 2])]
    """
    members: dict[str, list[int]] = {}
    for index, appearance in enumerate(appearances):
        members.setdefault(group_of(appearance, per), []).append(index)
    return sorted(members.items(), key=lambda item: natural_order(item[0]))


def facts_of(appearance: Appearance) -> TieFacts:
    """Return what the tie-break steps may know of an appearance beside its outcome.

    >>> facts_of(Appearance("A", "heat 1")).heat
    'heat 1'
    """
    return TieFacts(appearance.heat, appearance.recorded)


@dataclass(frozen=True, slots=True)
class RankedGroup:
    """One group: its name, and place by index of everybody in it, in the order given."""

    name: str
    places: dict[int, Place]

    @property
    def ranked(self) -> list[int]:
        """Return the indices with a result, from first to last.

        >>> RankedGroup("", {0: Place(2, 2, 1, ""), 1: Place(1, 1, 1, "")}).ranked
        [1, 0]
        """
        found = [index for index, place in self.places.items() if place.rank is not None]
        return sorted(found, key=lambda index: self.places[index].first)


class RoundField(Protocol):
    """What prizes and advancement need to know of a round; entries go by their index."""

    @property
    def rules(self) -> RuleSheet:
        """Return the rule sheet."""

    def groups(self, per: str) -> tuple[RankedGroup, ...]:
        """Return the groups, by name in natural order."""

    def key(self, index: int) -> str:
        """Return an entry's key."""

    def listed(self, indices: Iterable[int]) -> list[int]:
        """Return entries in the order in which true ties are listed."""

    def points(self, index: int) -> Fraction:
        """Return the published score of an entry that has one, in points."""

    def value(self, index: int) -> Fraction | int:
        """Return what the ranking compares first: the published score, or the exact one."""

    def is_settled(self, index: int) -> bool:
        """Return whether an extra round of the entry is on record."""

    def values_by(self, step: str, indices: Sequence[int]) -> Mapping[int, Fraction | int]:
        """Return what a tie-break step makes of entries that have a result."""


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody of a round with their outcomes; groups are ranked once, when first asked for.

    The appearances stand in the order in which true ties are listed.
    """

    rules: RuleSheet
    appearances: Sequence[Appearance]
    outcomes: Sequence[Outcome]
    ranked: dict[str, tuple[RankedGroup, ...]] = field(default_factory=dict)

    def groups(self, per: str) -> tuple[RankedGroup, ...]:
        """Return the groups, by name in natural order.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules()
        >>> turns = [Appearance("A", "10"), Appearance("B", "9")]
        >>> field = Field(rules, turns, [specimen_outcome(rules, 90)] * 2)
        >>> [group.name for group in field.groups("heat")]
        ['9', '10']
        """
        if per not in self.ranked:
            self.ranked[per] = tuple(
                RankedGroup(name, self._places(indices))
                for name, indices in members_of(self.appearances, per)
            )
        return self.ranked[per]

    def _places(self, indices: Sequence[int]) -> dict[int, Place]:
        outcomes = [self.outcomes[index] for index in indices]
        scores = [
            None if o.published is None or o.exact is None else Score(o.published, o.exact)
            for o in outcomes
        ]
        facts = [facts_of(self.appearances[index]) for index in indices]
        places = rank_group(self.rules, scores, outcomes.__getitem__, facts.__getitem__)
        return dict(zip(indices, places, strict=True))

    def points(self, index: int) -> Fraction:
        """Return the published score of an entry that has one, in points.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules()
        >>> Field(rules, [Appearance("A", "1")], [specimen_outcome(rules, 90, 91)]).points(0)
        Fraction(181, 2)
        """
        published = self.outcomes[index].published or 0
        return Fraction(published, 10**self.rules.tally.rounding.final)

    def value(self, index: int) -> Fraction | int:
        """Return what the ranking compares first: the published score, or the exact one.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules(ranking={"on": "exact"})
        >>> Field(rules, [Appearance("A", "1")], [specimen_outcome(rules, 90, 90, 91)]).value(0)
        Fraction(271, 3)
        """
        outcome = self.outcomes[index]
        value = outcome.exact if self.rules.ranking.on == "exact" else outcome.published
        return value or 0

    def key(self, index: int) -> str:
        """Return an entry's key.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules()
        >>> Field(rules, [Appearance("A", "1")], [specimen_outcome(rules, 90)]).key(0)
        'A'
        """
        return self.appearances[index].key

    def listed(self, indices: Iterable[int]) -> list[int]:
        """Return entries in the order in which true ties are listed.

        >>> from judging.scoring.specimen import specimen_rules
        >>> Field(specimen_rules(), [], []).listed({2, 0})
        [0, 2]
        """
        return sorted(indices)

    def is_settled(self, index: int) -> bool:
        """Return whether an extra round of the entry is on record.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules()
        >>> Field(rules, [Appearance("A", "1")], [specimen_outcome(rules, 90)]).is_settled(0)
        False
        """
        return any(each.step == "extra_round" for each in self.appearances[index].recorded)

    def values_by(self, step: str, indices: Sequence[int]) -> Mapping[int, Fraction | int]:
        """Return what a tie-break step makes of entries that have a result; 0 where of nothing.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> rules = specimen_rules()
        >>> field = Field(rules, [Appearance("A", "1")], [specimen_outcome(rules, 90)])
        >>> field.values_by("untrimmed_mean", [0])
        {0: Fraction(90, 1)}
        """
        name, _, argument = step.partition(":")
        outcomes = [self.outcomes[index] for index in indices]
        facts = [facts_of(self.appearances[index]) for index in indices]
        values = TIE_STEPS[name].values(TieCase(self.rules, outcomes, argument, facts))
        return dict(zip(indices, values or [Fraction(0)] * len(indices), strict=True))
