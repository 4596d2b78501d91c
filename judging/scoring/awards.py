"""Which prize a standing earns under the award scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor

from judging.scoring.ranking import Place
from judging.scoring.rule_parts import AwardRule


@dataclass(frozen=True, slots=True)
class Tier:
    """One prize in one group: who has it, who is tied across its end, how many stay vacant.

    ``winners`` and ``border_tie`` are indices. A tie across the end shares the better prize, is
    reported, and takes its places from the next prize. A place so taken is not vacant: ``vacant``
    counts the positions beyond the last ranked entry.
    """

    key: str
    winners: tuple[int, ...]
    border_tie: tuple[int, ...] = ()
    vacant: int = 0


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
    >>> give_awards([Place(1, 1, 2, ""), Place(1, 1, 2, "")], scheme)
    (Tier(key='first', winners=(0, 1), border_tie=(0, 1), vacant=0),)
    """
    ranked = sum(place.rank is not None for place in places)
    tiers = []
    start = 1
    for award in awards:
        end = start + count_places(award, ranked) - 1
        winners = [i for i, place in enumerate(places) if start <= place.first <= end]
        cut = [i for i in winners if places[i].first + places[i].size - 1 > end]
        vacant = max(end - max(ranked, start - 1), 0)
        tiers.append(Tier(award.key, tuple(winners), tuple(cut), vacant))
        start = end + 1
    return tuple(tiers)
