"""From marks to judge totals, block by block, in the smallest integers that the rules allow."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

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

    def totals(self, marks: tuple[Column, ...], block: slice, lane: "np.dtype[Any]") -> Column:
        """Return a seat's totals of a block of entries, as indices of ``steps``: a new array.

        >>> from judging.scoring.specimen import specimen_rules
        >>> plan = plan_totals(specimen_rules().rubric, Rounding())
        >>> plan.totals((np.array([180, 190]),), slice(0, 2), np.dtype(np.uint16)).tolist()
        [180, 190]
        """
        first, *others = (
            (part.indices(column[block], lane), factor)
            for part, factor, column in zip(self.parts, self.factors, marks, strict=True)
        )
        added = np.multiply(first[0], first[1], dtype=lane)
        room = np.empty_like(added)
        for piece, factor in others:
            added += piece if factor == 1 else np.multiply(piece, factor, out=room)
        return added if self.steps.table is None else self.steps.indices(added, lane)


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
