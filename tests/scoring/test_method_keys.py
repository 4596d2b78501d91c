"""Keys of one method alone, what earlier rounds bring in, and the decimals of judge totals."""

from fractions import Fraction

import pytest

from judging.scoring.carrying import Carried, carry_over, check_carried
from judging.scoring.rule_parts import CarryOverRules, EarlierRound, Rounding
from judging.scoring.specimen import specimen_rules
from judging.scoring.total_text import total_places
from tests.scoring.panels import refused_faults

NAME = {"zh": "奖", "en": "Prize"}


def test_what_an_earlier_round_brings_in_is_told_or_refused_in_full():
    rules = CarryOverRules(
        (
            EarlierRound("semi", Fraction("0.4"), "exact"),
            EarlierRound("heat", Fraction("0.2")),
            EarlierRound("quiz", points_by_rank=(Fraction(5), Fraction(3))),
        ),
        Fraction("0.6"),
    )

    def parts(*carried):
        return carry_over(rules, Fraction(90), carried).as_data()["earlier"]

    def part(round_, weight, value, rank=None):
        return {"round": round_, "weight": weight, "value": value, "rank": rank}

    results = [
        Carried("quiz", rank=2),
        Carried("semi", Fraction(88), Fraction(353, 4)),
        Carried("heat", Fraction(80), Fraction(81)),
    ]
    assert parts(*results) == [
        part("semi", "0.4", "353/4"),
        part("heat", "0.2", "80/1"),
        part("quiz", "1", "3/1", 2),
    ]
    assert parts(Carried("quiz", rank=3)) == [
        part("semi", "0.4", None),
        part("heat", "0.2", None),
        part("quiz", "1", "0/1", 3),
    ]
    assert parts(Carried("quiz"))[2] == part("quiz", "1", None)
    wrong = [Carried("quiz", rank=0), Carried("quiz", rank=1), Carried("final" + "x" * 40)]
    assert refused_faults(lambda: check_carried(rules, wrong)) == [
        ("carried_rank_not_positive", "", {"text": "0"}),
        ("carried_round_twice", "", {"round": "quiz"}),
        ("carried_round_unknown", "", {"round": "final" + "x" * 35 + "…"}),
    ]


METHOD = [
    ({"aggregate": "truncated_ranks"}, ("missing_key", "truncate_at", {"key": "truncate_at"})),
    ({"aggregate": "positional_weights"}, ("missing_key", "positions", {"key": "positions"})),
    (
        {"truncate_at": 3},
        ("only_with_rank_method", "truncate_at", {"key": "truncate_at"}),
    ),
    (
        {"aggregate": "rank_sum", "positions": ["2", "1"]},
        ("only_with_rank_method", "positions", {"key": "positions"}),
    ),
    (
        {"aggregate": "positional_weights", "positions": []},
        ("too_few_items", "positions", {"limit": 1}),
    ),
    (
        {"aggregate": "positional_weights", "positions": ["1", "2"]},
        ("positions_rise", "positions", {}),
    ),
    (
        {"aggregate": "positional_weights", "positions": ["10000.5"]},
        ("out_of_bounds", "positions[0]", {"text": "10000.5", "min": "0", "max": "10000"}),
    ),
    (
        {"aggregate": "truncated_ranks", "truncate_at": 1000},
        ("out_of_bounds", "truncate_at", {"text": "1000", "min": "1", "max": "999"}),
    ),
    ({"aggregate": "winsorised"}, ("winsorised_without_trim", "aggregate", {})),
    (
        {"aggregate": "winsorised", "trim": {"low": 1, "few": "closest_two"}},
        ("closest_two_not_possible", "trim.few", {"text": "winsorised"}),
    ),
]


@pytest.mark.parametrize(("tally", "fault"), METHOD)
def test_a_key_of_one_method_is_refused_in_full(tally, fault):
    code, key, params = fault
    if code == "only_with_rank_method":
        owners = {"truncate_at": "truncated_ranks", "positions": "positional_weights"}
        params = params | {"method": owners[key]}
    assert refused_faults(lambda: specimen_rules(tally=tally)) == [(code, f"tally.{key}", params)]


def test_points_by_place_are_written_as_they_were_read():
    tally = {"aggregate": "positional_weights", "positions": ["5.50", "3", "3"]}
    assert specimen_rules(tally=tally).document["tally"]["positions"] == ["5.5", "3", "3"]


def test_what_a_rank_method_rules_out_is_named_with_the_method():
    sections = {
        "tally": {"aggregate": "copeland", "factor": "2", "trim": {"low": 1}},
        "carry_over": {"earlier": [{"round": "semi"}]},
        "advancement": {"take": 1, "per": "overall", "score_line": "80", "wild_cards": 1},
        "deductions": {
            "floor": "0",
            "named": [{"key": "late", "name": NAME, "points": "1"}],
            "time": {"limit_s": 60, "bands": [{"over_s": 1, "points": "1"}]},
        },
        "awards": [{"key": "gold", "name": NAME, "count": 1, "minimum": "90", "per": "division"}],
    }
    out = (
        "tally.trim",
        "tally.factor",
        "deductions.time.bands",
        "deductions.named",
        "deductions.floor",
        "carry_over",
        "advancement.score_line",
        "advancement.wild_cards",
        "awards[0].minimum",
    )
    assert refused_faults(lambda: specimen_rules(**sections)) == [
        *(("not_with_rank_method", key, {"key": key, "method": "copeland"}) for key in out),
        ("rank_method_within_heat", "advancement.per", {"method": "copeland"}),
        ("rank_method_within_heat", "awards[0].per", {"method": "copeland"}),
    ]
    plain = {"floor": "0", "time": {"limit_s": 60}}
    assert refused_faults(
        lambda: specimen_rules(tally={"aggregate": "rank_sum"}, deductions=plain)
    ) == [
        (
            "not_with_rank_method",
            "deductions.floor",
            {"key": "deductions.floor", "method": "rank_sum"},
        )
    ]
    tally = {"aggregate": "positional_weights", "positions": ["1"], "trim": {"low": 1}}
    assert specimen_rules(tally=tally, deductions=sections["deductions"]).digest


@pytest.mark.parametrize(
    ("rounding", "places"),
    [
        ({"judge_total": 0}, 0),
        ({"judge_total": 3}, 3),
        ({"judge_total": 4}, 3),
        ({"weighted_criterion": 1}, 1),
        ({"weighted_criterion": 4}, 3),
        ({"judge_total": 1, "weighted_criterion": 2}, 1),
        ({}, 1),
    ],
)
def test_judge_totals_have_the_decimals_of_their_last_rounding(rounding, places):
    assert total_places(specimen_rules().rubric, Rounding(**rounding)) == places


@pytest.mark.parametrize(
    ("combine", "rows", "places"),
    [
        ("sum", [("0", "10", "1")] * 2, 0),
        ("sum", [("0.25", "9.25", "1"), ("0", "10", "1")], 2),
        ("sum", [("0", "10", "1"), ("0", "10", "0.005")], 3),
        ("mean", [("0", "10", "1")] * 2, 1),
        ("mean", [("0", "10", "1")] * 3, 3),
    ],
)
def test_unrounded_judge_totals_have_the_decimals_that_their_steps_need(combine, rows, places):
    criteria = [
        {"key": f"c{at}", "name": NAME, "min": low, "max": top, "step": step}
        for at, (low, top, step) in enumerate(rows)
    ]
    rubric = specimen_rules(rubric={"combine": combine, "criteria": criteria}).rubric
    assert total_places(rubric, Rounding(weighted_criterion=0 if combine == "mean" else None)) == (
        places
    )
