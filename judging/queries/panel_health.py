"""How the judges of a heat or a round agree and mark: figures for the chief judge, no score.

The statistics are imported when a page asks for them: nothing else needs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.queries.benches import Bench, list_benches
from judging.queries.fairness_scope import Scope, find_faces, load_scope

if TYPE_CHECKING:
    from judging.scoring.agreement.alpha import Alpha
    from judging.scoring.agreement.concordance import Concordance
    from judging.scoring.agreement.icc import IntraclassCorrelations
    from judging.scoring.fairness.report import PanelReport

#: What every random drawing of these pages begins from, so that a page gives the same figures
#: whenever it is opened, and anybody can repeat them.
SEED = "rostrum"
#: How many marks are drawn again in all for one figure's interval, and the bounds of resamples.
_DRAWN_MARKS = 400_000
_FEWEST, _MOST = 100, 1000


@dataclass(frozen=True)
class BenchHealth:
    """The figures of one bench.

    Args:
        bench: heats and judges that the figures are of.
        entries: how many entries at least one judge marked.
        icc: intraclass correlations.
        order: Kendall's W.
        alpha: Krippendorff's alpha for points.
        report: the figures of each judge.
        resamples: how often entries were drawn again for the intervals of W and alpha.
    """

    bench: Bench
    entries: int
    icc: IntraclassCorrelations
    order: Concordance
    alpha: Alpha
    report: PanelReport
    resamples: int


def list_bench_health(scope: Scope) -> tuple[BenchHealth, ...]:
    """Return the figures of every bench of a scope, by first heat.

    Args:
        scope: a round or heat without an obstacle.
    """
    inputs = load_scope(scope)
    benches = list_benches(scope, inputs.appearances)
    return tuple(_health(scope, bench) for bench in benches)


def _health(scope: Scope, bench: Bench) -> BenchHealth:
    """Return the figures of one bench."""
    from judging.scoring.agreement.alpha import krippendorff_alpha
    from judging.scoring.agreement.concordance import concordance
    from judging.scoring.agreement.icc import intraclass
    from judging.scoring.fairness.affiliation import list_own
    from judging.scoring.fairness.report import report_judges

    units = {key: face.unit for key, face in bench.faces.items()}
    entries = find_faces(scope.round.competition_id, [each.key for each in bench.appearances])
    own = list_own(units, {number: face.unit for number, face in entries.items()})
    report = report_judges(scope.rules, bench.appearances, bench.judges, own)
    ratings = report.ratings
    resamples = min(_MOST, max(_FEWEST, _DRAWN_MARKS // max(ratings.count, 1)))
    return BenchHealth(
        bench=bench,
        entries=sum(any(mark is not None for mark in row) for row in ratings.rows),
        icc=intraclass(ratings),
        order=concordance(ratings, SEED, resamples),
        alpha=krippendorff_alpha(ratings, "interval", SEED, resamples),
        report=report,
        resamples=resamples,
    )
