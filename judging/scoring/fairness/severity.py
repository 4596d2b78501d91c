"""How strict or generous each judge is beside the others on the same entries."""

from dataclasses import dataclass

from judging.scoring.agreement.distributions import t_quantile
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.additive import AdditiveFit, fit_additive


@dataclass(frozen=True, slots=True)
class Severity:
    """A judge's offset in points: above 0 generous, below 0 strict, beside the others.

    ``part`` numbers the connected part of the judging graph from 1; offsets of different parts say
    nothing of each other. It is 0 for a judge without marks.
    """

    judge: str
    offset: Estimate
    part: int


def list_severities(ratings: Ratings) -> tuple[Severity, ...]:
    """Return every judge's offset with standard error and 95 % t interval, by judge.

    The offsets of the additive model (:mod:`judging.scoring.fairness.additive`); on a panel without
    holes each is the mean difference between the judge's marks and the panel's means.

    >>> from fractions import Fraction
    >>> marks = ((80, 84, 89), (90, 93, 99), (70, 76, 77))
    >>> rows = tuple(tuple(map(Fraction, row)) for row in marks)
    >>> strict = list_severities(Ratings(("A", "B", "C"), ("1", "2", "3"), rows))[0].offset
    >>> round(strict.value, 3), round(strict.error, 3)
    (-4.222, 0.629)
    """
    found = {
        judge: (part, fit)
        for part, fit in enumerate(fit_additive(ratings), 1)
        for judge in fit.component.judges
    }
    return tuple(
        Severity(name, _offset(ratings, found[judge][1], judge), found[judge][0])
        if judge in found
        else Severity(name, nothing("no_marks"), 0)
        for judge, name in enumerate(ratings.judges)
    )


def _offset(ratings: Ratings, fit: AdditiveFit, judge: int) -> Estimate:
    count = sum(value is not None for value in ratings.column(judge))
    if len(fit.component.judges) == 1:
        return nothing("one_judge", count)
    error = fit.error(judge)
    if error is None:
        return nothing("too_few_entries", count)
    value, reach = fit.offsets[judge], t_quantile(fit.freedom) * error
    return Estimate(value, value - reach, value + reach, count, error)
