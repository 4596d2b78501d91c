"""Ranks within one group: by the score that the rules name, then the tie-break chain.

Ranks follow from marks alone, never from names, ids, the order of rows or chance. What survives
the chain is a tie and is shown as one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.rank_methods import is_lower_better
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.tally import Outcome
from judging.scoring.tie_chain import Block, Compared, Field, by_value, resolve
from judging.scoring.ties import TieFacts


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
    ``compared`` is what the chain compared of it, step by step, where it was tied.
    """

    rank: int | None
    first: int
    size: int
    tie_break: str
    compared: tuple[Compared, ...] = ()

    @property
    def is_tied(self) -> bool:
        """Return whether the entry shares its rank.

        >>> Place(1, 1, 2, "").is_tied
        True
        """
        return self.size > 1


NO_PLACE = Place(None, 0, 0, "")


_STYLES: dict[str, Callable[[int, int, int], int]] = {
    "1224": lambda before, size, blocks: before + 1,
    "1223": lambda before, size, blocks: blocks + 1,
    "1334": lambda before, size, blocks: before + size,
}


def rank_group(
    rules: RuleSheet,
    scores: Sequence[Score | None],
    outcome_of: Callable[[int], Outcome],
    facts_of: Callable[[int], TieFacts] | None = None,
) -> list[Place]:
    """Return each entry's place, in the order given; None as a score is no result.

    ``outcome_of`` gives the full outcome of an entry by its index; only tied entries are asked
    for, so that a caller with very many need not hold all workings. ``facts_of`` gives its heat and
    what was recorded of it; without it all are of one heat and nothing was recorded.

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
    field = Field(rules, outcome_of, facts_of)
    for number, block in enumerate(_blocks(field, scores)):
        size = len(block.members)
        rank = style(before, size, number)
        for index, compared in zip(block.members, block.compared(), strict=True):
            places[index] = Place(rank, before + 1, size, block.used, compared)
        before += size
    return places


def _blocks(field: Field, scores: Sequence[Score | None]) -> Iterable[Block]:
    """Yield the blocks of equals from first to last, with the step that set each one apart."""
    is_exact = field.rules.ranking.on == "exact"
    ranked = [(index, score) for index, score in enumerate(scores) if score is not None]
    keys: list[tuple[int, Fraction | int]] = [
        (index, score.exact if is_exact else score.published) for index, score in ranked
    ]
    for tied in by_value(keys, is_lower_first=is_lower_better(field.rules.tally.aggregate)):
        yield from resolve(field, tied)
