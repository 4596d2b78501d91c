"""Reading ENTRIES.csv: who takes part, in which order and division, and what is taken off."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from sys import intern
from types import MappingProxyType
from typing import NamedTuple

from judging.cli.score_carried import read_carried
from judging.cli.score_csv import (
    Header,
    UnreadableFileError,
    check_name,
    find_encoding,
    open_rows,
    read_header,
)
from judging.cli.score_faults import FaultList
from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import Carried
from judging.scoring.deductions import Deduction
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import parse_points, shorten
from judging.scoring.rule_parts import EarlierRound

REQUIRED = ("heat", "entry")
OPTIONAL = ("order", "division", "unit", "adviser", "deduction", "deduction_reason")
MAX_REASON = 200
_MAX_ORDER_DIGITS = 9

#: No earlier round is carried over.
EMPTY: Mapping[str, EarlierRound] = MappingProxyType({})


class EntryFacts(NamedTuple):
    """One row of ENTRIES.csv. ``order`` lists true ties; -1 where the file gives none."""

    line: int
    order: int
    division: str
    deduction: Deduction | None
    carried: tuple[Carried, ...] = ()
    unit: str = ""
    adviser: str = ""


NO_FACTS = EntryFacts(0, -1, "", None)


@dataclass(slots=True)
class Entries:
    """The rows of ENTRIES.csv by heat and entry; empty where there is no such file."""

    by_heat: dict[str, dict[str, EntryFacts]] = field(default_factory=dict)
    has_divisions: bool = False
    file: str = ""
    columns: frozenset[str] = frozenset()

    def facts(self, heat: str, entry: str) -> EntryFacts:
        """Return what the file says about an entry, or that it says nothing."""
        return self.by_heat.get(heat, {}).get(entry, NO_FACTS)

    def note_without_division(self, faults: FaultList) -> None:
        """Note every row without a division, which ranks by division cannot place."""
        for heat, rows in self.by_heat.items():
            for name, facts in rows.items():
                if not facts.division:
                    faults.add(self.file, facts.line, 0, _without_division(heat, name))

    def note_strangers(self, heat: str, names: Iterable[str], faults: FaultList) -> None:
        """Note every entry that has marks but no row, and so no division either."""
        known = self.by_heat.get(heat, {})
        for name in names:
            if name not in known:
                faults.add(self.file, 0, 0, _without_division(heat, name))


def _without_division(heat: str, entry: str) -> Fault:
    return Fault("entry_without_division", "", {"heat": heat, "entry": entry})


def read_entries(
    path: Path, faults: FaultList, earlier: Mapping[str, EarlierRound] = EMPTY
) -> Entries:
    """Read the file, noting every fault with its line and column.

    ``earlier`` are the columns of earlier rounds that the rules carry over.
    """
    entries = Entries()
    try:
        encoding = find_encoding(path, faults)
    except UnreadableFileError:
        return entries
    with open_rows(path, encoding) as (_, reader):
        header = read_header(reader, path.name, REQUIRED, (*OPTIONAL, *earlier), faults)
        if header is None:
            return entries
        entries.file, entries.has_divisions = path.name, "division" in header.columns
        entries.columns = frozenset(header.columns)
        try:
            for row in reader:
                if row:
                    _RowOfEntry(path.name, reader.line_num, header, faults, earlier).take(
                        row, entries
                    )
        except csv.Error as error:
            fault = Fault("csv_syntax", "", {"reason": str(error)})
            faults.add(path.name, reader.line_num, 0, fault)
    return entries


@dataclass(slots=True)
class _RowOfEntry:
    file: str
    line: int
    header: Header
    faults: FaultList
    earlier: Mapping[str, EarlierRound]

    def take(self, row: list[str], entries: Entries) -> None:
        if len(row) != self.header.width:
            params = {"count": len(row), "expected": self.header.width}
            self.faults.add(self.file, self.line, 0, Fault("row_length", "", params))
            return
        cells = {name: row[index].strip() for name, index in self.header.columns.items()}
        for key in (*REQUIRED, *OPTIONAL):
            if cells.get(key) or key in REQUIRED:
                self.note(key, check_name(cells[key], key) if key != "deduction" else None)
        carried, bad = read_carried(self.earlier, cells)
        for column, fault in bad:
            self.note(column, fault)
        facts = EntryFacts(
            self.line,
            self.order(cells.get("order", "")),
            intern(cells.get("division", "")),
            self.deduction(cells.get("deduction", ""), cells.get("deduction_reason", "")),
            carried,
            intern(cells.get("unit", "")),
            intern(cells.get("adviser", "")),
        )
        heat = entries.by_heat.setdefault(cells["heat"], {})
        first = heat.setdefault(cells["entry"], facts)
        if first is not facts:
            self.note("entry", Fault("entry_row_twice", "", {"line": first.line}))

    def order(self, text: str) -> int:
        if not text:
            return -1
        if text.isascii() and text.isdigit() and len(text) <= _MAX_ORDER_DIGITS:
            return int(text)
        self.note("order", Fault("not_an_integer", "", {"text": shorten(text)}))
        return -1

    def deduction(self, text: str, reason: str) -> Deduction | None:
        if not text:
            if reason:
                self.note("deduction", Fault("deduction_reason_without_deduction"))
            return None
        try:
            points = parse_points(text)
        except ScoringError as error:
            self.note("deduction", error.faults[0])
            return None
        if points < 0:
            fault = Fault("deduction_not_positive", "", {"text": shorten(text)})
            self.note("deduction", fault)
        if points <= 0:
            return None
        return Deduction(Fraction(points), "file", Bilingual(reason, reason))

    def note(self, column: str, fault: Fault | None) -> None:
        if fault is not None:
            self.faults.add(self.file, self.line, self.header.column(column), fault)
