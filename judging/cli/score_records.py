"""Reading RECORDS.csv: what people recorded of ties, as the competition would use it.

One row an entry of a record: an extra round (加赛), a ruling of the chief judge, a drawing of lots.
The same core steps use them; a higher record number is the newer one.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

from judging.cli.score_csv import (
    Header,
    UnreadableFileError,
    check_name,
    find_encoding,
    open_rows,
    read_header,
)
from judging.cli.score_faults import FaultList
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import find_places, parse_points, shorten
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.ties import TIE_STEPS, Recorded

REQUIRED = ("heat", "entry", "step", "record", "value")
MAX_PLACE = 9999
MOST_POINTS = 10_000
MOST_DECIMALS = 3
_MAX_NUMBER_DIGITS = 9


class RecordLine(NamedTuple):
    """One row: where it stands, whom it is of, and what it says."""

    line: int
    heat: str
    entry: str
    said: Recorded


@dataclass(slots=True)
class Records:
    """The rows of RECORDS.csv by heat and entry; empty where there is no such file."""

    file: str = ""
    by_entry: dict[tuple[str, str], list[RecordLine]] = field(default_factory=dict)
    met: set[tuple[str, str]] = field(default_factory=set)

    def of(self, heat: str, entry: str) -> tuple[Recorded, ...]:
        """Return what was recorded of an entry."""
        return tuple(row.said for row in self.by_entry.get((heat, entry), ()))

    def meet(self, heat: str, names: Iterable[str]) -> None:
        """Take note of the entries of a heat that was counted."""
        if self.by_entry:
            self.met.update((heat, name) for name in names)

    def note_strangers(self, faults: FaultList) -> None:
        """Note every row of an entry that was never met."""
        for (heat, entry), rows in self.by_entry.items():
            if (heat, entry) not in self.met:
                fault = Fault("record_entry_unknown", "", {"heat": heat, "entry": entry})
                for row in rows:
                    faults.add(self.file, row.line, 0, fault)

    def rows(self) -> list[RecordLine]:
        """Return all rows in the order of the file."""
        return sorted(row for rows in self.by_entry.values() for row in rows)


def read_records(path: Path, rules: RuleSheet, faults: FaultList) -> Records:
    """Read the file, noting every fault with its line and column."""
    records = Records(path.name)
    try:
        encoding = find_encoding(path, faults)
    except UnreadableFileError:
        return records
    with open_rows(path, encoding) as (_, reader):
        header = read_header(reader, path.name, REQUIRED, (), faults)
        if header is None:
            return records
        before = faults.count
        try:
            for row in reader:
                if row:
                    _Row(rules, reader.line_num, header, faults, records).take(row)
        except csv.Error as error:
            fault = Fault("csv_syntax", "", {"reason": str(error)})
            faults.add(path.name, reader.line_num, 0, fault)
        if faults.count == before:
            _check_whole(records, faults, header)
    return records


@dataclass(slots=True)
class _Row:
    rules: RuleSheet
    line: int
    header: Header
    faults: FaultList
    records: Records

    def take(self, row: list[str]) -> None:
        if len(row) != self.header.width:
            params = {"count": len(row), "expected": self.header.width}
            self.faults.add(self.records.file, self.line, 0, Fault("row_length", "", params))
            return
        cells = {name: row[index].strip() for name, index in self.header.columns.items()}
        before = self.faults.count
        for key in ("heat", "entry"):
            self.note(key, check_name(cells[key], key))
        step, number = self.step(cells["step"]), self.number(cells["record"])
        value = self.value(step, cells["value"])
        if self.faults.count > before:
            return
        said = Recorded(step, number, value)
        rows = self.records.by_entry.setdefault((cells["heat"], cells["entry"]), [])
        for other in rows:
            if other.said.record == number:
                self.note("record", Fault("record_row_twice", "", {"line": other.line}))
        rows.append(RecordLine(self.line, cells["heat"], cells["entry"], said))

    def step(self, text: str) -> str:
        is_recorded = text in TIE_STEPS and TIE_STEPS[text].is_recorded
        if not is_recorded or text not in self.rules.ranking.ties:
            self.note("step", Fault("record_step_not_in_rules", "", {"text": shorten(text)}))
            return ""
        return text

    def number(self, text: str) -> int:
        is_number = text.isascii() and text.isdigit() and len(text) <= _MAX_NUMBER_DIGITS
        if is_number and int(text) > 0:
            return int(text)
        self.note("record", Fault("record_number", "", {"text": shorten(text)}))
        return 0

    def value(self, step: str, text: str) -> Fraction:
        try:
            value = parse_points(text)
        except ScoringError as error:
            self.note("value", error.faults[0])
            return Fraction(0)
        if step == "extra_round":
            if not 0 <= value <= MOST_POINTS or (find_places(value) or 0) > MOST_DECIMALS:
                self.note("value", Fault("record_score", "", {"text": shorten(text)}))
        elif step and (value.denominator != 1 or not 1 <= value <= MAX_PLACE):
            params: dict[str, str | int] = {"text": shorten(text), "most": MAX_PLACE}
            self.note("value", Fault("record_place", "", params))
        return value

    def note(self, column: str, fault: Fault | None) -> None:
        if fault is not None:
            self.faults.add(self.records.file, self.line, self.header.column(column), fault)


def _check_whole(records: Records, faults: FaultList, header: Header) -> None:
    """Note every record that no competition could hold, at its first or its odd row."""
    by_number: dict[int, list[RecordLine]] = {}
    for row in records.rows():
        by_number.setdefault(row.said.record, []).append(row)
    for number, rows in by_number.items():
        for line, column, fault in _faults_of(number, rows):
            faults.add(records.file, line, header.column(column), fault)


def _faults_of(number: int, rows: list[RecordLine]) -> list[tuple[int, str, Fault]]:
    first, count = rows[0], len(rows)
    odd = [row.line for row in rows if row.said.step != first.said.step]
    if odd:
        params = {"record": number, "line": first.line}
        return [(line, "step", Fault("record_of_two_steps", "", params)) for line in odd]
    if count == 1:
        return [(first.line, "record", Fault("record_of_one", "", {"record": number}))]
    if first.said.step == "extra_round":
        return []
    if first.said.step == "draw":
        if sorted(row.said.value for row in rows) == list(range(1, count + 1)):
            return []
        params = {"record": number, "most": count}
        return [(first.line, "value", Fault("record_draw_places", "", params))]
    beyond = [row for row in rows if row.said.value > count]
    if beyond:
        return [
            (
                row.line,
                "value",
                Fault("record_place", "", {"text": str(row.said.value), "most": count}),
            )
            for row in beyond
        ]
    if len({row.said.value for row in rows}) == 1:
        fault = Fault("record_decides_nothing", "", {"record": number})
        return [(first.line, "value", fault)]
    return []
