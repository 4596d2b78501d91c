"""The workings of a tally by columns, made from the marks that it stored.

A large tally keeps no working of a line: a working is some thousand characters, and follows from
the rule sheet and the marks. It is counted again by the readable path when it is asked for.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.states import SheetState
from judging.models.tally import Tally, TallyBlock
from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import Deduction
from judging.scoring.results import tally_appearance
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import STATUSES, Appearance

#: What a byte of the states stands for: no such seat in the heat, then the sheet's state.
SHEET_STATES = ("", *SheetState)
GIVEN = SHEET_STATES.index(SheetState.GIVEN)

#: Position in the list and why there is no result (``""`` where there is one).
Wanted = tuple[int, str]


def is_by_columns(tally: Tally) -> bool:
    """Whether the workings of a tally are made from its blocks."""
    return "columns" in tally.notes


def read_workings(
    session: Session, tally: Tally, wanted: Iterable[Wanted]
) -> dict[int, dict[str, Any]]:
    """Return the workings of some lines of a tally by columns, by position.

    Args:
        session: the database session.
        tally: a tally with blocks.
        wanted: the lines.
    """
    lines = sorted(wanted)
    if not lines:
        return {}
    rules = parse_rules(tally.rule_sheet.document)
    found: dict[int, dict[str, Any]] = {}
    blocks = session.scalars(
        select(TallyBlock)
        .where(
            TallyBlock.tally_id == tally.id,
            TallyBlock.first <= lines[-1][0],
            TallyBlock.first + TallyBlock.count > lines[0][0],
        )
        .order_by(TallyBlock.first)
        .execution_options(yield_per=4)
    )
    rest = iter(lines)
    line = next(rest, None)
    for row in blocks:
        block = _Block(row, rules, tally.notes["columns"], zlib.decompress(row.states))
        while line is not None and line[0] < row.first + row.count:
            found[line[0]] = block.working(*line)
            line = next(rest, None)
    return found


@dataclass(frozen=True, slots=True)
class _Block:
    row: TallyBlock
    rules: RuleSheet
    notes: Mapping[str, Any]
    states: bytes

    def working(self, position: int, no_result: str) -> dict[str, Any]:
        """Count one line again and return its working as data."""
        line = Appearance(
            key="line",
            heat="",
            sheets=tuple(self._sheets(position - self.row.first)),
            deductions=tuple(self._deductions(position)),
            status=no_result if no_result in STATUSES else "competing",
        )
        return tally_appearance(self.rules, line).working.as_data()

    def _sheets(self, at: int) -> Iterator[SeatSheet]:
        seats, criteria = self.notes["seats"], self.rules.rubric.criteria
        start = at * len(seats)
        before = self.states.count(GIVEN, 0, start)
        form = struct.Struct(f"<{len(criteria)}{self.notes['lane']}")
        for (number, group), state in zip(
            seats, self.states[start : start + len(seats)], strict=True
        ):
            marks: tuple[int, ...] = ()
            if state == GIVEN:
                steps = form.unpack_from(self.row.marks, before * form.size)
                before += 1
                marks = tuple(c.min + c.step * s for c, s in zip(criteria, steps, strict=True))
            if state:
                yield SeatSheet(str(number), marks, str(SHEET_STATES[state]), group)

    def _deductions(self, position: int) -> Iterator[Deduction]:
        for kind, code, points, is_waived, zh, en in (self.row.deductions or {}).get(
            str(position), ()
        ):
            yield Deduction(Fraction(points), code, Bilingual(zh, en), is_waived, kind)
