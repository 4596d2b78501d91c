"""Every piece of a line says what it is and whose: pages strike out, colour and link by that."""

from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import Carried
from judging.scoring.deductions import Deduction
from judging.scoring.explain import segments
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.tally import tally
from tests.scoring.panels import given

LATE = Bilingual("迟到", "late")


def _pieces(working, language="en"):
    """Return ``kind text``, with ``@seat`` and ``#note`` where there are any."""
    return [
        f"{each.kind} {each.text}"
        + (f" @{each.seat}" if each.seat else "")
        + (f" #{each.note}" if each.note else "")
        for each in segments(working, language)
    ]


def _said(line):
    return line.split(" | ")


def _criteria(**weights):
    return [
        {"key": key, "name": {"zh": key}, "max": "10", "weight": weight}
        for key, weight in weights.items()
    ]


def _grouped():
    rules = specimen_rules(
        tally={
            "factor": "0.5",
            "groups": {
                "expert": {"weight": "70", "seats": ["1", "2"]},
                "public": {"weight": "30", "aggregate": "median"},
            },
            "rounding": {"aggregate": 1, "final": 2},
        },
        carry_over={
            "weight": "0.6",
            "missing": "nothing",
            "earlier": [
                {"round": "semi", "weight": "0.4"},
                {"round": "quiz", "points_by_rank": ["5"]},
                {"round": "first"},
            ],
        },
        deductions={"floor": "60"},
    )
    sheets = [
        *(SeatSheet(seat, (mark,), group="expert") for seat, mark in (("1", 90000), ("2", 95000))),
        *(
            SeatSheet(seat, (mark,), group="public")
            for seat, mark in (("3", 80000), ("4", 85000), ("5", 70000))
        ),
        SeatSheet("6", (), "recused", "public"),
        SeatSheet("7", (90000,), group="practice"),
        SeatSheet("8", (91000,), group="tie_break"),
    ]
    taken = [
        Deduction(Fraction(1), "late", LATE),
        Deduction(Fraction(2), "late", LATE, kind="bonus"),
        Deduction(Fraction(3), "late", LATE, is_waived=True),
    ]
    carried = [Carried("semi", Fraction(88)), Carried("quiz", rank=1)]
    return tally(rules, sheets, taken, carried).working


@pytest.mark.parametrize(
    ("language", "late", "quiz"), [("en", "late", "quiz, rank 1"), ("zh", "迟到", "quiz 第 1 名")]
)
def test_groups_a_factor_deductions_and_earlier_rounds_stand_in_their_order(language, late, quiz):
    # 92.5 × 70 + 80 × 30 = 8875, 88.75 of 100; halved and rounded 44.4; 45.4, lifted to 60.
    # 60 × 0.6 + 88 × 0.4 + 5 = 76.2.
    assert _pieces(_grouped(), language) == _said(
        "label expert: | value 90.00 @1 | value 95.00 @2 | operator → | "
        "number 185.00 | operator / | number 2 | operator = | number 92.50 | "
        "operator ; | label public: | value 80.00 @3 | value 85.00 @4 | "
        "value 70.00 @5 | absent — @6 #recused | operator → | label median | "
        "number 80.00 | operator ; | operator ( | number 92.50 | operator × | "
        "number 70 | operator + | number 80.00 | operator × | number 30 | operator ) | "
        "operator / | number 100 | operator = | number 88.75 | operator × | "
        "number 0.5 | operator = | number 44.375 | operator ≈ | number 44.40 | "
        f"operator − | deduction 1.00 ({late}) | operator + | deduction 2.00 ({late}) | "
        f"waived − 3.00 ({late}) | operator = | number 45.40 | operator → | "
        "floor 60.00 | operator ; | number 60.00 | operator × | number 0.6 | "
        "operator + | carried 88.00 (semi) | operator × | number 0.4 | operator + | "
        f"carried 5.00 ({quiz}) | operator + | carried — (first) | operator = | "
        "score 76.20"
    )


