"""Who is dropped: the trim that the rules ask for, or what few judges leave of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from judging.scoring.rule_parts import Trim

#: (seat, value in whole units), in seat order.
SeatValue = tuple[str, int]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A seat whose value was trimmed, and which end it stood at: ``low`` or ``high``."""

    seat: str
    why: str


@dataclass(frozen=True, slots=True)
class TrimChoice:
    """The trim that applies: how many at each end, and why it differs from the rule if it does.

    ``because`` is ``""``, ``"few_judges"`` (stepped down) or ``"closest_two"``.
    """

    low: int
    high: int
    because: str = ""


def choose_trim(values: Sequence[SeatValue], trim: Trim) -> TrimChoice | None:
    """Return the trim for these values, or None where the rule blocks a result.

    The trim asked for is legal when at least ``min_kept`` values stay. Otherwise ``step_down``
    takes one off the larger end of the trim until both ends are even, then one off both at a time,
    and stops at the first trim that is legal: so an even trim stays even, an uneven one loses its
    surplus first, and no more is given up than it takes. ``closest_two`` keeps of exactly three
    values the closest pair (the upper pair where both are as close; IJRU's rule) and steps down for
    other counts; ``block`` gives no result.

    >>> choose_trim([("1", 90), ("2", 91), ("3", 95), ("4", 96)], Trim(1, 1))
    TrimChoice(low=0, high=0, because='few_judges')
    >>> choose_trim([(str(seat), 90) for seat in range(5)], Trim(low=1, high=2))
    TrimChoice(low=1, high=1, because='few_judges')
    """
    count = len(values)
    if count - trim.low - trim.high >= trim.min_kept:
        return TrimChoice(trim.low, trim.high)
    if trim.few == "block":
        return None
    if trim.few == "closest_two" and count == 3:
        low, middle, high = sorted(value for _, value in values)
        if high - middle <= middle - low:
            return TrimChoice(1, 0, "closest_two")
        return TrimChoice(0, 1, "closest_two")
    low, high = _step_down(trim, count)
    return TrimChoice(low, high, "few_judges" if (low, high) != (trim.low, trim.high) else "")


def _step_down(trim: Trim, count: int) -> tuple[int, int]:
    """Return the largest legal trim that keeps to the shape of the one asked for."""
    low, high = trim.low, trim.high
    while (low or high) and count - low - high < trim.min_kept:
        larger = max(low, high)
        low, high = low - (low == larger), high - (high == larger)
    return low, high


def choose_left_out(values: Sequence[SeatValue], choice: TrimChoice) -> tuple[LeftOut, ...]:
    """Return the seats dropped, lows first; among equal values the first in seat order goes.

    ``values`` stand in seat order. Equal highest: exactly one is dropped for each place of the
    trim, the lowest seat number first, so that the breakdown is the same every time.

    >>> choose_left_out([("1", 95), ("2", 95), ("3", 90)], TrimChoice(1, 1))
    (LeftOut(seat='3', why='low'), LeftOut(seat='1', why='high'))
    """
    rising = sorted(values, key=lambda value: value[1])
    lows = [seat for seat, _ in rising[: choice.low]]
    rest = [value for value in values if value[0] not in lows]
    falling = sorted(rest, key=lambda value: -value[1])
    highs = [seat for seat, _ in falling[: choice.high]]
    return tuple(
        [LeftOut(seat, "low") for seat in lows] + [LeftOut(seat, "high") for seat in highs]
    )
