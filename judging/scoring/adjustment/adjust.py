"""Raw and adjusted, side by side: what the marks would be before judges of equal severity.

A mark is its entry's level, its judge's offset and a rest. Offsets are drawn towards nought by the
shrinkage (best linear unbiased prediction: C. R. Henderson, "Best linear unbiased estimation and
prediction under a selection model", Biometrics 31 (1975) 423–447), rounded and published; an
entry's adjusted value is the mean of its judges' totals, each less its judge's published offset.
Whoever has the totals and the published shrinkage can redo all of it in fractions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.adjustment.equations import Equations, list_equations, solve_offsets
from judging.scoring.adjustment.shrinkage import Variances, estimate_variances
from judging.scoring.agreement.ratings import Ratings
from judging.scoring.fairness.components import list_components
from judging.scoring.points import MAX_PLACES, round_half_up

#: Above so many judges the exact solution takes too long to wait for on a page.
MAX_JUDGES = 80


@dataclass(frozen=True, slots=True)
class ConnectedPart:
    """A connected part of the judging graph, by name."""

    entries: tuple[str, ...]
    judges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgeOffset:
    """What is taken off a judge's totals, in points, rounded: above 0 the judge is generous.

    ``marks`` counts the judge's totals; ``error`` is the standard error of the offset.
    """

    judge: str
    offset: Fraction
    error: float
    marks: int


@dataclass(frozen=True, slots=True)
class AdjustedEntry:
    """One entry: the plain mean of its judges' totals, and the same before equal judges.

    Both are in points; ``adjusted`` is rounded to the stated places. ``error`` is the standard
    error of the adjusted value beside the other entries.
    """

    key: str
    raw: Fraction
    adjusted: Fraction
    error: float
    judges: int

    @property
    def correction(self) -> Fraction:
        """Return how many points the adjustment adds."""
        return self.adjusted - self.raw


@dataclass(frozen=True, slots=True)
class Adjustment:
    """The adjustment of all entries that are ranked together, or why it is refused.

    ``because`` is ``""``, ``no_marks``, ``unconnected`` (see ``parts``: no judge saw both sides, so
    that nobody can tell a strict panel from weak entries), ``one_judge``, ``too_few_entries`` (no
    mark is left to tell severity from chance) or ``too_many_judges``. ``shrinkage`` is None where
    the judges do not differ by more than chance: then nothing is adjusted.
    """

    because: str
    parts: tuple[ConnectedPart, ...]
    places: int
    entries: tuple[AdjustedEntry, ...] = ()
    offsets: tuple[JudgeOffset, ...] = ()
    shrinkage: Fraction | None = None
    judge_variance: float = 0
    rest_variance: float = 0


def adjust(ratings: Ratings, places: int = 4) -> Adjustment:
    """Return raw and adjusted values of everything that is ranked together.

    Entries and judges without a mark are left out. The result is for publishing beside the scores,
    where the rules announced it; no score takes it by itself.

    Args:
        ratings: the judges' totals (:func:`judging.scoring.agreement.ratings.rate_totals`).
        places: decimals of offsets and adjusted values, 0 to 6.

    Raises: ValueError for other places.

    >>> marks = ((80, 86, None), (90, 95, None), (None, 85, 80), (None, 75, 69), (85, None, 84))
    >>> found = adjust(Ratings(tuple("ABCDE"), tuple("123"),
    ...     tuple(tuple(None if m is None else Fraction(m) for m in row) for row in marks)), 2)
    >>> [(judge.judge, str(judge.offset)) for judge in found.offsets]
    [('1', '-157/100'), ('2', '91/25'), ('3', '-207/100')]
    >>> [(entry.key, str(entry.raw), str(entry.adjusted)) for entry in found.entries][:2]
    [('A', '83', '8197/100'), ('B', '185/2', '9147/100')]
    """
    if not 0 <= places <= MAX_PLACES:
        raise ValueError(f"places must lie between 0 and {MAX_PLACES}, not {places}")
    components = list_components(ratings)
    parts = tuple(
        ConnectedPart(
            tuple(ratings.entries[i] for i in part.entries),
            tuple(ratings.judges[j] for j in part.judges),
        )
        for part in components
    )
    if len(components) != 1:
        return Adjustment("unconnected" if components else "no_marks", parts, places)
    (part,) = components
    marked = Ratings(
        parts[0].entries,
        parts[0].judges,
        tuple(tuple(ratings.rows[i][j] for j in part.judges) for i in part.entries),
    )
    equations = list_equations(marked)
    because = _find_obstacle(equations)
    if because:
        return Adjustment(because, parts, places)
    return _adjust(marked, equations, parts, places)


def _find_obstacle(equations: Equations) -> str:
    if equations.judges == 1:
        return "one_judge"
    if equations.judges > MAX_JUDGES:
        return "too_many_judges"
    return "" if equations.freedom > 0 else "too_few_entries"


def _adjust(
    ratings: Ratings, equations: Equations, parts: tuple[ConnectedPart, ...], places: int
) -> Adjustment:
    found = estimate_variances(equations)
    if found.shrinkage is None:
        exact: Sequence[Fraction] = [Fraction(0)] * equations.judges
    else:
        exact = solve_offsets(equations, found.shrinkage)
    offsets = [round_half_up(value, places) for value in exact]
    return Adjustment(
        because="",
        parts=parts,
        places=places,
        entries=tuple(
            _entry(ratings, found, offsets, i, places) for i in range(len(ratings.entries))
        ),
        offsets=tuple(_judge(ratings, found, offsets, j) for j in range(len(ratings.judges))),
        shrinkage=found.shrinkage,
        judge_variance=found.judges,
        rest_variance=found.rest,
    )


def _entry(
    ratings: Ratings, found: Variances, offsets: Sequence[Fraction], entry: int, places: int
) -> AdjustedEntry:
    panel = [(j, value) for j, value in enumerate(ratings.rows[entry]) if value is not None]
    count = len(panel)
    raw = sum((value for _, value in panel), Fraction(0)) / count
    less = sum((offsets[j] for j, _ in panel), Fraction(0)) / count
    weights = [0.0] * len(offsets)
    for j, _ in panel:
        weights[j] = 1 / count
    error = (found.rest / count + _spread(found, weights)) ** 0.5
    return AdjustedEntry(
        ratings.entries[entry], raw, round_half_up(raw - less, places), error, count
    )


def _judge(
    ratings: Ratings, found: Variances, offsets: Sequence[Fraction], judge: int
) -> JudgeOffset:
    weights = [float(j == judge) for j in range(len(offsets))]
    marks = sum(value is not None for value in ratings.column(judge))
    return JudgeOffset(ratings.judges[judge], offsets[judge], _spread(found, weights) ** 0.5, marks)


def _spread(found: Variances, weights: Sequence[float]) -> float:
    """Return the variance of a weighted sum of predicted offsets about the true ones.

    What all judges of the part have in common is left out: it moves no entry past another.
    """
    if found.shrinkage is None:
        return 0.0
    along = (found.ways.T @ list(weights))[1:] ** 2
    return float((along / (found.roots[1:] + float(found.shrinkage))).sum()) * found.rest
