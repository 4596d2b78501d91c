"""What each place of a sorted panel weighs: every aggregate is a weighted sum of sorted values.

The weights are not written down a second time: the readable path is asked for them. Its aggregate
of the sorted values 0 … 0 1 … 1 says what the places from the first 1 on weigh together.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import lcm

from judging.scoring.reducing import reduce_values
from judging.scoring.rule_parts import TallyRules, Trim
from judging.scoring.trimming import choose_trim


@dataclass(frozen=True, slots=True)
class PlaceWeights:
    """The whole weights of the places, lowest value first, over one divisor.

    ``lower`` is set where the closest two of three are kept: the weights for the lower pair, while
    ``places`` are those of the upper one.
    """

    places: tuple[int, ...]
    divisor: int
    lower: tuple[int, ...] = ()

    @property
    def total(self) -> int:
        """Return the sum of the weights, which is the divisor for every kind of mean."""
        return sum(self.places)


@lru_cache(maxsize=4096)
def find_place_weights(tally: TallyRules, count: int) -> PlaceWeights | None:
    """Return what the places weigh for ``count`` values (at least one), None where rules block.

    >>> find_place_weights(TallyRules(trim=Trim(1, 1)), 5)
    PlaceWeights(places=(0, 1, 1, 1, 0), divisor=3, lower=())
    >>> find_place_weights(TallyRules(aggregate="median"), 4)
    PlaceWeights(places=(0, 1, 1, 0), divisor=2, lower=())
    >>> find_place_weights(TallyRules(aggregate="winsorised", trim=Trim(1, 2, 1)), 5)
    PlaceWeights(places=(0, 2, 3, 0, 0), divisor=5, lower=())
    >>> find_place_weights(TallyRules(aggregate="interquartile_fractional"), 7)
    PlaceWeights(places=(0, 1, 4, 4, 4, 1, 0), divisor=14, lower=())
    >>> find_place_weights(TallyRules(trim=Trim(1, 1, few="closest_two")), 3)
    PlaceWeights(places=(0, 1, 1), divisor=2, lower=(1, 1, 0))
    """
    choice = choose_trim([(str(place), place) for place in range(count)], tally.trim)
    if choice is None:
        return None
    if choice.because != "closest_two":
        return PlaceWeights(*_probed(tally, count))
    upper, divisor = _probed(replace(tally, trim=Trim(1, 0, 1)), count)
    lower, _ = _probed(replace(tally, trim=Trim(0, 1, 1)), count)
    return PlaceWeights(upper, divisor, lower)


def _probed(tally: TallyRules, count: int) -> tuple[tuple[int, ...], int]:
    from_here = [_aggregate(tally, count, first) for first in range(count + 1)]
    weights = [from_here[place] - from_here[place + 1] for place in range(count)]
    return _whole(weights)


def _aggregate(tally: TallyRules, count: int, first: int) -> Fraction:
    values = [(str(place), int(place >= first)) for place in range(count)]
    return reduce_values(values, 1, tally).result


def _whole(weights: Sequence[Fraction]) -> tuple[tuple[int, ...], int]:
    divisor = lcm(*(weight.denominator for weight in weights))
    return tuple(int(weight * divisor) for weight in weights), divisor
