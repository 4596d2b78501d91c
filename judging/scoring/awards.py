"""Which prize a standing earns under the award scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from judging.scoring.ranking import Place
from judging.scoring.rule_parts import AwardRule


@dataclass(frozen=True, slots=True)
class Tier:
    """One prize in one group: who has it, how many were foreseen, who is tied across its end.

    ``winners`` and ``border_tie`` are indices. A tie across the end shares the better prize, is
    reported, and takes its places from the next prize.
    """

    key: str
    foreseen: int
    winners: tuple[int, ...]
    border_tie: tuple[int, ...] = ()

    @property
    def vacant(self) -> int:
        """Return how many places of this prize nobody holds.

        >>> Tier("first", 2, (0,)).vacant
        1
        """
        return max(self.foreseen - len(self.winners), 0)


def count_places(award: AwardRule, ranked: int) -> int:
    """Return how many prizes a tier has among ``ranked`` entries (those with a result).

    >>> from fractions import Fraction
    >>> from judging.scoring.bilingual import Bilingual
    >>> tenth = AwardRule("first", Bilingual("一等奖", ""), percent=Fraction(10), round="ceil")
    >>> count_places(tenth, 18)
    2
    """
    if award.percent is None:
        return award.count or 0
    share = award.percent * ranked / 100
    return ceil(share) if award.round == "ceil" else floor(share)


def give_awards(places: Sequence[Place], awards: Sequence[AwardRule]) -> tuple[Tier, ...]:
    """Return the tiers of one group, highest prize first.

    The tiers cover the positions 1, 2, 3, … in order; an entry earns the tier in which its block
    begins.

    >>> from judging.scoring.bilingual import Bilingual
    >>> scheme = [AwardRule("first", Bilingual("一等奖", ""), count=1)]
    >>> give_awards([Place(1, 1, 2, ""), Place(1, 1, 2, "")], scheme)[0].border_tie
    (0, 1)
    """
    ranked = sum(place.rank is not None for place in places)
    tiers = []
    start = 1
    for award in awards:
        foreseen = count_places(award, ranked)
        end = start + foreseen - 1
        winners = [i for i, place in enumerate(places) if start <= place.first <= end]
        cut = [i for i in winners if places[i].first + places[i].size - 1 > end]
        tiers.append(Tier(award.key, foreseen, tuple(winners), tuple(cut)))
        start = end + 1
    return tuple(tiers)
