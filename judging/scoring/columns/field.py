"""A field of entries as columns: one contiguous array per seat and criterion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from judging.scoring.columns.lanes import Column
from judging.scoring.points import natural_order
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import PRACTICE_GROUP
from judging.scoring.sheet import SeatSheet

#: Where a seat has given every sheet no mask is kept.
Mask = Column | None


@dataclass(frozen=True, slots=True)
class SeatColumn:
    """One seat's sheets for all entries.

    ``marks`` has one integer array per criterion: how many steps the mark lies above the
    criterion's minimum, where there is one; what stands elsewhere is never looked at.
    ``given`` (bool) says which entries have a given sheet of this seat; None is all of them.
    ``blanks`` maps a criterion's index to a bool array: the given sheets that lack this mark.
    """

    seat: str
    marks: tuple[Column, ...]
    given: Mask = None
    group: str = ""
    blanks: Mapping[int, Column] = field(default_factory=dict)

    @property
    def is_practice(self) -> bool:
        """Return whether the seat never counts."""
        return self.group == PRACTICE_GROUP

    def complete(self) -> Mask:
        """Return which entries have a given sheet without a blank, None for all of them."""
        mask = self.given
        for blank in self.blanks.values():
            mask = ~blank if mask is None else mask & ~blank
        return mask

    def mark_mask(self, criterion: int) -> Mask:
        """Return which entries have this seat's mark on a criterion, None for all of them."""
        blank = self.blanks.get(criterion)
        if blank is None:
            return self.given
        return ~blank if self.given is None else self.given & ~blank

    def any_mark(self) -> Mask:
        """Return which entries have a given sheet with a mark on it, None for all of them."""
        if len(self.blanks) < len(self.marks):
            return self.given
        empty = np.logical_and.reduce(list(self.blanks.values()))
        return ~empty if self.given is None else self.given & ~empty

    def take(self, entries: Column) -> "SeatColumn":
        """Return the column for some entries."""
        return replace(
            self,
            marks=tuple(column[entries] for column in self.marks),
            given=None if self.given is None else self.given[entries],
            blanks={key: blank[entries] for key, blank in self.blanks.items()},
        )


@dataclass(frozen=True, slots=True)
class Field:
    """All entries that are counted together: ``count`` of them, and their seats in seat order.

    Two columns may carry one seat's name where it belongs to other judge groups in other heats; of
    one entry at most one of them is given.
    """

    count: int
    seats: tuple[SeatColumn, ...]

    @property
    def counting(self) -> tuple[SeatColumn, ...]:
        """Return the seats that are not for practice."""
        return tuple(seat for seat in self.seats if not seat.is_practice)

    def take(self, entries: Column) -> "Field":
        """Return the field of some entries, given by their indices.

        >>> Field(3, (SeatColumn("1", (np.array([7, 8, 9]),)),)).take(np.array([2])).count
        1
        """
        return Field(len(entries), tuple(seat.take(entries) for seat in self.seats))

    def sheets(self, rubric: Rubric, entry: int) -> list[SeatSheet]:
        """Return one entry's sheets for the readable path; a seat without one is absent.

        >>> from judging.scoring.specimen import specimen_rules
        >>> field = Field(1, (SeatColumn("1", (np.array([180]),)),))
        >>> field.sheets(specimen_rules().rubric, 0)
        [SeatSheet(seat='1', marks=(90000,), state='given', group='')]
        """
        return [_sheet(rubric, column, entry) for column in self.seats]


def _sheet(rubric: Rubric, column: SeatColumn, entry: int) -> SeatSheet:
    if column.given is not None and not column.given[entry]:
        return SeatSheet(column.seat, (), "absent", column.group)
    marks = tuple(
        None
        if index in column.blanks and column.blanks[index][entry]
        else criterion.min + criterion.step * int(column.marks[index][entry])
        for index, criterion in enumerate(rubric.criteria)
    )
    return SeatSheet(column.seat, marks, "given", column.group)


def field_of(rubric: Rubric, sheets: Sequence[Sequence[SeatSheet]]) -> Field:
    """Return the field of checked sheets, one sequence in seat order for each entry.

    For tests and small fields: large ones are read straight into columns.

    >>> from judging.scoring.specimen import specimen_rules
    >>> entries = [[SeatSheet("1", (90000,)), SeatSheet("2", (91000,))], [SeatSheet("2", (0,))]]
    >>> field = field_of(specimen_rules().rubric, entries)
    >>> [(column.seat, column.given.tolist()) for column in field.seats]
    [('1', [True, False]), ('2', [True, True])]
    """
    by_column: dict[tuple[str, str], dict[int, SeatSheet]] = {}
    for entry, panel in enumerate(sheets):
        for sheet in panel:
            by_column.setdefault((sheet.seat, sheet.group), {})[entry] = sheet
    ordered = sorted(by_column, key=lambda key: (natural_order(key[0]), key[1]))
    seats = [_column(rubric, len(sheets), key, by_column[key]) for key in ordered]
    return Field(len(sheets), tuple(seats))


def _column(
    rubric: Rubric, count: int, key: tuple[str, str], sheets: Mapping[int, SeatSheet]
) -> SeatColumn:
    given = np.zeros(count, bool)
    marks = [np.zeros(count, np.int32) for _ in rubric.criteria]
    blanks: dict[int, Column] = {}
    for entry, sheet in sheets.items():
        given[entry] = sheet.state == "given"
        for index, mark in enumerate(sheet.marks if sheet.state == "given" else ()):
            if mark is None:
                blanks.setdefault(index, np.zeros(count, bool))[entry] = True
            else:
                criterion = rubric.criteria[index]
                marks[index][entry] = (mark - criterion.min) // criterion.step
    return SeatColumn(key[0], tuple(marks), given, key[1], blanks)
