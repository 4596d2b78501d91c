"""Panel health in words and drawings: what each figure says, and what it cannot say."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from judging.queries.panel_health import BenchHealth
from judging.web.interval_charts import IntervalRow, IntervalScale
from judging.web.language import in_language
from judging.web.organizer.fairness_words import (
    Verdict,
    estimate_text,
    figure_text,
    interval_of,
    interval_text,
    reason_text,
)
from judging.web.organizer.judges_view import JudgesView
from judging.wording.fairness import AGREEMENT, AGREEMENT_BOUNDS, LEVELS, agreement_level

if TYPE_CHECKING:
    from judging.scoring.agreement.estimates import Estimate

_BOUNDS = tuple(sorted(bound for bound, _level in AGREEMENT_BOUNDS))


@dataclass(frozen=True)
class FigureView:
    """One figure: what it asks, its value and interval as text, its drawing, its sentence."""

    name: str
    about: str
    value: str
    interval: str
    row: IntervalRow | None
    sentence: str


class HealthView:
    """The figures of one bench in the language of the request."""

    def __init__(self, health: BenchHealth) -> None:
        """Keep the figures."""
        self.health = health
        self.judges = JudgesView(health)

    @property
    def title(self) -> str:
        """The heats of the bench."""
        return _(", ").join(in_language(name) for name in self.health.bench.names)

    @property
    def counts(self) -> str:
        """How many entries and judges the figures rest on."""
        judges = len(self.health.bench.faces)
        return _(
            "%(entries)s entries, %(judges)s judges", entries=self.health.entries, judges=judges
        )

    @property
    def verdict(self) -> Verdict:
        """Whether the panel agrees, in one sentence."""
        found = self.health.icc.agreement_panel
        if not found.is_said:
            why = _("Nothing can be said about agreement: %(why)s.", why=reason_text(found))
            return Verdict(why, (), is_calm=True)
        low, high = interval_of(found) or (found.value or 0.0,) * 2
        lines = (
            _(
                "ICC(2,k) lies from %(low)s to %(high)s; 1 would mean that any such panel gives "
                "the same means.",
                low=figure_text(low),
                high=figure_text(high),
            ),
        )
        levels = agreement_level(low), agreement_level(high)
        if levels in (("poor", "good"), ("poor", "excellent")):
            return Verdict(_("The figures are too few to say how well the panel agrees"), lines)
        if levels[0] == levels[1]:
            return Verdict(str(AGREEMENT[levels[0]]), lines, is_calm=levels[0] != "poor")
        title = _(
            "Agreement lies between %(low)s and %(high)s",
            low=LEVELS[levels[0]],
            high=LEVELS[levels[1]],
        )
        return Verdict(title, lines, is_calm=levels[0] != "poor")

    @cached_property
    def scale(self) -> IntervalScale:
        """The scale of agreement, from none to full, with the bounds of its levels."""
        ticks = [(value, f"{value:g}") for value in (0.0, *_BOUNDS, 1.0)]
        ends = [(0.0, "zero"), (1.0, "zero")]
        return IntervalScale(0.0, 1.0, [*ends, *((bound, "") for bound in _BOUNDS)], ticks)

    @property
    def agreement(self) -> list[FigureView]:
        """The figures of agreement, the one that matters most first."""
        icc = self.health.icc
        return [
            self._figure(
                _("Mean of the panel"),
                _("ICC(2,k): would other judges have given the same means?"),
                icc.agreement_panel,
            ),
            self._figure(
                _("Mean of the panel, severity aside"),
                _("ICC(3,k): everybody faced these same judges, so being strict does no harm"),
                icc.consistency_panel,
            ),
            self._figure(
                _("A single judge"),
                _("ICC(2,1): how far one judge alone could be relied on"),
                icc.agreement_single,
            ),
            self._figure(
                _("Order of the entries"),
                _("Kendall’s W: do the judges put the entries in one order?"),
                self.health.order.w,
            ),
            self._figure(
                _("Points beyond chance"),
                _("Krippendorff’s alpha: holes in the marks do no harm"),
                self.health.alpha.alpha,
            ),
        ]

    @property
    def left_out(self) -> str:
        """How many entries the correlations leave out; ``""`` for none."""
        count = self.health.icc.left_out
        if not count:
            return ""
        return _(
            "ICC and W leave out %(count)s entries that some judge did not mark; alpha keeps them.",
            count=count,
        )

    def _figure(self, name: str, about: str, found: "Estimate") -> FigureView:
        if not found.is_said:
            why = _("cannot be said: %(why)s", why=reason_text(found))
            return FigureView(name, about, "—", "—", None, why)
        value, interval = estimate_text(found), interval_text(found)
        row = self.scale.row(found.point, interval_of(found), f"{name}: {value} ({interval})")
        return FigureView(name, about, value, interval, row, self._sentence(found))

    def _sentence(self, found: "Estimate") -> str:
        """Return the level at both ends of the interval."""
        interval = interval_of(found)
        if interval is None:
            return str(LEVELS[agreement_level(found.value or 0.0)])
        low, high = (agreement_level(end) for end in interval)
        if low == high:
            return str(LEVELS[low])
        if low == "poor" and high in ("good", "excellent"):
            return _("too few to say")
        return _("%(low)s to %(high)s", low=LEVELS[low], high=LEVELS[high])
