"""A whole field in one call: what ``judging.scoring.results`` does entry by entry, in columns."""

from dataclasses import dataclass

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.chain import Compared, resolve_ties
from judging.scoring.columns.field import Field, Mask
from judging.scoring.columns.keys import Numbered, descend, key_of, number
from judging.scoring.columns.lanes import Column, count_codes, look_up
from judging.scoring.columns.places import Places, tables
from judging.scoring.columns.scaled import Scaled
from judging.scoring.columns.values import REASONS, count_values
from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True, slots=True)
class Grouping:
    """In which group each entry is ranked: an int64 number from 0 to ``count`` − 1."""

    numbers: Column
    count: int


@dataclass(frozen=True, slots=True)
class CountedField:
    """The scores and places of a field.

    ``aggregate`` is the value before deductions, ``exact`` the one before the final rounding,
    ``published`` after it (over ``10**final``).
    ``judges`` is how many sheets entered, one number where all entries have the same. ``reasons``
    are codes of :data:`judging.scoring.columns.values.REASONS`, None where all have a result.
    """

    aggregate: Coded
    exact: Coded
    published: Coded
    judges: Column | int
    reasons: Column | None
    places: Places

    def published_units(self) -> Column:
        """Return each entry's published score in units of the last place, as int64.

        Where there is no result the number means nothing.
        """
        return self.published.spread().units

    def exact_numerators(self) -> Column:
        """Return each entry's exact value over :attr:`exact_denominator`, as int64."""
        return self.exact.spread().units

    @property
    def exact_denominator(self) -> int:
        """Return the one denominator of all exact values."""
        return self.exact.points.denominator

    def reason(self, entry: int) -> str:
        """Return why an entry has no result, or ``""``."""
        return "" if self.reasons is None else REASONS[int(self.reasons[entry])]


def count_field(
    rules: RuleSheet,
    field: Field,
    grouping: Grouping | None = None,
    deducted: Scaled | None = None,
    is_competing: Mask = None,
) -> CountedField:
    """Tally a field and rank it; the rules must be supported (see ``support``).

    ``grouping`` says who is ranked with whom, None: all together. ``deducted`` are the points taken
    off each entry, bonuses set against them. Entries that are not competing get no place.

    Raises: HeadroomError where 64 bits might not hold a number: count by the readable path then;
    ScoringError (``seat_without_group``).

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(3, (SeatColumn("1", (np.array([180, 190, 180]),)),))
    >>> counted = count_field(specimen_rules(), field)
    >>> counted.published_units().tolist(), counted.places.ranks().tolist()
    ([9000, 9500, 9000], [2, 1, 2])
    """
    values = count_values(rules.rubric, rules.tally, field)
    exact = _exact(rules, values.points, deducted)
    published = Coded(exact.points.rounded(rules.tally.rounding.final), exact.codes)
    is_ranked = _ranked(values.reasons, is_competing)
    places = _rank_field(rules, field, exact, published, grouping, is_ranked)
    return CountedField(values.points, exact, published, values.judges, values.reasons, places)


def rank_within(
    rules: RuleSheet,
    field: Field,
    counted: CountedField,
    grouping: Grouping | None,
    is_competing: Mask = None,
) -> Places:
    """Rank a counted field once more, within other groups: prizes may go by others.

    Raises: HeadroomError.

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(2, (SeatColumn("1", (np.array([180, 190]),)),))
    >>> counted = count_field(specimen_rules(), field)
    >>> grouping = Grouping(np.array([0, 1]), 2)
    >>> rank_within(specimen_rules(), field, counted, grouping).ranks().tolist()
    [1, 1]
    """
    is_ranked = _ranked(counted.reasons, is_competing)
    return _rank_field(rules, field, counted.exact, counted.published, grouping, is_ranked)


def _ranked(reasons: Column | None, is_competing: Mask) -> Mask:
    if reasons is None:
        return is_competing
    has_result: Column = reasons == 0
    return has_result if is_competing is None else has_result & is_competing


