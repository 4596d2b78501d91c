"""The marks that a tally by columns rests on, stored in blocks of lines in the order of the list.

NumPy is loaded with this module; :mod:`judging.models.block_reading` reads without it.
"""

import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from sqlalchemy import insert
from sqlalchemy.orm import Session

from judging.models.block_reading import GIVEN
from judging.models.round_columns import RoundColumns
from judging.models.round_ranking import RankedRound
from judging.models.tally import TallyBlock
from judging.models.tally_inputs import deduction_data
from judging.scoring.columns.lanes import Column

_LINES = 4096


def describe_columns(columns: RoundColumns) -> dict[str, Any]:
    """Return what a tally notes of its blocks, so that they can be read."""
    panels = columns.panels
    return {"seats": [list(seat) for seat in panels.seats], "lane": panels.lane}


def store_blocks(session: Session, tally_id: int, ranked: RankedRound) -> None:
    """Store the marks of a ranked round as the blocks of a tally."""
    for block in _blocks(ranked):
        session.execute(insert(TallyBlock), [{"tally_id": tally_id, **block}])


def _blocks(ranked: RankedRound) -> Iterator[dict[str, Any]]:
    columns = ranked.columns
    for start in range(0, len(ranked.order), _LINES):
        entries = ranked.order[start : start + _LINES]
        states = np.ascontiguousarray(columns.panels.states[:, entries].T)
        taken_off = {
            str(start + at + 1): [*map(deduction_data, columns.deductions[entry])]
            for at, entry in enumerate(entries.tolist())
            if entry in columns.deductions
        }
        yield {
            "first": start + 1,
            "count": len(entries),
            "states": zlib.compress(states.tobytes(), 1),
            "marks": _marks(columns, entries, states == GIVEN),
            "deductions": taken_off or None,
        }


def _marks(columns: RoundColumns, entries: Column, is_given: Column) -> bytes:
    """Return the steps of every given sheet, line by line, in the order of seats and criteria."""
    seats = columns.field.seats
    if not seats:
        return b""
    steps = np.stack([np.stack([c[entries] for c in seat.marks], -1) for seat in seats], 1)
    return bytes(steps[is_given].astype(f"<{columns.panels.lane}").tobytes())
