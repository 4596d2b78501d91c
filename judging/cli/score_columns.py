"""``judging score`` by columns: plain files under rules that the columns know, and nothing else.

Read, tallied and ranked in columns, written in the same bytes as the exact way gives. Where a file
or a rule is not of this kind the attempt ends without a trace, and the exact way is taken.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from pathlib import Path

import numpy as np

from judging.cli.score_entries import Entries, EntryFacts
from judging.cli.score_plain import PlainMarks, read_plain
from judging.cli.score_words import Column, UnusualError
from judging.scoring.columns.counting import CountedField, Grouping, count_field
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.scaled import Scaled
from judging.scoring.points import natural_order
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import Outcome, count_outcome

_BLOCK = 1 << 14


@dataclass(slots=True)
class ScoredFile:
    """A file of marks, tallied and ranked.

    ``seats`` are the seats' names in seat order, ``steps[seat, criterion, entry]`` the marks as
    steps above the minimum plus one (0: none). ``in_heat[heat, seat]`` says who judged a heat.
    """

    rules: RuleSheet
    heats: list[str]
    names: list[str]
    heat_of: Column
    facts: list[EntryFacts] | None
    seats: list[str]
    steps: Column
    in_heat: Column
    field: Field
    counted: CountedField
    incomplete: int
    strangers: int

    def panels(self) -> Iterator[tuple[list[str], int]]:
        """Yield each heat's seats that gave a mark, and how many entries it has."""
        entries = np.bincount(self.heat_of, minlength=len(self.heats)).tolist()
        for here, count in zip(self.in_heat, entries, strict=True):
            yield [self.seats[seat] for seat in np.flatnonzero(here).tolist()], count

    def outcome(self, entry: int) -> Outcome:
        """Count one entry by the readable path."""
        here = self.in_heat[int(self.heat_of[entry])]
        sheets = [self._sheet(entry, seat) for seat in np.flatnonzero(here).tolist()]
        deduction = None if self.facts is None else self.facts[entry].deduction
        return count_outcome(self.rules, sheets, () if deduction is None else (deduction,))

    def _sheet(self, entry: int, seat: int) -> SeatSheet:
        steps = self.steps[seat, :, entry].tolist()
        if not any(steps):
            return SeatSheet(self.seats[seat], (), "absent")
        marks = tuple(
            criterion.min + criterion.step * (step - 1) if step else None
            for criterion, step in zip(self.rules.rubric.criteria, steps, strict=True)
        )
        return SeatSheet(self.seats[seat], marks)

    def listing(self, entry: int) -> tuple[object, ...]:
        """Return the order in which true ties are listed: as given, else natural by name."""
        order = -1 if self.facts is None else self.facts[entry].order
        return (order < 0, order, natural_order(self.names[entry]))


def score_plain(
    path: Path, rules: RuleSheet, entries: Entries, tell: Callable[[int], None]
) -> ScoredFile:
    """Read, tally and rank a plain file.

    Raises: UnusualError, and HeadroomError of the columns.
    """
    marks = read_plain(path, rules, tell)
    strangers = _add_entries(marks, entries)
    facts = None
    if entries.by_heat:
        named = zip(marks.heat_of.tolist(), marks.names, strict=True)
        facts = [entries.facts(marks.heats[heat], name) for heat, name in named]
    if strangers and rules.ranking.per == "division":
        raise UnusualError
    order = sorted(range(len(marks.seats)), key=lambda seat: natural_order(marks.seats[seat]))
    steps = _columns(marks.marks, order)
    seats = [marks.seats[seat] for seat in order]
    field, incomplete = _field(seats, steps)
    counted = count_field(
        rules, field, _grouping(rules, marks, facts), _deducted(facts) if facts else None
    )
    return ScoredFile(
        rules=rules,
        heats=marks.heats,
        names=marks.names,
        heat_of=marks.heat_of,
        facts=facts,
        seats=seats,
        steps=steps,
        in_heat=_in_heat(marks, steps),
        field=field,
        counted=counted,
        incomplete=incomplete if rules.tally.scope == "judge_total" else 0,
        strangers=strangers,
    )


def _add_entries(marks: PlainMarks, entries: Entries) -> int:
    """Add entries and heats that only the file of entries names; return how many it lacks."""
    if not entries.by_heat:
        return 0
    heats = {heat: number for number, heat in enumerate(marks.heats)}
    known = {
        (marks.heats[heat], name)
        for heat, name in zip(marks.heat_of.tolist(), marks.names, strict=True)
    }
    heat_of = marks.heat_of.tolist()
    for heat, rows in entries.by_heat.items():
        if heat not in heats:
            heats[heat] = len(heats)
            marks.heats.append(heat)
        for name in rows:
            if (heat, name) not in known:
                marks.names.append(name)
                heat_of.append(heats[heat])
    added = len(heat_of) - len(marks.marks)
    marks.marks = np.concatenate(
        [marks.marks, np.zeros((added, *marks.marks.shape[1:]), marks.marks.dtype)]
    )
    marks.heat_of = np.array(heat_of, np.int64)
    return sum(name not in entries.by_heat.get(heat, ()) for heat, name in known)


def _columns(marks: Column, order: list[int]) -> Column:
    """Turn rows of entries into one contiguous array per seat and criterion, seats in order."""
    count, seats, criteria = marks.shape
    columns = np.empty((seats, criteria, count), marks.dtype)
    for start in range(0, count, _BLOCK):
        block = slice(start, start + _BLOCK)
        columns[:, :, block] = marks[block].transpose(1, 2, 0)[order]
    return columns


def _field(seats: list[str], steps: Column) -> tuple[Field, int]:
    """Return the field, and how many sheets lack a mark."""
    columns, incomplete = [], 0
    for name, marks in zip(seats, steps, strict=True):
        has_mark = marks != 0
        given = np.logical_or.reduce(has_mark)
        lacks = given & ~np.logical_and.reduce(has_mark)
        count = int(np.count_nonzero(lacks))
        incomplete += count
        blanks = {index: given & ~has for index, has in enumerate(has_mark)} if count else {}
        indices = tuple(marks - marks.dtype.type(1))
        columns.append(SeatColumn(name, indices, None if given.all() else given, "", blanks))
    return Field(steps.shape[2], tuple(columns)), incomplete


def _in_heat(marks: PlainMarks, steps: Column) -> Column:
    """Return for each heat which seats have at least one mark in it."""
    in_heat = np.zeros((len(marks.heats), len(steps)), bool)
    for seat, columns in enumerate(steps):
        in_heat[marks.heat_of[columns.any(axis=0)], seat] = True
    return in_heat


def _grouping(
    rules: RuleSheet, marks: PlainMarks, facts: list[EntryFacts] | None
) -> Grouping | None:
    if rules.ranking.per == "overall":
        return None
    if rules.ranking.per == "heat":
        return None if len(marks.heats) == 1 else Grouping(marks.heat_of, len(marks.heats))
    divisions: dict[str, int] = {}
    numbers = [divisions.setdefault(fact.division, len(divisions)) for fact in facts or ()]
    return Grouping(np.array(numbers, np.int64), len(divisions))


def _deducted(facts: list[EntryFacts]) -> Scaled | None:
    """Return the points taken off each entry."""
    points = [Fraction(0) if fact.deduction is None else -fact.deduction.effect for fact in facts]
    if not any(points):
        return None
    denominator = lcm(*{each.denominator for each in points})
    units = [int(each * denominator) for each in points]
    return Scaled(np.array(units, np.int64), denominator, min(units), max(units))