def test_a_line_is_english_unless_asked_and_without_a_result_names_every_seat():
    sheets = [
        SeatSheet("1", (), "absent"),
        SeatSheet("2", (None,)),
        SeatSheet("3", (None,), group="practice"),
        SeatSheet("4", (None,), group="tie_break"),
    ]
    assert _pieces(tally(specimen_rules(), sheets).working) == _said(
        "absent — @1 #absent | absent — @2 #incomplete | operator → | "
        "no_result — #no_complete_sheet"
    )
    assert segments(_grouped()) == segments(_grouped(), "en")


def test_what_entered_instead_of_a_struck_out_total_stands_behind_it():
    rules = specimen_rules(tally={"aggregate": "winsorised", "trim": {"low": 1, "high": 1}})
    assert _pieces(tally(rules, given(80000, 90000, 91000, 92000, 99000)).working) == _said(
        "dropped 80.00 @1 | instead 90.00 @1 | value 90.00 @2 | value 91.00 @3 | "
        "value 92.00 @4 | dropped 99.00 @5 | instead 92.00 @5 | operator → | "
        "number 455.00 | operator / | number 5 | operator = | score 91.00"
    )


def test_totals_that_enter_with_a_share_are_parts():
    rules = specimen_rules(tally={"aggregate": "interquartile_fractional"})
    assert _pieces(tally(rules, given(80000, 90000, 91000, 92000, 99000)).working) == _said(
        "dropped 80.00 @1 | part 90.00 × 0.75 @2 | value 91.00 @3 | "
        "part 92.00 × 0.75 @4 | dropped 99.00 @5 | operator → | number 227.50 | "
        "operator / | number 2.5 | operator = | score 91.00"
    )


@pytest.mark.parametrize(
    ("aggregate", "end"),
    [("sum", ["score 170.50"]), ("median", ["label median", "score 85.25"])],
)
def test_an_aggregate_that_divides_by_nothing_ends_on_itself(aggregate, end):
    rules = specimen_rules(tally={"aggregate": aggregate})
    assert _pieces(tally(rules, given(80000, 90500)).working) == [
        "value 80.00 @1",
        "value 90.50 @2",
        "operator →",
        *end,
    ]


def test_criteria_are_labelled_weighed_and_added():
    rules = parse_rules(
        {
            "name": {"zh": "例"},
            "rubric": {"combine": "mean", "criteria": _criteria(a="3", b="1")},
            "tally": {
                "scope": "criterion",
                "rounding": {"weighted_criterion": 0, "aggregate": 1, "final": 2},
            },
        }
    )
    sheets = [SeatSheet("1", (8000, 5000)), SeatSheet("2", (9000, None))]
    assert _pieces(tally(rules, sheets).working) == _said(
        "label a: | value 8.00 @1 | value 9.00 @2 | operator → | number 17.00 | "
        "operator / | number 2 | operator = | number 8.50 | operator × | number 3 | "
        "operator = | number 25.50 | operator ≈ | number 26.00 | operator ; | "
        "label b: | value 5.00 @1 | absent — @2 #incomplete | operator → | "
        "number 5.00 | operator / | number 1 | operator = | number 5.00 | operator ; | "
        "number 26.00 | operator + | number 5.00 | operator = | number 31.00 | "
        "operator / | number 4 | operator = | number 7.75 | operator ≈ | score 7.80"
    )


def test_what_rounding_made_of_the_aggregate_stands_behind_it():
    rules = specimen_rules(tally={"rounding": {"aggregate": 0, "final": 2}})
    assert _pieces(tally(rules, given(80000, 80500, 81000, 81000)).working)[-5:] == _said(
        "number 4 | operator = | number 80.625 | operator ≈ | score 81.00"
    )


def _heat(tally_rules, panels, criteria=None):
    rules = specimen_rules(tally=tally_rules)
    if criteria:
        rules = parse_rules(rules.document | {"rubric": {"criteria": criteria}})
    appearances = [
        Appearance(
            key,
            "1",
            sheets=tuple(
                each
                if isinstance(each, SeatSheet)
                else SeatSheet(str(seat), tuple(mark * 1000 for mark in each))
                for seat, each in enumerate(panel, 1)
            ),
        )
        for key, panel in panels.items()
    ]
    standings = score_round(rules, appearances).standings
    return {line.key: line.outcome.working for line in standings}


