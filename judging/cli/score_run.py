"""One run of ``judging score``: read, count heat by heat, rank, and put the rows in order."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import click
from flask_babel import ngettext

from judging.cli.score_counting import CountedHeat, count_heat, note_contradictions
from judging.cli.score_duplicates import name_first_lines
from judging.cli.score_entries import Entries
from judging.cli.score_faults import FaultList
from judging.cli.score_marks import HeatMarks
from judging.cli.score_reading import MarksReader, NotGroupedError
from judging.cli.score_records import Records
from judging.cli.score_writing import ResultsSpool
from judging.scoring.columns.support import find_unsupported
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.ranking import NO_PLACE, Place, rank_group
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rule_warnings import RuleSetting, list_warnings
from judging.scoring.tally import Outcome
from judging.scoring.ties import TieFacts
from judging.wording.rule_warnings import warning_sentence

#: Below this size the columns save less than loading NumPy takes.
COLUMNS_FROM_BYTES = 1_000_000
#: Workings of tied entries that are kept from one tie-break step to the next.
_REMEMBERED = 2048


@dataclass(slots=True)
class ScoringRun:
    """One run over one file of marks."""

    path: Path
    encoding: str
    rules: RuleSheet
    entries: Entries
    faults: FaultList
    results: ResultsSpool
    language: str
    heats: list[CountedHeat] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    strangers: int = 0
    incomplete: int = 0
    columns_from: int = COLUMNS_FROM_BYTES
    is_finished: bool = False
    records: Records = field(default_factory=Records)
    keeps_heats: bool = False
    needs_divisions: bool = False
    seats: tuple[tuple[str, str], ...] = ()
    sizes: set[int] = field(default_factory=set)
    smallest: int | None = None

    def read_and_count(self) -> None:
        """Read all marks and count them: in columns where that may be, else heat by heat.

        The columns take large files of the plain kind under rules that they know. Otherwise a heat
        is counted as soon as the next one begins, where the file is grouped and ranks allow it.
        """
        if self._may_use_columns() and self._score_by_columns():
            self.is_finished = True
            return
        is_grouped = self.rules.ranking.per == "heat"
        before = len(self.faults.listed), self.faults.count
        try:
            self._read(is_grouped=is_grouped)
        except NotGroupedError:
            del self.faults.listed[before[0] :]
            self.faults.count = before[1]
            self._forget()
            self._read(is_grouped=False)

    def _may_use_columns(self) -> bool:
        """Say whether the columns may be tried; the one place where the way is chosen."""
        if self.keeps_heats or self.records.by_entry:
            return False
        is_large = self.path.stat().st_size >= self.columns_from
        is_plain = self.encoding == "utf-8-sig" and not self.faults.count
        return is_large and is_plain and not find_unsupported(self.rules)

    def _score_by_columns(self) -> bool:
        """Score the whole file in columns; return False where it is not of that kind after all."""
        from judging.cli.score_columns import score_plain
        from judging.cli.score_lines import list_rows
        from judging.cli.score_words import UnusualError
        from judging.scoring.columns.lanes import HeadroomError

        try:
            with self._bar() as bar:
                tell = _teller(bar)
                scored = score_plain(self.path, self.rules, self.entries, tell)
        except (UnusualError, HeadroomError):
            return False
        self.strangers, self.incomplete = scored.strangers, scored.incomplete
        for seats, entries in scored.panels():
            self._measure(seats, entries)
        blocks = list_rows(scored, self.language)
        self.results.add_rows("", (row for rows in blocks for row in rows))
        return True

    def _bar(self) -> Any:
        size = self.path.stat().st_size
        return click.progressbar(
            length=size, label=self.path.name, file=sys.stderr, hidden=not is_terminal()
        )

    def _read(self, *, is_grouped: bool) -> None:
        with self._bar() as bar:
            reader = MarksReader(
                path=self.path,
                encoding=self.encoding,
                rules=self.rules,
                faults=self.faults,
                finish=self._take_heat,
                tell=_teller(bar),
                is_grouped=is_grouped,
            )
            reader.read()
        if reader.has_duplicates:
            name_first_lines(self.path, self.encoding, self.rules.rubric, self.faults)

    def _forget(self) -> None:
        """Start again after a pass that turned out not to be grouped."""
        for stream in (self.results.spool, self.results.spill):
            stream.seek(0)
            stream.truncate()
        self.results.heats.clear()
        self.results.rows = self.strangers = self.incomplete = 0
        self.seats, self.smallest = (), None
        self.sizes.clear()
        self.heats.clear()
        self.records.met.clear()
        self.seen.clear()

    def _take_heat(self, marks: HeatMarks) -> None:
        """Count a finished heat; rank and write it at once where ranks stay within the heat."""
        note_contradictions(marks, self.path.name, self.faults)
        if self.needs_divisions:
            self.entries.note_strangers(marks.heat, marks.names, self.faults)
        self._note_deductions(marks.heat)
        if self.faults.count:
            return
        self.seen.add(marks.heat)
        self._measure(marks.seat_names, len(marks.names))
        if self.entries.by_heat:
            known = self.entries.by_heat.get(marks.heat, {})
            self.strangers += sum(name not in known for name in marks.names)
        try:
            heat = count_heat(marks, self.entries, self.rules, self.results.spill, self.language)
        except ScoringError as error:
            for fault in error.faults:
                self.faults.add(self.path.name, 0, 0, fault)
            return
        self.incomplete += heat.incomplete
        self.records.meet(marks.heat, marks.names)
        if self.rules.ranking.per == "heat":
            outcome_of = lru_cache(_REMEMBERED)(heat.outcome)
            places = rank_group(self.rules, heat.scores, outcome_of, self._facts(heat))
            self.results.add(heat, places)
            self.results.spill.seek(0)
            self.results.spill.truncate()
        if self.keeps_heats or self.rules.ranking.per != "heat":
            self.heats.append(heat)

    def _facts(self, heat: CountedHeat) -> Callable[[int], TieFacts]:
        """Return what gives the tie facts of an entry of a heat."""
        name, names = heat.marks.heat, heat.marks.names
        return lambda entry: TieFacts(name, self.records.of(name, names[entry]))

    def _note_deductions(self, heat: str) -> None:
        """Note each deduction of a heat that the rules' rank method has no use for."""
        method = RANK_METHODS.get(self.rules.tally.aggregate)
        if method is None or method.takes_deductions:
            return
        fault = Fault("deduction_with_rank_method", "", {"method": self.rules.tally.aggregate})
        for facts in self.entries.by_heat.get(heat, {}).values():
            if facts.deduction is not None:
                self.faults.add(self.entries.file, facts.line, 0, fault)

    def _measure(self, seats: Sequence[str], entries: int) -> None:
        """Keep what the warnings about the rules need to know: panels, and the smallest heat."""
        if len(seats) > len(self.seats):
            self.seats = tuple((seat, "") for seat in seats)
        if seats:
            self.sizes.add(len(seats))
        if entries and self.rules.ranking.per == "heat":
            self.smallest = min(entries, self.smallest or entries)

    def _warn(self) -> None:
        """Say what of the rule sheet may not do what was meant; notes aside."""
        setting = RuleSetting(self.seats, tuple(sorted(self.sizes)), self.smallest)
        for warning in list_warnings(self.rules, setting):
            if not warning.is_note:
                text = warning_sentence(warning, self.rules)
                click.echo(f"{warning.place}: {text}", err=True)

    def finish(self) -> None:
        """Add heats that only ENTRIES names, then rank across heats where the rules say so."""
        if self.is_finished:
            return
        for name in self.entries.by_heat:
            if name not in self.seen:
                self._take_heat(HeatMarks(name, len(self.rules.rubric.criteria)))
        self.records.note_strangers(self.faults)
        if self.rules.ranking.per == "heat":
            return
        members: dict[str, list[tuple[int, int]]] = {}
        for number, heat in enumerate(self.heats):
            for entry, facts in enumerate(heat.facts):
                group = facts.division if self.rules.ranking.per == "division" else ""
                members.setdefault(group, []).append((number, entry))
        places = [[NO_PLACE] * len(heat.facts) for heat in self.heats]
        for lines in members.values():
            for (number, entry), place in zip(lines, self._rank(lines), strict=True):
                places[number][entry] = place
        for number, heat in enumerate(self.heats):
            self.results.add(heat, places[number])

    def _rank(self, group: list[tuple[int, int]]) -> list[Place]:
        scores = [self.heats[number].scores[entry] for number, entry in group]

        @lru_cache(_REMEMBERED)
        def outcome_of(index: int) -> Outcome:
            number, entry = group[index]
            return self.heats[number].outcome(entry)

        def facts_of(index: int) -> TieFacts:
            number, entry = group[index]
            return self._facts(self.heats[number])(entry)

        return rank_group(self.rules, scores, outcome_of, facts_of)

    def report(self) -> None:
        """Say on standard error what was done, and what a careful reader should look at."""
        done = ngettext("%(num)d entry scored.", "%(num)d entries scored.", self.results.rows)
        click.echo(done, err=True)
        self._warn()
        if self.incomplete:
            line = ngettext(
                "%(num)d score sheet lacks a mark and was left out.",
                "%(num)d score sheets lack a mark and were left out.",
                self.incomplete,
            )
            click.echo(line, err=True)
        if self.strangers:
            line = ngettext(
                "%(num)d entry has marks but does not stand in the file of entries.",
                "%(num)d entries have marks but do not stand in the file of entries.",
                self.strangers,
            )
            click.echo(line, err=True)


def _teller(bar: Any) -> Callable[[int], None]:
    """Return what moves the bar to a position in the file."""
    return lambda position: bar.update(position - bar.pos)


def is_terminal() -> bool:
    """Return whether somebody may be watching standard error."""
    return sys.stderr.isatty()
