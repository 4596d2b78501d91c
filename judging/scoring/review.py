"""Outlier review: which judge totals of one appearance stand apart, and by which measure.

A flag is a question to a person, nothing more: no score, rank or trim depends on it. Source:
scoring.md of the specification, "Outliers are flagged, never excluded automatically".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.panel import count_totals
from judging.scoring.points import format_plain, natural_order, round_half_up
from judging.scoring.review_section import ReviewRules
from judging.scoring.review_slips import SLIP_SHARE, find_slips
from judging.scoring.review_statistics import (
    Apart,
    Values,
    find_by_grubbs,
    find_by_mad,
    find_gaps,
    find_unusual,
)
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import PRACTICE_GROUP, RuleSheet
from judging.scoring.sheet import SeatSheet

#: The kinds of flags, in the order in which they are listed.
KINDS = ("gap", "mad", "grubbs", "offset", "slip", "minimum")
#: Those that rest on the judge's own marks alone, so that telling the judge tells of nobody else.
OWN_KINDS = ("slip", "minimum")
_SHOWN_PLACES = 3


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign that a sheet may not be what its judge meant.

    ``value`` is what stands apart and ``centre`` what it was compared with, both in points:

    - ``gap``, ``grubbs``: the judge total; the mean of the panel
    - ``mad``: the judge total; the median of the panel
    - ``offset``: the judge's difference to the others; the judge's usual one
    - ``slip``: a mark; what the judge's other marks would let expect
    - ``minimum``: a mark at its criterion's minimum; the same again

    ``figure`` is how far apart they are in the measure of ``threshold``: percent of the scale
    (``gap``) or of the criterion's range (``slip``), a modified z-score, Grubbs' G, or standard
    deviations.
    """

    kind: str
    seat: str
    value: Fraction
    centre: Fraction
    figure: Fraction
    threshold: Fraction
    criterion: str = ""

    def as_data(self) -> dict[str, str]:
        """Return the flag as plain texts, rounded for showing, for storing and for sentences.

        >>> Flag("gap", "2", Fraction(62), Fraction(83), Fraction(21), Fraction(5)).as_data()
        ... # doctest: +NORMALIZE_WHITESPACE
        {'kind': 'gap', 'seat': '2', 'value': '62', 'centre': '83', 'distance': '21',
         'side': 'below', 'figure': '21', 'threshold': '5', 'criterion': ''}
        """
        return {
            "kind": self.kind,
            "seat": self.seat,
            "value": _text(self.value),
            "centre": _text(self.centre),
            "distance": _text(abs(self.value - self.centre)),
            "side": "below" if self.value < self.centre else "above",
            "figure": _text(self.figure),
            "threshold": _text(self.threshold),
            "criterion": self.criterion,
        }


def review_rules_of(rules: RuleSheet) -> ReviewRules:
    """Return what a rule sheet says of the review; the defaults where it says nothing.

    >>> from judging.scoring.rules import load_rules
    >>> review_rules_of(load_rules('name = { zh = "例" }\\nrubric = { criteria = ['
    ...     '{ key = "talk", name = { zh = "演讲" }, max = "100" } ] }')).gap_percent
    Fraction(5, 1)
    """
    return rules.review or ReviewRules()


def find_flags(
    rules: RuleSheet,
    review: ReviewRules,
    sheets: Sequence[SeatSheet],
    others: Sequence[Sequence[SeatSheet]] = (),
) -> tuple[Flag, ...]:
    """Return the flags of one appearance, by seat and then by kind.

    Args:
        rules: rubric, roundings and judge groups; each group is compared within itself.
        review: which flags, and their thresholds.
        sheets: the appearance's sheets, one a seat; only given, complete and counting ones enter.
        others: the sheets of the other appearances of the heat, for what is usual for a judge.

    Raises: ScoringError (``marks_do_not_fit_rubric``).

    >>> from judging.scoring.rules import load_rules
    >>> rules = load_rules('name = { zh = "例" }\\nrubric = { criteria = ['
    ...     '{ key = "talk", name = { zh = "演讲" }, max = "100" } ] }')
    >>> marks = (91_000, 90_000, 9_000, 89_000, 92_000)
    >>> sheets = [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(marks, 1)]
    >>> flags = find_flags(rules, ReviewRules(), sheets)
    >>> [(flag.kind, flag.seat, str(flag.figure)) for flag in flags]
    [('gap', '3', '326/5')]
    """
    flags = [
        Flag(kind, apart.seat, apart.value, apart.centre, apart.figure, apart.threshold)
        for group in _groups(rules, sheets)
        for kind, apart in _apart(rules, review, group, sheets, others)
    ]
    if review.slip:
        flags += [flag for sheet in _counting(sheets) for flag in _slips(rules, sheet, others)]
    return tuple(sorted(flags, key=_place))


