"""The tie-break chain over columns: a field of bits a step for everybody tied, one sort for all.

An entry's key is a whole number: its block of equals, then the steps' values, first to last, each
in bits of its own. Sorted by their keys, equals stand in one piece, and the highest bit in which
two neighbours differ tells the step that set them apart. The step that set a block apart from the
others is the one towards the block before or the block after, whichever comes later in the chain.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.field import Field
from judging.scoring.columns.keys import Key, Numbered, key_of, sort_keys, widest_size
from judging.scoring.columns.lanes import Column, check_headroom
from judging.scoring.columns.values import count_values
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet, TallyRules, Trim

#: Steps that count all given marks, nobody dropped, and how they aggregate.
_UNTRIMMED = {"untrimmed_mean": "mean", "untrimmed_sum": "sum", "median": "median"}


@dataclass(frozen=True, slots=True)
class Resolved:
    """The blocks after the chain, in order, and how many entries each has.

    ``steps`` is the step that set each entry apart, 0 where none did.
    """

    blocks: Numbered
    sizes: Column
    steps: Column


@dataclass(frozen=True, slots=True)
class Compared:
    """What is exact and what was ranked by: both of the same entries."""

    exact: Coded
    ranked: Coded

    def decimals(self) -> Coded:
        """Return what tells equals apart by more decimals: how far the exact value is beyond.

        Among equals that orders as the exact value does, and the numbers are much smaller.

        Raises: HeadroomError.

        >>> from judging.scoring.columns.scaled import Scaled
        >>> exact = Coded(Scaled(np.array([904, 901]), 10, 0, 1000))
        >>> Compared(exact, Coded(exact.points.rounded(0))).decimals().points.as_fractions()
        [Fraction(2, 5), Fraction(1, 10)]
        """
        if self.exact.codes is self.ranked.codes:
            return Coded(self.exact.points.minus(self.ranked.points), self.exact.codes)
        return Coded(self.exact.spread().minus(self.ranked.spread()))


def resolve_ties(rules: RuleSheet, field: Field, compared: Compared, blocks: Numbered) -> Resolved:
    """Run the chain over blocks of equals, first to last.

    Raises: HeadroomError.

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.columns.scaled import Scaled
    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(ranking={"ties": ["more_decimals"]})
    >>> field = Field(2, (SeatColumn("1", (np.array([180, 181]),)),))
    >>> exact = Coded(Scaled(np.array([900, 901]), 10, 0, 1000))
    >>> compared = Compared(exact, Coded(exact.points.rounded(0)))
    >>> resolved = resolve_ties(rules, field, compared, Numbered(np.array([0, 0]), 1))
    >>> resolved.blocks.numbers.tolist(), resolved.steps.tolist()
    ([1, 0], [1, 1])
    """
    steps = np.zeros(len(blocks.numbers), np.uint8)
    sizes = np.bincount(blocks.numbers, minlength=blocks.count)
    how_many = int(sizes[sizes > 1].sum())
    before = Resolved(blocks, sizes, steps)
    if not rules.ranking.ties or not how_many:
        return before
    if 2 * how_many > len(steps):
        return _resolved(_keys(rules, field, compared, None), before)
    tied = np.flatnonzero((sizes > 1).take(blocks.numbers))
    own = Resolved(Numbered(blocks.numbers[tied], blocks.count), sizes, steps[tied])
    return _merged(before, tied, _resolved(_keys(rules, field, compared, tied), own))


def _resolved(keys: Iterator[Key], resolved: Resolved) -> Resolved:
    """Split blocks by all keys: as many at a time as there are bits for."""
    packed = _Packed(resolved.blocks)
    for step, key in enumerate(keys, 1):
        if not packed.has_room(key) and packed.steps:
            resolved = packed.split(resolved)
            packed = _Packed(resolved.blocks)
        packed.add(step, key)
    return packed.split(resolved)


class _Packed:
    """Entries' keys in the making: the block, and below it a field of bits for each step."""

    def __init__(self, blocks: Numbered) -> None:
        self.keys = blocks.numbers.astype(np.int64)
        self.size = blocks.count
        self.steps: list[int] = []
        self.widths: list[int] = []

    def has_room(self, key: Key) -> bool:
        """Return whether the key fits beside the index that a quick sort carries along."""
        return self.size << _width(key) <= widest_size(len(self.keys))

    def add(self, step: int, key: Key) -> None:
        """Append a step's key; the highest comes first."""
        width = _width(key)
        if width:
            self.keys <<= width
            self.keys |= np.subtract(key.size - 1, key.codes, dtype=np.int64)
        self.size <<= width
        check_headroom(self.size)
        self.steps.append(step)
        self.widths.append(width)

    def split(self, before: Resolved) -> Resolved:
        """Return the blocks that the steps make, and the step that set each entry apart."""
        order, in_order = sort_keys(self.keys, self.size)
        levels = self._levels(in_order)
        is_start = levels <= len(self.steps)
        numbers = np.empty(len(order), np.int32)
        inside = np.cumsum(is_start, dtype=np.int32)
        inside -= 1
        numbers[order] = inside
        ends = np.append(np.flatnonzero(is_start), len(order))
        sizes = ends[1:] - ends[:-1]
        apart = levels[is_start]
        apart[:-1] = np.maximum(apart[:-1], apart[1:])
        by_level = np.array([0, *self.steps], np.uint8)
        steps = np.maximum(before.steps, by_level.take(apart).take(numbers))
        return Resolved(Numbered(numbers, len(sizes)), sizes, steps)

    def _levels(self, in_order: Column) -> Column:
        """Return for each key, in order, on which level it differs from the one before.

        Level 0 is the block before the chain; past the last level the two are equal to the end.
        """
        levels = np.zeros(len(in_order), np.uint8)
        differing = in_order[1:] ^ in_order[:-1]
        below = sum(self.widths)
        for width in (*self.widths, 0):
            levels[1:] += (differing < (1 << below)).view(np.uint8)
            below -= width
        return levels


