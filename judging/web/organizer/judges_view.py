"""Each judge beside the others, in words and drawings: severity, consistency, range, halo, unit."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from judging.queries.benches import Bench
from judging.queries.panel_health import BenchHealth
from judging.scoring.points import format_plain
from judging.web.interval_charts import IntervalRow, IntervalScale, balanced_scale
from judging.web.organizer.fairness_words import (
    estimate_text,
    interval_of,
    interval_text,
    reason_text,
)

if TYPE_CHECKING:
    from judging.scoring.agreement.estimates import Estimate
    from judging.scoring.fairness.report import JudgeReport
    from judging.scoring.fairness.spread import RangeUse


@dataclass(frozen=True)
class FigureText:
    """A figure with its interval as text, and in a few words what it says; ``""`` for nothing."""

    value: str
    interval: str
    words: str = ""


@dataclass(frozen=True)
class SeverityView:
    """How strict or generous a judge is, in points beside the panel."""

    name: str
    seats: str
    offset: FigureText
    row: IntervalRow | None
    marks: int


@dataclass(frozen=True)
class HabitsView:
    """How a judge marks: with the others or not, how far apart, how alike the criteria."""

    name: str
    seats: str
    consistency: FigureText
    range: str
    spread: FigureText
    halo: FigureText


@dataclass(frozen=True)
class AffiliationView:
    """What a judge gives entries of the own unit beyond what the panel gives them."""

    name: str
    seats: str
    own: int
    extra: FigureText
    row: IntervalRow | None


class JudgesView:
    """The judges of one bench in the language of the request."""

    def __init__(self, health: BenchHealth) -> None:
        """Keep the figures."""
        self.bench = health.bench
        self.reports = health.report.judges

    @cached_property
    def severity_scale(self) -> IntervalScale:
        """One scale in points for all judges, zero in its middle."""
        return balanced_scale(_ends(each.severity.offset for each in self.reports))

    @property
    def severities(self) -> list[SeverityView]:
        """From the strictest to the most generous; of whom nothing can be said last."""
        ordered = sorted(self.reports, key=_by_offset)
        return [self._severity(each) for each in ordered]

    def _severity(self, report: "JudgeReport") -> SeverityView:
        found = report.severity.offset
        text = _figure(found, _side(found, _("strict"), _("generous"), 0), is_signed=True)
        name, seats = self._who(report.judge)
        row = None
        if found.is_said:
            said = f"{name or seats}: {text.value} ({text.interval})"
            row = self.severity_scale.row(found.point, interval_of(found), said)
        return SeverityView(name, seats, text, row, found.entries)

    @property
    def habits(self) -> list[HabitsView]:
        """In order of heat and seat."""
        return [self._habits(each) for each in self.reports]

    def _habits(self, report: "JudgeReport") -> HabitsView:
        correlation = report.consistency.correlation
        spread, halo = report.range_use.ratio, report.halo.excess
        name, seats = self._who(report.judge)
        return HabitsView(
            name=name,
            seats=seats,
            consistency=_figure(correlation, _consistency_words(correlation)),
            range=_range(report.range_use),
            spread=_figure(spread, _side(spread, _("decides less"), _("decides more"), 1)),
            halo=_figure(halo, _side(halo, "", _("one impression"), 0), is_signed=True),
        )

    @cached_property
    def _affiliated(self) -> "list[JudgeReport]":
        return [each for each in self.reports if each.affiliation.own]

    @cached_property
    def affiliation_scale(self) -> IntervalScale:
        """One scale in points for all judges with entries of their own unit."""
        return balanced_scale(_ends(each.affiliation.extra for each in self._affiliated))

    @property
    def affiliations(self) -> list[AffiliationView]:
        """The judges who marked entries of their own unit, in order of heat and seat."""
        return [self._affiliation(each) for each in self._affiliated]

    def _affiliation(self, report: "JudgeReport") -> AffiliationView:
        found = report.affiliation.extra
        text = _figure(
            found, _side(found, _("less for the own"), _("more for the own"), 0), is_signed=True
        )
        name, seats = self._who(report.judge)
        row = None
        if found.is_said:
            said = f"{name or seats}: {text.value} ({text.interval})"
            row = self.affiliation_scale.row(found.point, interval_of(found), said)
        return AffiliationView(name, seats, report.affiliation.own, text, row)

    def _who(self, key: str) -> tuple[str, str]:
        return judge_names(self.bench, key)


def judge_names(bench: Bench, key: str) -> tuple[str, str]:
    """Return the name of a judge, ``""`` for nobody named, and the seats as panels number them."""
    face = bench.faces[key]
    if len(bench.heats) == 1:
        return face.name, _("Judge %(seat)s", seat=face.seats[0][1])
    places = (_("%(heat)s–%(seat)s", heat=heat, seat=seat) for heat, seat in face.seats)
    return face.name, _("heat–seat %(places)s", places=_(", ").join(places))


def _by_offset(report: "JudgeReport") -> tuple[bool, float]:
    value = report.severity.offset.value
    return value is None, value or 0.0


def _ends(found: "object") -> list[float]:
    """Return the ends of all intervals, and the figures that have none."""
    ends: list[float] = []
    for each in found:  # type: ignore[attr-defined]
        ends += interval_of(each) or ([each.value] if each.value is not None else [])
    return ends


def _figure(found: "Estimate", words: str, *, is_signed: bool = False) -> FigureText:
    if not found.is_said:
        return FigureText("—", "—", _("cannot be said: %(why)s", why=reason_text(found)))
    value = estimate_text(found, is_signed=is_signed)
    return FigureText(value, interval_text(found, is_signed=is_signed), words)


def _side(found: "Estimate", below: str, above: str, border: float) -> str:
    """Return a word where the whole interval lies on one side of a border, else ``""``."""
    ends = interval_of(found)
    if ends is None or ends[0] <= border <= ends[1]:
        return ""
    return below if ends[1] < border else above


def _consistency_words(found: "Estimate") -> str:
    """Say what a correlation's interval allows to be said."""
    ends = interval_of(found)
    if ends is None:
        return ""
    if ends[0] >= 0.5:
        return _("with the others")
    return _("against the others") if ends[1] < 0 else _("too few to say") if ends[0] < 0 else ""


def _range(use: "RangeUse") -> str:
    """Return the lowest and highest total given, and how much of the scale lies between."""
    if use.lowest is None or use.highest is None or use.share is None:
        return "—"
    percent = round(100 * use.share)
    low, high = format_plain(use.lowest), format_plain(use.highest)
    return _("%(low)s–%(high)s, %(percent)s %% of the scale", low=low, high=high, percent=percent)