def _exact(rules: RuleSheet, aggregate: Coded, deducted: Scaled | None) -> Coded:
    if deducted is not None:
        aggregate = Coded(aggregate.spread().minus(deducted))
    floor = rules.deductions.floor
    if floor is None:
        return aggregate
    return Coded(aggregate.points.raised_to(floor), aggregate.codes)


def _rank_field(
    rules: RuleSheet,
    field: Field,
    exact: Coded,
    published: Coded,
    grouping: Grouping | None,
    is_ranked: Mask,
) -> Places:
    compared = exact if rules.ranking.on == "exact" else published
    is_plain = grouping is None and is_ranked is None and compared.codes is not None
    if is_plain and not rules.ranking.ties:
        return _rank_codes(rules.ranking.style, compared)
    if is_ranked is None or is_ranked.all():
        return _rank(rules, field, exact, compared, grouping)
    ranked = np.flatnonzero(is_ranked)
    part = None if grouping is None else Grouping(grouping.numbers[ranked], grouping.count)
    places = _rank(rules, field.take(ranked), exact.take(ranked), compared.take(ranked), part)
    return _spread(places, ranked, field.count)


def _spread(places: Places, ranked: Column, count: int) -> Places:
    """Give the places of some entries to all; the others have none."""
    blocks = np.full(count, len(places.rank) - 1, places.blocks.dtype)
    blocks[ranked] = places.blocks
    tie_breaks = None
    if places.tie_breaks is not None:
        tie_breaks = np.zeros(count, np.uint8)
        tie_breaks[ranked] = places.tie_breaks
    return Places(blocks, places.rank, places.first, places.size, places.steps, tie_breaks)


def _rank_codes(style: str, compared: Coded) -> Places:
    """Rank every code once instead of every entry: a counting rank over the possible scores."""
    assert compared.codes is not None
    there, rows, blocks = _number_codes(compared.codes, compared.points)
    sizes = np.zeros(blocks.count, np.int64)
    np.add.at(sizes, blocks.numbers, there[rows])
    rank, first, size = (
        _by_row(table, blocks.numbers, rows, len(there)) for table in tables(style, sizes, None)
    )
    return Places(compared.codes, rank, first, size)


def _by_row(table: Column, blocks: Column, rows: Column, count: int) -> Column:
    """Turn a table by block into one by code; one more row, of zeros, stands for no place."""
    by_row = np.zeros(count + 1, table.dtype)
    by_row[rows] = table.take(blocks)
    return by_row


def _number_codes(codes: Column, points: Scaled) -> tuple[Column, Column, Numbered]:
    """Return how often each code stands there, which ones do, and the blocks of equals of those."""
    there = count_codes(codes, len(points.units))
    rows = np.flatnonzero(there)
    key = key_of(Coded(points.at(rows)))
    return there, rows, number(key.size - 1 - key.codes, key.size)


def _blocks(compared: Coded, grouping: Grouping | None) -> Numbered:
    """Number the blocks of equals: group by group, the highest points first."""
    if grouping is not None:
        return number(*descend(Numbered(grouping.numbers, grouping.count), key_of(compared)))
    if compared.codes is None:
        key = key_of(compared)
        return number(key.size - 1 - key.codes, key.size)
    there, rows, blocks = _number_codes(compared.codes, compared.points)
    table = np.zeros(len(there), np.int32)
    table[rows] = blocks.numbers
    return Numbered(look_up(table, compared.codes), blocks.count)


def _rank(
    rules: RuleSheet, field: Field, exact: Coded, compared: Coded, grouping: Grouping | None
) -> Places:
    blocks = _blocks(compared, grouping)
    resolved = resolve_ties(rules, field, Compared(exact, compared), blocks)
    last, groups = resolved.blocks, None
    if grouping is not None:
        groups = np.empty(last.count, np.int32)
        groups[last.numbers] = grouping.numbers
    style = rules.ranking.style
    steps = ("", *rules.ranking.ties)
    tie_breaks = resolved.steps if resolved.steps.any() else None
    return Places(last.numbers, *tables(style, resolved.sizes, groups), steps, tie_breaks)
