"""The sheets of all panels of a stored round as columns: marks, and each sheet's state.

NumPy is loaded with this module.
"""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from judging.models.block_reading import SHEET_STATES
from judging.models.heat import Heat, Panel, Seat
from judging.models.states import SheetState
from judging.models.stored_marks import UnevenMarksError, read_marks, read_others
from judging.models.tally_inputs import COUNTABLE
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.lanes import Column, choose_lane
from judging.scoring.rule_parts import RuleSheet

_CODES = {state: code for code, state in enumerate(SHEET_STATES)}


class NotInColumnsError(Exception):
    """The round holds something that the columns do not know; ``reasons`` are stable words."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class PanelColumns:
    """The marks of a round with the states of all sheets.

    ``seats`` are number and judge group of each column; ``states`` has a code of
    :data:`judging.models.block_reading.SHEET_STATES` (uint8) for each column and entry.
    """

    seats: Sequence[tuple[int, str]]
    field: Field
    states: Column

    @property
    def lane(self) -> str:
        """Return how marks are kept, as ``struct`` and NumPy write it: ``H``, ``I`` or ``Q``."""
        sizes = {seat.marks[0].itemsize for seat in self.field.seats}
        return {2: "H", 4: "I", 8: "Q"}[max(sizes, default=2)]

    def feed(self, digest: Any) -> None:
        """Let a digest take up states and marks in a byte order of their own."""
        digest.update(np.ascontiguousarray(self.states).tobytes())
        for column in self.field.seats:
            for marks in column.marks:
                digest.update(marks.astype(f"<{self.lane}").tobytes())


def load_panels(
    session: Session, round_id: int, rules: RuleSheet, appearance_ids: Column, heat_of: Column
) -> PanelColumns:
    """Read the sheets of the round's closed heats for appearances in the order of their keys.

    Raises:
        NotInColumnsError: marks are not on the rubric's scale.
    """
    return _Panels(session, round_id, rules).fill(session, appearance_ids, heat_of)


class _Panels:
    """The seats of the closed heats, each with its column: one a number and judge group."""

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
        self.above_all = (session.scalar(select(func.max(Seat.id))) or 0) + 1

    def fill(self, session: Session, appearance_ids: Column, heat_of: Column) -> PanelColumns:
        """Read every sheet into its place."""
        criteria, count = self.rules.rubric.criteria, len(appearance_ids)
        lane = choose_lane(max((each.max - each.min) // each.step for each in criteria))
        steps = np.zeros((len(self.names), len(criteria), count), lane)
        states = self._empty(heat_of)
        try:
            # Closed at once on a fault: a stream that is left open would hold the connection.
            pieces = read_marks(session, self.round_id, len(criteria), self.above_all)
            with closing(pieces):
                for keys, found in pieces:
                    columns, entries, packed = self._own(keys, found, appearance_ids, heat_of)
                    states[columns, entries] = _CODES[SheetState.GIVEN]
                    for index, criterion in enumerate(criteria):
                        steps[columns, index, entries] = _steps(packed[:, index], criterion)
        except UnevenMarksError as error:
            raise NotInColumnsError("marks") from error
        self._note_others(session, states, appearance_ids, heat_of)
        given = states == _CODES[SheetState.GIVEN]
        seats = [
            SeatColumn(str(number), tuple(marks), None if mask.all() else mask, group)
            for (number, group), marks, mask in zip(self.names, steps, given, strict=True)
        ]
        return PanelColumns(self.names, Field(count, tuple(seats)), states)

    def _empty(self, heat_of: Column) -> Column:
        """Return the states before a sheet is read: not given yet, where the heat has the seat."""
        heats, of_entry = np.unique(heat_of, return_inverse=True)
        has_seat = np.zeros((len(self.names), len(heats)), np.uint8)
        here = heats.searchsorted(self.heats).clip(max=len(heats) - 1)
        is_used = heats[here] == self.heats
        has_seat[self.columns[is_used], here[is_used]] = _CODES[SheetState.NOT_YET]
        return has_seat[:, of_entry]

    def _own(
        self, keys: Column, found: Column, appearance_ids: Column, heat_of: Column
    ) -> tuple[Column, Column, Column]:
        """Return column, entry and what was found of the sheets on the entry's own panel.

        A sheet on another heat's panel, left from before a move, is not this entry's.
        """
        entries, seats = appearance_ids.searchsorted(keys // self.above_all), keys % self.above_all
        here = self.ids.searchsorted(seats).clip(max=max(len(self.ids) - 1, 0))
        is_own = (self.ids[here] == seats) & (self.heats[here] == heat_of[entries])
        if not is_own.all():
            entries, here, found = entries[is_own], here[is_own], found[is_own]
        return self.columns[here], entries, found

    def _note_others(
        self, session: Session, states: Column, appearance_ids: Column, heat_of: Column
    ) -> None:
        rows = read_others(session, self.round_id, self.above_all)
        if rows and len(self.ids):
            keys = np.array([key for key, _ in rows], np.int64)
            codes = np.array([_CODES[state] for _, state in rows], np.uint8)
            columns, entries, own = self._own(keys, codes, appearance_ids, heat_of)
            states[columns, entries] = own


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
