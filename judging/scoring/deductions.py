"""What is taken off or added after the aggregate, and the time rule that can order it."""

from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.document import Table, refuse_twice
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import MARK_PLACES, shorten
from judging.scoring.rubric_reading import MARK_LIMIT
from judging.scoring.rule_parts import DeductionRules, TimeBand, TimeRules

MAX_BANDS = 12
MAX_SECONDS = 86_400
_KINDS = ("deduction", "bonus")


@dataclass(frozen=True, slots=True)
class Deduction:
    """Points taken off (``deduction``) or added (``bonus``), always positive, with the reason.

    A waived one stays on record and does not count. ``code`` names the rule, e.g. ``overtime``.
    """

    points: Fraction
    code: str
    reason: Bilingual
    is_waived: bool = False
    kind: str = "deduction"

    @property
    def effect(self) -> Fraction:
        """Return what it does to the score, in points: negative, positive, or 0 where waived.

        >>> Deduction(Fraction(1, 2), "overtime", Bilingual("超时", "overtime")).effect
        Fraction(-1, 2)
        """
        if self.is_waived:
            return Fraction(0)
        return self.points if self.kind == "bonus" else -self.points

    def check(self) -> None:
        """Refuse points that are not positive, or an unknown kind.

        Raises: ScoringError (``deduction_not_positive``, ``not_a_choice``).

        >>> Deduction(Fraction(1), "other", Bilingual("其他", "other")).check()
        """
        if self.points <= 0:
            text = shorten(str(self.points))
            raise ScoringError([Fault("deduction_not_positive", self.code, {"text": text})])
        if self.kind not in _KINDS:
            params = {"text": shorten(self.kind), "choices": ", ".join(_KINDS)}
            raise ScoringError([Fault("not_a_choice", self.code, params)])


@dataclass(frozen=True, slots=True)
class TimeRuling:
    """What the time rule says about one talk."""

    deduction: Deduction | None = None
    is_disqualified: bool = False


def read_time(table: Table) -> TimeRules:
    """Read ``[deductions] time``: limits in whole seconds, bands in any order.

    >>> row = {"over_s": 1, "points": "0.5"}
    >>> read_time(Table({"limit_s": 360, "bands": [row]}, "time", [])).bands[0].from_s
    1
    """
    bands = [_band(row) for row in table.rows("bands", MAX_BANDS)]
    rules = TimeRules(
        limit_s=table.find_integer("limit_s", 1, MAX_SECONDS),
        minimum_s=table.find_integer("minimum_s", 1, MAX_SECONDS),
        bands=tuple(sorted(bands, key=lambda band: (band.is_under, band.from_s))),
        disqualify_over_s=table.find_integer("disqualify_over_s", 1, MAX_SECONDS),
        disqualify_under_s=table.find_integer("disqualify_under_s", 1, MAX_SECONDS),
    )
    table.close()
    refuse_twice(table, "bands", [_start(band) for band in bands])
    _check_time(table, rules)
    return rules


def _start(band: TimeBand) -> str:
    return f"{'under_s' if band.is_under else 'over_s'} = {band.from_s}"


def _band(table: Table) -> TimeBand:
    over_s = table.find_integer("over_s", 1, MAX_SECONDS)
    under_s = table.find_integer("under_s", 1, MAX_SECONDS)
    per_s = table.find_integer("per_s", 1, MAX_SECONDS)
    cap = table.find_points("cap", ">0", MARK_LIMIT, MARK_PLACES)
    if (over_s is None) == (under_s is None):
        table.fault("band_over_or_under")
    if cap is not None and per_s is None:
        table.fault("cap_without_per", "cap")
    points = table.points("points", ">0", MARK_LIMIT, MARK_PLACES)
    table.close()
    return TimeBand(over_s or under_s or 1, points, over_s is None, per_s, cap)


def _check_time(table: Table, rules: TimeRules) -> None:
    has_over = rules.disqualify_over_s or any(not band.is_under for band in rules.bands)
    has_under = rules.disqualify_under_s or any(band.is_under for band in rules.bands)
    if has_over and rules.limit_s is None:
        table.fault("band_without_limit")
    if has_under and rules.minimum_s is None:
        table.fault("band_without_minimum")
    if rules.limit_s and rules.minimum_s and rules.minimum_s >= rules.limit_s:
        table.fault("minimum_not_below_limit", "minimum_s")


def time_deduction(rules: DeductionRules, spoken_ms: int) -> TimeRuling:
    """Return what the time rule says about a talk of ``spoken_ms`` milliseconds.

    A band is reached when the talk is over the limit (under the minimum) by at least its seconds;
    of the bands reached the one that begins last holds. Points with ``per_s`` count each started
    piece of the excess, up to the cap. Exactly at the limit nothing happens. The shape of the
    bands follows the rules found in print (domain.md, "Time penalties").

    Raises: ScoringError (``spoken_time_out_of_bounds``).

    >>> bands = (TimeBand(1, Fraction(1, 2)), TimeBand(30, Fraction(1)))
    >>> rules = DeductionRules(time=TimeRules(limit_s=360, bands=bands, disqualify_over_s=120))
    >>> time_deduction(rules, 372_000).deduction.reason.en
    'overtime 12 s'
    >>> time_deduction(rules, 360_999).deduction is None
    True
    >>> time_deduction(rules, 480_000).is_disqualified
    True
    """
    if isinstance(spoken_ms, bool) or not 0 <= spoken_ms <= MAX_SECONDS * 1000:
        raise ScoringError([Fault("spoken_time_out_of_bounds", "", {"text": shorten(spoken_ms)})])
    time = rules.time
    if time is None:
        return TimeRuling()
    if time.limit_s is not None and spoken_ms > time.limit_s * 1000:
        excess_ms = spoken_ms - time.limit_s * 1000
        return _ruling(time, excess_ms, is_under=False, out_s=time.disqualify_over_s)
    if time.minimum_s is not None and spoken_ms < time.minimum_s * 1000:
        excess_ms = time.minimum_s * 1000 - spoken_ms
        return _ruling(time, excess_ms, is_under=True, out_s=time.disqualify_under_s)
    return TimeRuling()


def _ruling(time: TimeRules, excess_ms: int, *, is_under: bool, out_s: int | None) -> TimeRuling:
    is_out = out_s is not None and excess_ms >= out_s * 1000
    reached = [
        band for band in time.bands if band.is_under == is_under and excess_ms >= band.from_s * 1000
    ]
    if not reached:
        return TimeRuling(None, is_out)
    band = reached[-1]
    points = band.points
    if band.per_s is not None:
        points *= -(-excess_ms // (band.per_s * 1000))
        points = points if band.cap is None else min(points, band.cap)
    seconds = excess_ms // 1000
    if is_under:
        reason = Bilingual(f"时间不足 {seconds} 秒", f"undertime {seconds} s")
        return TimeRuling(Deduction(points, "undertime", reason), is_out)
    reason = Bilingual(f"超时 {seconds} 秒", f"overtime {seconds} s")
    return TimeRuling(Deduction(points, "overtime", reason), is_out)
