"""From the marks of one heat to its scores: what ranking needs is kept, the rest goes to a file."""

from array import array
from dataclasses import dataclass, field
from fractions import Fraction
from typing import IO

from judging.cli.score_entries import Entries, EntryFacts
from judging.cli.score_faults import FaultList
from judging.cli.score_marks import EMPTY, HeatMarks
from judging.scoring.explain import explain
from judging.scoring.faults import Fault
from judging.scoring.points import format_plain, fraction_text, natural_order
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rank_methods.heat import rank_heat
from judging.scoring.ranking import Score
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.tally import Outcome, count_outcome
from judging.scoring.working import Reduction, Working

#: Stands between the cells of a stored line; the readers refuse it in every name.
SEPARATOR = "\x1f"


@dataclass(slots=True)
class CountedHeat:
    """One heat after counting: names, scores and where each entry's cells stand in the spill."""

    marks: HeatMarks
    rules: RuleSheet
    facts: list[EntryFacts]
    order: list[int]
    scores: list[Score | None] = field(default_factory=list)
    offsets: "array[int]" = field(default_factory=lambda: array("q"))
    incomplete: int = 0
    ranked: list[Outcome] = field(default_factory=list)

    def outcome(self, entry: int) -> Outcome:
        """Count one entry from its marks, or return it from its heat under a rank method."""
        if self.ranked:
            return self.ranked[entry]
        facts = self.facts[entry]
        sheets = self.marks.sheets(entry, self.order)
        deductions = () if facts.deduction is None else (facts.deduction,)
        return count_outcome(self.rules, sheets, deductions, facts.carried)

    def listing(self, entry: int) -> tuple[object, ...]:
        """Return the order in which true ties are listed: as given, else natural by name."""
        order = self.facts[entry].order
        return (order < 0, order, natural_order(self.marks.names[entry]))

    def rank(self) -> None:
        """Rank the whole heat, where the rules ask for a rank method."""
        if self.rules.tally.aggregate in RANK_METHODS:
            alone = [self.outcome(entry).working for entry in range(len(self.marks.names))]
            self.ranked = [Outcome(working) for working in rank_heat(self.rules, alone)]


def count_heat(
    marks: HeatMarks, entries: Entries, rules: RuleSheet, spill: IO[bytes], language: str
) -> CountedHeat:
    """Count every entry of a heat, those without a single mark included.

    The cells that only the output needs are appended to ``spill``, so that memory holds no text.

    Raises: ScoringError where a heat cannot be ranked by the rules' rank method.
    """
    for name in entries.by_heat.get(marks.heat, {}):
        if name not in marks.entries:
            marks.add_entry(name)
    facts = [entries.facts(marks.heat, name) for name in marks.names]
    heat = CountedHeat(marks, rules, facts, marks.seat_order())
    heat.rank()
    offset = spill.seek(0, 2)
    for entry in range(len(marks.names)):
        outcome = heat.outcome(entry)
        score, exact = outcome.published, outcome.exact
        heat.scores.append(None if score is None or exact is None else Score(score, exact))
        heat.incomplete += sum(j.left_out == "incomplete" for j in outcome.working.judges)
        heat.offsets.append(offset)
        line = (SEPARATOR.join(result_cells(outcome.working, language)) + "\n").encode()
        offset += spill.write(line)
    return heat


def result_cells(working: Working, language: str) -> tuple[str, ...]:
    """Return score, exact, judges, kept, dropped, deduction and working as text."""
    exact: Fraction | None = working.exact
    return (
        working.score or "",
        "" if exact is None else fraction_text(exact),
        str(working.judge_count),
        _kept(working),
        _dropped(working),
        format_plain(working.deducted),
        explain(working, language),
    )


def _reductions(working: Working) -> list[tuple[str, Reduction]]:
    return [pair for group in working.groups for pair in group.reductions]


def _kept(working: Working) -> str:
    """Return how many values were kept; per criterion where the criteria differ."""
    counts: dict[str, int] = {}
    for key, reduction in _reductions(working):
        counts[key] = counts.get(key, 0) + reduction.count
    if len(set(counts.values())) > 1:
        return ";".join(f"{key}:{count}" for key, count in counts.items())
    return str(next(iter(counts.values()), 0))


def _dropped(working: Working) -> str:
    """Return the seats trimmed, ``criterion:seat`` where each criterion is trimmed by itself."""
    dropped: list[str] = []
    for key, reduction in _reductions(working):
        gone = (out.seat for out in reduction.left_out if out.why in ("low", "high"))
        seats = sorted(gone, key=natural_order)
        dropped += [f"{key}:{seat}" if key else seat for seat in seats]
    return ";".join(dropped)


def note_contradictions(marks: HeatMarks, file: str, faults: FaultList) -> None:
    """Note each seat that gave marks and is called absent, recused or void as well.

    A sheet that is absent as a whole has no mark at all; one that is absent on a criterion has none
    on that criterion.
    """
    found = [
        (line, state, "given")
        for (entry, seat), (state, line) in marks.states.items()
        if any(mark != EMPTY for mark in marks.marks_of(entry, seat))
    ]
    for (entry, seat, criterion), line in marks.blanks.items():
        state, _ = marks.states.get((entry, seat), ("absent", 0))
        if marks.marks_of(entry, seat)[criterion] != EMPTY:
            found.append((line, "absent", "given"))
        elif state != "absent":
            found.append((line, "absent", state))
    for line, state, other in sorted(found):
        faults.add(file, line, 0, Fault("state_conflict", "", {"text": state, "other": other}))
