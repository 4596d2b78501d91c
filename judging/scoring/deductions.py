"""What is taken off or added after the aggregate, and the time rule that can order it."""

from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.deduction_section import MAX_SECONDS
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import shorten
from judging.scoring.rule_parts import DeductionRules, TimeRules

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


def time_deduction(rules: DeductionRules, spoken_ms: int) -> TimeRuling:
    """Return what the time rule says about a talk of ``spoken_ms`` milliseconds.

    A band is reached when the talk is over the limit (under the minimum) by at least its seconds;
    of the bands reached the one that begins last holds. Points with ``per_s`` count each started
    piece of the excess, up to the cap. Exactly at the limit nothing happens; a band from 0 seconds
    is reached by any excess at all. The shape of the
    bands follows the rules found in print (domain.md, "Time penalties").

    Raises: ScoringError (``spoken_time_out_of_bounds``).

    >>> from judging.scoring.rule_parts import TimeBand, TimeRules
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
    code, words = ("undertime", "时间不足") if is_under else ("overtime", "超时")
    return TimeRuling(Deduction(points, code, _reason(words, code, excess_ms // 1000)), is_out)


def _reason(zh: str, en: str, seconds: int) -> Bilingual:
    if seconds == 0:
        return Bilingual(f"{zh}（不满 1 秒）", f"{en} less than 1 s")
    return Bilingual(f"{zh} {seconds} 秒", f"{en} {seconds} s")