def _width(key: Key) -> int:
    return (key.size - 1).bit_length()


def _merged(before: Resolved, tied: Column, parts: Resolved) -> Resolved:
    """Number all blocks anew: the ``parts`` of those tied stand in the place of their block."""
    blocks, inner = before.blocks, parts.blocks
    owners = np.empty(inner.count, np.int32)
    owners[inner.numbers] = blocks.numbers[tied]
    is_single = before.sizes == 1
    singles = np.cumsum(is_single, dtype=np.int32)
    singles -= is_single
    places = np.arange(inner.count, dtype=np.int32)
    places += singles.take(owners)
    counts = np.bincount(owners, minlength=blocks.count)
    numbers = (singles + np.cumsum(counts, dtype=np.int32)).take(blocks.numbers)
    numbers[tied] = places.take(inner.numbers)
    sizes = np.ones(inner.count + int(is_single.sum()), np.int64)
    sizes[places] = parts.sizes
    steps = before.steps
    steps[tied] = parts.steps
    return Resolved(Numbered(numbers, len(sizes)), sizes, steps)


def step_points(rules: RuleSheet, field: Field, step: str) -> Coded:
    """Return what a step other than ``more_decimals`` makes of every entry.

    Raises: HeadroomError.

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(1, (SeatColumn("1", (np.array([180]),)),))
    >>> step_points(specimen_rules(), field, "median").spread().as_fractions()
    [Fraction(90, 1)]
    """
    name, _, argument = step.partition(":")
    rubric, tally, counted = _variant(rules, field, name, argument)
    return count_values(rubric, tally, counted).points


def _keys(rules: RuleSheet, field: Field, compared: Compared, tied: Column | None) -> Iterator[Key]:
    """Yield each step's key of the tied entries, None for all."""
    part = field if tied is None else field.take(tied)
    for step in rules.ranking.ties:
        if step == "more_decimals":
            points = compared.decimals()
            yield key_of(points if tied is None else points.take(tied))
        else:
            yield key_of(step_points(rules, part, step))


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
