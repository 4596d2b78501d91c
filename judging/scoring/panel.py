"""From the sheets of a panel to its aggregate: groups, trimming, aggregate, factor."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import MARK_UNITS, round_half_up
from judging.scoring.reducing import NoResultError, reduce_values
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import (
    PRACTICE_GROUP,
    TIE_BREAK_GROUP,
    JudgeGroup,
    Rounding,
    TallyRules,
)
from judging.scoring.sheet import SeatSheet, judge_total
from judging.scoring.working import CriterionPart, GroupPart, Reduction

_ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Totals:
    """The judge totals of the complete sheets: whole units by seat, over one divisor."""

    units: dict[str, int]
    divisor: int


@dataclass(frozen=True, slots=True)
class Panel:
    """What a panel's sheets come to; see :class:`judging.scoring.working.Working`."""

    groups: tuple[GroupPart, ...] = ()
    combined: Fraction | None = None
    aggregate: Fraction | None = None
    no_result: str = ""
    left_out: dict[str, str] = field(default_factory=dict)


def count_totals(rubric: Rubric, rounding: Rounding, sheets: Sequence[SeatSheet]) -> Totals:
    """Return the judge total of every given and complete sheet, practice seats included.

    >>> count_totals(Rubric(()), Rounding(), [SeatSheet("1", state="absent")]).units
    {}
    """
    divisor = judge_total(rubric, [0] * len(rubric.criteria), rounding).divisor
    units = {
        sheet.seat: judge_total(rubric, sheet.marks, rounding).units  # type: ignore[arg-type]
        for sheet in sheets
        if sheet.state == "given" and None not in sheet.marks
    }
    return Totals(units, divisor)


def count_panel(
    rubric: Rubric, tally: TallyRules, sheets: Sequence[SeatSheet], totals: Totals
) -> Panel:
    """Aggregate checked sheets in seat order under the tally rules.

    A declared group without a single mark gives no result: its weight is never shared out behind
    the organizer's back.

    Raises: ScoringError (``seat_without_group``).

    >>> count_panel(Rubric(()), TallyRules(), [], Totals({}, 1)).no_result
    'nobody_gave'
    """
    left_out = _left_out(tally.scope, sheets, totals)
    counted = [sheet for sheet in sheets if sheet.seat not in left_out]
    if not counted:
        is_given = tally.scope == "judge_total" and "incomplete" in left_out.values()
        reason = "no_complete_sheet" if is_given else "nobody_gave"
        return Panel(no_result=reason, left_out=left_out)
    try:
        groups = tuple(
            _count_group(rubric, tally.of_group(group), group, members, totals)
            for group, members in _members(tally, counted)
        )
    except NoResultError as reason:
        return Panel(no_result=str(reason), left_out=left_out)
    for part in groups:
        if part.reduction is not None:
            left_out |= {out.seat: out.why for out in part.reduction.left_out}
    combined = _combine(groups)
    product = combined if tally.factor == 1 else combined * tally.factor
    aggregate = _round(product, tally.rounding.aggregate)
    return Panel(groups, combined, aggregate, "", left_out)


def _combine(groups: tuple[GroupPart, ...]) -> Fraction:
    if len(groups) == 1:
        return groups[0].value
    weight = sum((part.weight for part in groups), Fraction(0))
    return sum((part.weight * part.value for part in groups), Fraction(0)) / weight


def _left_out(scope: str, sheets: Sequence[SeatSheet], totals: Totals) -> dict[str, str]:
    """Return why seats do not enter at all, before any trimming."""
    left_out = {}
    for sheet in sheets:
        if sheet.group in (PRACTICE_GROUP, TIE_BREAK_GROUP):
            left_out[sheet.seat] = sheet.group
        elif sheet.state != "given":
            left_out[sheet.seat] = sheet.state
        elif sheet.seat not in totals.units and (scope == "judge_total" or _is_empty(sheet)):
            left_out[sheet.seat] = "incomplete"
    return left_out


def _is_empty(sheet: SeatSheet) -> bool:
    return all(mark is None for mark in sheet.marks)


def _members(
    tally: TallyRules, counted: Sequence[SeatSheet]
) -> list[tuple[JudgeGroup, list[SeatSheet]]]:
    if not tally.groups:
        return [(JudgeGroup("", _ONE), list(counted))]
    by_seat = {seat: group.key for group in tally.groups for seat in group.seats or ()}
    open_keys = {group.key for group in tally.groups if group.seats is None}
    members: dict[str, list[SeatSheet]] = {group.key: [] for group in tally.groups}
    faults = []
    for sheet in counted:
        key = by_seat.get(sheet.seat) or (sheet.group if sheet.group in open_keys else None)
        if key is None:
            faults.append(Fault("seat_without_group", sheet.seat, {"seat": sheet.seat}))
        else:
            members[key].append(sheet)
    if faults:
        raise ScoringError(faults)
    return [(group, members[group.key]) for group in tally.groups]


def _count_group(
    rubric: Rubric, tally: TallyRules, group: JudgeGroup, sheets: list[SeatSheet], totals: Totals
) -> GroupPart:
    if not sheets:
        raise NoResultError("group_without_marks")
    if tally.scope == "criterion":
        part = _by_criterion(rubric, tally, group, sheets)
    else:
        values = [(sheet.seat, totals.units[sheet.seat]) for sheet in sheets]
        reduction = _own(group, reduce_values(values, totals.divisor, tally))
        part = GroupPart(group.key, group.weight, reduction, (), _ONE, reduction.result)
    if not tally.groups:
        return part
    return replace(part, value=_round(part.value, tally.rounding.aggregate))


def _own(group: JudgeGroup, reduction: Reduction) -> Reduction:
    return replace(reduction, aggregate=group.aggregate) if group.aggregate else reduction


def _by_criterion(
    rubric: Rubric, tally: TallyRules, group: JudgeGroup, sheets: list[SeatSheet]
) -> GroupPart:
    parts = []
    for index, criterion in enumerate(rubric.criteria):
        marks = [(sheet.seat, sheet.marks[index]) for sheet in sheets]
        values = [(seat, mark) for seat, mark in marks if mark is not None]
        if not values:
            raise NoResultError("criterion_without_marks")
        reduction = _own(group, reduce_values(values, MARK_UNITS, tally))
        value = _round(reduction.result, tally.rounding.criterion)
        weighted = _round(value * criterion.weight, tally.rounding.weighted_criterion)
        parts.append(CriterionPart(criterion.key, reduction, value, criterion.weight, weighted))
    weight_sum = _ONE if rubric.combine == "sum" else sum((p.weight for p in parts), Fraction(0))
    value = sum((part.weighted for part in parts), Fraction(0)) / weight_sum
    return GroupPart(group.key, group.weight, None, tuple(parts), weight_sum, value)


def _round(value: Fraction, places: int | None) -> Fraction:
    return value if places is None else round_half_up(value, places)
