"""The marks of a panel as a table: entries down, judges across, with holes where nobody marked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from judging.scoring.panel import count_totals
from judging.scoring.points import MARK_UNITS, natural_order
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance

#: (heat, seat) → the judge who sat there, so that one person is one judge in every heat.
Judges = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Ratings:
    """Points by entry and judge. ``rows[i][j]`` is what judge j gave entry i, or None."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]
    rows: tuple[tuple[Fraction | None, ...], ...]

    @property
    def count(self) -> int:
        """Return how many marks there are."""
        return sum(value is not None for row in self.rows for value in row)

    def column(self, judge: int) -> tuple[Fraction | None, ...]:
        """Return what one judge gave, in the order of the entries."""
        return tuple(row[judge] for row in self.rows)

    def whole_rows(self) -> list[list[int | None]]:
        """Return the rows as whole numbers of the largest unit that fits all of them.

        >>> Ratings(("A",), ("1", "2"), ((Fraction(1, 2), Fraction(2)),)).whole_rows()
        [[1, 4]]
        """
        unit = lcm(*(value.denominator for row in self.rows for value in row if value is not None))
        return [
            [None if value is None else int(value * unit) for value in row] for row in self.rows
        ]

    def complete(self) -> "Ratings":
        """Return the part without holes: judges with a mark, entries that all of those marked.

        >>> half = Fraction(1, 2)
        >>> table = Ratings(("A", "B"), ("1", "2", "3"), ((half, half, None), (half, None, None)))
        >>> table.complete().judges, table.complete().entries
        (('1', '2'), ('A',))
        """
        kept = [j for j in range(len(self.judges)) if any(row[j] is not None for row in self.rows)]
        full = [
            i for i, row in enumerate(self.rows) if kept and all(row[j] is not None for j in kept)
        ]
        return Ratings(
            tuple(self.entries[i] for i in full),
            tuple(self.judges[j] for j in kept),
            tuple(tuple(self.rows[i][j] for j in kept) for i in full),
        )


def rate_totals(
    rules: RuleSheet, appearances: Sequence[Appearance], judges: Judges | None = None
) -> Ratings:
    """Return the judge totals in points: those of complete given sheets, practice seats aside.

    Without ``judges`` each seat of each heat is a judge: named by the seat, or by heat and seat
    where there are several heats. Entries stand as given, judges in the order of their names.

    >>> from judging.scoring.specimen import specimen_rules
    >>> sheets = (SeatSheet("1", (90000,)), SeatSheet("2", (91500,)))
    >>> rate_totals(specimen_rules(), [Appearance("A", "heat 1", sheets=sheets)]).rows
    ((Fraction(90, 1), Fraction(183, 2)),)
    """

    def totals(sheets: list[SeatSheet]) -> dict[str, Fraction]:
        counted = count_totals(rules.rubric, rules.tally.rounding, sheets)
        return {seat: Fraction(units, counted.divisor) for seat, units in counted.units.items()}

    return _rate(appearances, judges, totals)


def rate_criterion(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    criterion: str,
    judges: Judges | None = None,
) -> Ratings:
    """Return the marks of one criterion in points, unweighted; see :func:`rate_totals`.

    >>> from judging.scoring.specimen import specimen_rules
    >>> sheets = (SeatSheet("1", (90000,)), SeatSheet("2", (None,)))
    >>> rate_criterion(specimen_rules(), [Appearance("A", "1", sheets=sheets)], "talk").rows
    ((Fraction(90, 1),),)
    """
    index = rules.rubric.index(criterion)

    def marks(sheets: list[SeatSheet]) -> dict[str, Fraction]:
        given = ((sheet.seat, sheet.marks[index]) for sheet in sheets if sheet.state == "given")
        return {seat: Fraction(mark, MARK_UNITS) for seat, mark in given if mark is not None}

    return _rate(appearances, judges, marks)


def seat_of(heat: str, seat: str, judges: Judges | None, *, has_heats: bool) -> str:
    """Return the name of a judge: the person if known, else the seat, else heat and seat.

    >>> seat_of("2", "7", None, has_heats=True)
    '2 / 7'
    """
    if judges is not None and (heat, seat) in judges:
        return judges[heat, seat]
    return f"{heat} / {seat}" if has_heats else seat


def _rate(
    appearances: Sequence[Appearance],
    judges: Judges | None,
    read: Callable[[list[SeatSheet]], dict[str, Fraction]],
) -> Ratings:
    has_heats = len({appearance.heat for appearance in appearances}) > 1
    cells: list[dict[str, Fraction]] = []
    for appearance in appearances:
        counted = [sheet for sheet in appearance.sheets if sheet.group != PRACTICE_GROUP]
        cells.append(
            {
                seat_of(appearance.heat, seat, judges, has_heats=has_heats): value
                for seat, value in read(counted).items()
            }
        )
    names = sorted({name for row in cells for name in row}, key=natural_order)
    return Ratings(
        tuple(appearance.key for appearance in appearances),
        tuple(names),
        tuple(tuple(row.get(name) for name in names) for row in cells),
    )
