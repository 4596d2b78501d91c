"""The standings of a round within heats, divisions or overall, each ranked by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from judging.scoring.points import natural_order
from judging.scoring.ranking import Place, Score, rank_group
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import Appearance
from judging.scoring.tally import Outcome
from judging.scoring.ties import TieFacts


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


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody of a round with their outcomes; groups are ranked once, when first asked for."""

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
