"""Where each mark of a chart stands: pure geometry for ``templates/macros/charts.html``.

Points come in as exact decimals and stay so; only places on the drawing are rounded, to a tenth
of a pixel. Nothing here decides a score, a rank or what was dropped: it draws what the scoring core
has decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal

_TENTH = Decimal("0.1")
_DOT_RADIUS = 6


@dataclass(frozen=True)
class Tick:
    """A number on the axis: ``x`` in pixels, its text, and how the text is anchored there."""

    x: Decimal
    text: str
    anchor: str


@dataclass(frozen=True)
class Dot:
    """One judge total: its centre in pixels, its number as text, whose it is, whether dropped."""

    x: Decimal
    y: Decimal
    text: str
    label: str
    is_dropped: bool


@dataclass(frozen=True)
class StripPlot:
    """The judge totals of one appearance on a line; all lengths in pixels."""

    width: int
    height: int
    left: Decimal
    right: Decimal
    axis_y: Decimal
    tick_y: Decimal
    label_y: Decimal
    radius: int
    dots: tuple[Dot, ...]
    ticks: tuple[Tick, ...]
    mean_x: Decimal | None


@dataclass(frozen=True)
class Bar:
    """How many scores lie from ``low_text`` to below ``high_text``; its rectangle in pixels."""

    x: Decimal
    y: Decimal
    width: Decimal
    height: Decimal
    text_x: Decimal
    text_y: Decimal
    low_text: str
    high_text: str
    count: int


@dataclass(frozen=True)
class Border:
    """The lowest score that earned a prize, as a line across the bars, with its label."""

    x: Decimal
    text: str
    text_x: Decimal
    text_y: Decimal
    anchor: str


@dataclass(frozen=True)
class Distribution:
    """A histogram of final scores with the borders between prizes; all lengths in pixels."""

    width: int
    height: int
    left: Decimal
    right: Decimal
    axis_y: Decimal
    label_y: Decimal
    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    borders: tuple[Border, ...]


def strip_plot(
    values: Sequence[Decimal],
    dropped: Sequence[bool],
    low: Decimal,
    high: Decimal,
    *,
    labels: Sequence[str] = (),
    mean: Decimal | None = None,
    width: int = 320,
) -> StripPlot:
    """Place judge totals on a line from ``low`` to ``high``; those that would touch are stacked.

    Args:
        values: judge totals in points, in seat order, each from ``low`` to ``high``.
        dropped: for each value, whether the tally trimmed it.
        low: points at the left end.
        high: points at the right end, above ``low``.
        labels: for each value, whose it is (shown on hover); may be empty.
        mean: the trimmed mean in points, drawn as a line across; None leaves it out.
        width: pixels of the drawing.

    Returns:
        The geometry, dots in the order of ``values``.

    Raises:
        ValueError: ``values`` and ``dropped`` differ in length, or ``high`` is not above ``low``.
    """
    gap = Decimal(8)
    left, right = gap, Decimal(width) - gap
    xs = [_place(value, low, high, left, right) for value in values]
    axis_y, dots = _stacked(xs, values, labels, dropped)
    return StripPlot(
        width=width,
        height=int(axis_y) + 20,
        left=left,
        right=right,
        axis_y=axis_y,
        tick_y=axis_y + 4,
        label_y=axis_y + 16,
        radius=_DOT_RADIUS,
        dots=dots,
        ticks=_end_ticks(low, high, left, right),
        mean_x=None if mean is None else _place(mean, low, high, left, right),
    )


def _stacked(
    xs: Sequence[Decimal],
    values: Sequence[Decimal],
    labels: Sequence[str],
    dropped: Sequence[bool],
) -> tuple[Decimal, tuple[Dot, ...]]:
    """Return the height of the axis, and the dots above it, stacked so that none touch."""
    if len(values) != len(dropped) or (labels and len(labels) != len(values)):
        raise ValueError("each value needs its own flag and label")
    step = 2 * _DOT_RADIUS
    levels = _levels(xs, Decimal(step))
    axis_y = Decimal(step * (max(levels, default=0) + 1) + 4)
    return axis_y, tuple(
        Dot(x, axis_y - _DOT_RADIUS - 2 - step * level, str(value), label, is_dropped)
        for x, level, value, label, is_dropped in zip(
            xs, levels, values, labels or [""] * len(values), dropped, strict=True
        )
    )


def distribution(
    values: Sequence[Decimal],
    borders: Sequence[tuple[str, Decimal]],
    *,
    step: Decimal = Decimal(1),
    width: int = 720,
    height: int = 220,
) -> Distribution:
    """Count final scores in classes of ``step`` points and place the prize borders over them.

    Args:
        values: final scores in points; absent ones are left out by the caller, never given as 0.
        borders: (name of the prize, lowest score that earned it), from the highest prize down.
        step: width of a class in points, above 0; doubled until there are at most 40 classes.
        width: pixels of the drawing.
        height: pixels of the drawing.

    Returns:
        The geometry; without values it has no bars, ticks or borders.

    Raises:
        ValueError: ``step`` is not above 0.
    """
    if step <= 0:
        raise ValueError("a class needs a width above 0")
    left, right, axis_y = Decimal(8), Decimal(width) - 8, Decimal(height - 22)
    if not values:
        return Distribution(width, height, left, right, axis_y, axis_y + 16, (), (), ())
    while (max(values) - min(values)) / step >= 40:
        step *= 2
    first = (min(values) / step).to_integral_value(ROUND_FLOOR)
    last = (max(values) / step).to_integral_value(ROUND_FLOOR) + 1
    low, high = first * step, last * step
    top = Decimal(18 * len(borders) + 16)
    return Distribution(
        width=width,
        height=height,
        left=left,
        right=right,
        axis_y=axis_y,
        label_y=axis_y + 16,
        bars=_bars(values, first, last, step, (left, right, top, axis_y)),
        ticks=_end_ticks(low, high, left, right),
        borders=_borders(borders, low, high, left, right),
    )


def _place(value: Decimal, low: Decimal, high: Decimal, left: Decimal, right: Decimal) -> Decimal:
    """Return the pixel of a value between two ends, to a tenth."""
    if high <= low:
        raise ValueError("the right end must be above the left end")
    return _tenth(left + (right - left) * (value - low) / (high - low))


def _tenth(pixels: Decimal) -> Decimal:
    """Round a place on the drawing to a tenth of a pixel."""
    return pixels.quantize(_TENTH, ROUND_HALF_UP)


def _levels(xs: Sequence[Decimal], apart: Decimal) -> list[int]:
    """Return for each dot how many lie under it, so that no two touch; the leftmost lies lowest."""
    levels = [0] * len(xs)
    ends: list[Decimal] = []
    for index in sorted(range(len(xs)), key=lambda i: (xs[i], i)):
        free = next((n for n, end in enumerate(ends) if xs[index] - end >= apart), len(ends))
        ends[free : free + 1] = [xs[index]]
        levels[index] = free
    return levels


def _end_ticks(low: Decimal, high: Decimal, left: Decimal, right: Decimal) -> tuple[Tick, ...]:
    """Return the numbers at both ends and in the middle of the axis."""
    middle = (low + high) / 2
    return (
        Tick(left, _text(low), "start"),
        Tick(_tenth((left + right) / 2), _text(middle), "middle"),
        Tick(right, _text(high), "end"),
    )


def _text(value: Decimal) -> str:
    """Write a number without trailing zeros or an exponent."""
    return f"{value.normalize():f}"


def _bars(
    values: Sequence[Decimal],
    first: Decimal,
    last: Decimal,
    step: Decimal,
    frame: tuple[Decimal, Decimal, Decimal, Decimal],
) -> tuple[Bar, ...]:
    """Return one bar a class from ``first`` to ``last`` (in steps); the fullest fills the frame."""
    left, right, top, bottom = frame
    counts = [0] * int(last - first)
    for value in values:
        counts[int((value / step).to_integral_value(ROUND_FLOOR) - first)] += 1
    wide = (right - left) / len(counts)
    bars = []
    for index, count in enumerate(counts):
        tall = _tenth((bottom - top) * count / max(counts))
        low = (first + index) * step
        bars.append(
            Bar(
                x=_tenth(left + wide * index + 1),
                y=bottom - tall,
                width=_tenth(max(wide - 2, Decimal(1))),
                height=tall,
                text_x=_tenth(left + wide * index + wide / 2),
                text_y=bottom - tall - 4,
                low_text=_text(low),
                high_text=_text(low + step),
                count=count,
            )
        )
    return tuple(bars)


def _borders(
    borders: Sequence[tuple[str, Decimal]],
    low: Decimal,
    high: Decimal,
    left: Decimal,
    right: Decimal,
) -> tuple[Border, ...]:
    """Return the prize borders; a label in the right half is written leftwards."""
    placed = []
    for row, (name, value) in enumerate(borders):
        x = _place(value, low, high, left, right)
        is_right = x > (left + right) / 2
        placed.append(
            Border(
                x=x,
                text=f"{name} {_text(value)}",
                text_x=x - 6 if is_right else x + 6,
                text_y=Decimal(18 * row),
                anchor="end" if is_right else "start",
            )
        )
    return tuple(placed)
