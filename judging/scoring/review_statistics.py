"""The statistics behind the flags on judge totals, exactly: squares are compared, never roots.

Marks stand on a grid. Where a panel is of one mind, or nearly, its spread says nothing, and half a
point would stand apart by any statistic; so no spread is ever taken smaller than ``step``, the
least by which one judge total can differ from another.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from judging.scoring.points import round_half_up
from judging.scoring.review_table import find_critical

#: 1 / 1.4826: the median absolute deviation of a normal distribution, in standard deviations.
_NORMAL_MAD = Fraction("0.6745")
#: Fewer judges have no spread to speak of.
LEAST_JUDGES = 3
#: From fewer other appearances nobody can tell what is usual for a judge.
LEAST_KNOWN = 5
_SHOWN_PLACES = 2

Values = Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Apart:
    """One value that stands apart.

    ``centre`` is what it was compared with, in the unit of the value; ``figure`` how far it lies
    from it, in the unit of ``threshold``, rounded for showing to two places.
    """

    seat: str
    value: Fraction
    centre: Fraction
    figure: Fraction
    threshold: Fraction


def find_gaps(values: Values, scale: Fraction, percent: Fraction) -> tuple[Apart, ...]:
    """Return whose value lies at least ``percent`` of ``scale`` from the mean of the panel.

    The farthest is set aside first and the mean is taken again over the rest, so that one slip
    does not let everybody else stand apart; equally far ones go together.

    >>> panel = {"1": Fraction(9), "2": Fraction(90), "3": Fraction(91), "4": Fraction(89)}
    >>> [apart.seat for apart in find_gaps(panel, Fraction(100), Fraction(5))]
    ['1']
    """
    rest = dict(values)
    found: list[Apart] = []
    while len(rest) > 1:
        mean = mean_of(list(rest.values()))
        widest = max(abs(value - mean) for value in rest.values())
        if widest == 0 or widest * 100 < percent * scale:
            break
        for seat in [seat for seat, value in rest.items() if abs(value - mean) == widest]:
            share = _shown(widest * 100 / scale)
            found.append(Apart(seat, rest.pop(seat), mean, share, percent))
    return tuple(found)


def find_by_mad(values: Values, step: Fraction, threshold: Fraction) -> tuple[Apart, ...]:
    """Return whose modified z-score, 0.6745 · |x − median| / MAD, is at least ``threshold``.

    Source: B. Iglewicz, D. C. Hoaglin, "How to detect and handle outliers" (1993), where 3.5 is
    the threshold.

    >>> panel = {"1": Fraction(60), "2": Fraction(88), "3": Fraction(90), "4": Fraction(91)}
    >>> [(apart.seat, str(apart.figure)) for apart in find_by_mad(panel, Fraction(1), Fraction(3))]
    [('1', '326/25')]
    """
    if len(values) < LEAST_JUDGES:
        return ()
    centre = median_of(list(values.values()))
    mad = median_of([abs(value - centre) for value in values.values()])
    spread = max(mad / _NORMAL_MAD, step)
    return _beyond(values, centre, lambda far: far / spread, threshold)


def find_by_grubbs(values: Values, step: Fraction, level: Fraction) -> tuple[Apart, ...]:
    """Return whose value is the farthest from the mean, where Grubbs' two-sided test rejects it.

    >>> panel = {"1": Fraction(60), "2": Fraction(88), "3": Fraction(90), "4": Fraction(91)}
    >>> [(a.seat, str(a.figure)) for a in find_by_grubbs(panel, Fraction(1), Fraction("0.05"))]
    [('1', '149/100')]
    """
    critical = find_critical(level, len(values))
    if critical is None:
        return ()
    centre = mean_of(list(values.values()))
    square = max(variance_of(list(values.values())), step**2)
    widest = max(abs(value - centre) for value in values.values())
    if widest**2 < critical**2 * square:
        return ()
    figure = root(widest**2 / square)
    farthest = [seat for seat, value in values.items() if abs(value - centre) == widest]
    return tuple(Apart(seat, values[seat], centre, figure, critical) for seat in farthest)


def find_unusual(
    values: Values, others: Sequence[Values], step: Fraction, threshold: Fraction
) -> tuple[Apart, ...]:
    """Return who differs from the rest of the panel otherwise than in the other appearances.

    A judge's difference is the judge's total less the median of the others', which a slip of one
    of them hardly moves. It stands apart where it lies at least ``threshold`` standard deviations
    from the judge's own mean difference; ``others`` are the totals of the other appearances, of
    which it takes five.

    >>> usual = [{"1": Fraction(mark), "2": Fraction(90)} for mark in (88, 87, 88, 89, 88)]
    >>> now = {"1": Fraction(95), "2": Fraction(90)}
    >>> [(apart.seat, str(apart.centre)) for apart in find_unusual(now, usual, Fraction(1), 3)]
    [('1', '-2'), ('2', '2')]
    """
    found = []
    for seat in values:
        difference = find_difference(values, seat)
        known = [find_difference(other, seat) for other in others]
        usual = [each for each in known if each is not None]
        if difference is None or len(usual) < LEAST_KNOWN:
            continue
        centre, square = mean_of(usual), max(variance_of(usual), step**2)
        far = (difference - centre) ** 2
        if far >= threshold**2 * square:
            found.append(Apart(seat, difference, centre, root(far / square), threshold))
    return tuple(found)


def find_difference(values: Values, seat: str) -> Fraction | None:
    """Return a seat's value less the median of the others'; None where either is missing.

    >>> find_difference({"1": Fraction(80), "2": Fraction(90)}, "1")
    Fraction(-10, 1)
    """
    others = [value for other, value in values.items() if other != seat]
    return values[seat] - median_of(others) if seat in values and others else None


def mean_of(values: Sequence[Fraction]) -> Fraction:
    """Return the mean.

    >>> mean_of([Fraction(1), Fraction(2)])
    Fraction(3, 2)
    """
    return sum(values, Fraction(0)) / len(values)


def median_of(values: Sequence[Fraction]) -> Fraction:
    """Return the median; between the two middle ones where the count is even.

    >>> median_of([Fraction(4), Fraction(1), Fraction(2), Fraction(9)])
    Fraction(3, 1)
    """
    ordered, half = sorted(values), len(values) // 2
    return (ordered[half] + ordered[-half - 1]) / 2


def variance_of(values: Sequence[Fraction]) -> Fraction:
    """Return the variance of a sample, Σ (x − mean)² / (n − 1), of at least two values.

    >>> variance_of([Fraction(1), Fraction(3)])
    Fraction(2, 1)
    """
    mean = mean_of(values)
    return sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)


def root(square: Fraction) -> Fraction:
    """Return a square root rounded half up to two places, for showing.

    >>> root(Fraction(2))
    Fraction(141, 100)
    """
    doubled = isqrt(square * (2 * 10**_SHOWN_PLACES) ** 2 // 1)
    return Fraction((doubled + 1) // 2, 10**_SHOWN_PLACES)


def _beyond(
    values: Values,
    centre: Fraction,
    measure: Callable[[Fraction], Fraction],
    threshold: Fraction,
) -> tuple[Apart, ...]:
    """Return every value whose distance from the centre measures at least the threshold."""
    far = {seat: measure(abs(value - centre)) for seat, value in values.items()}
    return tuple(
        Apart(seat, values[seat], centre, _shown(figure), threshold)
        for seat, figure in far.items()
        if figure >= threshold
    )


def _shown(figure: Fraction) -> Fraction:
    return round_half_up(figure, _SHOWN_PLACES)
