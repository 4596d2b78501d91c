"""The result of a round with a sheet and without it: what voiding the sheet changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from judging.scoring.results import score_round
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import Appearance, Standing


@dataclass(frozen=True, slots=True)
class BothResults:
    """One appearance's standing with a sheet in the count, and with the sheet void."""

    counted: Standing
    voided: Standing


def score_both(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    key: str,
    seat: str,
    marks: Sequence[int],
) -> BothResults:
    """Return the standing of appearance ``key`` with the marks of ``seat``, and without them.

    Args:
        rules: the rule sheet.
        appearances: everybody who is ranked together, whatever stands for the seat now.
        key: whose sheet it is.
        seat: whose marks are in question.
        marks: thousandths of a point in criterion order.

    Raises: ScoringError as :func:`judging.scoring.results.score_round`.

    >>> from judging.scoring.rules import load_rules
    >>> from judging.scoring.sheet import SeatSheet
    >>> rules = load_rules('name = { zh = "例" }\\nrubric = { criteria = ['
    ...     '{ key = "talk", name = { zh = "演讲" }, max = "100" } ] }')
    >>> talk = Appearance("17", "1", sheets=(SeatSheet("1", (90_000,)), SeatSheet("2", ())))
    >>> both = score_both(rules, [talk], "17", "2", (9_000,))
    >>> both.counted.score, both.voided.score
    ('49.50', '90.00')
    """
    return BothResults(
        _standing(rules, appearances, key, seat, "given", tuple(marks)),
        _standing(rules, appearances, key, seat, "void", ()),
    )


def _standing(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    key: str,
    seat: str,
    state: str,
    marks: tuple[int, ...],
) -> Standing:
    """Return the standing of one appearance, one of its sheets being as said."""
    changed = [
        replace(
            each,
            sheets=tuple(
                replace(sheet, state=state, marks=marks) if sheet.seat == seat else sheet
                for sheet in each.sheets
            ),
        )
        if each.key == key
        else each
        for each in appearances
    ]
    return next(line for line in score_round(rules, changed).standings if line.key == key)
