"""The charts of a document of results: strip plot, distribution, podium (see web/charts.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from judging.scoring.rank_methods import is_lower_better
from judging.scoring.sheet import JudgeTotal
from judging.scoring.total_text import total_text
from judging.scoring.working import TRIMMED
from judging.web.charts import Distribution, StripPlot, distribution, strip_plot

if TYPE_CHECKING:
    from judging.scoring.working import JudgeLine, Working
    from judging.web.result_views import ResultBook

_FEWEST_SCORES = 4


def plot_of(book: ResultBook, working: Working, judges: Sequence[JudgeLine]) -> StripPlot:
    """Place judge totals on a line that is as long as the totals of the whole document.

    Args:
        book: the document.
        working: the line's working.
        judges: the seats that have a judge total, in seat order.
    """
    rubric, rounding = book.rules.rubric, book.rules.tally.rounding
    totals = [JudgeTotal(judge.total_units or 0, working.total_divisor) for judge in judges]
    low, high = book.plot_ends
    mean = None
    is_of_points = working.scope == "judge_total" and working.ranks is None
    if working.combined is not None and is_of_points:
        mean = _decimal(working.combined)
    return strip_plot(
        [Decimal(total_text(rubric, rounding, total)) for total in totals],
        [judge.left_out in TRIMMED for judge in judges],
        low,
        high,
        labels=[_("Judge %(seat)s", seat=judge.sheet.seat) for judge in judges],
        mean=mean if mean is not None and low <= mean <= high else None,
    )


def ends_of(document: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return the whole points below and above every judge total of the document."""
    totals = [
        Fraction(judge["total"], line["working"]["divisor"])
        for line in document["lines"]
        for judge in line["working"]["judges"]
        if judge["total"] is not None
    ]
    low = int(min(totals, default=Fraction(0)) // 1)
    high = int(-(-max(totals, default=Fraction(1)) // 1))
    return Decimal(low), Decimal(max(high, low + 1))


def distribution_of(book: ResultBook, lines: Sequence[Mapping[str, Any]]) -> Distribution | None:
    """Return the distribution of final scores with the prize borders; None with under four."""
    scores = [Decimal(line["score"]) for line in lines if line["score"] is not None]
    if len(scores) < _FEWEST_SCORES:
        return None
    # The border of a prize is the worst score that holds it; a sum of ranks gets worse as it rises.
    worst = max if is_lower_better(book.rules.tally.aggregate) else min
    borders = []
    for award in book.rules.awards:
        held = [Decimal(x["score"]) for x in lines if award.key in x["awards"] and x["score"]]
        if held:
            borders.append((book.award_name(award.key), worst(held)))
    return distribution(scores, borders)


def podium_of(book: ResultBook, lines: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the first three ranks as the podium shows them; none where a step is crowded."""
    first = [line for line in lines if line["rank"] is not None and line["rank"] <= 3]
    if len(first) > 3:
        return []
    return [
        {
            "rank": line["rank"],
            "name": book.view(line).name,
            "unit": line["unit"],
            "score": line["score"],
            "award": book.award_name(line["awards"][0]) if line["awards"] else "",
        }
        for line in first
    ]


def _decimal(value: Fraction) -> Decimal:
    """Return a fraction as a decimal, for its place on a drawing."""
    return Decimal(value.numerator) / Decimal(value.denominator)
