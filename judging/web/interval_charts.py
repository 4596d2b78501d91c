"""Figures with their intervals on one common scale: pure geometry, one drawing a row.

Each row of a table carries its own small drawing, so that the chart is the table's and stays
readable on a phone. Only places on the drawing are rounded, to a tenth of a pixel.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")
_MARGIN = 8
_LEAST_BAR = Decimal(6)
_MOST_TICKS = 9
_REACHES = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 50.0, 100.0)
WIDTH, HEIGHT = 240, 28

#: Both ends of an interval; None where there is none.
Interval = tuple[float, float] | None


@dataclass(frozen=True)
class ScaleLine:
    """A line through every row: a border, a zero. ``kind`` is ``zero``, ``border`` or ``""``."""

    x: Decimal
    kind: str


@dataclass(frozen=True)
class ScaleTick:
    """A number at the head of the scale."""

    x: Decimal
    text: str


@dataclass(frozen=True)
class IntervalRow:
    """One figure: the ends of its interval, a bar and its dot, in pixels; None where there is none.

    ``text`` says what the drawing shows, for those who do not see it.
    """

    low_x: Decimal | None
    high_x: Decimal | None
    dot_x: Decimal | None
    text: str
    bar_x: Decimal | None = None
    bar_width: Decimal | None = None


class IntervalScale:
    """A scale that all rows of a table share."""

    width, height, middle_y = WIDTH, HEIGHT, HEIGHT // 2
    bar_y, bar_height = 8, HEIGHT - 16
    cap_top, cap_bottom = HEIGHT // 2 - 5, HEIGHT // 2 + 5

    def __init__(
        self,
        low: float,
        high: float,
        lines: Sequence[tuple[float, str]] = (),
        ticks: Sequence[tuple[float, str]] = (),
    ) -> None:
        """Span the scale.

        Args:
            low: what stands at the left end.
            high: what stands at the right end.
            lines: (value, kind) of lines through every row.
            ticks: (value, text) of numbers at its head.

        Raises:
            ValueError: ``high`` is not above ``low``.
        """
        if high <= low:
            raise ValueError("the right end must be above the left end")
        self.low, self.high = low, high
        self.lines = tuple(ScaleLine(self.place(value), kind) for value, kind in lines)
        self.ticks = tuple(ScaleTick(self.place(value), text) for value, text in ticks)

    def place(self, value: float) -> Decimal:
        """Return the pixel of a value; what lies beyond an end stands at that end."""
        share = (value - self.low) / (self.high - self.low)
        inside = Decimal(str(min(max(share, 0.0), 1.0)))
        length = Decimal(self.width - 2 * _MARGIN)
        return (_MARGIN + length * inside).quantize(_TENTH, ROUND_HALF_UP)

    def row(self, value: float | None, interval: Interval, text: str) -> IntervalRow:
        """Return one figure on the scale.

        Args:
            value: the figure; None draws no dot.
            interval: both ends, drawn as a line; None where there is none.
            text: what the drawing says.
        """
        low_x, high_x = self._ends(interval)
        return IntervalRow(low_x, high_x, None if value is None else self.place(value), text)

    def with_bar(self, row: IntervalRow, interval: Interval) -> IntervalRow:
        """Return a row with a bar behind it; a bar of one value is still as wide as can be seen."""
        low_x, high_x = self._ends(interval)
        if low_x is None or high_x is None:
            return row
        middle, wide = (low_x + high_x) / 2, max(high_x - low_x, _LEAST_BAR)
        bar_x = (middle - wide / 2).quantize(_TENTH, ROUND_HALF_UP)
        return replace(row, bar_x=bar_x, bar_width=wide)

    def _ends(self, interval: Interval) -> tuple[Decimal | None, Decimal | None]:
        """Return an interval's ends in pixels, the left one first."""
        if interval is None:
            return None, None
        low_x, high_x = sorted(self.place(end) for end in interval)
        return low_x, high_x


def balanced_scale(values: Sequence[float]) -> IntervalScale:
    """Return a scale with zero in its middle that holds all values, with a line at zero.

    >>> balanced_scale([-1.2, 0.4]).high
    1.5
    """
    reach = max((abs(value) for value in values), default=0.0)
    end = next((step for step in _REACHES if step >= reach), reach)
    ticks = [(-end, f"−{end:g}"), (0.0, "0"), (end, f"+{end:g}")]
    return IntervalScale(-end, end, [(0.0, "zero")], ticks)


def rank_scale(worst: int, borders: Sequence[int] = ()) -> IntervalScale:
    """Return a scale of ranks from 1 to the worst, with a line below the last rank of each prize.

    >>> [tick.text for tick in rank_scale(20).ticks]
    ['1', '4', '7', '10', '13', '16', '19']
    """
    step = -(-worst // _MOST_TICKS)
    ticks = [(float(rank), str(rank)) for rank in range(1, worst + 1, step)]
    lines = [(rank + 0.5, "border") for rank in borders]
    return IntervalScale(0.5, worst + 0.5, lines, ticks)
