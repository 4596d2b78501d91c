"""A document of results as pages show it: desk, public and contestant pages all use these views.

The document is a release's frozen one, or a tally's in the same shape. Nothing is counted here:
texts are chosen, numbers are written, the core's own line is turned into segments for the macro.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from judging.scoring.explain import segments
from judging.scoring.explain_line import Segment
from judging.scoring.rank_methods import is_lower_better
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sheet import JudgeTotal
from judging.scoring.total_text import total_text
from judging.scoring.working import COUNTED, JudgeLine, Working
from judging.scoring.working_reading import read_working
from judging.web.charts import StripPlot
from judging.web.language import in_language
from judging.web.result_charts import ends_of, plot_of
from judging.web.tie_notes import TieNote, step_name, tie_notes
from judging.wording.scoring import LEFT_OUT, NO_RESULT, RANK_VALUES

_KINDS = {
    "value": "score",
    "part": "score",
    "dropped": "dropped",
    "instead": "score",
    "absent": "note",
    "label": "note",
    "operator": "operator",
    "number": "operator",
    "deduction": "deduction",
    "waived": "dropped",
    "floor": "note",
    "carried": "score",
    "score": "result",
    "no_result": "note",
}


@dataclass(frozen=True)
class JudgeView:
    """One seat in a line's working: who, the total, why it does not count, the marks as text."""

    label: str
    total: str
    left_out: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class LineView:
    """One line of a ranking with everything that a page says about it."""

    anchor: str
    number: str
    name: str
    sub: str
    rank: str
    score: str
    award: str
    awards: tuple[str, ...]
    is_tied: bool
    is_advancing: bool
    tie_note: str
    heat: int
    line: Mapping[str, Any]
    book: "ResultBook"

    @cached_property
    def _working(self) -> Working:
        return read_working(self.line["working"])

    @cached_property
    def segments(self) -> tuple[tuple[str, str], ...]:
        """The line that a parent can redo by hand, as (kind, text) for the macro."""
        found = segments(self._working, "en" if self.book.is_english else "zh")
        # What became of the trim stands below the line as a note of its own.
        return tuple(self.book.segment(segment) for segment in found if segment.kind != "trim")

    @cached_property
    def trim_note(self) -> str:
        """Why fewer were dropped than the rule sheet says; empty where it was followed."""
        because = {
            reduction.trim.because
            for group in self._working.groups
            for _key, reduction in group.reductions
        }
        if "closest_two" in because:
            return _("With three judges, the closest two count.")
        return _("Too few judges for the full trimming.") if "few_judges" in because else ""

    @cached_property
    def tie_notes(self) -> tuple[TieNote, ...]:
        """What the tie-break rules compared, step by step."""
        return tie_notes(self.line, self.book.lines_of(self.line["group"]), self.book.name_of)

    @cached_property
    def judges(self) -> tuple[JudgeView, ...]:
        """The seats in order, practice seats as far as the document holds them."""
        return tuple(
            self.book.judge(self._working, judge, self.heat) for judge in self._working.judges
        )

    @cached_property
    def has_marks(self) -> bool:
        """Whether single marks are shown."""
        return any(judge.marks for judge in self.judges)

    @cached_property
    def plot(self) -> StripPlot | None:
        """The judge totals on a line, dropped ones hollow; None with fewer than two."""
        shown = [
            judge
            for judge in self._working.judges
            if judge.total_units is not None and judge.left_out in COUNTED
        ]
        return plot_of(self.book, self._working, shown) if len(shown) > 1 else None


