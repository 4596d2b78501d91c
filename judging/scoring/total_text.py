"""How a judge total is written: always with the same decimals under one rule sheet."""

from fractions import Fraction

from judging.scoring.points import find_places
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import Rounding
from judging.scoring.sheet import JudgeTotal

#: A quotient that never ends is shown with this many decimals; the exact value is kept beside it.
MAX_SHOWN_PLACES = 3


def total_places(rubric: Rubric, rounding: Rounding) -> int:
    """Return how many decimals write every judge total of a rubric, at most three.

    It depends on the rules alone, so that all totals of a round stand under one another.

    >>> from judging.scoring.bilingual import Bilingual
    >>> from judging.scoring.rubric import Criterion
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> total_places(Rubric((content,)), Rounding())
    1
    """
    if rounding.judge_total is not None:
        return min(rounding.judge_total, MAX_SHOWN_PLACES)
    if rounding.weighted_criterion is not None and rubric.combine == "sum":
        return min(rounding.weighted_criterion, MAX_SHOWN_PLACES)
    pieces = [
        Fraction(weight * amount, rubric.divisor)
        for weight, criterion in zip(rubric.weights, rubric.criteria, strict=True)
        for amount in (criterion.step, criterion.min)
    ]
    needed = [find_places(piece) for piece in pieces]
    return min(max(MAX_SHOWN_PLACES if p is None else p for p in needed), MAX_SHOWN_PLACES)


def total_text(rubric: Rubric, rounding: Rounding, total: JudgeTotal) -> str:
    """Write a judge total as people read it, rounded half up only for showing.

    >>> from judging.scoring.bilingual import Bilingual
    >>> from judging.scoring.rubric import Criterion
    >>> content = Criterion("content", Bilingual("内容", "Content"), 0, 40000, 500, Fraction(1))
    >>> total_text(Rubric((content,)), Rounding(), JudgeTotal(24000, 1000))
    '24.0'
    """
    return total.format(total_places(rubric, rounding))