def test_ranks_are_struck_out_left_blank_or_kept_out_of_sight_seat_by_seat():
    last = {
        "A": (SeatSheet("4", (90000,), group="practice"), SeatSheet("5", (9000,))),
        "B": (SeatSheet("4", (90000,), group="tie_break"), SeatSheet("5", (), "recused")),
    }
    heat = _heat(
        {"aggregate": "rank_sum", "trim": {"low": 1, "min_kept": 1}},
        {"A": ((90,), (70,), (92,), *last["A"]), "B": ((80,), (75,), (90,), *last["B"])},
    )
    assert _pieces(heat["A"]) == _said(
        "value 1 @1 | dropped 2 @2 | value 1 @3 | absent — @5 #not_all | operator → | score 2"
    )
    assert _pieces(heat["B"]) == _said(
        "dropped 2 @1 | value 1 @2 | value 2 @3 | absent — @5 #recused | operator → | score 3"
    )


def test_what_ranks_are_worth_is_added_up():
    heat = _heat(
        {"aggregate": "reciprocals", "trim": {"high": 1, "min_kept": 1}},
        {"A": ((90,), (70,), (92,)), "B": ((80,), (75,), (90,)), "C": ((70,), (72,), (70,))},
    )
    assert _pieces(heat["A"]) == _said(
        "dropped 1 @1 | value 3 @2 | value 1 @3 | operator → | number 1/3 | "
        "operator + | number 1 | operator = | number 1.3333… | operator ≈ | "
        "score 1.33"
    )


def test_the_worth_of_one_judges_rank_needs_no_sum():
    heat = _heat({"aggregate": "reciprocals"}, {"A": ((90,),), "B": ((80,),)})
    assert _pieces(heat["A"]) == _said(
        "value 1 @1 | operator → | number 1 | operator = | score 1.00"
    )
    assert _pieces(heat["B"]) == _said(
        "value 2 @1 | operator → | number 1/2 | operator = | score 0.50"
    )


@pytest.mark.parametrize(("language", "wins"), [("en", "beats 0.5 of 1"), ("zh", "胜 0.5/1")])
def test_wins_are_told_in_the_readers_words(language, wins):
    # B beats C and is level with A; without B the two others are level.
    heat = _heat(
        {"aggregate": "copeland"},
        {"A": ((90,), (70,)), "B": ((80,), (75,)), "C": ((70,), (72,))},
    )
    assert _pieces(heat["C"], language) == _said(
        f"value 3 @1 | value 2 @2 | operator → | number {wins} | operator → | score 2.5"
    )
    assert _pieces(heat["B"])[3:] == _said(
        "number beats 1.5 of 2 | operator → | number 1 | operator = | score 1.0"
    )


@pytest.mark.parametrize(("language", "rule"), [("en", "(rule 9)"), ("zh", "（规则 9）")])
def test_dances_are_labelled_and_summed_with_the_rule_that_decided(language, rule):
    panels = {
        "A": ((9, 8), (7, 8), (9, 9)),
        "B": ((8, 9), (8, 7), (8, 7)),
        "C": ((5, 5), (5, 5), (7, 8)),
    }
    heat = _heat({"aggregate": "majority", "scope": "criterion"}, panels, _criteria(a="3", b="1"))
    assert _pieces(heat["B"], language) == _said(
        "label a: | value 2 @1 | value 1 @2 | value 2 @3 | operator → | "
        "number ≤2: 3 (5) | operator → | number 2 | operator ; | label b: | "
        "value 1 @1 | value 2 @2 | value 3 @3 | operator → | number ≤2: 2 (3) | "
        "operator → | number 2 | operator ; | number 2 | operator + | number 2 | "
        f"operator = | number 4 | number {rule} | operator → | score 2"
    )


def test_columns_without_a_majority_are_not_told():
    # Four judges: three make a majority. A is first with two, so it takes the second column.
    panels = {"A": ((90,), (70,), (92,), (80,)), "B": ((80,), (75,), (90,), (70,))}
    heat = _heat({"aggregate": "majority"}, panels | {"C": ((82,), (72,), (95,), (60,))})
    assert _pieces(heat["A"]) == _said(
        "value 1 @1 | value 3 @2 | value 2 @3 | value 1 @4 | operator → | "
        "number ≤2: 3 (4) | operator → | score 1"
    )