class ResultBook:
    """A document with what its lines refer to: rules, prizes, heats, judges."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        """Keep the document; texts are chosen in the language of the request."""
        self.document = document
        self.is_english = str(get_locale()).startswith("en")

    @cached_property
    def rules(self) -> RuleSheet:
        """The rule sheet that the results rest on."""
        return parse_rules(self.document["rules"]["document"])

    @cached_property
    def plot_ends(self) -> tuple[Decimal, Decimal]:
        """Both ends of every strip plot of the document, in points."""
        return ends_of(self.document)

    @cached_property
    def criteria(self) -> tuple[str, ...]:
        """The names of the criteria in order."""
        return tuple(in_language(criterion.name) for criterion in self.rules.rubric.criteria)

    @cached_property
    def score_label(self) -> str:
        """What the figure beside an entry is: a final score, or what a rank method makes."""
        return str(RANK_VALUES.get(self.rules.tally.aggregate, _("Final score")))

    @cached_property
    def is_rank_method(self) -> bool:
        """Whether the figure is no score: ranks of the judges make it."""
        return self.rules.tally.aggregate in RANK_VALUES

    @cached_property
    def order_note(self) -> str:
        """What to know before the figures are read; empty where the higher is the better."""
        if is_lower_better(self.rules.tally.aggregate):
            return _("%(label)s: the lower stands first.", label=self.score_label)
        return ""

    @cached_property
    def _names(self) -> dict[str, str]:
        """Keys of criteria, and words of the core, → what people read."""
        rubric = self.rules.rubric
        groups = {"expert": _("Experts"), "public": _("Public judges"), "practice": _("Practice")}
        words = {"median": _("median"), "sum": _("sum")}
        return {**words, **groups, **dict(zip(rubric.keys, self.criteria, strict=True))}

    @cached_property
    def _awards(self) -> dict[str, str]:
        return {award["key"]: in_language(award) for award in self.document["awards"]}

    @cached_property
    def _judge_names(self) -> dict[tuple[int, str], str]:
        return {(j["heat"], j["seat"]): j["name"] for j in self.document.get("judges", ())}

    def award_name(self, key: str) -> str:
        """Return the name of a prize; its key where the document does not name it."""
        if key in self._awards:
            return self._awards[key]
        named = {award.key: in_language(award.name) for award in self.rules.awards}
        return named.get(key, key)

    @cached_property
    def groups(self) -> dict[str, str]:
        """The ranking groups in the order of their first line: key → name."""
        heats = {str(heat["number"]): in_language(heat) for heat in self.document["heats"]}
        divisions = {row["key"]: in_language(row) for row in self.document["divisions"]}
        names = {"heat": heats, "division": divisions}.get(self.document["per"], {})
        found = dict.fromkeys(line["group"] for line in self.document["lines"])
        return {key: names.get(key, _("All")) for key in found}

    def lines_of(self, group: str) -> list[Mapping[str, Any]]:
        """Return the lines of one ranking group, in their order."""
        return [line for line in self.document["lines"] if line["group"] == group]

    def find_line(self, entry: str) -> Mapping[str, Any] | None:
        """Return the line of an entry number; capitals do not matter."""
        wanted = entry.strip().casefold()
        return next((x for x in self.document["lines"] if x["entry"].casefold() == wanted), None)

    def view(self, line: Mapping[str, Any]) -> LineView:
        """Return one line as pages show it."""
        people = in_language(line)
        about = (
            people if line["team_name"] else "",
            in_language(line, "title"),
            line["unit"],
        )
        awards = tuple(self.award_name(key) for key in line["awards"])
        return LineView(
            anchor=f"entry-{line['entry']}",
            number=line["entry"],
            name=line["team_name"] or people or line["entry"],
            sub=" · ".join(text for text in about if text),
            rank="—" if line["rank"] is None else str(line["rank"]),
            score=self.score_text(line),
            award=" · ".join(awards),
            awards=awards,
            is_tied=line["is_tied"],
            is_advancing=line["is_advancing"],
            tie_note=self.tie_note(line),
            heat=line["heat"],
            line=line,
            book=self,
        )

    def views(self, lines: Sequence[Mapping[str, Any]]) -> list[LineView]:
        """Return lines as pages show them."""
        return [self.view(line) for line in lines]

    def score_text(self, line: Mapping[str, Any]) -> str:
        """Return the score, or why there is none."""
        if line["score"] is not None:
            return str(line["score"])
        return str(NO_RESULT.get(line["no_result"], line["no_result"]))

    def tie_note(self, line: Mapping[str, Any]) -> str:
        """Return what decided a tie, or that nothing did."""
        if line["is_tied"]:
            return _("Shared place: the tie-break rules do not separate these entries.")
        if not line["tie_break"]:
            return ""
        name = step_name(line["tie_break"], self.name_of)
        return _("Equal scores, decided by: %(step)s", step=name)

    def name_of(self, key: str) -> str:
        """Return the name of a criterion or of a word of the core."""
        return self._names.get(key, key)

    def segment(self, segment: Segment) -> tuple[str, str]:
        """Return a piece of the core's line for the macro, its keys in words."""
        text = segment.text
        if segment.kind == "label":
            key = text.rstrip(":")
            text = self._names.get(key, key) + (":" if self.is_english else "：")
        elif segment.kind == "no_result":
            text = str(NO_RESULT.get(segment.note, segment.note))
        elif segment.kind == "absent":
            text = f"— ({LEFT_OUT.get(segment.note, segment.note)})"
        return _KINDS.get(segment.kind, "operator"), text

    def judge(self, working: Working, judge: JudgeLine, heat: int) -> JudgeView:
        """Return one seat of a working."""
        seat = judge.sheet.seat
        rubric = self.rules.rubric
        marks = tuple(
            "—" if mark is None else criterion.format_mark(mark)
            for criterion, mark in zip(rubric.criteria, judge.sheet.marks, strict=False)
        )
        total = "—"
        if judge.total_units is not None:
            exact = JudgeTotal(judge.total_units, working.total_divisor)
            total = total_text(rubric, self.rules.tally.rounding, exact)
        return JudgeView(
            label=self._judge_names.get((heat, seat)) or _("Judge %(seat)s", seat=seat),
            total=total,
            left_out=str(LEFT_OUT.get(judge.left_out, "")) if judge.left_out else "",
            marks=marks,
        )
