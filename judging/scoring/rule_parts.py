"""The parts of a rule sheet as frozen values: plain data that the steps of the tally read."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.rubric import Rubric

#: Seats of this group never count, whether or not the rule sheet declares groups.
PRACTICE_GROUP = "practice"

#: Within what entries are ranked, taken on and given prizes.
GROUPINGS = ("heat", "division", "overall")


@dataclass(frozen=True, slots=True)
class Trim:
    """How many of the lowest and highest are dropped, and what happens with few judges.

    At least ``min_kept`` stay. ``few`` is ``step_down`` (the largest legal trim of the same
    shape), ``closest_two`` (of three judges the closest pair, the upper one where equal; otherwise
    as step_down) or ``block`` (no result).
    """

    low: int = 0
    high: int = 0
    min_kept: int = 3
    few: str = "step_down"


@dataclass(frozen=True, slots=True)
class Rounding:
    """Decimal places at each named point; None rounds nothing there."""

    final: int = 2
    criterion: int | None = None
    weighted_criterion: int | None = None
    judge_total: int | None = None
    aggregate: int | None = None


@dataclass(frozen=True, slots=True)
class JudgeGroup:
    """A group of seats with its weight. ``seats`` is None where the caller says who sits in it."""

    key: str
    weight: Fraction
    seats: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class TallyRules:
    """From judge totals to the aggregate."""

    scope: str = "judge_total"
    aggregate: str = "mean"
    factor: Fraction = Fraction(1)
    trim: Trim = Trim()
    rounding: Rounding = Rounding()
    groups: tuple[JudgeGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeBand:
    """A band of the time rule, reached when the talk is over (or under) by at least ``from_s``.

    With ``per_s`` the points are taken for each started ``per_s`` seconds, up to ``cap`` points.
    """

    from_s: int
    points: Fraction
    is_under: bool = False
    per_s: int | None = None
    cap: Fraction | None = None


@dataclass(frozen=True, slots=True)
class TimeRules:
    """The time limit in seconds, an optional minimum, the bands and the points of no return."""

    limit_s: int | None = None
    minimum_s: int | None = None
    bands: tuple[TimeBand, ...] = ()
    disqualify_over_s: int | None = None
    disqualify_under_s: int | None = None


@dataclass(frozen=True, slots=True)
class DeductionRules:
    """What may be taken off after the aggregate. ``floor`` is in points."""

    floor: Fraction | None = None
    time: TimeRules | None = None


@dataclass(frozen=True, slots=True)
class RankingRules:
    """What is compared, how ranks are numbered, within which group, and the tie-break chain."""

    on: str = "published"
    style: str = "1224"
    per: str = "heat"
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvancementRules:
    """Who goes on: the first ``take`` of each group, nobody below ``score_line`` (in points).

    ``take`` is None where the score line alone decides. ``wild_cards`` go to the best of those
    not taken, across the groups. ``border`` says what happens to a tie that the border cuts:
    ``chain`` (what the tie chain leaves tied waits for a person), ``all`` (everybody of that score
    goes on) or ``extra_round`` (everybody of that score waits for an extra round).
    """

    take: int | None = None
    per: str = "heat"
    score_line: Fraction | None = None
    wild_cards: int = 0
    wild_cards_per: str = "overall"
    border: str = "chain"


@dataclass(frozen=True, slots=True)
class AwardRule:
    """One prize of the award scheme.

    ``kind`` is ``tier`` (``count``, ``percent`` of the ranked entries or ``is_rest``), ``special``
    (``by`` a criterion or by hand), ``unit`` (the best units by the prizes of the tiers ``of``, at
    ``points`` each) or ``adviser`` (whoever advised the winners of the tiers ``of``). ``per`` is
    None where it is that of the ranking. ``minimum`` is in points of the published score.
    """

    key: str
    name: Bilingual
    count: int | None = None
    percent: Fraction | None = None
    round: str = "ceil"
    is_rest: bool = False
    kind: str = "tier"
    per: str | None = None
    minimum: Fraction | None = None
    ties: str = "share"
    by: str = ""
    of: tuple[str, ...] = ()
    points: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class RuleSheet:
    """All rules of a round: what :func:`judging.scoring.rules.parse_rules` makes of a document.

    ``document`` is the canonical form (JSON-able, numbers as text, defaults written out) and
    ``digest`` its SHA-256; two documents that say the same have the same digest.
    """

    name: Bilingual
    rubric: Rubric
    tally: TallyRules
    deductions: DeductionRules
    ranking: RankingRules
    advancement: AdvancementRules | None
    awards: tuple[AwardRule, ...]
    document: Mapping[str, Any]
    digest: str
