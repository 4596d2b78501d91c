"""Methods that add up what each judge's rank is worth.

Sources: sum of ranks and reciprocals as NSDA and tab rooms use them ("cumulative ranks",
"reciprocals: 1, 1/2, 1/3, …"); truncated ranks likewise ("ranks truncated to 5", so that rooms of
different size compare and one very low rank does not decide); points by place as in positional
voting (Borda, Eurovision, motor sport).
"""

from collections.abc import Sequence
from fractions import Fraction

from judging.scoring.judge_ranks import average_ranks, shared_values
from judging.scoring.rule_parts import TallyRules

_NOTHING = Fraction(0)


def worths(tally: TallyRules, totals: Sequence[int]) -> list[Fraction]:
    """Return what one judge's totals of all entries of a heat are worth under the rules' method.

    Equal totals share: they take the average of their ranks, and of that the cut or the reciprocal;
    points by place are themselves averaged.

    >>> [str(worth) for worth in worths(TallyRules(aggregate="rank_sum"), [90, 95, 90])]
    ['5/2', '1', '5/2']
    >>> cut = TallyRules(aggregate="truncated_ranks", truncate_at=2)
    >>> [str(worth) for worth in worths(cut, [90, 95, 90])]
    ['2', '1', '2']
    >>> [str(worth) for worth in worths(TallyRules(aggregate="reciprocals"), [90, 95, 90])]
    ['2/5', '1', '2/5']
    >>> points = TallyRules(aggregate="positional_weights", positions=(Fraction(5), Fraction(3)))
    >>> [str(worth) for worth in worths(points, [90, 95, 90])]
    ['3/2', '5', '3/2']
    """
    if tally.aggregate == "positional_weights":
        points = tally.positions
        return shared_values(
            totals, lambda place: points[place - 1] if place <= len(points) else _NOTHING
        )
    ranks = average_ranks(totals)
    if tally.aggregate == "reciprocals":
        return [1 / rank for rank in ranks]
    if tally.truncate_at is not None:
        return [min(rank, Fraction(tally.truncate_at)) for rank in ranks]
    return ranks
