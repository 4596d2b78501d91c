"""Which prize a standing earns under the award scheme."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile
from math import ceil, floor

from judging.scoring.blocks import Block, Filled, fill_places
from judging.scoring.rule_parts import AwardRule


@dataclass(frozen=True, slots=True)
class Tier:
    """One prize in one group: who has it, who is tied across its end, what stays open and why.

    ``winners`` and ``border_tie`` are indices. ``vacant`` counts the places for which there is no
    entry, ``unearned`` those for which nobody reached the minimum, ``passed_over`` those left open
    because equals went on to the next prize together. ``owed`` are the places that shared prizes
    have taken from the prizes below, ``left`` those that were open for the ones tied.
    """

    key: str
    winners: tuple[int, ...]
    border_tie: tuple[int, ...] = ()
    vacant: int = 0
    unearned: int = 0
    passed_over: int = 0
    owed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Equals who have no tier yet, and whether they reach the minimum of this one."""

    members: Block
    is_good_enough: bool = True


def count_places(award: AwardRule, ranked: int) -> int:
    """Return how many prizes a tier has among ``ranked`` entries (those with a result).

    >>> from fractions import Fraction
    >>> from judging.scoring.bilingual import Bilingual
    >>> tenth = AwardRule("first", Bilingual("一等奖", ""), percent=Fraction(10), round="ceil")
    >>> count_places(tenth, 18)
    2
    >>> count_places(AwardRule("merit", Bilingual("优胜奖", ""), is_rest=True), 18)
    18
    """
    if award.is_rest:
        return ranked
    if award.percent is None:
        return award.count or 1
    share = award.percent * ranked / 100
    return ceil(share) if award.round == "ceil" else floor(share)


#: From the block that the end of a prize cuts, and the places left for it, to those of it who hold
#: the prize; None where nobody has ruled on that.
Rule = Callable[[Block, int], Collection[int] | None]


def no_ruling(block: Block, left: int) -> None:
    """Return None: nobody has ruled on any tie.

    >>> no_ruling((1, 2), 1)
    """


def give_tier(
    award: AwardRule,
    candidates: Sequence[Candidates],
    ranked: int,
    owed: int = 0,
    rule: Rule = no_ruling,
) -> Tier:
    """Give one tier of one group to the candidates, who stand in order.

    ``ranked`` is how many entries of the group have a result, with those who hold a better tier.
    Equals at the end of the tier are never divided. ``share``: they share this prize, are reported,
    and take their places from the next prize, unless a person has ruled: then those chosen have it,
    and the others of them stand first for the next prize. ``extend``: they share it, and the next
    prize keeps its full number. ``push_down``: they go on to the next prize together.

    >>> from judging.scoring.bilingual import Bilingual
    >>> first = AwardRule("first", Bilingual("一等奖", ""), count=1)
    >>> tier = give_tier(first, [Candidates((0, 1))], 2)
    >>> tier.winners, tier.border_tie, tier.owed
    ((0, 1), (0, 1), 1)
    """
    good = [each.members for each in takewhile(lambda each: each.is_good_enough, candidates)]
    if award.is_rest:
        return Tier(award.key, fill_places(good, None).inside)
    all_places = count_places(award, ranked)
    places = max(all_places - owed, 0)
    owed -= all_places - places
    filled = fill_places(good, places)
    if filled.cut and award.ties != "push_down":
        if award.ties == "extend":
            return Tier(award.key, filled.inside + filled.cut, owed=owed)
        winners = filled.inside + _chosen(filled, rule)
        return Tier(
            award.key,
            winners,
            filled.cut,
            passed_over=max(places - len(winners), 0),
            owed=owed + max(len(winners) - places, 0),
            left=filled.left,
        )
    vacant = max(places - len_of(candidates), 0)
    left = places - vacant - len(filled.inside)
    unearned, passed_over = (0, left) if filled.cut else (left, 0)
    return Tier(award.key, filled.inside, (), vacant, unearned, passed_over, owed)


def _chosen(filled: Filled, rule: Rule) -> Block:
    """Return those of a block that is cut who hold the prize: all share it without a ruling."""
    chosen = rule(filled.cut, filled.left)
    return filled.cut if chosen is None else tuple(i for i in filled.cut if i in chosen)


def len_of(candidates: Sequence[Candidates]) -> int:
    """Return how many entries the candidates are.

    >>> len_of([Candidates((4, 7)), Candidates((2,))])
    3
    """
    return sum(len(each.members) for each in candidates)


def give_special(award: AwardRule, blocks: Sequence[Block], rule: Rule = no_ruling) -> Tier:
    """Give a special prize to the best, who stand in order; equals at its end share it.

    Where a person has ruled on the tie at its end, those chosen have it.

    >>> from judging.scoring.bilingual import Bilingual
    >>> voice = AwardRule("voice", Bilingual("最佳表达", ""), kind="special", by="criterion:voice")
    >>> give_special(voice, [(3,), (1, 2)]).winners
    (3,)
    """
    places = award.count or 1
    filled = fill_places(blocks, places)
    if not filled.cut:
        return Tier(award.key, filled.inside, vacant=places - len(filled.inside))
    winners = filled.inside + _chosen(filled, rule)
    open_places = max(places - len(winners), 0)
    return Tier(award.key, winners, filled.cut, passed_over=open_places, left=filled.left)
