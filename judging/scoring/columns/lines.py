"""The lines of a counted field in their order, as a list of results shows them; no workings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from judging.scoring.columns.cells import Coded
from judging.scoring.columns.counting import CountedField
from judging.scoring.columns.lanes import Column
from judging.scoring.points import format_scaled, fraction_text, natural_order

_BLOCK = 1 << 14


@dataclass(frozen=True, slots=True)
class Line:
    """One entry's line; see :class:`judging.scoring.standings.Standing`."""

    entry: int
    rank: int | None
    is_tied: bool
    tie_break: str
    score: str | None
    exact: str | None
    no_result: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What orders the lines beside the places: each entry's group by number, order and key.

    Groups are numbered in the order of the list.
    """

    groups: Column
    orders: Column
    keys: Sequence[str]


def order_lines(counted: CountedField, listing: Listing) -> Column:
    """Return the entries by group and place, no result last; equals by order, then by key.

    >>> from judging.scoring.columns.counting import count_field
    >>> from judging.scoring.columns.field import Field, SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(3, (SeatColumn("1", (np.array([180, 190, 180]),)),))
    >>> listing = Listing(np.zeros(3, int), np.array([0, 0, 0]), ["B10", "C", "B9"])
    >>> order_lines(count_field(specimen_rules(), field), listing).tolist()
    [1, 2, 0]
    """
    firsts = counted.places.firsts().astype(np.int64)
    firsts[firsts == 0] = len(firsts) + 1
    order = np.lexsort((listing.orders, firsts, listing.groups))
    is_same = np.ones(max(len(order) - 1, 0), bool)
    for column in (listing.groups, firsts, listing.orders):
        sorted_column = column[order]
        is_same &= sorted_column[1:] == sorted_column[:-1]
    edges = np.flatnonzero(np.diff(is_same, prepend=False, append=False))
    for start, end in edges.reshape(-1, 2).tolist():
        block = slice(start, end + 1)
        order[block] = sorted(
            order[block].tolist(), key=lambda entry: natural_order(listing.keys[entry])
        )
    return order


def list_lines(
    counted: CountedField, places: int, order: Column, statuses: Mapping[int, str]
) -> Iterator[list[Line]]:
    """Yield the lines in blocks, in the order given.

    ``places`` are the decimals of a published score; ``statuses`` say why an entry, which has no
    place then, did not compete.

    >>> from judging.scoring.columns.counting import count_field
    >>> from judging.scoring.columns.field import Field, SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(1, (SeatColumn("1", (np.array([180]),)),))
    >>> counted = count_field(specimen_rules(), field)
    >>> next(list_lines(counted, 2, np.array([0]), {}))
    [Line(entry=0, rank=1, is_tied=False, tie_break='', score='90.00', exact='90/1', no_result='')]
    """
    writer = _Writer(counted, places, statuses)
    for start in range(0, len(order), _BLOCK):
        yield writer.lines(order[start : start + _BLOCK])


class _Writer:
    """Writes each different score and exact value once."""

    def __init__(self, counted: CountedField, places: int, statuses: Mapping[int, str]) -> None:
        self.counted, self.places, self.statuses = counted, places, statuses
        self.scores: dict[int, str] = {}
        self.exacts: dict[int, str] = {}

    def lines(self, entries: Column) -> list[Line]:
        """Return the lines of some entries, in this order."""
        places = self.counted.places
        blocks = places.blocks[entries]
        ranks, sizes = places.rank[blocks].tolist(), places.size[blocks].tolist()
        steps = [0] * len(entries)
        if places.tie_breaks is not None:
            steps = places.tie_breaks[entries].tolist()
        published = _units(self.counted.published, entries)
        exact = _units(self.counted.exact, entries)
        columns = zip(entries.tolist(), ranks, sizes, steps, published, exact, strict=True)
        return [self._ranked(*cells) if cells[1] else self._unranked(cells[0]) for cells in columns]

    def _ranked(
        self, entry: int, rank: int, size: int, step: int, published: int, exact: int
    ) -> Line:
        score, text = self.scores.get(published), self.exacts.get(exact)
        if score is None:
            score = self.scores[published] = format_scaled(published, self.places)
        if text is None:
            value = Fraction(exact, self.counted.exact_denominator)
            text = self.exacts[exact] = fraction_text(value)
        tie_break = self.counted.places.steps[step]
        return Line(entry, rank, size > 1, tie_break, score, text, "")

    def _unranked(self, entry: int) -> Line:
        reason = self.statuses.get(entry) or self.counted.reason(entry)
        return Line(
            entry, None, is_tied=False, tie_break="", score=None, exact=None, no_result=reason
        )


def _units(points: Coded, entries: Column) -> list[int]:
    return points.take(entries).spread().units.tolist()
