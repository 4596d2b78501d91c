"""What is ambiguous or dangerous in a rule sheet is told with its place and its figures."""

import pytest

from judging.scoring.rule_warnings import RuleSetting, RuleWarning
from judging.scoring.specimen import specimen_rules
from judging.scoring.warnings_tally import highest_score
from tests.scoring.rule_warnings import FIVE, ONE_ONE, TRIM, seats_of, told


def _rubric(*criteria, **more):
    rows = [{"key": f"c{n}", "name": {"zh": "项"}, **row} for n, row in enumerate(criteria)]
    return {"rubric": {"criteria": rows, **more}}


def _time(*bands, **more):
    return {"deductions": {"time": {"limit_s": 360, "minimum_s": 60, "bands": bands, **more}}}


@pytest.mark.parametrize(
    "sections",
    [
        {},
        {"tally": {"trim": ONE_ONE}},
        {"tally": {"aggregate": "winsorised", "trim": ONE_ONE}},
        {"tally": {"rounding": {"aggregate": 3, "final": 3}}, "ranking": {"ties": ["draw"]}},
        {"deductions": {"floor": "0"}},
        {"marking": {"due": "at_once"}},
        {"advancement": {"take": 7, "score_line": "100"}},
        {"awards": [{"key": "a", "name": {"zh": "奖"}, "count": 8, "minimum": "100"}]},
        {"awards": [{"key": "a", "name": {"zh": "奖"}, "percent": "12.5", "round": "floor"}]},
        {"awards": [{"key": "a", "name": {"zh": "奖"}, "percent": "1"}]},
        {"carry_over": {"weight": "0.6", "earlier": [{"round": "semi", "weight": "0.4"}]}},
        {"carry_over": {"earlier": [{"round": "semi", "points_by_rank": ["1"]}]}},
        _rubric({"max": "40"}, {"max": "60"}),
        _rubric({"max": "30"}, {"max": "59"}),
        _rubric({"max": "40"}, {"max": "71"}),
        _rubric({"max": "10", "weight": "60"}, {"max": "10", "weight": "40"}),
        _rubric({"max": "10", "weight": "4"}, {"max": "10", "weight": "94"}),
        _rubric({"max": "10", "weight": "40"}, {"max": "10", "weight": "39"}),
        _rubric({"max": "10", "weight": "60"}, {"max": "10", "weight": "61"}),
        _rubric({"max": "10", "weight": "90"}),
        _rubric({"max": "45"}, {"max": "50"}, combine="mean"),
        {"tally": {"practice_seats": ["05"], "tie_break_seats": ["4"], "chief_seat": "1"}},
        _time({"over_s": 30, "points": "1"}, {"over_s": 60, "points": "1"}, disqualify_over_s=61),
        _time({"under_s": 60, "points": "1"}, {"over_s": 1, "points": "0.5"}),
        _time({"over_s": 1, "points": "1"}, {"over_s": 30, "points": "0.5", "per_s": 10}),
        _time({"over_s": 1, "points": "1", "per_s": 10}, {"over_s": 30, "points": "0.5"}),
    ],
)
def test_sound_rules_are_silent(sections):
    assert told(sections, FIVE) == []


