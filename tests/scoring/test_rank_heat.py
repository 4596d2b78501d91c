"""A heat under a rank method: what a floor does, and what the working holds of it."""

from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.deductions import Deduction
from judging.scoring.results import score_round
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_outcome, specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.ties import TieCase
from judging.scoring.ties.by_score import criterion_value, smaller_spread
from judging.scoring.trimming import LeftOut, TrimChoice
from judging.scoring.working import GroupPart, Reduction


def _turn(key, *marks, **facts):
    sheets = tuple(SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(marks, 1))
    return Appearance(key, "1", sheets=sheets, **facts)


def _late(points):
    return (Deduction(Fraction(points), "late", Bilingual("迟到", "late")),)


@pytest.mark.parametrize(
    ("points", "floor", "score"),
    [("9", None, "1.00"), ("10", None, "0.00"), ("10.5", Fraction(0), "0.00")],
)
def test_a_floor_lifts_points_by_place_only_from_below(points, floor, score):
    rules = specimen_rules(
        tally={"aggregate": "positional_weights", "positions": ["5", "3"]},
        deductions={"floor": "0"},
    )
    turns = [_turn("A", 90, 91, deductions=_late(points)), _turn("B", 80, 81)]
    found = {line.key: line.outcome.working for line in score_round(rules, turns).standings}
    assert (found["A"].floor, found["A"].score) == (floor, score)
    assert (found["B"].floor, found["B"].score) == (None, "6.00")


def test_without_a_floor_points_by_place_may_fall_below_nought():
    rules = specimen_rules(tally={"aggregate": "positional_weights", "positions": ["5", "3"]})
    turns = [_turn("A", 90, 91, deductions=_late("12")), _turn("B", 80, 81)]
    assert [line.score for line in score_round(rules, turns).standings] == ["6.00", "-2.00"]


def test_the_working_of_a_sum_of_ranks_holds_ranks_trim_and_value():
    rules = specimen_rules(tally={"aggregate": "rank_sum", "trim": {"low": 1, "min_kept": 1}})
    turns = [_turn("A", 90, 70, 92), _turn("B", 80, 75, 90)]
    working = score_round(rules, turns).standings[0].outcome.working
    (part,) = working.groups
    unit = part.reduction.unit
    assert part == GroupPart(
        key="",
        weight=Fraction(1),
        reduction=Reduction(
            values=(("1", unit), ("2", 2 * unit), ("3", unit)),
            unit=unit,
            trim=TrimChoice(1, 0),
            left_out=(LeftOut("2", "low"),),
            total=Fraction(2),
            count=2,
            result=Fraction(2),
        ),
        criteria=(),
        weight_sum=Fraction(1),
        value=Fraction(2),
    )
    assert [line.left_out for line in working.judges] == ["", "low", ""]
    assert (working.combined, working.aggregate, working.exact, working.published) == (2, 2, 2, 2)


def test_a_judge_who_did_not_rank_all_is_left_out_of_every_line():
    rules = specimen_rules(tally={"aggregate": "rank_sum"})
    gap = Appearance("B", "1", sheets=(SeatSheet("1", (80000,)), SeatSheet("2", (), "absent")))
    lines = score_round(rules, [_turn("A", 90, 91), gap]).standings
    assert [(line.key, line.score) for line in lines] == [("A", "1"), ("B", "2")]
    assert [[judge.left_out for judge in line.outcome.working.judges] for line in lines] == [
        ["", "not_all"],
        ["", "absent"],
    ]


def test_an_entry_without_totals_has_no_spread_and_no_value_in_a_criterion():
    rules = specimen_rules()
    nobody = specimen_outcome(rules)
    some = specimen_outcome(rules, 89, 91)
    assert smaller_spread(TieCase(rules, [nobody, some])) == [0, 1]
    assert criterion_value(TieCase(rules, [nobody, some], "talk")) == [0, 90]
