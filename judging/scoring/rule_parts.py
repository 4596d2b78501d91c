"""The parts of a rule sheet as frozen values: plain data that the steps of the tally read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.marking_section import MarkingRules
from judging.scoring.review_section import ReviewRules
from judging.scoring.rubric import Rubric
from judging.scoring.seats import plain_seat

#: Seats of this group never count, whether or not the rule sheet declares groups.
PRACTICE_GROUP = "practice"

#: Seats of this group do not enter the tally; only a tie step looks at them.
TIE_BREAK_GROUP = "tie_break"

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
    """A group of seats with its weight. ``seats`` is None where the caller says who sits in it.

    ``trim`` and ``aggregate`` are the group's own; None and ``""`` where it has those of the tally.
    """

    key: str
    weight: Fraction
    seats: tuple[str, ...] | None = None
    trim: Trim | None = None
    aggregate: str = ""


@dataclass(frozen=True, slots=True)
class TallyRules:
    """From judge totals to the aggregate.

    ``practice_seats`` never count; ``tie_break_seats`` do not enter, and a tie step looks at them;
    ``chief_seat`` counts as any other, and a tie step looks at its own total. ``truncate_at`` and
    ``positions`` belong to rank methods: the rank that any later one counts as, and the points for
    the first place, the second, and so on.
    """

    scope: str = "judge_total"
    aggregate: str = "mean"
    factor: Fraction = Fraction(1)
    trim: Trim = Trim()
    rounding: Rounding = Rounding()
    groups: tuple[JudgeGroup, ...] = ()
    practice_seats: tuple[str, ...] = ()
    tie_break_seats: tuple[str, ...] = ()
    chief_seat: str = ""
    truncate_at: int | None = None
    positions: tuple[Fraction, ...] = ()

    def may_count(self, seat: str) -> bool:
        """Return whether a seat enters the tally, as far as the rules name seats.

        >>> TallyRules(practice_seats=("8",)).may_count("08")
        False
        """
        return self.kind_of(seat) == ""

    def kind_of(self, seat: str) -> str:
        """Return ``practice`` or ``tie_break`` for a seat that the rules name so, else ``""``.

        >>> TallyRules(tie_break_seats=("9",)).kind_of("9")
        'tie_break'
        """
        if not (self.practice_seats or self.tie_break_seats):
            return ""
        plain = plain_seat(seat)
        if any(plain == plain_seat(other) for other in self.practice_seats):
            return PRACTICE_GROUP
        if any(plain == plain_seat(other) for other in self.tie_break_seats):
            return TIE_BREAK_GROUP
        return ""

    def of_group(self, group: JudgeGroup) -> "TallyRules":
        """Return the rules under which one group is trimmed and aggregated.

        >>> juniors = JudgeGroup("junior", Fraction(1), aggregate="median")
        >>> TallyRules().of_group(juniors).aggregate
        'median'
        """
        trim, aggregate = group.trim or self.trim, group.aggregate or self.aggregate
        return replace(self, trim=trim, aggregate=aggregate)

    def everywhere(self, trim: Trim, aggregate: str) -> "TallyRules":
        """Return the same rules with one trim and one aggregate, also in every group.

        >>> own = JudgeGroup("junior", Fraction(1), trim=Trim(1, 1))
        >>> TallyRules(groups=(own,)).everywhere(Trim(), "sum").groups[0].trim is None
        True
        """
        groups = tuple(replace(group, trim=None, aggregate="") for group in self.groups)
        return replace(self, trim=trim, aggregate=aggregate, groups=groups)


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
class NamedDeduction:
    """A deduction or bonus to choose from; an appearance has it ``most`` times at most."""

    key: str
    name: Bilingual
    points: Fraction
    kind: str = "deduction"
    most: int = 1


@dataclass(frozen=True, slots=True)
class DeductionRules:
    """What may be taken off after the aggregate. ``floor`` is in points."""

    floor: Fraction | None = None
    time: TimeRules | None = None
    named: tuple[NamedDeduction, ...] = ()


@dataclass(frozen=True, slots=True)
class EarlierRound:
    """What an earlier round brings in: its ``value`` (``published`` or ``exact``) times the weight.

    With ``points_by_rank`` it is the points of the rank there instead: the first for rank 1, none
    beyond the last.
    """

    round: str
    weight: Fraction = Fraction(1)
    value: str = "published"
    points_by_rank: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class CarryOverRules:
    """The final value: ``weight`` times this round's own, plus what earlier rounds bring in.

    ``missing`` says what an entry without an earlier result gets: ``no_result`` or ``nothing``.
    """

    earlier: tuple[EarlierRound, ...]
    weight: Fraction = Fraction(1)
    missing: str = "no_result"


@dataclass(frozen=True, slots=True)
class RankingRules:
    """What is compared, how ranks are numbered, within which group, and the tie-break chain.

    ``after_step`` says what those do whom a step leaves tied: ``continue`` with the next step, or
    ``restart`` the chain among themselves.
    """

    on: str = "published"
    style: str = "1224"
    per: str = "heat"
    ties: tuple[str, ...] = ()
    after_step: str = "continue"


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
    ``digest`` its SHA-256; two documents that say the same have the same digest. ``review`` and
    ``marking`` are None where the document says nothing of them; then the defaults of
    :class:`ReviewRules` and :class:`MarkingRules` hold.
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
    carry_over: CarryOverRules | None = None
    review: ReviewRules | None = None
    marking: MarkingRules | None = None
