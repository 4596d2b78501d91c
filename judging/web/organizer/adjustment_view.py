"""Adjustment in words: what it would do to each mean, and why it is refused."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import ngettext

from judging.queries.adjustments import AdjustedLine, AdjustmentFacts, BenchAdjustment
from judging.scoring.points import format_points
from judging.web.interval_charts import IntervalRow, IntervalScale, balanced_scale
from judging.web.language import in_language
from judging.web.organizer.fairness_words import Verdict, figure_text
from judging.web.organizer.judges_view import judge_names
from judging.wording.fairness import REASONS

if TYPE_CHECKING:
    from judging.scoring.adjustment.adjust import JudgeOffset

#: The normal deviate that 95 in 100 stay within.
_REACH = 1.96
_SHOWN_PLACES = 2


@dataclass(frozen=True)
class EntryRow:
    """One entry: raw and adjusted mean as text, what is added, and whom it would pass."""

    number: str
    name: str
    heat: str
    raw: str
    adjusted: str
    correction: str
    error: str
    judges: int
    passes: str


@dataclass(frozen=True)
class OffsetRow:
    """One judge: what is taken off the totals."""

    name: str
    seats: str
    offset: str
    row: IntervalRow
    marks: int


@dataclass(frozen=True)
class BenchRows:
    """One bench with its rows, or the reason of a refusal."""

    title: str
    refusal: str
    scale: IntervalScale
    offsets: tuple[OffsetRow, ...]
    entries: tuple[EntryRow, ...]
    facts: str


class AdjustmentView:
    """The adjustment of a scope in the language of the request."""

    def __init__(self, facts: AdjustmentFacts) -> None:
        """Keep the facts."""
        self.facts = facts
        self.benches = tuple(self._bench(one) for one in facts.benches)

    @property
    def verdict(self) -> Verdict:
        """Whether the entries can be adjusted together, and what it would change."""
        if not self.facts.is_connected:
            titles = (one.title for one in self.benches)
            lines = (
                _("No judge marked on both sides, so that nobody can tell a strict panel from "
                  "weak entries."),
                _("These hang together each by themselves: %(parts)s.", parts=_("; ").join(titles)),
            )  # fmt: skip
            return Verdict(_("Refused across these panels: they share no judge"), lines)
        (bench,) = self.benches
        if bench.refusal:
            return Verdict(_("Nothing is adjusted: %(why)s", why=bench.refusal), is_calm=True)
        passing = sum(bool(line.passes) for line in self.facts.benches[0].lines)
        if passing:
            title = ngettext(
                "%(num)s entry would pass another",
                "%(num)s entries would pass another",
                passing,
            )
        else:
            title = _("The order of the means stays as it is")
        return Verdict(title, is_calm=not passing)

    def _bench(self, one: BenchAdjustment) -> BenchRows:
        found = one.found
        reach = [abs(float(each.offset)) + _REACH * each.error for each in found.offsets]
        scale = balanced_scale(reach)
        refusal = ""
        if found.because == "too_many_judges":
            refusal = _("there are too many judges")
        elif found.because:
            refusal = str(REASONS.get(found.because, found.because))
        elif found.shrinkage is None:
            refusal = _("the judges do not differ by more than chance")
        facts = _(
            "Shrinkage %(shrinkage)s; variance of judges %(judges)s, of the rest %(rest)s (REML).",
            shrinkage="—" if found.shrinkage is None else format_points(found.shrinkage, 6),
            judges=figure_text(found.judge_variance),
            rest=figure_text(found.rest_variance),
        )
        return BenchRows(
            title=_(", ").join(in_language(name) for name in one.bench.names),
            refusal=refusal,
            scale=scale,
            offsets=tuple(self._offset(one, each, scale) for each in found.offsets),
            entries=tuple(self._entry(line) for line in one.lines),
            facts=facts,
        )

    def _offset(self, one: BenchAdjustment, each: "JudgeOffset", scale: IntervalScale) -> OffsetRow:
        name, seats = judge_names(one.bench, each.judge)
        value, reach = float(each.offset), _REACH * each.error
        text = figure_text(value, is_signed=True)
        row = scale.row(value, (value - reach, value + reach), f"{name or seats}: {text}")
        return OffsetRow(name, seats, text, row, each.marks)

    def _entry(self, line: AdjustedLine) -> EntryRow:
        entry = line.entry
        return EntryRow(
            number=entry.key,
            name=self._name(entry.key),
            heat=line.heat,
            raw=format_points(entry.raw, _SHOWN_PLACES),
            adjusted=format_points(entry.adjusted, _SHOWN_PLACES),
            correction=figure_text(float(entry.correction), is_signed=True),
            error=figure_text(entry.error),
            judges=entry.judges,
            passes=_(", ").join(f"{key} {self._name(key)}".strip() for key in line.passes),
        )

    def _name(self, key: str) -> str:
        face = self.facts.faces.get(key)
        return in_language(face) if face else ""
