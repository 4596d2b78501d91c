"""From marks to judge totals, block by block, in the smallest integers that the rules allow."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from judging.scoring.columns.lanes import Column
from judging.scoring.columns.steps import Steps, add_steps, steps_of
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import Rounding


@dataclass(frozen=True, slots=True)
class TotalPlan:
    """How a sheet's marks add up: an index from each mark, times its factor, then a rounding.

    ``steps`` say what a total is worth; ``parts`` and ``factors`` are the criteria's.
    """

    parts: tuple[Steps, ...]
    factors: tuple[int, ...]
    added: Steps
    steps: Steps

    @property
    def bound(self) -> int:
        """Return the largest number that comes up while a total is made."""
        return max(self.added.top, self.steps.top)

    def totals(self, marks: Sequence[Column], totals: Column, room: Column) -> None:
        """Write a seat's totals of some entries into ``totals``, as indices of ``steps``.

        ``marks`` are of these entries alone. ``room`` is as large, and is left with anything:
        arrays that are used again and again stay in the processor's cache.

        >>> from judging.scoring.specimen import specimen_rules
        >>> plan = plan_totals(specimen_rules().rubric, Rounding())
        >>> totals = np.empty(2, np.uint16)
        >>> plan.totals((np.array([180, 190]),), totals, np.empty_like(totals))
        >>> totals.tolist()
        [180, 190]
        """
        lane = totals.dtype
        for number, (part, factor) in enumerate(zip(self.parts, self.factors, strict=True)):
            piece = part.indices(marks[number], lane)
            if number == 0:
                np.multiply(piece, factor, out=totals)
            else:
                piece = piece if factor == 1 else np.multiply(piece, factor, out=room)
                np.add(totals, piece, out=totals)
        if self.steps.table is not None:
            totals[:] = self.steps.indices(totals, lane)


def plan_totals(rubric: Rubric, rounding: Rounding) -> TotalPlan:
    """Return how judge totals are made under a rubric with roundings of its sheets.

    Raises: HeadroomError.

    >>> from judging.scoring.specimen import specimen_rules
    >>> plan_totals(specimen_rules().rubric, Rounding()).steps.top
    200
    """
    parts = [
        steps_of(criterion)
        .rounded(rounding.criterion)
        .times(criterion.weight)
        .rounded(rounding.weighted_criterion)
        for criterion in rubric.criteria
    ]
    added, factors = add_steps(parts)
    if rubric.combine == "mean":
        weights = sum((criterion.weight for criterion in rubric.criteria), Fraction(0))
        added = added.times(1 / weights)
    return TotalPlan(tuple(parts), factors, added, added.rounded(rounding.judge_total))


def plan_marks(rubric: Rubric, index: int) -> TotalPlan:
    """Return the plan by which one criterion's marks stand for themselves.

    >>> from judging.scoring.specimen import specimen_rules
    >>> plan_marks(specimen_rules().rubric, 0).factors
    (1,)
    """
    steps = steps_of(rubric.criteria[index])
    return TotalPlan((steps,), (1,), steps, steps)
