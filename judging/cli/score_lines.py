"""The rows of RESULTS for a field that was counted in columns, workings included.

The usual working (trimming by judge total, no groups, nothing taken off) is the judges' numbers
and then a tail that depends on the sum and the number of judges alone. The readable path writes one
whole working for each such sum; the tails of all others are cut from those, and the numbers of the
judges come from a table. Every other working is written by the readable path.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from judging.cli.score_columns import ScoredFile
from judging.cli.score_counting import result_cells
from judging.cli.score_words import Column
from judging.scoring.columns.dropped import find_dropped, judge_totals
from judging.scoring.columns.totals import plan_totals
from judging.scoring.explain_line import LONGEST, exact_text
from judging.scoring.points import find_places, natural_order

Row = tuple[str, ...]

_BLOCK = 1 << 14
_MOST_SEATS = 60
#: Aggregates whose working writes a judge's number as it is, or struck out, and nothing else.
_USUAL = ("mean", "sum", "median", "interquartile_integer")


def list_rows(scored: ScoredFile, language: str) -> Iterator[list[Row]]:
    """Yield the rows in blocks: heats in natural order, entries by rank, no result last."""
    writer = _RowWriter(scored, language)
    order = _listed(scored)
    for start in range(0, len(order), _BLOCK):
        yield writer.rows(order[start : start + _BLOCK])


def _listed(scored: ScoredFile) -> Column:
    """Return the entries in the order of their rows; true ties as listed."""
    by_name = sorted(range(len(scored.heats)), key=lambda heat: natural_order(scored.heats[heat]))
    rank_of_heat = np.empty(len(by_name), np.int64)
    rank_of_heat[by_name] = np.arange(len(by_name))
    heats = rank_of_heat[scored.heat_of]
    firsts = scored.counted.places.firsts().astype(np.int64)
    firsts[firsts == 0] = len(firsts) + 1
    order = np.lexsort((firsts, heats))
    keys = heats[order] * (len(firsts) + 2) + firsts[order]
    is_same = keys[1:] == keys[:-1]
    edges = np.flatnonzero(np.diff(is_same, prepend=False, append=False))
    for start, end in edges.reshape(-1, 2).tolist():
        block = slice(start, end + 1)
        order[block] = sorted(order[block].tolist(), key=scored.listing)
    return order


@dataclass(slots=True)
class _Tail:
    """What a sum and a number of judges make of the row: its cells, and the end of the working."""

    score: str
    exact: str
    judges: str
    kept: str
    deduction: str
    end: str


@dataclass
class _RowWriter:
    scored: ScoredFile
    language: str
    is_usual: Column = field(init=False)
    texts: "_Texts | None" = None
    tails: dict[int, _Tail] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scored = self.scored
        tally, codes = scored.rules.tally, scored.counted.aggregate.codes
        self.is_usual = np.zeros(len(scored.names), bool)
        may_be = tally.scope == "judge_total" and not tally.groups and codes is not None
        if not may_be or tally.aggregate not in _USUAL or len(scored.seats) > _MOST_SEATS:
            return
        self.is_usual[:] = True
        if scored.counted.reasons is not None:
            self.is_usual &= scored.counted.reasons == 0
        if scored.facts is not None:
            self.is_usual &= np.array([fact.deduction is None for fact in scored.facts])
        self.texts = _Texts(scored)
        self._write_tails()

    def _write_tails(self) -> None:
        """Write one working in full for each code, and keep what comes after the judges."""
        codes = self.scored.counted.aggregate.codes
        assert codes is not None
        assert self.texts is not None
        examples = np.full(len(self.scored.counted.aggregate.points.units), -1, np.int64)
        usual = np.flatnonzero(self.is_usual)
        examples[codes[usual]] = usual
        is_cut = np.zeros(len(examples), bool)
        shown = np.flatnonzero(examples >= 0)
        judged = self.texts.lines(examples[shown])
        for code, (line, _) in zip(shown.tolist(), judged, strict=True):
            working = self.scored.outcome(int(examples[code])).working
            score, exact, judges, kept, _, deduction, text = result_cells(working, self.language)
            if text.startswith(line):
                end = text[len(line) :]
                self.tails[code] = _Tail(score, exact, judges, kept, deduction, end)
                is_cut[code] = True
        self.is_usual[usual] = is_cut[codes[usual]]

    def rows(self, entries: Column) -> list[Row]:
        """Return the rows of some entries in this order."""
        places = self.scored.counted.places
        names, heats = self.scored.names, self.scored.heats
        ranks = places.rank[places.blocks[entries]].tolist()
        steps = [""] * len(entries)
        if places.tie_breaks is not None:
            steps = [places.steps[step] for step in places.tie_breaks[entries].tolist()]
        heat_of = self.scored.heat_of[entries].tolist()
        return [
            (heats[heat], names[entry], str(rank) if rank else "", *cells[:6], step, cells[6])
            for entry, heat, rank, step, cells in zip(
                entries.tolist(), heat_of, ranks, steps, self._cells(entries), strict=True
            )
        ]

    def _cells(self, entries: Column) -> list[Sequence[str]]:
        found: list[Sequence[str]] = [()] * len(entries)
        is_usual = self.is_usual[entries]
        for at in np.flatnonzero(~is_usual).tolist():
            found[at] = result_cells(self.scored.outcome(int(entries[at])).working, self.language)
        codes = self.scored.counted.aggregate.codes
        if self.texts is None or codes is None:
            return found
        usual = np.flatnonzero(is_usual)
        lines = self.texts.lines(entries[usual])
        own = codes[entries[usual]].tolist()
        for at, code, (line, dropped) in zip(usual.tolist(), own, lines, strict=True):
            tail = self.tails[code]
            found[at] = (
                tail.score,
                tail.exact,
                tail.judges,
                tail.kept,
                dropped,
                tail.deduction,
                line + tail.end,
            )
        return found


class _Texts:
    """The judges' numbers as text, as the working begins with them, and the seats dropped."""

    def __init__(self, scored: ScoredFile) -> None:
        self.scored = scored
        self.given = [seat.complete() for seat in scored.field.seats]
        self.steps = plan_totals(scored.rules.rubric, scored.rules.tally.rounding).steps
        self.places = scored.rules.tally.rounding.final
        self.tables: dict[int, Any] = {}
        self.needed = np.array(
            [self._needed(index) for index in range(self.steps.top + 1)], np.uint8
        )
        sets, self.set_of_heat = np.unique(scored.in_heat, axis=0, return_inverse=True)
        self.set_of_heat = self.set_of_heat.reshape(-1)
        self.seats_of_set = [np.flatnonzero(row).tolist() for row in sets]

    def _needed(self, index: int) -> int:
        return find_places(self.steps.base + self.steps.step * index) or 0

    def table(self, width: int) -> Any:
        """Return the texts by index: kept, then dropped, and a dash for the absent last."""
        if width not in self.tables:
            points = [self.steps.base + self.steps.step * at for at in range(self.steps.top + 1)]
            kept = [exact_text(value, width) for value in points]
            self.tables[width] = np.array([*kept, *(f"~~{text}~~" for text in kept), "—"], object)
        return self.tables[width]

    def lines(self, entries: Column) -> list[tuple[str, str]]:
        """Return the judges' part of the working and the dropped seats, for each entry."""
        found: list[tuple[str, str]] = [("", "")] * len(entries)
        if not len(entries):
            return found
        field = self.scored.field.take(entries)
        totals = judge_totals(self.scored.rules, field, slice(0, len(entries)))
        given = [None if mask is None else mask[entries] for mask in self.given]
        dropped = find_dropped(self.scored.rules, totals, given)
        sets = self.set_of_heat[self.scored.heat_of[entries]]
        widths = self._widths(totals, given)
        names = self._names(dropped)
        keys = sets * (LONGEST + 1) + widths
        for key in np.unique(keys).tolist():
            here = np.flatnonzero(keys == key)
            seats = self.seats_of_set[key // (LONGEST + 1)]
            texts = self._joined(totals, given, dropped, seats, key % (LONGEST + 1), here)
            for at, text in zip(here.tolist(), texts, strict=True):
                found[at] = (text, names[at])
        return found

    def _widths(self, totals: list[Column], given: list[Any]) -> Column:
        """Return with how many decimals each entry's numbers are written."""
        widths = np.full(len(totals[0]), self.places, np.int64)
        for column, mask in zip(totals, given, strict=True):
            needed = self.needed.take(column, mode="clip")
            np.maximum(widths, needed if mask is None else needed * mask, out=widths)
        return np.minimum(widths, LONGEST)

    def _joined(
        self,
        totals: list[Column],
        given: list[Any],
        dropped: list[Column],
        seats: list[int],
        width: int,
        here: Column,
    ) -> list[str]:
        table, parts = self.table(width), []
        for seat in seats:
            codes = totals[seat][here].astype(np.int64)
            codes += dropped[seat][here] * (self.steps.top + 1)
            mask = given[seat]
            if mask is not None:
                codes[~mask[here]] = len(table) - 1
            parts.append(table.take(codes).tolist())
        return list(map("  ".join, zip(*parts, strict=True)))

    def _names(self, dropped: list[Column]) -> list[str]:
        """Return the seats dropped as one text for each entry."""
        bits = np.zeros(len(dropped[0]), np.int64)
        for seat, column in enumerate(dropped):
            bits |= column.astype(np.int64) << seat
        every, which = np.unique(bits, return_inverse=True)
        texts = [
            ";".join(name for seat, name in enumerate(self.scored.seats) if code >> seat & 1)
            for code in every.tolist()
        ]
        return [texts[number] for number in which.tolist()]
