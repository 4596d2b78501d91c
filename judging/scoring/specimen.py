"""Invented rules and marks: for the live worked example of a rule sheet, and for doctests.

The marks are fixed numbers, the same every time; they stand for nobody.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from judging.scoring.rubric import Criterion
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.tally import Outcome, tally

#: Per cent of a criterion's range, by seat; each further criterion starts one further on.
_SHARES = (88, 95, 84, 79, 91, 86, 82, 93, 77, 89, 85)


def specimen_rules(**sections: Mapping[str, Any]) -> RuleSheet:
    """Return rules with one criterion ``talk`` of 0 to 100 in half points, and given sections.

    >>> specimen_rules(tally={"trim": {"low": 1, "high": 1}}).tally.trim.low
    1
    """
    talk = {
        "key": "talk",
        "name": {"zh": "演讲", "en": "Talk"},
        "max": "100",
        "step": "0.5",
    }
    name = {"zh": "示例", "en": "Specimen"}
    return parse_rules({"name": name, "rubric": {"criteria": [talk]}, **sections})


def specimen_outcome(rules: RuleSheet, *points: int) -> Outcome:
    """Count one appearance under :func:`specimen_rules`; ``points`` are seats 1, 2, … in order.

    >>> specimen_outcome(specimen_rules(), 90, 91).score
    '90.50'
    """
    sheets = [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(points, 1)]
    return tally(rules, sheets)


def specimen_sheets(rules: RuleSheet, seats: Sequence[tuple[str, str]]) -> list[SeatSheet]:
    """Return invented sheets on any rubric for a panel, given as (seat, judge group) pairs.

    The live worked example of a rule sheet is ``tally(rules, specimen_sheets(rules, seats))``.

    >>> specimen_sheets(specimen_rules(), [("1", ""), ("2", "")])[1].marks
    (95000,)
    """
    return [
        SeatSheet(
            seat,
            tuple(
                _mark(criterion, _SHARES[(number + 3 * index) % len(_SHARES)])
                for index, criterion in enumerate(rules.rubric.criteria)
            ),
            group=group,
        )
        for number, (seat, group) in enumerate(seats)
    ]


def _mark(criterion: Criterion, percent: int) -> int:
    steps = (criterion.max - criterion.min) * percent // (100 * criterion.step)
    return criterion.min + steps * criterion.step
