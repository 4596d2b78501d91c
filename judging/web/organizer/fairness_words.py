"""How the pages of fairness write figures, intervals and verdicts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from judging.web.interval_charts import Interval
from judging.wording.fairness import REASONS

if TYPE_CHECKING:
    from judging.scoring.agreement.estimates import Estimate


@dataclass(frozen=True)
class Verdict:
    """The answer in one sentence; ``lines`` say more. ``is_calm``: nothing that matters changes."""

    title: str
    lines: tuple[str, ...] = ()
    is_calm: bool = False


def figure_text(value: float, *, is_signed: bool = False) -> str:
    """Return a figure with two places, a true minus, and a plus where signs matter."""
    text = f"{abs(value):.2f}"
    if float(text) == 0:
        return text
    if value < 0:
        return f"−{text}"
    return f"+{text}" if is_signed else text


def estimate_text(found: "Estimate", *, is_signed: bool = False) -> str:
    """Return a figure, or a dash where so few entries stand behind it that it would mislead."""
    if found.point is None:
        return "—"
    return figure_text(found.point, is_signed=is_signed)


def interval_of(found: "Estimate") -> Interval:
    """Return both ends of an interval; None where it has none."""
    if found.low is None or found.high is None:
        return None
    return found.low, found.high


def interval_text(found: "Estimate", *, is_signed: bool = False) -> str:
    """Return an interval as text; a dash where there is none."""
    ends = interval_of(found)
    if ends is None:
        return "—"
    low, high = (figure_text(end, is_signed=is_signed) for end in ends)
    return _("%(low)s to %(high)s", low=low, high=high)


def reason_text(found: "Estimate") -> str:
    """Return why there is no figure."""
    return str(REASONS.get(found.because, found.because))
