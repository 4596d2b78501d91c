"""The tie-break chain: each step sees only those still tied, and what survives is a tie."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import overload

from judging.scoring.explain_line import exact_text
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.tally import Outcome
from judging.scoring.ties import TIE_STEPS, TieCase, TieFacts, TieStep

#: What one entry was compared by: the step as the rule sheet writes it, and its value as text.
Compared = tuple[str, str]
#: The same for all of a block: a text for each member, step by step.
History = tuple[tuple[str, tuple[str, ...]], ...]
_MOST_PLACES = 12


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


@dataclass(frozen=True, slots=True)
class Field:
    """Those who are ranked: the rules, and each one's outcome and facts by its index."""

    rules: RuleSheet
    outcome_of: Callable[[int], Outcome]
    facts_of: Callable[[int], TieFacts] | None = None

    def facts(self, members: Sequence[int]) -> tuple[TieFacts, ...]:
        """Return the facts of some entries; nothing is recorded where nobody can say."""
        if self.facts_of is None:
            return ()
        return tuple(self.facts_of(index) for index in members)


@dataclass(frozen=True, slots=True)
class Block:
    """Entries that are equal so far.

    ``used`` is the last step that set them apart from others; ``history`` holds, step by step, what
    was compared of each of them, in the order of ``members``. ``at`` is the chain's next step.
    """

    members: tuple[int, ...]
    used: str = ""
    history: History = ()
    at: int = 0

    def compared(self) -> Iterator[tuple[Compared, ...]]:
        """Yield, member by member, what was compared of it."""
        for place in range(len(self.members)):
            yield tuple((step, texts[place]) for step, texts in self.history)


def resolve(field: Field, tied: Sequence[int]) -> Iterator[Block]:
    """Yield the blocks that the chain makes of equals, the first one first.

    A step splits a block, or leaves it whole. What it split goes on with the next step, or under
    ``restart`` begins the chain again, each part by itself; a recorded step is asked again as long
    as it splits, since a second extra round is recorded of those only whom the first left tied.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(ranking={"ties": ["median"]})
    >>> outcomes = [specimen_outcome(rules, 80, 92, 98), specimen_outcome(rules, 85, 90, 95)]
    >>> field = Field(rules, outcomes.__getitem__)
    >>> [(block.members, block.used) for block in resolve(field, [0, 1])]
    [((0,), 'median'), ((1,), 'median')]
    """
    ties = field.rules.ranking.ties
    waiting = [Block(tuple(tied))]
    while waiting:
        block = waiting.pop()
        if len(block.members) == 1 or block.at == len(ties):
            yield block
        else:
            waiting += reversed(_split(field, block, ties[block.at]))


def _split(field: Field, block: Block, step: str) -> list[Block]:
    """Return the parts that one step makes of a block, the first one first."""
    name, _, argument = step.partition(":")
    kind = TIE_STEPS[name]
    values = _values(field, block, kind, argument)
    if values is None:
        return [Block(block.members, block.used, block.history, block.at + 1)]
    places = list(enumerate(values))
    parts = by_value(places, is_lower_first=kind.is_lower_first)
    at, used = block.at + 1, block.used
    if len(parts) > 1:
        used = step
        if field.rules.ranking.after_step == "restart":
            at = 0
        elif kind.is_recorded:
            at = block.at
    history = (*block.history, (step, value_texts(values)))
    return [_part(block, part, history, used, at) for part in parts]


def _values(field: Field, block: Block, kind: TieStep, argument: str) -> list[Fraction] | None:
    """Return what a step compares, or None where it cannot decide among these."""
    facts = field.facts(block.members)
    if kind.is_by_judge and len({each.heat for each in facts}) > 1:
        return None
    outcomes = TiedOutcomes(block.members, field.outcome_of)
    return kind.values(TieCase(field.rules, outcomes, argument, facts))


def _part(
    block: Block,
    places: Sequence[int],
    history: History,
    used: str,
    at: int,
) -> Block:
    """Return those of a block who stand at some places of it."""
    return Block(
        members=tuple(block.members[place] for place in places),
        used=used,
        history=tuple((step, tuple(texts[place] for place in places)) for step, texts in history),
        at=at,
    )


def by_value(
    keys: Sequence[tuple[int, Fraction | int]], *, is_lower_first: bool = False
) -> list[list[int]]:
    """Group indices by their value, the better one first; in a group the order stays as given.

    >>> by_value([(0, 90), (1, 95), (2, 90)])
    [[1], [0, 2]]
    >>> by_value([(0, 90), (1, 95), (2, 90)], is_lower_first=True)
    [[0, 2], [1]]
    """
    groups: dict[Fraction | int, list[int]] = {}
    for index, value in keys:
        groups.setdefault(value, []).append(index)
    return [groups[value] for value in sorted(groups, reverse=not is_lower_first)]


def value_texts(values: Sequence[Fraction]) -> tuple[str, ...]:
    """Write values with as many decimals as it takes to tell different ones apart.

    >>> value_texts([Fraction(3), Fraction(5, 2)])
    ('3', '2.5')
    >>> value_texts([Fraction(1, 3), Fraction(334, 1001), Fraction(1, 3)])
    ('0.3333…', '0.3336…', '0.3333…')
    """
    different = set(values)
    texts: dict[Fraction, str] = {}
    for places in range(_MOST_PLACES):
        texts = {value: exact_text(value, places) for value in different}
        shown = {text.rstrip("…") for text in texts.values()}
        if len(shown) == len(different):
            break
    return tuple(texts[value] for value in values)
