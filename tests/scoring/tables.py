"""Tables of marks that several tests of the statistics read."""

from fractions import Fraction

from judging.scoring.agreement.ratings import Ratings

#: Shrout & Fleiss 1979, table 2: six targets, four judges.
SHROUT_FLEISS = (
    (9, 2, 5, 8),
    (6, 1, 3, 2),
    (8, 4, 6, 8),
    (7, 1, 2, 6),
    (10, 5, 6, 9),
    (6, 2, 4, 7),
)

HOLE = None
#: Krippendorff 2011, section E: four observers, twelve units; one row an observer.
KRIPPENDORFF = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, HOLE, HOLE, HOLE),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, HOLE, 3),
    (HOLE, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, HOLE),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, HOLE),
)


def table(rows):
    """Return ratings of entries E1, E2, … (rows) by judges 1, 2, … (columns)."""
    cells = tuple(tuple(None if v is None else Fraction(v) for v in row) for row in rows)
    entries = tuple(f"E{number}" for number in range(1, len(cells) + 1))
    width = len(cells[0]) if cells else 0
    return Ratings(entries, tuple(str(number) for number in range(1, width + 1)), cells)


def transposed(rows):
    """Return rows as columns."""
    return tuple(zip(*rows, strict=True))