def _place(flag: Flag) -> tuple[object, ...]:
    """Order by seat as people count, then by kind; slips stay in criterion order."""
    return natural_order(flag.seat), KINDS.index(flag.kind)


def _apart(
    rules: RuleSheet,
    review: ReviewRules,
    group: str,
    sheets: Sequence[SeatSheet],
    others: Sequence[Sequence[SeatSheet]],
) -> list[tuple[str, Apart]]:
    """Return what stands apart within one judge group, with the kind of each."""
    values, step = _values(rules, group, sheets), smallest_step(rules.rubric)
    scale = rules.rubric.max_total - rules.rubric.min_total
    measures: tuple[tuple[str, Fraction, Callable[[Fraction], tuple[Apart, ...]]], ...] = (
        ("gap", review.gap_percent, lambda least: find_gaps(values, scale, least)),
        ("mad", review.mad, lambda least: find_by_mad(values, step, least)),
        ("grubbs", review.grubbs, lambda level: find_by_grubbs(values, step, level)),
        (
            "offset",
            review.offset,
            lambda least: find_unusual(
                values, [_values(rules, group, other) for other in others], step, least
            ),
        ),
    )
    return [(kind, apart) for kind, limit, find in measures if limit for apart in find(limit)]


def _slips(rules: RuleSheet, sheet: SeatSheet, others: Sequence[Sequence[SeatSheet]]) -> list[Flag]:
    """Return the flags on single marks of one sheet."""
    own = [each for other in others for each in _counting(other) if each.seat == sheet.seat]
    flags = []
    for slip in find_slips(rules.rubric, sheet, own):
        is_bare = slip.usual is None
        flags.append(
            Flag(
                kind="minimum" if is_bare else "slip",
                seat=sheet.seat,
                value=slip.mark,
                centre=slip.mark if slip.usual is None else slip.usual,
                figure=slip.share * 100,
                threshold=Fraction(0) if is_bare else SLIP_SHARE * 100,
                criterion=slip.criterion,
            )
        )
    return flags


def smallest_step(rubric: Rubric) -> Fraction:
    """Return the least by which one mark's step moves a judge total, in points.

    >>> from judging.scoring.bilingual import Bilingual
    >>> from judging.scoring.rubric import Criterion
    >>> talk = Criterion("talk", Bilingual("演讲", "Talk"), 0, 100_000, 500, Fraction(1))
    >>> smallest_step(Rubric((talk,)))
    Fraction(1, 2)
    """
    pairs = zip(rubric.weights, rubric.criteria, strict=True)
    return min(Fraction(weight * criterion.step, rubric.divisor) for weight, criterion in pairs)


def _counting(sheets: Sequence[SeatSheet]) -> list[SeatSheet]:
    """Return the given sheets of seats that count."""
    return [s for s in sheets if s.state == "given" and s.group != PRACTICE_GROUP]


def _groups(rules: RuleSheet, sheets: Sequence[SeatSheet]) -> list[str]:
    """Return the judge groups that gave something; one nameless group where none are declared."""
    return sorted({_group_of(rules, sheet) for sheet in _counting(sheets)})


def _group_of(rules: RuleSheet, sheet: SeatSheet) -> str:
    """Return the judge group that a sheet is compared within."""
    for group in rules.tally.groups:
        if sheet.seat in (group.seats or ()):
            return group.key
    return sheet.group if rules.tally.groups else ""


def _values(rules: RuleSheet, group: str, sheets: Sequence[SeatSheet]) -> Values:
    """Return the judge totals of one group in points, by seat."""
    counting = [sheet for sheet in _counting(sheets) if _group_of(rules, sheet) == group]
    totals = count_totals(rules.rubric, rules.tally.rounding, counting)
    return {seat: Fraction(units, totals.divisor) for seat, units in totals.units.items()}


def _text(value: Fraction) -> str:
    return format_plain(round_half_up(value, _SHOWN_PLACES))
