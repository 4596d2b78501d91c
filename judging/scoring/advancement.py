"""Who goes on to the next round."""

from collections.abc import Sequence
from dataclasses import dataclass

from judging.scoring.ranking import Place


@dataclass(frozen=True, slots=True)
class Advancement:
    """The indices that go on, and those tied across the border, none of whom goes on yet."""

    advancing: tuple[int, ...]
    border_tie: tuple[int, ...] = ()


def choose_advancing(places: Sequence[Place], take: int) -> Advancement:
    """Return who of one group goes on when ``take`` places are open.

    A block of equals that the border cuts is not divided: nobody in it goes on until the tie is
    resolved, and it is reported, so that a release can be held. Who has no result never goes on;
    then fewer go on.

    >>> places = [Place(1, 1, 1, ""), Place(2, 2, 2, ""), Place(2, 2, 2, "")]
    >>> choose_advancing(places, 2)
    Advancement(advancing=(0,), border_tie=(1, 2))
    """
    advancing: list[int] = []
    cut: list[int] = []
    for index, place in enumerate(places):
        if place.rank is None or place.first > take:
            continue
        last = place.first + place.size - 1
        (advancing if last <= take else cut).append(index)
    return Advancement(tuple(advancing), tuple(cut))
