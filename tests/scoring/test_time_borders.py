"""The time rule turns at its very borders, and a deduction that can be none is refused."""

from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import Deduction, TimeRuling, time_deduction
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rule_parts import DeductionRules, TimeBand, TimeRules

TIME = TimeRules(
    limit_s=360,
    minimum_s=180,
    bands=(
        TimeBand(0, Fraction(1, 2)),
        TimeBand(30, Fraction(1), per_s=15, cap=Fraction(5)),
        TimeBand(2, Fraction(2), is_under=True),
        TimeBand(10, Fraction(3), is_under=True, per_s=10),
    ),
    disqualify_over_s=120,
    disqualify_under_s=90,
)
OVER, UNDER = ("overtime", "超时"), ("undertime", "时间不足")


def _ruling(points, words, seconds, is_out=False):
    code, zh = words
    reason = Bilingual(f"{zh} {seconds} 秒", f"{code} {seconds} s")
    if seconds == 0:
        reason = Bilingual(f"{zh}（不满 1 秒）", f"{code} less than 1 s")
    return TimeRuling(Deduction(Fraction(points), code, reason), is_out)


@pytest.mark.parametrize(
    ("spoken_ms", "ruling"),
    [
        (360_000, TimeRuling()),
        (360_001, _ruling("0.5", OVER, 0)),
        (389_999, _ruling("0.5", OVER, 29)),
        (390_000, _ruling(2, OVER, 30)),
        (390_001, _ruling(3, OVER, 30)),
        (420_000, _ruling(4, OVER, 60)),
        (450_000, _ruling(5, OVER, 90)),
        (479_999, _ruling(5, OVER, 119)),
        (480_000, _ruling(5, OVER, 120, is_out=True)),
        (86_400_000, _ruling(5, OVER, 86_040, is_out=True)),
        (180_000, TimeRuling()),
        (178_001, TimeRuling()),
        (178_000, _ruling(2, UNDER, 2)),
        (170_001, _ruling(2, UNDER, 9)),
        (170_000, _ruling(3, UNDER, 10)),
        (169_999, _ruling(6, UNDER, 10)),
        (90_001, _ruling(27, UNDER, 89)),
        (90_000, _ruling(27, UNDER, 90, is_out=True)),
        (0, _ruling(54, UNDER, 180, is_out=True)),
    ],
)
def test_the_time_rule_turns_at_its_very_borders(spoken_ms, ruling):
    assert time_deduction(DeductionRules(time=TIME), spoken_ms) == ruling


@pytest.mark.parametrize("spoken_ms", [-1, 86_400_001, True])
def test_no_talk_lasts_less_than_nothing_or_more_than_a_day(spoken_ms):
    with pytest.raises(ScoringError) as refused:
        time_deduction(DeductionRules(), spoken_ms)
    params = {"text": str(spoken_ms)}
    assert refused.value.faults == (Fault("spoken_time_out_of_bounds", "", params),)


def test_a_deduction_that_can_be_none_is_refused_by_its_code():
    reason = Bilingual("迟到", "late")
    cases = (
        (Deduction(Fraction(0), "late", reason), "deduction_not_positive", {"text": "0"}),
        (
            Deduction(Fraction(1), "late", reason, kind="gift"),
            "not_a_choice",
            {"text": "gift", "choices": "deduction, bonus"},
        ),
    )
    for deduction, code, params in cases:
        with pytest.raises(ScoringError) as refused:
            deduction.check()
        assert refused.value.faults == (Fault(code, "late", params),)
