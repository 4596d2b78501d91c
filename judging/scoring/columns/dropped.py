"""Which judge totals were trimmed, for a slice of a field: asked for only where it is shown."""

from collections.abc import Sequence

import numpy as np

from judging.scoring.columns.field import Field, Mask
from judging.scoring.columns.lanes import Column, choose_lane
from judging.scoring.columns.totals import plan_totals
from judging.scoring.reducing import NoResultError, reduce_values
from judging.scoring.rule_parts import RuleSheet


def judge_totals(rules: RuleSheet, field: Field, entries: slice) -> list[Column]:
    """Return each counting seat's totals of a slice, as indices of ``plan_totals(…).steps``.

    Where a seat gave no complete sheet the number means nothing.

    >>> from judging.scoring.columns.field import SeatColumn
    >>> from judging.scoring.specimen import specimen_rules
    >>> field = Field(2, (SeatColumn("1", (np.array([180, 181]),)),))
    >>> [column.tolist() for column in judge_totals(specimen_rules(), field, slice(1, 2))]
    [[181]]
    """
    plan = plan_totals(rules.rubric, rules.tally.rounding)
    lane = choose_lane(plan.bound)
    found = []
    for seat in field.counting:
        marks = tuple(column[entries] for column in seat.marks)
        totals = np.empty(len(marks[0]), lane)
        plan.totals(marks, totals, np.empty_like(totals))
        found.append(totals)
    return found


def find_dropped(rules: RuleSheet, totals: Sequence[Column], given: Sequence[Mask]) -> list[Column]:
    """Return for each seat in seat order which of its totals were trimmed, without judge groups.

    ``given`` says where each seat has a total. Among equal values the first in seat order goes, as
    :func:`judging.scoring.trimming.choose_left_out` says.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(tally={"trim": {"low": 1, "high": 1, "min_kept": 1}})
    >>> totals = [np.array([95]), np.array([95]), np.array([90])]
    >>> [column.tolist() for column in find_dropped(rules, totals, [None] * 3)]
    [[True], [False], [True]]
    >>> quarter = specimen_rules(tally={"aggregate": "interquartile_integer"})
    >>> totals = [np.array([90 + seat]) for seat in range(4)]
    >>> [column.tolist() for column in find_dropped(quarter, totals, [None] * 4)]
    [[True], [False], [False], [True]]
    """
    size = len(totals[0])
    there = [np.ones(size, bool) if mask is None else mask for mask in given]
    low, high = _trims(rules, totals, there)
    lows: list[Column] = []
    for seat, own in enumerate(totals):
        before = np.zeros(size, np.uint8)
        for other, value in enumerate(totals):
            if other != seat:
                is_before = value <= own if other < seat else value < own
                before += is_before & there[other]
        lows.append((before < low) & there[seat])
    dropped = []
    for seat, own in enumerate(totals):
        before = np.zeros(size, np.uint8)
        for other, value in enumerate(totals):
            if other != seat:
                is_before = value >= own if other < seat else value > own
                before += is_before & there[other] & ~lows[other]
        dropped.append(lows[seat] | ((before < high) & there[seat]))
    return dropped


def _trims(
    rules: RuleSheet, totals: Sequence[Column], there: Sequence[Column]
) -> tuple[Column, Column]:
    """Return how many are dropped at each end, for every entry."""
    counts = np.zeros(len(totals[0]), np.uint8)
    for mask in there:
        counts += mask
    low, high = np.zeros_like(counts), np.zeros_like(counts)
    tally = rules.tally
    present = np.bincount(counts)
    present[:1] = 0  # nobody gave a sheet, nobody is dropped
    for count in np.flatnonzero(present).tolist():
        try:
            choice = reduce_values([(str(place), place) for place in range(count)], 1, tally).trim
        except NoResultError:
            continue
        here = counts == count
        if choice.because == "closest_two":
            is_upper = _is_upper_pair(totals, there)
            low[here], high[here] = is_upper[here], ~is_upper[here]
        else:
            low[here], high[here] = choice.low, choice.high
    return low, high


def _is_upper_pair(totals: Sequence[Column], there: Sequence[Column]) -> Column:
    """Return whether of three values the upper two are as close as the lower two, or closer."""
    wide = [
        np.where(mask, value, 0).astype(np.int64) for value, mask in zip(totals, there, strict=True)
    ]
    highest, total = np.maximum.reduce(wide), np.add.reduce(wide)
    lowest = np.minimum.reduce(
        [np.where(mask, value, highest) for value, mask in zip(wide, there, strict=True)]
    )
    middle = total - highest - lowest
    return highest - middle <= middle - lowest
