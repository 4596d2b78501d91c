"""Pairwise majorities, one place after another.

Source: A. H. Copeland, "A reasonable social welfare function" (1951): who beats more of the others,
each time by the majority of the judges, stands first. Here the winner is taken out and the rest are
compared again, so that each place is given among those who are still there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A block that was taken out: of ``others`` that were there, each beat ``wins``.

    An equal number of judges on both sides is half a win.
    """

    members: tuple[int, ...]
    wins: Fraction
    others: int


def take_out(ballots: Sequence[Sequence[int]]) -> list[Taken]:
    """Return the blocks in the order in which they are taken out.

    ``ballots`` holds each judge's totals of all entries. Of several with equally many wins those
    stand first who have most against each other alone; who is still equal shares the place.

    >>> take_out([[90, 80, 70], [90, 70, 80], [80, 90, 70]])[0]
    Taken(members=(0,), wins=Fraction(2, 1), others=2)
    """
    count = len(ballots[0])
    beats = [[_beats(ballots, one, other) for other in range(count)] for one in range(count)]
    remaining = list(range(count))
    taken = []
    while remaining:
        wins = _wins(beats, remaining)
        best = [index for index in remaining if wins[index] == max(wins.values())]
        first = _best_among(beats, best)
        taken.append(Taken(tuple(first), wins[first[0]], len(remaining) - 1))
        remaining = [index for index in remaining if index not in first]
    return taken


def _best_among(beats: Sequence[Sequence[Fraction]], best: list[int]) -> list[int]:
    """Return those who have most wins against each other, until nobody more falls back."""
    while True:
        wins = _wins(beats, best)
        first = [index for index in best if wins[index] == max(wins.values())]
        if len(first) == len(best):
            return first
        best = first


def _wins(beats: Sequence[Sequence[Fraction]], among: Sequence[int]) -> dict[int, Fraction]:
    return {
        one: sum((beats[one][other] for other in among if other != one), Fraction(0))
        for one in among
    }


def _beats(ballots: Sequence[Sequence[int]], one: int, other: int) -> Fraction:
    """Return 1 where more judges prefer one to the other, ½ where as many, else 0."""
    lead = sum((ballot[one] > ballot[other]) - (ballot[one] < ballot[other]) for ballot in ballots)
    return _HALF if lead == 0 else Fraction(lead > 0)
