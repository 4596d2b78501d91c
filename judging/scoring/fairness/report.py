"""Everything about each judge of a panel in one call, for the page of panel health."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from judging.scoring.agreement.ratings import Judges, Ratings, rate_criterion, rate_totals
from judging.scoring.fairness.affiliation import Affiliation, list_affiliations
from judging.scoring.fairness.components import Component, list_components
from judging.scoring.fairness.consistency import Consistency, list_consistencies
from judging.scoring.fairness.halo import Halo, list_halos
from judging.scoring.fairness.severity import Severity, list_severities
from judging.scoring.fairness.spread import RangeUse, list_range_uses
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import Appearance


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """One judge beside the others; see each figure's own module."""

    judge: str
    severity: Severity
    consistency: Consistency
    range_use: RangeUse
    halo: Halo
    affiliation: Affiliation


@dataclass(frozen=True, slots=True)
class PanelReport:
    """The judges by name, the totals they rest on, and the connected parts of the judging graph."""

    ratings: Ratings
    components: tuple[Component, ...]
    judges: tuple[JudgeReport, ...]


def report_judges(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    judges: Judges | None = None,
    own: Collection[tuple[str, str]] = (),
) -> PanelReport:
    """Return what the marks say of each judge: complete sheets only, practice seats aside.

    Args:
        rules: the rule sheet in force.
        appearances: those of a heat, or of a round.
        judges: who sat where; without it each seat of each heat is a judge of its own.
        own: (appearance key, judge) pairs of one unit, as
            :func:`judging.scoring.fairness.affiliation.list_own` gives them.

    >>> from judging.scoring.sheet import SeatSheet
    >>> from judging.scoring.specimen import specimen_rules
    >>> def turn(key, *points):
    ...     sheets = [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(points, 1)]
    ...     return Appearance(key, "1", sheets=tuple(sheets))
    >>> found = report_judges(specimen_rules(), [turn("A", 80, 85, 87), turn("B", 70, 76, 76)])
    >>> [(each.judge, round(each.severity.offset.value, 2)) for each in found.judges]
    [('1', -4.0), ('2', 1.5), ('3', 2.5)]
    """
    totals = rate_totals(rules, appearances, judges)
    scale = rules.rubric.max_total - rules.rubric.min_total
    figures = zip(
        list_severities(totals),
        list_consistencies(totals),
        list_range_uses(totals, scale),
        list_halos(rate_criteria(rules, appearances, totals.judges, judges)),
        list_affiliations(totals, own),
        strict=True,
    )
    reports = (JudgeReport(each[0].judge, *each) for each in figures)
    return PanelReport(totals, list_components(totals), tuple(reports))


def rate_criteria(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    names: Sequence[str],
    judges: Judges | None = None,
) -> list[Ratings]:
    """Return the marks of every criterion, all with the given judges in the given order.

    >>> from judging.scoring.specimen import specimen_rules
    >>> [table.judges for table in rate_criteria(specimen_rules(), [], ("1", "2"))]
    [('1', '2')]
    """
    tables = []
    for key in rules.rubric.keys:
        table = rate_criterion(rules, appearances, key, judges)
        place = {name: at for at, name in enumerate(table.judges)}
        rows = tuple(
            tuple(row[place[name]] if name in place else None for name in names)
            for row in table.rows
        )
        tables.append(Ratings(table.entries, tuple(names), rows))
    return tables
