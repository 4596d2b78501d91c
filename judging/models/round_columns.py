"""A whole stored round as columns, for rounds that are too large to be read sheet by sheet.

It reads what :func:`judging.models.tally_inputs.load_inputs` reads of appearances and marks, and
refuses everything else by name, so that the readable path counts it. NumPy is loaded with this
module: import it only where a large round is counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance, Deduction
from judging.models.heat import Heat, Panel, Seat
from judging.models.states import AppearanceState
from judging.models.stored_marks import UnevenMarksError, read_marks, read_turns
from judging.models.tally_inputs import COUNTABLE
from judging.models.tie_records_in_force import recorded_of
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.lanes import Column, choose_lane
from judging.scoring.columns.support import find_unsupported
from judging.scoring.rule_parts import RuleSheet

#: An appearance's state → why it has no result; every other state is competing.
_STATUS = {
    AppearanceState.ABSENT: "absent",
    AppearanceState.WITHDRAWN: "withdrawn",
    AppearanceState.DISQUALIFIED: "disqualified",
}


class NotInColumnsError(Exception):
    """The round holds something that the columns do not know; ``reasons`` are stable words."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class RoundColumns:
    """The appearances of a round's closed heats, in the order of their primary keys.

    ``statuses`` names why an entry does not compete; ``is_competing`` is None where all do.
    """

    appearance_ids: Column
    keys: Sequence[str]
    heat_of: Column
    division_of: Column
    orders: Column
    statuses: dict[int, str]
    is_competing: Column | None
    field: Field


def load_columns(session: Session, round_id: int, rules: RuleSheet) -> RoundColumns:
    """Read a round's closed heats into columns, in the session's own transaction.

    Raises:
        NotInColumnsError: rules, records, deductions or marks are for the readable path.
    """
    _require_plain(session, round_id, rules)
    rows = read_turns(session, round_id)
    if not rows:
        raise NotInColumnsError("no_appearance")
    appearance_ids, heat_of, division_of, orders = (_integers(rows, at) for at in (0, 2, 3, 4))
    statuses = _statuses([*map(itemgetter(5), rows)])
    competing = None
    if statuses:
        competing = np.ones(len(rows), bool)
        competing[list(statuses)] = False
    return RoundColumns(
        appearance_ids=appearance_ids,
        keys=[*map(itemgetter(1), rows)],
        heat_of=heat_of,
        division_of=division_of,
        orders=orders,
        statuses=statuses,
        is_competing=competing,
        field=_Seats(session, round_id, rules).fill(session, appearance_ids, heat_of),
    )


def _integers(rows: Sequence[Any], at: int) -> Column:
    return np.fromiter(map(itemgetter(at), rows), np.int64, len(rows))


def _statuses(states: Sequence[str]) -> dict[int, str]:
    """Return who does not compete, by index; most rounds have few of them."""
    if not set(states) & set(_STATUS):
        return {}
    return {index: _STATUS[state] for index, state in enumerate(states) if state in _STATUS}  # type: ignore[index]


def _require_plain(session: Session, round_id: int, rules: RuleSheet) -> None:
    """Refuse rules that the columns do not know, and what they do not read."""
    reasons = [*find_unsupported(rules)]
    if recorded_of(session, round_id):
        reasons.append("tie_records")
    taken_off = exists().where(
        Deduction.appearance_id == Appearance.id, Appearance.round_id == round_id
    )
    if session.scalar(select(taken_off)):
        reasons.append("deductions")
    if reasons:
        raise NotInColumnsError(*reasons)


class _Seats:
    """The seats of the round's closed heats, each with its column: one a number and judge group."""

    def __init__(self, session: Session, round_id: int, rules: RuleSheet) -> None:
        rows = session.execute(
            select(Seat.id, Seat.number, Seat.group, Panel.heat_id)
            .join(Panel, Panel.id == Seat.panel_id)
            .join(Heat, Heat.id == Panel.heat_id)
            .where(Heat.round_id == round_id, Heat.state.in_(COUNTABLE))
            .order_by(Seat.id)
        ).all()
        self.round_id, self.rules = round_id, rules
        self.names = sorted({(number, group) for _, number, group, _ in rows})
        place = {name: at for at, name in enumerate(self.names)}
        self.ids = np.array([row[0] for row in rows], np.int64)
        self.heats = np.array([row[3] for row in rows], np.int64)
        self.columns = np.array([place[number, group] for _, number, group, _ in rows], np.int64)

    def fill(self, session: Session, appearance_ids: Column, heat_of: Column) -> Field:
        """Read every given sheet into its place.

        Raises:
            NotInColumnsError: a mark is not on the rubric's scale.
        """
        criteria, count = self.rules.rubric.criteria, len(appearance_ids)
        lane = choose_lane(max((each.max - each.min) // each.step for each in criteria))
        steps = np.zeros((len(self.names), len(criteria), count), lane)
        given = np.zeros((len(self.names), count), bool)
        above_all = (session.scalar(select(func.max(Seat.id))) or 0) + 1
        try:
            for keys, found in read_marks(session, self.round_id, len(criteria), above_all):
                entries, seats = appearance_ids.searchsorted(keys // above_all), keys % above_all
                here = self.ids.searchsorted(seats).clip(max=max(len(self.ids) - 1, 0))
                # A sheet on another heat's panel, left from before a move, is not this entry's.
                packed = found
                is_own = (self.ids[here] == seats) & (self.heats[here] == heat_of[entries])
                if not is_own.all():
                    entries, here, packed = entries[is_own], here[is_own], packed[is_own]
                columns = self.columns[here]
                given[columns, entries] = True
                for index, criterion in enumerate(criteria):
                    steps[columns, index, entries] = _steps(packed[:, index], criterion)
        except UnevenMarksError as error:
            raise NotInColumnsError("marks") from error
        seats = [
            SeatColumn(str(number), tuple(marks), None if mask.all() else mask, group)
            for (number, group), marks, mask in zip(self.names, steps, given, strict=True)
        ]
        return Field(count, tuple(seats))


def _steps(marks: Column, criterion: Any) -> Column:
    """Return how many steps marks lie above the criterion's minimum.

    Raises:
        NotInColumnsError: one is out of range or between two steps.
    """
    if len(marks) and (marks.min() < criterion.min or marks.max() > criterion.max):
        raise NotInColumnsError("marks")
    above = marks - np.int32(criterion.min)
    steps = above // np.int32(criterion.step)
    if not np.array_equal(steps * np.int32(criterion.step), above):
        raise NotInColumnsError("marks")
    return steps
