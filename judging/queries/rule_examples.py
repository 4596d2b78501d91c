"""A rule sheet at work on an invented panel: what the editor shows beside the rules.

The marks follow from the seat and the criterion alone, so that the same rules show the same example
every time; nothing here is anybody's mark.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging.scoring.carrying import Carried
from judging.scoring.deductions import time_deduction
from judging.scoring.explain import Segment, segments
from judging.scoring.points import find_places, format_points
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.results import score_round
from judging.scoring.rubric import Criterion
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance, Standing
from judging.scoring.working import JudgeLine, Working

#: How far each seat's marks stand from a good mark, in hundredths of the range.
_LEAN = (4, -9, 1, 12, -3, 6, -6, 9, 0, -12, 3, -1)
_GOOD = 80
_PLACES = 6
#: Entries of the invented heat, where the rules only rank them among each other.
_RANKED = ("A", "B", "C", "D")
#: How far over the limit the invented talk runs: past the first band, in seconds.
_SECONDS_OVER = 11


@dataclass(frozen=True)
class ExampleLine:
    """One invented judge: seat, group, marks in criterion order, judge total, why left out."""

    seat: str
    group: str
    marks: tuple[str, ...]
    total: str
    left_out: str


@dataclass(frozen=True)
class ExampleEntry:
    """One entry of an invented heat: judge totals in seat order, its line, score and rank."""

    name: str
    totals: tuple[str, ...]
    working: tuple[Segment, ...]
    score: str
    rank: str


@dataclass(frozen=True)
class RuleExample:
    """The whole example.

    Args:
        lines: the judges in seat order.
        working: segments of the line from the judge totals to the score.
        score: the published score; empty where the rules give no result.
        no_result: why there is none, a word of ``Outcome.no_result``.
        spoken_s: how long the invented talk took, in seconds; 0 where no time rule holds.
        is_disqualified: the time rule takes the talk out.
        groups_fit: False where the panel's seats are in other groups than the rules declare; then
            the example deals its seats to the declared ones.
        field: under a rank method every entry of the invented heat; its first one is the one above.
    """

    lines: tuple[ExampleLine, ...]
    working: tuple[Segment, ...]
    score: str
    no_result: str
    spoken_s: int
    is_disqualified: bool
    groups_fit: bool
    field: tuple[ExampleEntry, ...] = ()


def make_example(
    document: Mapping[str, Any], groups: Sequence[str], language: str = "zh"
) -> RuleExample:
    """Return the example of a rule sheet for a panel.

    Args:
        document: the rule sheet as a plain mapping.
        groups: judge group of each seat, in seat order.
        language: ``zh`` or ``en``, for the reasons of deductions.

    Raises:
        judging.scoring.faults.ScoringError: the document is refused.
    """
    rules = parse_rules(document)
    seats, groups_fit = _seat_groups(rules, groups)
    spoken_s = _spoken_s(rules)
    ruling = time_deduction(rules.deductions, spoken_s * 1000) if spoken_s else None
    deductions = (ruling.deduction,) if ruling and ruling.deduction else ()
    names = _RANKED if rules.tally.aggregate in RANK_METHODS else _RANKED[:1]
    turns = [
        Appearance(
            name,
            heat="1",
            order=place,
            sheets=_sheets(rules, seats, place),
            deductions=() if place else deductions,
            carried=_carried(rules),
        )
        for place, name in enumerate(names)
    ]
    found = {line.key: line for line in score_round(rules, turns).standings}
    outcome = found[names[0]].outcome
    return RuleExample(
        lines=tuple(_line(rules, outcome.working, line) for line in outcome.working.judges),
        working=segments(outcome.working, language),
        score=outcome.score or "",
        no_result=outcome.no_result,
        spoken_s=spoken_s,
        is_disqualified=bool(ruling and ruling.is_disqualified),
        groups_fit=groups_fit,
        field=tuple(_entry(rules, found[name], language) for name in names)
        if len(names) > 1
        else (),
    )


def _sheets(rules: RuleSheet, seats: Sequence[str], entry: int) -> tuple[SeatSheet, ...]:
    return tuple(
        SeatSheet(
            str(number),
            tuple(_mark(c, number, i, entry) for i, c in enumerate(_criteria(rules))),
            group=group,
        )
        for number, group in enumerate(seats, start=1)
    )


def _carried(rules: RuleSheet) -> tuple[Carried, ...]:
    """Return an invented result in every earlier round that the rules carry over."""
    if rules.carry_over is None:
        return ()
    value = Fraction(int(rules.rubric.max_total * _GOOD), 100)
    return tuple(Carried(each.round, value, value, 2) for each in rules.carry_over.earlier)


def _entry(rules: RuleSheet, standing: Standing, language: str) -> ExampleEntry:
    working = standing.outcome.working
    return ExampleEntry(
        standing.key,
        tuple(_line(rules, working, line).total for line in working.judges),
        segments(working, language),
        standing.score or "",
        "" if standing.rank is None else str(standing.rank),
    )


def _criteria(rules: RuleSheet) -> tuple[Criterion, ...]:
    return rules.rubric.criteria


def _seat_groups(rules: RuleSheet, groups: Sequence[str]) -> tuple[list[str], bool]:
    """Return the groups of the example's seats, and whether they are the panel's own."""
    declared = rules.tally.groups
    if not declared:
        return list(groups), True
    by_number = {seat for group in declared for seat in group.seats or ()}
    open_keys = {group.key for group in declared if group.seats is None}
    counting = [
        (number, group)
        for number, group in enumerate(groups, start=1)
        if group != PRACTICE_GROUP and str(number) not in by_number
    ]
    present = {group for _, group in counting}
    if all(group in open_keys for _, group in counting) and open_keys <= present:
        return list(groups), True
    keys = sorted(open_keys)
    dealt = [keys[place % len(keys)] if keys else group for place, group in enumerate(groups)]
    return dealt, False


def _mark(criterion: Criterion, seat: int, index: int, entry: int = 0) -> int:
    """Return an invented mark, in thousandths, on the criterion's step and inside its range."""
    steps = (criterion.max - criterion.min) // criterion.step
    lean = _LEAN[(seat * 5 + index * 7 + entry * 3) % len(_LEAN)] + _LEAN[seat % len(_LEAN)]
    part = min(max(_GOOD + lean, 0), 100)
    return criterion.min + criterion.step * (steps * part // 100)


def _spoken_s(rules: RuleSheet) -> int:
    """Return how long the invented talk takes: over the limit where being over costs points."""
    time = rules.deductions.time
    if time is None:
        return 0
    over = [band.from_s for band in time.bands if not band.is_under]
    if time.limit_s is not None and over:
        return min(time.limit_s + min(over) + _SECONDS_OVER, 86_400)
    under = [band.from_s for band in time.bands if band.is_under]
    if time.minimum_s is not None and under:
        return max(time.minimum_s - min(under), 0)
    return 0


def _line(rules: RuleSheet, working: Working, line: JudgeLine) -> ExampleLine:
    marks = tuple(
        "" if mark is None else criterion.format_mark(mark)
        for criterion, mark in zip(rules.rubric.criteria, line.sheet.marks, strict=True)
    )
    total = ""
    if line.total_units is not None:
        value = Fraction(line.total_units, working.total_divisor)
        total = format_points(value, max(working.places, min(find_places(value) or 0, _PLACES)))
    return ExampleLine(line.sheet.seat, line.sheet.group, marks, total, line.left_out)
