"""Entries from a file: first a plan of what would change, then all of it or nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from judging.errors import InvalidInput, Problem
from judging.models import Entry
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.entry_columns import (
    Layout,
    entry_layout,
    merged_problems,
    split_members,
)
from judging.services.entry_rows import (
    Divisions,
    as_new_entry,
    divisions_of,
    entries_by_number,
    entries_in_marked_heats,
    insert_entries,
    update_entry,
)
from judging.services.entry_values import NewEntry, NewMember, clean_number, entry_problems
from judging.services.workbooks import MOST_PROBLEMS, Table, read_table

ADDED, CHANGED, UNCHANGED = "added", "changed", "unchanged"
_TEXTS = ("team_name", "unit", "title_zh", "title_en", "adviser", "guardian_contact")


@dataclass(frozen=True)
class PlannedEntry:
    """One row of the file: what the entry would be, and what that changes.

    Args:
        line: row number in the file.
        change: ``added``, ``changed`` or ``unchanged``.
        entry: the entry as it would be.
        before: as it is now; None where it is new.
        fields: the fields that differ.
    """

    line: int
    change: str
    entry: NewEntry
    before: NewEntry | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportedFile:
    """The file of an import: its SHA-256, its name as shown, and its table."""

    digest: str
    name: str
    table: Table


@dataclass(frozen=True)
class ImportReport:
    """What an import did, or would do.

    Args:
        digest: SHA-256 of the file.
        filename: its name, for the reader.
        sheet: name of the sheet that was read.
        planned: every good row, in the file's order.
        problems: every fault, each at its cell; an import with any changes nothing.
        ignored: headers that name no column of ours.
        other_sheets: how many more sheets the workbook has; they are not read.
    """

    digest: str
    filename: str
    sheet: str
    planned: tuple[PlannedEntry, ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()
    other_sheets: int = 0
    counts: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        """Count the rows by what they change."""
        kinds = [row.change for row in self.planned]
        counts = {kind: kinds.count(kind) for kind in (ADDED, CHANGED, UNCHANGED)}
        object.__setattr__(self, "counts", counts)

    @property
    def is_idle(self) -> bool:
        """Whether nothing would change."""
        return self.counts[UNCHANGED] == len(self.planned)


def import_entries(
    actor: Actor,
    now: datetime,
    competition_id: int,
    content: bytes,
    filename: str = "",
    dry_run: bool = False,
) -> ImportReport:
    """Import entries from an XLSX or CSV file, all or nothing.

    Entries are found again by their number: the same file twice changes nothing. A column that
    the file does not have is left as it is; an empty cell empties its field.

    Args:
        actor: an organizer.
        now: the present instant.
        competition_id: where the entries go.
        content: the file.
        filename: for the reader only; the kind is told by the content.
        dry_run: True plans and changes nothing; faults then stand in the report.

    Raises:
        InvalidInput: with every fault, each at its cell; nothing was changed.
        NotFound: the actor may not edit entries of this competition.
        TooLarge: the file is over its bound.
    """
    file = _read_file(actor, now, competition_id, content, filename)
    layout = entry_layout(file.table)
    with writing(actor, now) as work:
        work.require("entries.edit", competition_id)
        plan = _Plan(work, competition_id, file.table, layout)
        report = plan.report(file)
        if report.problems and not dry_run:
            raise InvalidInput(report.problems)
        if dry_run or report.is_idle:
            work.leave_unrecorded()
            return report
        plan.apply(report)
        details = {"digest": report.digest, **report.counts}
        work.record(
            "desk:entries:import", competition_id, competition_id=competition_id, details=details
        )
        return report


def _read_file(
    actor: Actor, now: datetime, competition_id: int, content: bytes, filename: str
) -> ImportedFile:
    """Read a file for somebody who may import it; strangers cannot make the server parse anything.

    It is parsed outside of any transaction: nobody waits for it.
    """
    with writing(actor, now) as work:
        work.require("entries.edit", competition_id)
        work.leave_unrecorded()
    table = read_table(content)
    return ImportedFile(hashlib.sha256(content).hexdigest(), printable_name(filename), table)


def printable_name(filename: str) -> str:
    """Return a file's name as it may be shown: its last part, without control characters."""
    name = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:100]


