"""The tie-break chain over columns: one value a step for everybody still tied, one sort for all.

A block of equals is in one piece when entries are sorted by their keys. The step that set a block
apart is then the first one on which it differs from the block before or the block after, whichever
comes later in the chain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.field import Field
from judging.scoring.columns.keys import (
    Key,
    Numbered,
    descend,
    key_of,
    number,
    sorted_order,
    widest_size,
)
from judging.scoring.columns.lanes import Column
from judging.scoring.columns.values import count_values
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet, TallyRules, Trim

#: Steps that count all given marks, nobody dropped, and how they aggregate.
_UNTRIMMED = {"untrimmed_mean": "mean", "untrimmed_sum": "sum", "median": "median"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The blocks after the chain, in order, and the step that set each entry apart (0: none)."""

    blocks: Numbered
    steps: Column


def resolve_ties(rules: RuleSheet, field: Field, exact: Coded, blocks: Numbered) -> Resolved:
    """Run the chain over blocks of equals, first to last.

    Raises: HeadroomError.

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.columns.scaled import Scaled
    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(ranking={"ties": ["more_decimals"]})
    >>> field = Field(2, (SeatColumn("1", (np.array([180, 181]),)),))
    >>> exact = Coded(Scaled(np.array([900, 901]), 10, 0, 1000))
    >>> resolved = resolve_ties(rules, field, exact, Numbered(np.array([0, 0]), 1))
    >>> resolved.blocks.numbers.tolist(), resolved.steps.tolist()
    ([1, 0], [1, 1])
    """
    steps = np.zeros(len(blocks.numbers), np.uint8)
    sizes = np.bincount(blocks.numbers, minlength=blocks.count)
    is_tied = (sizes > 1).take(blocks.numbers)
    if not rules.ranking.ties or not is_tied.any():
        return Resolved(blocks, steps)
    tied = np.flatnonzero(is_tied)
    levels, size = [blocks.numbers[tied]], blocks.count
    for key in _keys(rules, field, exact, tied):
        keys, size = descend(Numbered(levels[-1], size), key)
        if size > widest_size(len(tied)):
            dense = number(keys, size)
            keys, size = dense.numbers, dense.count
        levels.append(keys)
    order = sorted_order(levels[-1], size)
    marks = _boundaries([level[order] for level in levels])
    is_start = marks < len(levels)
    starts = np.flatnonzero(is_start)
    inside = np.cumsum(is_start) - 1
    in_order = tied[order]
    after = np.append(marks[starts[1:]], 0)
    steps[in_order] = np.maximum(marks[starts], after).take(inside)
    return Resolved(_merged(blocks, sizes, in_order, starts, inside), steps)


def _boundaries(levels: list[Column]) -> Column:
    """Return for each entry, in order, the first level on which it differs from the one before.

    Level 0 is the block before the chain; past the last level the two are equal to the end.
    """
    marks = np.full(len(levels[0]), len(levels), np.uint8)
    for level in reversed(range(len(levels))):
        is_other = levels[level][1:] != levels[level][:-1]
        np.copyto(marks[1:], level, where=is_other)
    marks[0] = 0
    return marks


def _merged(
    blocks: Numbered, sizes: Column, tied: Column, starts: Column, inside: Column
) -> Numbered:
    """Number all blocks anew, those that the chain split in the place of the one they were.

    ``tied`` are the tied entries in order, ``starts`` where a block begins among them, and
    ``inside`` the block that each one is in.
    """
    owners = blocks.numbers[tied[starts]]
    is_single = sizes == 1
    singles = np.cumsum(is_single) - is_single
    parts = np.bincount(owners, minlength=blocks.count)
    numbers = (singles + np.cumsum(parts)).take(blocks.numbers)
    numbers[tied] = (np.arange(len(starts)) + singles.take(owners)).take(inside)
    return Numbered(numbers, len(starts) + int(is_single.sum()))


def _keys(rules: RuleSheet, field: Field, exact: Coded, tied: Column) -> Iterator[Key]:
    """Yield each step's key of the tied entries."""
    is_most = 2 * len(tied) > field.count
    part = field if is_most else field.take(tied)
    for step in rules.ranking.ties:
        name, _, argument = step.partition(":")
        if name == "more_decimals":
            key = key_of(exact.take(tied))
        else:
            rubric, tally, counted = _variant(rules, part, name, argument)
            points = count_values(rubric, tally, counted).points
            key = key_of(points.take(tied) if is_most else points)
        yield key


def _variant(
    rules: RuleSheet, field: Field, name: str, argument: str
) -> tuple[Rubric, TallyRules, Field]:
    """Return what a step counts: the same sheets under other rules; see ``scoring/ties.py``."""
    tally, rubric = rules.tally, rules.rubric
    if tally.scope == "judge_total":
        field = _entered(field)
    rounding = replace(tally.rounding, aggregate=None)
    if name in _UNTRIMMED:
        plain = tally.everywhere(Trim(min_kept=1), _UNTRIMMED[name])
        return rubric, replace(plain, factor=Fraction(1), rounding=rounding), field
    index = rubric.index(argument)
    only = Rubric((replace(rubric.criteria[index], weight=Fraction(1)),))
    rounding = replace(rounding, weighted_criterion=None)
    alone = replace(tally, scope="criterion", factor=Fraction(1), rounding=rounding)
    return only, alone, _only(field, index)


def _entered(field: Field) -> Field:
    """Return the field without the sheets that lack a mark: they decide no tie either."""
    seats = tuple(
        replace(seat, given=seat.complete(), blanks={}) if seat.blanks else seat
        for seat in field.seats
    )
    return Field(field.count, seats)


def _only(field: Field, index: int) -> Field:
    """Return the field with one criterion's marks alone."""
    seats = tuple(
        replace(seat, marks=seat.marks[index : index + 1], given=seat.mark_mask(index), blanks={})
        for seat in field.seats
    )
    return Field(field.count, seats)
