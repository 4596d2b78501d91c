"""Ranks within one group: by the score that the rules name, then the tie-break chain.

Ranks follow from marks alone, never from names, ids, the order of rows or chance. What survives
the chain is a tie and is shown as one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from judging.scoring.rule_parts import RuleSheet
from judging.scoring.tally import Outcome
from judging.scoring.ties import TIE_STEPS, TieCase


@dataclass(frozen=True, slots=True)
class Score:
    """What ranking compares: published units of the last place, and the exact points."""

    published: int
    exact: Fraction


@dataclass(frozen=True, slots=True)
class Place:
    """One entry's place in its group.

    ``rank`` is None without a result. ``first`` is the position (from 1) at which the entry's
    block begins and ``size`` how many stand in it; more than one is a tie that the chain could not
    resolve. ``tie_break`` is the last step that set the entry apart, as the rule sheet writes it.
    """

    rank: int | None
    first: int
    size: int
    tie_break: str

    @property
    def is_tied(self) -> bool:
        """Return whether the entry shares its rank.

        >>> Place(1, 1, 2, "").is_tied
        True
        """
        return self.size > 1


NO_PLACE = Place(None, 0, 0, "")


@dataclass(frozen=True, slots=True)
class TiedOutcomes(Sequence[Outcome]):
    """The outcomes of tied entries, fetched one at a time: very many may be tied."""

    members: Sequence[int]
    outcome_of: Callable[[int], Outcome]

    def __len__(self) -> int:
        """Return how many are tied."""
        return len(self.members)

    @overload
    def __getitem__(self, place: int) -> Outcome: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Outcome]: ...

    def __getitem__(self, place: int | slice) -> Outcome | Sequence[Outcome]:
        """Return one outcome, or some of them."""
        if isinstance(place, slice):
            return TiedOutcomes(self.members[place], self.outcome_of)
        return self.outcome_of(self.members[place])


_STYLES: dict[str, Callable[[int, int, int], int]] = {
    "1224": lambda before, size, blocks: before + 1,
    "1223": lambda before, size, blocks: blocks + 1,
    "1334": lambda before, size, blocks: before + size,
}


def rank_group(
    rules: RuleSheet, scores: Sequence[Score | None], outcome_of: Callable[[int], Outcome]
) -> list[Place]:
    """Return each entry's place, in the order given; None as a score is no result.

    ``outcome_of`` gives the full outcome of an entry by its index; only tied entries are asked
    for, so that a caller with very many need not hold all workings.

    >>> from judging.scoring.rules import parse_rules
    >>> talk = {"key": "talk", "name": {"zh": "演讲"}, "max": "100"}
    >>> rules = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": [talk]}})
    >>> scores = [Score(units, Fraction(units)) for units in (90, 95, 90)] + [None]
    >>> [place.rank for place in rank_group(rules, scores, lambda index: None)]
    [2, 1, 2, None]
    """
    places = [NO_PLACE] * len(scores)
    style = _STYLES[rules.ranking.style]
    before = 0
    for number, (members, tie_break) in enumerate(_blocks(rules, scores, outcome_of)):
        rank = style(before, len(members), number)
        for index in members:
            places[index] = Place(rank, before + 1, len(members), tie_break)
        before += len(members)
    return places


def _blocks(
    rules: RuleSheet, scores: Sequence[Score | None], outcome_of: Callable[[int], Outcome]
) -> Iterable[tuple[list[int], str]]:
    """Yield the blocks of equals from first to last, with the step that set each one apart."""
    is_exact = rules.ranking.on == "exact"
    ranked = [(index, score) for index, score in enumerate(scores) if score is not None]
    keys: list[tuple[int, Fraction | int]] = [
        (index, score.exact if is_exact else score.published) for index, score in ranked
    ]
    for tied in _by_value(keys):
        yield from _resolve(rules, tied, outcome_of) if len(tied) > 1 else [(tied, "")]


def _resolve(
    rules: RuleSheet, tied: list[int], outcome_of: Callable[[int], Outcome]
) -> list[tuple[list[int], str]]:
    """Run the chain: each step splits each block that is still tied, by itself."""
    blocks = [(tied, "")]
    for step in rules.ranking.ties:
        name, _, argument = step.partition(":")
        split: list[tuple[list[int], str]] = []
        for members, used in blocks:
            if len(members) == 1:
                split.append((members, used))
                continue
            case = TieCase(rules, TiedOutcomes(members, outcome_of), argument)
            values = TIE_STEPS[name].values(case)
            parts = _by_value(list(zip(members, values, strict=True)))
            split += [(part, step if len(parts) > 1 else used) for part in parts]
        blocks = split
    return blocks


def _by_value(keys: Sequence[tuple[int, Fraction | int]]) -> list[list[int]]:
    """Group indices by their value, highest first; the order inside a group stays as given."""
    groups: dict[Fraction | int, list[int]] = {}
    for index, value in keys:
        groups.setdefault(value, []).append(index)
    return [groups[value] for value in sorted(groups, reverse=True)]
