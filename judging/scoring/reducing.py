"""One list of values made one number: trimmed, then aggregated."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from judging.scoring.aggregates import AGGREGATES, Aggregate, split_quarter
from judging.scoring.rule_parts import TallyRules
from judging.scoring.trimming import LeftOut, SeatValue, TrimChoice, choose_left_out, choose_trim
from judging.scoring.working import Reduction

_WHOLE = Fraction(1)
_REPLACED = {"low": "raised", "high": "lowered"}


class NoResultError(Exception):
    """The rules give no result for these sheets; ``str()`` is the stable word for the reason."""


def reduce_values(values: Sequence[SeatValue], unit: int, tally: TallyRules) -> Reduction:
    """Trim and aggregate values in seat order, whole numbers of ``1 / unit`` points.

    Raises: NoResultError where there are too few and the rules block.

    >>> reduce_values([("1", 90), ("2", 92)], 1, TallyRules()).result
    Fraction(91, 1)
    """
    how = AGGREGATES[tally.aggregate]
    choice = choose_trim(values, tally.trim)
    if choice is None:
        raise NoResultError("too_few_judges")
    share = _WHOLE
    if how.quarter is not None:
        gone, share = split_quarter(how.quarter(len(values)))
        choice = TrimChoice(gone, gone)
    left_out = choose_left_out(values, choice)
    dropped = {out.seat for out in left_out}
    kept = sorted(value for seat, value in values if seat not in dropped)
    entering = _entering(how, kept, choice)
    total = Fraction(sum(entering)) - (1 - share) * (entering[0] + entering[-1])
    is_whole = share == _WHOLE
    result = how.value(entering) if is_whole else total / (len(entering) - 2 * (1 - share))
    return Reduction(
        values=tuple(values),
        unit=unit,
        trim=choice,
        left_out=_replaced(left_out) if how.replaces else left_out,
        total=total / unit,
        count=len(entering),
        result=result / unit,
        share=share,
        edges=() if is_whole else _edges(values, dropped),
    )


def _entering(how: Aggregate, kept: list[int], choice: TrimChoice) -> list[int]:
    """Return what enters in ascending order: the kept ones, or those in the place of others."""
    if not how.replaces:
        return kept
    return [kept[0]] * choice.low + kept + [kept[-1]] * choice.high


def _edges(values: Sequence[SeatValue], dropped: set[str]) -> tuple[str, ...]:
    """Return the seats of the lowest and the highest value kept, the first in seat order."""
    kept = [value for value in values if value[0] not in dropped]
    return tuple(out.seat for out in choose_left_out(kept, TrimChoice(1, 1)))


def _replaced(left_out: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    return tuple(replace(out, why=_REPLACED[out.why]) for out in left_out)
