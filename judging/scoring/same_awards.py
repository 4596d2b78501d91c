"""Which prizes of two rule sheets are one and the same."""

from collections import Counter
from collections.abc import Sequence

from judging.scoring.rule_parts import AwardRule


def match_awards(before: Sequence[AwardRule], after: Sequence[AwardRule]) -> dict[str, str]:
    """Return which prize of the first rule sheet each one of the second is, by their keys.

    The same prize is the one of the same name, where each of them has this name once: a key that
    nobody sees may be another, or name another prize. What is left goes by its key: such a prize
    is only called otherwise. A prize that the first rule sheet lacks is not in the answer.

    >>> from judging.scoring.bilingual import Bilingual
    >>> def prize(key, name): return AwardRule(key, Bilingual(name, name), count=1)
    >>> first = [prize("a", "Gold"), prize("b", "Silver"), prize("c", "Bronze")]
    >>> match_awards(first, [prize("b", "Gold"), prize("a", "Silver"), prize("c", "Third")])
    {'b': 'a', 'a': 'b', 'c': 'c'}
    """
    ours, theirs = (Counter(award.name for award in awards) for awards in (before, after))
    named = {award.name: award.key for award in before if ours[award.name] == 1}
    same = {
        award.key: named[award.name]
        for award in after
        if award.name in named and theirs[award.name] == 1
    }
    left = {award.key for award in before} - set(same.values())
    return same | {
        award.key: award.key for award in after if award.key in left and award.key not in same
    }
