"""Reading MARKS.csv: one pass, a few dozen nanoseconds of our own for a row that is as expected.

Whatever is seen for the first time (a heat, an entry, a seat, a spelling of a mark) or is wrong
goes the careful way, :meth:`MarksReader._take`, which notes every fault with line and column.
"""

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import Any

from judging.cli.score_csv import Header, check_name, open_rows, read_header
from judging.cli.score_faults import FaultList
from judging.cli.score_marks import EMPTY, HeatMarks
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.keys import is_key
from judging.scoring.points import shorten
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import check_mark

REQUIRED = ("heat", "entry", "seat", "criterion", "mark")
STATES = ("given", "absent", "recused", "void")
_PLAIN_STATES = ("", "given")
MAX_SEATS = 99
_MAX_SPELLINGS = 100_000
_TOLD_EVERY = 50_000


class NotGroupedError(Exception):
    """A heat began again after another one: it can only be scored when all rows are read."""


@dataclass(slots=True)
class MarksReader:
    """One pass over MARKS.csv.

    ``finish`` gets each heat as soon as the next one begins, where ``is_grouped``; otherwise all
    heats are held, compactly, until the end. ``tell`` hears how many bytes are read.
    """

    path: Path
    encoding: str
    rules: RuleSheet
    faults: FaultList
    finish: Callable[[HeatMarks], None]
    tell: Callable[[int], None]
    is_grouped: bool = True
    has_duplicates: bool = False
    heats: dict[str, HeatMarks] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)
    spellings: dict[str, dict[str, int]] = field(default_factory=dict)
    group_seats: frozenset[str] = frozenset()
    heat: HeatMarks | None = None
    header: Header | None = None

    def read(self) -> None:
        """Read the whole file and finish every heat.

        Raises: NotGroupedError where ``is_grouped`` turns out not to be true.
        """
        groups = self.rules.tally.groups
        self.group_seats = frozenset(seat for group in groups for seat in group.seats or ())
        self.spellings = {key: {} for key in self.rules.rubric.keys}
        with open_rows(self.path, self.encoding) as (stream, reader):
            self.header = read_header(reader, self.path.name, REQUIRED, ("state",), self.faults)
            if self.header is None:
                return
            while self._read_rows(reader, stream.buffer.tell):  # type: ignore[attr-defined]
                pass
        if self.heat is None and not self.faults.count:
            self.faults.add(self.path.name, 0, 0, Fault("no_entries"))
        for heat in list(self.heats.values()):
            self.finish(heat)

    def _read_rows(self, reader: Any, position: Callable[[], int]) -> bool:
        """Read rows to the end or to one that is no CSV; return whether rows may follow."""
        assert self.header is not None
        columns, width = self.header.columns, self.header.width
        pick = itemgetter(*(columns[name] for name in REQUIRED))
        state_at = columns.get("state")
        index_of = {key: index for index, key in enumerate(self.rules.rubric.keys)}
        spellings, heat_text, rows = self.spellings, None, 0
        heat, stride, criteria = HeatMarks("", 1), 0, len(index_of)
        try:
            for row in reader:
                rows += 1
                if not rows % _TOLD_EVERY:
                    self.tell(position())
                try:
                    heat_now, entry, seat, criterion, mark = pick(row)
                    if heat_now != heat_text and not self.is_grouped:
                        heat = self.heat = self.heats[heat_now]
                        stride, heat_text = heat.stride, heat_now
                    if (
                        len(row) == width
                        and heat_now == heat_text
                        and (state_at is None or row[state_at] in _PLAIN_STATES)
                    ):
                        at = heat.entries[entry] * stride
                        at += heat.seats[seat] * criteria + index_of[criterion]
                        if heat.marks[at] == EMPTY:
                            heat.marks[at] = spellings[criterion][mark]
                            continue
                except (KeyError, IndexError):
                    pass
                self._take(row, reader.line_num)
                if self.heat is not None:
                    heat, stride, heat_text = self.heat, self.heat.stride, self.heat.heat
        except csv.Error as error:
            fault = Fault("csv_syntax", "", {"reason": str(error)})
            self.faults.add(self.path.name, reader.line_num, 0, fault)
            return "unexpected end" not in str(error)
        return False

    def _take(self, row: list[str], line: int) -> None:
        """Take a row the careful way; note whatever is wrong with it."""
        assert self.header is not None
        if not row:
            return
        if len(row) != self.header.width:
            shape = {"count": len(row), "expected": self.header.width}
            self.faults.add(self.path.name, line, 0, Fault("row_length", "", shape))
            return
        cells = {name: row[index].strip() for name, index in self.header.columns.items()}
        before = self.faults.count
        for key in ("heat", "entry"):
            self._note(line, key, check_name(cells[key], key))
        if not is_key(cells["seat"]):
            fault = Fault("bad_key", "", {"text": shorten(cells["seat"])})
            self._note(line, "seat", fault if cells["seat"] else _blank("seat"))
        state = cells.get("state", "") or "given"
        if state not in STATES:
            params = {"text": shorten(state), "choices": ", ".join(STATES)}
            self._note(line, "state", Fault("unknown_state", "", params))
        mark = self._mark(cells, state, line)
        if self.faults.count == before:
            self._store(cells, state, mark, line)

    def _mark(self, cells: dict[str, str], state: str, line: int) -> int | None:
        """Return the checked mark, or None where the row gives none or the fault is noted."""
        key, text = cells["criterion"], cells["mark"]
        if state != "given" and not key and not text:
            return None
        if key not in self.spellings:
            choices = ", ".join(self.rules.rubric.keys)
            fault = Fault("unknown_criterion", "", {"key": shorten(key), "choices": choices})
            self._note(line, "criterion", fault if key else _blank("criterion"))
            return None
        if not text:
            self._note(line, "mark", Fault("mark_blank") if state == "given" else None)
            return None
        if state in ("absent", "recused"):
            self._note(line, "mark", Fault("mark_with_state", "", {"text": state}))
            return None
        try:
            mark = check_mark(self.rules.rubric.criteria[self.rules.rubric.index(key)], text)
        except ScoringError as error:
            self._note(line, "mark", error.faults[0])
            return None
        if len(self.spellings[key]) < _MAX_SPELLINGS:
            self.spellings[key][text] = mark
        return mark

    def _store(self, cells: dict[str, str], state: str, mark: int | None, line: int) -> None:
        """Put a row without faults of its own in its place."""
        heat = self._turn_to(cells["heat"])
        entry = heat.entries.get(cells["entry"])
        entry = heat.add_entry(cells["entry"]) if entry is None else entry
        seat = heat.seats.get(cells["seat"])
        if seat is None:
            if not self._may_sit(heat, cells["seat"], line):
                return
            seat = heat.add_seat(cells["seat"])
        if state != "given":
            self._store_state(heat, (entry, seat), cells["criterion"], state, line)
        else:
            assert mark is not None
            self._store_mark(heat, entry, seat, cells, mark, line)

    def _store_mark(
        self, heat: HeatMarks, entry: int, seat: int, cells: dict[str, str], mark: int, line: int
    ) -> None:
        at = (
            entry * heat.stride + seat * heat.criteria + self.rules.rubric.index(cells["criterion"])
        )
        if heat.marks[at] != EMPTY:
            self.has_duplicates = True
            place = "\n".join(cells[name] for name in REQUIRED[:4])
            self._note(line, "mark", Fault("duplicate_mark", place, {"line": line}))
        heat.marks[at] = mark

    def _store_state(
        self, heat: HeatMarks, at: tuple[int, int], criterion: str, state: str, line: int
    ) -> None:
        if criterion and state == "absent":
            heat.blanks[*at, self.rules.rubric.index(criterion)] = line
            return
        other = heat.states.get(at)
        if other is not None and other[0] != state:
            params = {"text": state, "other": other[0]}
            self._note(line, "state", Fault("state_conflict", "", params))
        heat.states[at] = (state, line)

    def _may_sit(self, heat: HeatMarks, seat: str, line: int) -> bool:
        if self.rules.tally.groups and seat not in self.group_seats:
            self._note(line, "seat", Fault("seat_without_group", "", {"seat": seat}))
        elif (other := heat.find_look_alike(seat)) is not None:
            params = {"seat": seat, "other": other}
            self._note(line, "seat", Fault("seats_look_alike", "", params))
        elif len(heat.seats) == MAX_SEATS:
            self._note(line, "seat", Fault("too_many_seats", "", {"limit": MAX_SEATS}))
        else:
            return True
        return False

    def _turn_to(self, name: str) -> HeatMarks:
        """Return the heat of this name, finishing the one before where the file is grouped."""
        if self.heat is not None and self.heat.heat == name:
            return self.heat
        if name in self.done:
            raise NotGroupedError
        if self.is_grouped and self.heat is not None:
            self.done.add(self.heat.heat)
            self.finish(self.heats.pop(self.heat.heat))
        if name not in self.heats:
            self.heats[name] = HeatMarks(name, len(self.rules.rubric.criteria))
        self.heat = self.heats[name]
        return self.heat

    def _note(self, line: int, column: str, fault: Fault | None) -> None:
        assert self.header is not None
        if fault is not None:
            self.faults.add(self.path.name, line, self.header.column(column), fault)


def _blank(key: str) -> Fault:
    return Fault("cell_blank", "", {"key": key})
