"""The section ``[review]`` of a rule sheet: which judge totals are flagged, and who is asked.

No score ever depends on a flag: outliers are flagged, never excluded automatically, because
automatic exclusion is not monotone (scoring.md, "Steps", at its end).
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging.scoring.document import Table
from judging.scoring.points import MARK_PLACES, format_plain, shorten
from judging.scoring.review_table import GRUBBS_LEVELS

MOST_DEVIATIONS = "100"


@dataclass(frozen=True, slots=True)
class ReviewRules:
    """Which flags are raised, each with its threshold; a threshold of 0 turns its flag off.

    ``gap_percent`` is the distance from the panel's mean in percent of the rubric's scale; ``mad``
    a modified z-score; ``grubbs`` the level of the test (0.01, 0.05 or 0.10); ``offset`` the
    departure from the judge's usual difference to the panel in standard deviations; ``slip``
    looks for typing slips in single marks. With ``ask`` a flagged judge is asked to confirm or
    correct before the heat closes.
    """

    gap_percent: Fraction = Fraction(5)
    mad: Fraction = Fraction(0)
    grubbs: Fraction = Fraction(0)
    offset: Fraction = Fraction(0)
    slip: bool = False
    ask: bool = True


def read_review(table: Table) -> ReviewRules:
    """Read ``[review]``; what is not said is as in :class:`ReviewRules`.

    >>> read_review(Table({"mad": "3.5", "slip": True}, "review", []))  # doctest: +ELLIPSIS
    ReviewRules(gap_percent=Fraction(5, 1), mad=Fraction(7, 2), ... slip=True, ask=True)
    """
    rules = ReviewRules(
        gap_percent=table.points("gap_percent", "0", "100", MARK_PLACES, default="5"),
        mad=table.points("mad", "0", MOST_DEVIATIONS, MARK_PLACES, default="0"),
        grubbs=_level(table),
        offset=table.points("offset", "0", MOST_DEVIATIONS, MARK_PLACES, default="0"),
        slip=_switch(table, "slip", is_on=False),
        ask=_switch(table, "ask", is_on=True),
    )
    table.close()
    return rules


def write_review(rules: ReviewRules) -> dict[str, Any]:
    """Return the section that says these rules: defaults written out, numbers as plain text.

    >>> write_review(ReviewRules())["gap_percent"]
    '5'
    """
    return {
        "gap_percent": format_plain(rules.gap_percent),
        "mad": format_plain(rules.mad),
        "grubbs": format_plain(rules.grubbs),
        "offset": format_plain(rules.offset),
        "slip": rules.slip,
        "ask": rules.ask,
    }


def _level(table: Table) -> Fraction:
    """Read the level of Grubbs' test, for which there must be critical values."""
    level = table.points("grubbs", "0", "1", MARK_PLACES, default="0")
    if level == 0 or level in GRUBBS_LEVELS:
        return level
    choices = ", ".join(["0", *(format_plain(each) for each in GRUBBS_LEVELS)])
    table.fault("not_a_choice", "grubbs", text=format_plain(level), choices=choices)
    return Fraction(0)


def _switch(table: Table, key: str, *, is_on: bool) -> bool:
    """Read true or false."""
    value = table.take(key)
    if value is None:
        return is_on
    if not isinstance(value, bool):
        table.fault("not_a_choice", key, text=shorten(value), choices="true, false")
        return is_on
    return value
