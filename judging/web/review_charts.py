"""The strip plots of the outlier review: every panel's judge totals on one and the same line."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext as _

from judging.queries.review import ReviewedTurn
from judging.scoring.points import format_plain, round_half_up
from judging.web.charts import StripPlot, strip_plot

_PLACES = 3


def plots_of(turns: Sequence[ReviewedTurn]) -> Mapping[int, tuple[StripPlot, frozenset[str]]]:
    """Return the plot of each appearance by its key, with the labels of what stands apart.

    All are as long as the totals of the whole heat, so that one can be compared with the next.
    """
    totals = [total for turn in turns for total in turn.totals.values()]
    low = int(min(totals, default=Fraction(0)) // 1)
    high = max(int(-(-max(totals, default=Fraction(1)) // 1)), low + 1)
    return {
        turn.turn.appearance_id: (_plot(turn, Decimal(low), Decimal(high)), _flagged(turn))
        for turn in turns
        if turn.totals
    }


def _plot(turn: ReviewedTurn, low: Decimal, high: Decimal) -> StripPlot:
    values = [_decimal(total) for total in turn.totals.values()]
    return strip_plot(
        values,
        [False for _value in values],
        low,
        high,
        labels=[_label(seat) for seat in turn.totals],
        mean=None if turn.mean is None else _decimal(turn.mean),
    )


def _flagged(turn: ReviewedTurn) -> frozenset[str]:
    return frozenset(_label(seat) for seat in turn.flagged_seats)


def _label(seat: str) -> str:
    return _("Seat %(number)s", number=seat)


def _decimal(points: Fraction) -> Decimal:
    """Return points as a decimal, for their place on a drawing and the number beside it."""
    return Decimal(format_plain(round_half_up(points, _PLACES)))
