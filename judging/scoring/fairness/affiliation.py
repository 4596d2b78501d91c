"""Whether a judge gives entries of the own unit more than the panel gives them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from judging.scoring.agreement.distributions import t_quantile
from judging.scoring.agreement.estimates import Estimate, nothing
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.additive import AdditiveFit, fit_additive, take_rests

#: Below this the question cannot be told apart from the panel's own levels.
_NOTHING_LEFT = 1e-9


@dataclass(frozen=True, slots=True)
class Affiliation:
    """How many points more a judge gives entries of the own unit: ``own`` of those marked."""

    judge: str
    own: int
    others: int
    extra: Estimate


def list_own(
    judge_units: Mapping[str, str], entry_units: Mapping[str, str]
) -> frozenset[tuple[str, str]]:
    """Return (entry, judge) wherever both have one unit, as a set without order; blank is none.

    >>> list_own({"1": "No. 2 School", "2": ""}, {"A": "No. 2 School", "B": ""})
    frozenset({('A', '1')})
    """
    return frozenset(
        (entry, judge)
        for judge, unit in judge_units.items()
        for entry, other in entry_units.items()
        if unit and unit == other
    )


def list_affiliations(
    ratings: Ratings, own: Collection[tuple[str, str]]
) -> tuple[Affiliation, ...]:
    """Return, for every judge, the points given beyond what entry and judge explain, by judge.

    One term for the judge's own entries is added to the additive model, judge by judge, so that
    neither a good entry nor a generous judge passes for favour. It is the judge's mean rest on own
    entries less that on others, put right for the share that the judge has in the entry's level
    (R. Frisch & F. V. Waugh, Econometrica 1 (1933) 387–401). Said only where a judge marked both.

    Args:
        ratings: the judges' totals.
        own: (entry, judge) pairs that belong to one unit, by name.

    >>> from fractions import Fraction
    >>> marks = ((80, 81, 80), (84, 80, 81), (70, 70, 71), (77, 76, 75))
    >>> table = Ratings(tuple("ABCD"), ("1", "2", "3"),
    ...     tuple(tuple(map(Fraction, row)) for row in marks))
    >>> extra = list_affiliations(table, {("B", "1")})[0].extra
    >>> round(extra.value, 3), round(extra.error, 3)
    (3.333, 1.229)
    """
    places = {name: at for at, name in enumerate(ratings.entries)}
    owned = {(places[entry], judge) for entry, judge in own if entry in places}
    fits = {judge: fit for fit in fit_additive(ratings) for judge in fit.component.judges}
    return tuple(
        _affiliation(ratings, fits.get(judge), owned, judge) for judge in range(len(ratings.judges))
    )


def _affiliation(
    ratings: Ratings,
    fit: AdditiveFit | None,
    owned: Collection[tuple[int, str]],
    judge: int,
) -> Affiliation:
    name = ratings.judges[judge]
    marked = [i for i, value in enumerate(ratings.column(judge)) if value is not None]
    mine = [i for i in marked if (i, name) in owned]
    count = len(mine)
    extra = nothing("never_both", len(marked))
    if fit is not None and 0 < count < len(marked):
        extra = _extra(fit, judge, mine, len(marked))
    return Affiliation(name, count, len(marked) - count, extra)


def _extra(fit: AdditiveFit, judge: int, mine: Sequence[int], marked: int) -> Estimate:
    if len(fit.component.judges) == 1:
        return nothing("one_judge", marked)
    asked = {cell: float(cell[1] == judge and cell[0] in mine) for cell in fit.rests}
    left = take_rests(fit.component, asked, fit.inverse)
    strength = fsum(value * value for value in left.values())
    if strength < _NOTHING_LEFT:
        return nothing("unconnected", marked)
    if fit.freedom < 2:
        return nothing("too_few_entries", marked)
    value = fsum(left[cell] * rest for cell, rest in fit.rests.items()) / strength
    freedom = fit.freedom - 1
    squares = fsum(rest * rest for rest in fit.rests.values()) - value * value * strength
    error = (max(squares, 0) / freedom / strength) ** 0.5
    reach = t_quantile(freedom) * error
    return Estimate(value, value - reach, value + reach, marked, error)
