"""What a rank method rules out elsewhere in the sheet, and what its own keys must say."""

from fractions import Fraction

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.carrying import Carried, check_carried
from judging.scoring.deductions import Deduction
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rank_methods.heat import MOST_RANKED, rank_heat
from judging.scoring.results import score_round
from judging.scoring.rule_parts import CarryOverRules, EarlierRound, Rounding
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_outcome, specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.total_text import total_places


def _faults(**sections):
    with pytest.raises(ScoringError) as refused:
        specimen_rules(**sections)
    return [(fault.code, fault.place) for fault in refused.value.faults]


TRIM = {"low": 1, "high": 0, "min_kept": 1}
GOLD = {"key": "gold", "name": {"zh": "金", "en": "Gold"}, "count": 1}
READ = {"key": "read", "name": {"zh": "念稿", "en": "Read"}, "points": "1", "kind": "deduction"}
BAND = {"limit_s": 60, "bands": [{"over_s": 1, "points": "1"}]}


@pytest.mark.parametrize("method", ["majority", "copeland"])
def test_methods_that_weigh_whole_orders_refuse_trims_and_whatever_takes_points_off(method):
    assert _faults(
        tally={"aggregate": method, "trim": TRIM},
        deductions={"named": [READ], "time": BAND, "floor": "0"},
    ) == [
        ("not_with_rank_method", "tally.trim"),
        ("not_with_rank_method", "deductions.time.bands"),
        ("not_with_rank_method", "deductions.named"),
        ("not_with_rank_method", "deductions.floor"),
    ]


def test_reciprocals_are_trimmed_but_take_no_deductions():
    assert _faults(
        tally={"aggregate": "reciprocals", "trim": TRIM}, deductions={"named": [READ]}
    ) == [("not_with_rank_method", "deductions.named")]


def test_a_rank_method_knows_no_earlier_rounds_no_score_line_and_no_minimum():
    assert _faults(
        tally={"aggregate": "rank_sum"},
        carry_over={"earlier": [{"round": "semi", "weight": "1"}]},
        advancement={"take": 1, "per": "heat", "score_line": "80", "wild_cards": 2},
        awards=[GOLD, GOLD | {"key": "best", "minimum": "90"}],
    ) == [
        ("not_with_rank_method", "carry_over"),
        ("not_with_rank_method", "advancement.score_line"),
        ("not_with_rank_method", "advancement.wild_cards"),
        ("not_with_rank_method", "awards[1].minimum"),
    ]


def test_prizes_across_panels_are_refused_under_a_rank_method():
    assert _faults(
        tally={"aggregate": "rank_sum"}, awards=[GOLD, GOLD | {"key": "b", "per": "overall"}]
    ) == [("rank_method_within_heat", "awards[1].per")]


def test_points_by_place_may_only_fall():
    assert _faults(tally={"aggregate": "positional_weights", "positions": ["5", "5", "6"]}) == [
        ("positions_rise", "tally.positions")
    ]


def test_points_by_place_that_cannot_be_read_are_named_one_by_one_and_not_compared():
    faults = _faults(tally={"aggregate": "positional_weights", "positions": ["5", "x", "6"]})
    assert faults == [("not_a_decimal", "tally.positions[1]")]


def test_points_by_place_need_a_first_place():
    assert _faults(tally={"aggregate": "positional_weights", "positions": []}) == [
        ("too_few_items", "tally.positions")
    ]


@pytest.mark.parametrize(
    ("tally", "faults"),
    [
        ({"aggregate": "positional_weights"}, [("missing_key", "tally.positions")]),
        ({"truncate_at": 3}, [("only_with_rank_method", "tally.truncate_at")]),
        (
            {"aggregate": "rank_sum", "positions": ["1"]},
            [("only_with_rank_method", "tally.positions")],
        ),
    ],
)
def test_a_key_of_one_method_belongs_to_it_alone(tally, faults):
    assert _faults(tally=tally) == faults


def test_a_heat_beyond_two_hundred_is_not_ranked_two_by_two():
    rules = specimen_rules(tally={"aggregate": "rank_sum"})
    line = specimen_outcome(rules, 90).working
    assert len(rank_heat(rules, [line] * MOST_RANKED)) == MOST_RANKED
    with pytest.raises(ScoringError) as refused:
        rank_heat(rules, [line] * (MOST_RANKED + 1))
    assert refused.value.faults == (Fault("heat_too_large_to_rank", "", {"limit": 200}),)


def test_a_heat_without_a_result_stays_as_it_is():
    rules = specimen_rules(tally={"aggregate": "rank_sum"})
    nobody = [specimen_outcome(rules).working] * 2
    assert [line.no_result for line in rank_heat(rules, nobody)] == ["nobody_gave", "nobody_gave"]


def test_a_deduction_that_a_rank_method_cannot_take_is_refused_unless_waived():
    def turn(**changes):
        taken = Deduction(Fraction(1), "late", Bilingual("迟到", "Late"), **changes)
        return Appearance("A", "1", sheets=(SeatSheet("1", (90000,)),), deductions=(taken,))

    rules = specimen_rules(tally={"aggregate": "copeland"})
    with pytest.raises(ScoringError) as refused:
        score_round(rules, [turn()])
    params = {"method": "copeland"}
    assert refused.value.faults == (Fault("deduction_with_rank_method", "A", params),)
    assert [line.rank for line in score_round(rules, [turn(is_waived=True)]).standings] == [1]


def test_what_is_carried_over_must_fit_the_rules():
    rules = CarryOverRules((EarlierRound("semi"), EarlierRound("quiz")))
    good = [Carried("semi", Fraction(90)), Carried("quiz", rank=1)]
    check_carried(rules, good)
    with pytest.raises(ScoringError) as refused:
        check_carried(rules, [*good, Carried("semi"), Carried("final"), Carried("quiz", rank=0)])
    assert [(fault.code, fault.params) for fault in refused.value.faults] == [
        ("carried_round_twice", {"round": "semi"}),
        ("carried_round_unknown", {"round": "final"}),
        ("carried_round_twice", {"round": "quiz"}),
    ]
    with pytest.raises(ScoringError) as refused:
        check_carried(rules, [Carried("quiz", rank=0)])
    assert refused.value.faults == (Fault("carried_rank_not_positive", "", {"text": "0"}),)
    with pytest.raises(ScoringError) as refused:
        check_carried(None, [Carried("semi")])
    assert refused.value.faults == (Fault("carried_round_unknown", "", {"round": "semi"}),)


def test_judge_totals_show_the_places_that_the_rules_round_them_to_at_most_three():
    rubric = specimen_rules().rubric
    assert total_places(rubric, Rounding(judge_total=2)) == 2
    assert total_places(rubric, Rounding(judge_total=5)) == 3
    assert total_places(rubric, Rounding(weighted_criterion=2)) == 2
    assert total_places(rubric, Rounding(weighted_criterion=6)) == 3
