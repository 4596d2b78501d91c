"""A round with a sheet and without it."""

from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import Deduction
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.voiding import score_both


def _turn(key, *points, **values):
    sheets = tuple(SeatSheet(str(n), (p * 1000,)) for n, p in enumerate(points, 1))
    return Appearance(key, "1", sheets=sheets, **values)


def test_both_results_have_score_and_place_whatever_stands_now():
    rules = specimen_rules()
    over = Deduction(Fraction(1), "overtime", Bilingual("超时", "overtime"))
    low = _turn("A", 90, 90, 9, deductions=(over,))
    void = Appearance(
        "A", "1", sheets=(*low.sheets[:2], SeatSheet("3", (), "void")), deductions=(over,)
    )
    for standing_now in (low, void):
        both = score_both(rules, [_turn("B", 80, 80, 80), standing_now], "A", "3", [9_000])
        assert (both.counted.score, both.counted.rank) == ("62.00", 2)
        assert (both.voided.score, both.voided.rank) == ("89.00", 1)


def test_the_only_sheet_void_leaves_no_result():
    both = score_both(specimen_rules(), [_turn("A", 70)], "A", "1", [70_000])
    assert (both.counted.score, both.voided.score, both.voided.no_result) == (
        "70.00",
        None,
        "nobody_gave",
    )
