"""The table of rank methods: their words, and what of the rule sheet goes with each."""

from dataclasses import dataclass

from judging.scoring.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class RankMethod:
    """One method as a rule sheet names it.

    ``is_lower_better`` says which end of its values wins. ``is_sum`` says that each judge gives
    points of his own, so that single judges can be trimmed. ``takes_deductions`` says that points
    taken off have a meaning: they make a sum of ranks higher, a sum of points lower.
    ``takes_criteria`` says that each criterion may be ranked by itself (``scope = "criterion"``).
    ``places`` are the decimals of its values where they always end; None rounds as ``final`` says.
    """

    name: Bilingual
    is_lower_better: bool = False
    is_sum: bool = False
    takes_deductions: bool = False
    takes_criteria: bool = False
    places: int | None = None


RANK_METHODS: dict[str, RankMethod] = {
    "rank_sum": RankMethod(
        Bilingual("名次之和，小者在前", "sum of ranks, the lower first"),
        is_lower_better=True,
        is_sum=True,
        takes_deductions=True,
        places=1,
    ),
    "truncated_ranks": RankMethod(
        Bilingual("封顶名次之和，小者在前", "sum of truncated ranks, the lower first"),
        is_lower_better=True,
        is_sum=True,
        takes_deductions=True,
        places=1,
    ),
    "reciprocals": RankMethod(Bilingual("名次倒数之和", "sum of reciprocal ranks"), is_sum=True),
    "majority": RankMethod(
        Bilingual("多数名次法，即国标舞的顺位法", "majority of places, the Skating System"),
        is_lower_better=True,
        takes_criteria=True,
        places=1,
    ),
    "copeland": RankMethod(
        Bilingual(
            "逐名取出的两两比较法", "pairwise majorities, one place after another (Copeland)"
        ),
        is_lower_better=True,
        places=1,
    ),
    "positional_weights": RankMethod(
        Bilingual("按名次给分之和", "sum of points by place"), is_sum=True, takes_deductions=True
    ),
}


def is_lower_better(aggregate: str) -> bool:
    """Return whether the lower value stands first under an aggregate.

    >>> is_lower_better("rank_sum"), is_lower_better("mean")
    (True, False)
    """
    return aggregate in RANK_METHODS and RANK_METHODS[aggregate].is_lower_better