class _Plan:
    """One file held against what is stored."""

    def __init__(self, work: Work, competition_id: int, table: Table, layout: Layout) -> None:
        """Load everything that the rows are compared with, in a few queries."""
        self.work = work
        self.competition_id = competition_id
        self.table = table
        self.layout = layout
        self.divisions: Divisions = divisions_of(work, competition_id)
        self.stored: dict[str, Entry] = entries_by_number(work, competition_id)
        self.fixed = entries_in_marked_heats(work, competition_id)

    def report(self, file: ImportedFile) -> ImportReport:
        """Return the plan of every row below the header."""
        problems = list(merged_problems(self.table, self.layout))
        planned: list[PlannedEntry] = []
        seen: dict[str, int] = {}
        for index in range(self.layout.header_index + 1, len(self.table.rows)):
            entry, faults = self._read_row(index)
            first = seen.setdefault(entry.number, self.table.lines[index])
            if entry.number and first != self.table.lines[index]:
                faults.append(self._problem("entry_twice", index, "number", line=first))
            problems += faults
            if not faults:
                planned.append(self._compare(index, entry))
            if len(problems) >= MOST_PROBLEMS:
                break
        if not planned and not problems:
            problems.append(Problem("file_empty"))
        return ImportReport(
            file.digest,
            file.name,
            self.table.name,
            tuple(planned),
            tuple(problems[:MOST_PROBLEMS]),
            self.layout.ignored,
            self.table.sheet_count - 1,
        )

    def _cell(self, index: int, column: str) -> str:
        """Return the text of a cell; empty where the row or the file has none."""
        position = self.layout.positions.get(column)
        row = self.table.rows[index]
        return row[position] if position is not None and position < len(row) else ""

    def _problem(self, code: str, index: int, column: str, **params: object) -> Problem:
        """Return a problem at a cell, or at the row's number where the file lacks the column."""
        position = self.layout.positions.get(column, self.layout.positions["number"])
        return Problem(code, self.table.address(index, position), params)

    def _read_row(self, index: int) -> tuple[NewEntry, list[Problem]]:
        """Return the entry of a row as it would be, and its faults."""
        number = clean_number(self._cell(index, "number"))
        faults: list[Problem] = []
        members = split_members(self._cell(index, "names"), self._cell(index, "names_latin"))
        if members is None:
            faults.append(self._problem("latin_names_count", index, "names_latin"))
            members = (NewMember("-"),)
        typed = self._cell(index, "division")
        division = self.divisions.key_of_name.get(typed.casefold(), "")
        if not division:
            code = "unknown_division" if typed else "required"
            faults.append(self._problem(code, index, "division", value=typed[:60]))
        texts = {name: self._cell(index, name) for name in _TEXTS}
        entry = self._keep_missing(NewEntry(number, division, members, **texts))
        faults += [self._problem(f.code, index, f.place, **f.params) for f in entry_problems(entry)]
        stored = self.stored.get(number)
        fixed = stored is not None and stored.id in self.fixed and stored.division_id
        if fixed and division not in ("", self.divisions.key_of_id[fixed]):
            faults.append(self._problem("division_fixed", index, "division"))
        return entry, faults

    def _keep_missing(self, entry: NewEntry) -> NewEntry:
        """Fill what the file has no column for with what is stored."""
        row = self.stored.get(entry.number)
        if row is None:
            return entry
        before = as_new_entry(row, self.divisions)
        absent = [name for name in _TEXTS if name not in self.layout.positions]
        kept = replace(entry, **{name: getattr(before, name) for name in absent})
        if "names_latin" in self.layout.positions:
            return kept
        latin = {member.name: member.name_latin for member in before.members}
        members = tuple(NewMember(m.name, latin.get(m.name, "")) for m in kept.members)
        return replace(kept, members=members)

    def _compare(self, index: int, entry: NewEntry) -> PlannedEntry:
        """Hold one entry against the stored one."""
        line = self.table.lines[index]
        row = self.stored.get(entry.number)
        if row is None:
            return PlannedEntry(line, ADDED, entry)
        before = as_new_entry(row, self.divisions)
        fields = tuple(_differing(before, entry))
        return PlannedEntry(line, CHANGED if fields else UNCHANGED, entry, before, fields)

    def apply(self, report: ImportReport) -> None:
        """Write the plan."""
        new = [row.entry for row in report.planned if row.change == ADDED]
        insert_entries(self.work, self.competition_id, new, self.divisions)
        for row in report.planned:
            if row.change == CHANGED:
                update_entry(self.work, self.stored[row.entry.number], row.entry, self.divisions)


def _differing(before: NewEntry, after: NewEntry) -> Iterator[str]:
    """Yield the fields in which two versions of an entry differ."""
    for name in ("division", "members", *_TEXTS):
        if getattr(before, name) != getattr(after, name):
            yield name