def test_a_sum_depends_on_the_size_of_panels():
    tally = {"tally": {"aggregate": "sum"}}
    assert told(tally) == []
    assert told(tally, RuleSetting(panel_sizes=(5, 5))) == [
        ("sum_and_absence", "tally.aggregate", {"seats": 5})
    ]
    assert told(tally, RuleSetting(panel_sizes=(7, 5))) == [
        ("sum_with_unequal_panels", "tally.aggregate", {"least": 5, "most": 7})
    ]


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        ({"tally": {"scope": "criterion"}}, ("criterion_scope", "tally.scope", {})),
        (
            {"tally": {"rounding": {"aggregate": 3}}},
            ("rounded_twice", "tally.rounding.aggregate", {"first": 3, "last": 2}),
        ),
        (
            _rubric({"max": "45"}, {"max": "50"}),
            ("maxima_not_hundred", "rubric.criteria", {"total": "95"}),
        ),
        (
            _rubric({"max": "40"}, {"max": "50"}),
            ("maxima_not_hundred", "rubric.criteria", {"total": "90"}),
        ),
        (
            _rubric({"max": "60"}, {"max": "50"}),
            ("maxima_not_hundred", "rubric.criteria", {"total": "110"}),
        ),
        (
            _rubric({"max": "10", "weight": "75"}, {"max": "10", "weight": "5"}),
            ("criterion_weights_not_hundred", "rubric.criteria", {"total": "80"}),
        ),
        (
            _rubric({"max": "10", "weight": "60"}, {"max": "10", "weight": "60"}),
            ("criterion_weights_not_hundred", "rubric.criteria", {"total": "120"}),
        ),
        (
            _time({"over_s": 60, "points": "1"}, disqualify_over_s=60),
            ("band_after_disqualification", "deductions.time.bands[0]",
             {"from_s": 60, "limit_s": 60}),
        ),
        (
            _time({"under_s": 61, "points": "1"}),
            ("band_beyond_minimum", "deductions.time.bands[0]", {"from_s": 61, "minimum_s": 60}),
        ),
        (
            _time({"under_s": 30, "points": "1"}, disqualify_under_s=20),
            ("band_after_disqualification", "deductions.time.bands[0]",
             {"from_s": 30, "limit_s": 20}),
        ),
        (
            _time({"over_s": 1, "points": "1"}, {"over_s": 30, "points": "0.5"}),
            ("band_costs_less", "deductions.time.bands[1]",
             {"from_s": 30, "points": "0.5", "before_s": 1, "before": "1"}),
        ),
        (
            {"deductions": {"floor": "100.5"}},
            ("floor_above_maximum", "deductions.floor", {"floor": "100.5", "maximum": "100"}),
        ),
        (
            {"carry_over": {"earlier": [{"round": "semi", "weight": "0.4"}]}},
            ("carry_weights_not_one", "carry_over.weight", {"total": "1.4"}),
        ),
        ({"tally": {"rounding": {"final": 0}}},
         ("whole_points", "tally.rounding.final", {"values": 101})),
        ({"ranking": {"ties": []}}, ("no_tie_steps", "ranking.ties", {})),
        ({"ranking": {"ties": ["more_decimals"]}}, ("ties_may_remain", "ranking.ties", {})),
        (
            {"ranking": {"ties": ["draw", "median"]}},
            ("step_after_decision", "ranking.ties[1]", {"step": "median", "decisive": "draw"}),
        ),
        (
            {"ranking": {"on": "exact", "ties": ["more_decimals", "draw"]}},
            ("step_never_differs", "ranking.ties[0]", {"step": "more_decimals"}),
        ),
        (
            {"tally": {"rounding": {"aggregate": 2}}},
            ("step_never_differs", "ranking.ties[0]", {"step": "more_decimals"}),
        ),
        (
            {"ranking": {"ties": ["more_decimals", "untrimmed_mean", "draw"]}},
            ("step_repeats", "ranking.ties[1]", {"step": "untrimmed_mean"}),
        ),
        (
            {"ranking": {"on": "exact", "ties": ["median", "draw"]},
             "tally": {"aggregate": "median"}},
            ("step_repeats", "ranking.ties[0]", {"step": "median"}),
        ),
        (
            {"ranking": {"per": "division", "ties": ["first_places", "draw"]}},
            ("step_within_heat", "ranking.ties[0]", {"step": "first_places"}),
        ),
        (
            {"ranking": {"ties": ["tie_break_seat", "draw"]}},
            ("step_without_seat", "ranking.ties[0]", {"step": "tie_break_seat"}),
        ),
        ({"advancement": {"take": 8}},
         ("take_above_field", "advancement.take", {"take": 8, "entries": 8})),
        (
            {"advancement": {"score_line": "100.01"}},
            ("score_line_above_maximum", "advancement.score_line",
             {"line": "100.01", "maximum": "100"}),
        ),
        (
            {"awards": [{"key": "a", "name": {"zh": "奖"}, "count": 9}]},
            ("prizes_above_field", "awards", {"prizes": 9, "entries": 8}),
        ),
        (
            {"awards": [{"key": "a", "name": {"zh": "奖"}, "percent": "12.4", "round": "floor"}]},
            ("percent_rewards_nobody", "awards[0].percent", {"percent": "12.4", "entries": 8}),
        ),
        (
            {"awards": [{"key": "a", "name": {"zh": "奖"}, "count": 1, "minimum": "101"}]},
            ("minimum_above_maximum", "awards[0].minimum", {"line": "101", "maximum": "100"}),
        ),
    ],
)  # fmt: skip
def test_a_choice_that_may_not_be_meant_is_told(sections, expected):
    assert told(sections, FIVE) == [expected]


