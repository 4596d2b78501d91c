"""A panel's aggregate for a whole field: what ``judging.scoring.panel`` does for one entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from operator import is_

import numpy as np

from judging.scoring.columns.cells import Cell, Coded, Counts, count_cell, count_masks
from judging.scoring.columns.field import Field, Mask, SeatColumn
from judging.scoring.columns.lanes import Column
from judging.scoring.columns.scaled import Scaled
from judging.scoring.columns.totals import plan_marks, plan_totals
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import JudgeGroup, TallyRules

#: Why an entry has no result, by the code that stands for it; 0 is a result.
REASONS = (
    "",
    "nobody_gave",
    "no_complete_sheet",
    "group_without_marks",
    "criterion_without_marks",
    "too_few_judges",
)
_CODES = {reason: code for code, reason in enumerate(REASONS)}
_ONE = Fraction(1)

Seats = Sequence[SeatColumn]


@dataclass(frozen=True, slots=True)
class Values:
    """The aggregate of every entry, how many sheets entered, and why there is no result, if so.

    ``judges`` is one number where all entries have the same; ``reasons`` (codes of
    :data:`REASONS`) is None where every entry has a result.
    """

    points: Coded
    judges: Column | int
    reasons: Column | None


def count_values(rubric: Rubric, tally: TallyRules, field: Field) -> Values:
    """Aggregate every entry of a field under the tally rules.

    Raises: HeadroomError; ScoringError (``seat_without_group``).

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules()
    >>> field = Field(1, (SeatColumn("1", (np.array([180]),)), SeatColumn("2", (np.array([181]),))))
    >>> count_values(rules.rubric, rules.tally, field).points.spread().as_fractions()
    [Fraction(361, 4)]
    """
    counter = _Counter(rubric, tally, field)
    groups = [(group, counter.group(group, seats)) for group, seats in _members(tally, field)]
    return Values(_combine(tally, groups), counter.judges(), counter.found_reasons())


def _combine(tally: TallyRules, groups: list[tuple[JudgeGroup, Coded]]) -> Coded:
    """Weigh the groups against each other, apply the factor and round."""
    if len(groups) == 1:
        coded = groups[0][1]
        points = coded.points.times(tally.factor).rounded(tally.rounding.aggregate)
        return Coded(points, coded.codes)
    whole: Scaled | None = None
    for group, coded in groups:
        part = coded.spread().times(group.weight)
        whole = part if whole is None else whole.plus(part)
    assert whole is not None
    weight = sum((group.weight for group, _ in groups), Fraction(0))
    combined = whole.times(1 / weight)
    return Coded(combined.times(tally.factor).rounded(tally.rounding.aggregate))


def _members(tally: TallyRules, field: Field) -> list[tuple[JudgeGroup, Seats]]:
    """Return the groups with their seats; without groups all seats are one."""
    if not tally.groups:
        return [(JudgeGroup("", _ONE), field.counting)]
    by_seat = {seat: group.key for group in tally.groups for seat in group.seats or ()}
    open_keys = {group.key for group in tally.groups if group.seats is None}
    members: dict[str, list[SeatColumn]] = {group.key: [] for group in tally.groups}
    faults = []
    for column in field.counting:
        own = column.group if column.group in open_keys else None
        key = by_seat.get(column.seat) or own
        if key is not None:
            members[key].append(column)
        elif _is_anywhere(_entered(tally, column)):
            faults.append(Fault("seat_without_group", column.seat, {"seat": column.seat}))
    if faults:
        raise ScoringError(faults)
    return [(group, members[group.key]) for group in tally.groups]


def _entered(tally: TallyRules, column: SeatColumn) -> Mask:
    """Return where a sheet enters at all: complete by judge total, with any mark by criterion."""
    return column.complete() if tally.scope == "judge_total" else column.any_mark()


def _is_anywhere(mask: Mask) -> bool:
    return mask is None or bool(mask.any())


class _Counter:
    """Counts group after group, and notes the first reason for which an entry has no result."""

    def __init__(self, rubric: Rubric, tally: TallyRules, field: Field) -> None:
        self.rubric, self.tally, self.field = rubric, tally, field
        self.entered = {id(column): _entered(tally, column) for column in field.counting}
        self.reasons: Column | None = None
        self.counted: list[tuple[list[Mask], Counts]] = []
        self.note_nobody()

    def counts(self, masks: Sequence[Mask]) -> Counts:
        """Return how many of the masks hold; the same masks, which come often, are counted once."""
        for others, counts in self.counted:
            if len(others) == len(masks) and all(map(is_, others, masks)):
                return counts
        self.counted.append((list(masks), count_masks(masks, self.field.count)))
        return self.counted[-1][1]

    def judges(self) -> Column | int:
        return self.counts(list(self.entered.values())).each

    def found_reasons(self) -> Column | None:
        return self.reasons if self.reasons is not None and self.reasons.any() else None

    def note(self, reason: str, where: Mask) -> None:
        """Note a reason where there is none yet."""
        if where is not None and not where.any():
            return
        if self.reasons is None:
            self.reasons = np.zeros(self.field.count, np.uint8)
        is_new = self.reasons == 0 if where is None else where & (self.reasons == 0)
        self.reasons[is_new] = _CODES[reason]

    def note_nobody(self) -> None:
        counts = self.counts(list(self.entered.values()))
        if 0 not in counts.occurring:
            return
        nobody = np.equal(counts.each, 0) & np.ones(self.field.count, bool)
        if self.tally.scope == "judge_total":
            for column in self.field.counting:
                if column.blanks:
                    incomplete = np.logical_or.reduce(list(column.blanks.values()))
                    incomplete = incomplete if column.given is None else incomplete & column.given
                    self.note("no_complete_sheet", nobody & incomplete)
        self.note("nobody_gave", nobody)

    def group(self, group: JudgeGroup, seats: Seats) -> Coded:
        """Return the group's value."""
        entered = [self.entered[id(column)] for column in seats]
        self.note_gaps("group_without_marks", entered)
        tally, rounding = self.tally.of_group(group), self.tally.rounding
        last = rounding.aggregate if tally.groups else None
        if tally.scope == "criterion":
            points = self.by_criterion(tally, seats)
            return Coded(points.points.rounded(last), points.codes)
        plan = plan_totals(self.rubric, rounding)
        columns = list(zip((column.marks for column in seats), entered, strict=True))
        cell = count_cell(tally, plan, columns, self.counts(entered), self.field.count)
        self.note_few(cell)
        return cell.points(lambda points: points.rounded(last))

    def note_gaps(self, reason: str, masks: Sequence[Mask]) -> None:
        """Note where none of the seats has what it takes."""
        counts = self.counts(masks)
        if 0 in counts.occurring:
            self.note(reason, np.equal(counts.each, 0) & np.ones(self.field.count, bool))

    def note_few(self, cell: Cell) -> None:
        good = cell.result_mask()
        if good is not None:
            self.note("too_few_judges", ~good)

    def by_criterion(self, tally: TallyRules, seats: Seats) -> Coded:
        """Return the sum of the criteria, each trimmed and aggregated by itself."""
        rubric = self.rubric
        whole: Scaled | None = None
        coded = None
        for index, criterion in enumerate(rubric.criteria):
            coded = self.criterion(tally, seats, index, criterion.weight)
            if len(rubric.criteria) > 1:
                part = coded.spread()
                whole = part if whole is None else whole.plus(part)
        assert coded is not None
        points, codes = (coded.points, coded.codes) if whole is None else (whole, None)
        if rubric.combine == "mean":
            weights = sum((criterion.weight for criterion in rubric.criteria), Fraction(0))
            points = points.times(1 / weights)
        return Coded(points, codes)

    def criterion(self, tally: TallyRules, seats: Seats, index: int, weight: Fraction) -> Coded:
        """Return one criterion's value, rounded and weighed as the rules say."""
        rounding = tally.rounding
        masks = [column.mark_mask(index) for column in seats]
        self.note_gaps("criterion_without_marks", masks)
        plan = plan_marks(self.rubric, index)
        columns = [(c.marks[index : index + 1], mask) for c, mask in zip(seats, masks, strict=True)]
        cell = count_cell(tally, plan, columns, self.counts(masks), self.field.count)
        self.note_few(cell)
        return cell.points(
            lambda points: (
                points.rounded(rounding.criterion)
                .times(weight)
                .rounded(rounding.weighted_criterion)
            )
        )