def test_a_lone_criterion_repeats_the_score_when_trimming_goes_by_criterion():
    sections = {"tally": {"scope": "criterion"},
                "ranking": {"on": "exact", "ties": ["criterion:talk", "draw"]}}  # fmt: skip
    assert ("step_repeats", "ranking.ties[0]", {"step": "criterion:talk"}) in told(sections)
    two = _rubric({"max": "40"}, {"max": "60"}) | {"tally": {"scope": "criterion"}}
    two["ranking"] = {"on": "exact", "ties": ["criterion:c0", "draw"]}
    assert [code for code, _place, _figures in told(two)] == ["criterion_scope"]


@pytest.mark.parametrize(
    "sections",
    [
        {"ranking": {"ties": ["untrimmed_mean", "draw"]}},
        {"ranking": {"on": "exact", "ties": ["median", "draw"]}},
        {"ranking": {"on": "exact", "ties": ["untrimmed_mean", "draw"]},
         "tally": {"trim": ONE_ONE}},
        {"ranking": {"on": "exact", "ties": ["untrimmed_mean", "draw"]},
         "tally": {"groups": {"expert": {}}}},
        {"ranking": {"on": "exact", "ties": ["untrimmed_mean", "draw"]},
         "tally": {"rounding": {"aggregate": 2}}},
        {"ranking": {"per": "heat", "ties": ["first_places", "draw"]}},
        {"ranking": {"ties": ["tie_break_seat", "draw"]}, "tally": {"tie_break_seats": ["5"]}},
    ],
)  # fmt: skip
def test_a_step_that_can_decide_is_silent(sections):
    seats = RuleSetting(seats=seats_of("expert", "expert", "expert", "expert", "expert", "expert"))
    assert told(sections, seats) == []


def test_a_seat_of_the_tie_break_group_is_seat_enough():
    ranking = {"ranking": {"ties": ["tie_break_seat", "draw"]}}
    assert told(ranking, RuleSetting(seats=seats_of("", "tie_break"))) == []
    assert told(ranking) == []


def test_a_carried_over_score_keeps_more_decimals_of_use():
    carried = {"weight": "0.5", "earlier": [{"round": "semi", "weight": "0.5"}]}
    sections = {"tally": {"rounding": {"aggregate": 2}}, "carry_over": carried}
    assert told(sections) == []


def test_ranks_have_no_whole_points_and_no_highest_score():
    tally = {"aggregate": "rank_sum", "rounding": {"final": 0}}
    assert told({"tally": tally}, FIVE) == []
    assert highest_score(specimen_rules(tally=tally), 5) is None


def test_the_highest_score_of_a_sum_needs_the_panel():
    trimmed = specimen_rules(tally={"aggregate": "sum", "trim": {"low": 2, "high": 1}})
    grouped = specimen_rules(tally={"aggregate": "sum", "groups": {"expert": {}}})
    own = specimen_rules(tally={"groups": {"expert": {"aggregate": "sum"}}})
    carried = specimen_rules(carry_over={"earlier": [{"round": "semi"}]})
    assert [highest_score(rules, 7) for rules in (trimmed, grouped, own, carried)] == [
        400, None, None, None,
    ]  # fmt: skip
    assert (highest_score(trimmed, 2), highest_score(trimmed, None)) == (100, None)


def test_only_serious_warnings_are_no_notes():
    codes = ("trim_uneven", "trim_keeps_one")
    params = ({"low": 1, "high": 0}, TRIM)
    warnings = [RuleWarning(code, "tally.trim", p) for code, p in zip(codes, params, strict=True)]
    assert [warning.is_note for warning in warnings] == [True, False]


def test_figures_that_do_not_fit_the_code_are_a_slip():
    with pytest.raises(KeyError, match="take_above_field needs"):
        RuleWarning("take_above_field", "advancement.take", {"take": 3})
