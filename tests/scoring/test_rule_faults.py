"""A rule sheet that cannot be is refused: every fault at once, each with its path."""

import pytest

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rules import MOST_FAULTS, load_rules, parse_rules, parse_toml, to_toml
from tests.scoring.documents import SHORT, TALK, changed


def _faults(document):
    with pytest.raises(ScoringError) as refused:
        parse_rules(document)
    return [(fault.code, fault.place) for fault in refused.value.faults]


FAULTS = [
    ("rubric", {}, [("missing_key", "rubric.criteria")]),
    ("rubric.criteria", [], [("too_few_items", "rubric.criteria")]),
    ("rubric.criteria", {}, [("not_a_list", "rubric.criteria")]),
    ("rubric.criteria.0", "x", [("not_a_table", "rubric.criteria[0]")]),
    ("rubric.criteria.0.key", "a:b", [("bad_key", "rubric.criteria[0].key")]),
    ("rubric.criteria.0.key", 3, [("bad_key", "rubric.criteria[0].key")]),
    ("rubric.criteria.1.key", "content", [("duplicate_key", "rubric.criteria[1]")]),
    ("rubric.criteria.0.max", "0", [("max_not_above_min", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "10001", [("out_of_bounds", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "9" * 50, [("number_too_long", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "1e3", [("not_a_decimal", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "NaN", [("not_a_decimal", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "inf", [("not_a_decimal", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", "４０", [("not_a_decimal", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", 40.0, [("number_not_text", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.max", True, [("number_not_text", "rubric.criteria[0].max")]),
    ("rubric.criteria.0.step", "0.3", [("step_does_not_fit", "rubric.criteria[0].step")]),
    ("rubric.criteria.0.step", "0", [("out_of_bounds", "rubric.criteria[0].step")]),
    ("rubric.criteria.0.step", "0.0001", [("too_many_places", "rubric.criteria[0].step")]),
    ("rubric.criteria.0.weight", "0", [("out_of_bounds", "rubric.criteria[0].weight")]),
    ("rubric.criteria.0.weight", "-1", [("out_of_bounds", "rubric.criteria[0].weight")]),
    ("rubric.criteria.0.colour", "x", [("unknown_key", "rubric.criteria[0].colour")]),
    ("rubric.criteria.0.name", "x", [("not_a_table", "rubric.criteria[0].name")]),
    ("rubric.criteria.0.name", {}, [("text_blank", "rubric.criteria[0].name")]),
    ("rubric.criteria.0.name", {"zh": 3}, [("not_text", "rubric.criteria[0].name.zh")]),
    (
        "rubric.criteria.0.name",
        {"zh": "x" * 101},
        [("text_too_long", "rubric.criteria[0].name.zh")],
    ),
    (
        "rubric.criteria.0.name",
        {"zh": "a\nb"},
        [("text_has_control_characters", "rubric.criteria[0].name.zh")],
    ),
    (
        "rubric.criteria.0.levels.0.colour",
        1,
        [("unknown_key", "rubric.criteria[0].levels[0].colour")],
    ),
    ("rubric.combine", "product", [("not_a_choice", "rubric.combine")]),
    (
        "tally.aggregate",
        "rank_sum",
        [
            ("not_with_rank_method", "tally.scope"),
            ("not_with_rank_method", "tally.factor"),
            ("not_with_rank_method", "tally.rounding.aggregate"),
            ("not_with_rank_method", "tally.groups"),
            ("not_with_rank_method", "deductions.floor"),
            ("rank_method_within_heat", "ranking.per"),
            ("rank_method_within_heat", "advancement.per"),
        ],
    ),
    ("tally.aggregate", "mode", [("not_a_choice", "tally.aggregate")]),
    ("tally.scope", 3, [("not_a_choice", "tally.scope")]),
    ("tally.trim", 3, [("not_a_table", "tally.trim")]),
    ("tally.trim.low", "1", [("not_an_integer", "tally.trim.low")]),
    ("tally.trim.low", True, [("not_an_integer", "tally.trim.low")]),
    ("tally.trim.low", -1, [("out_of_bounds", "tally.trim.low")]),
    ("tally.trim.min_kept", 0, [("out_of_bounds", "tally.trim.min_kept")]),
    ("tally.rounding.final", 7, [("out_of_bounds", "tally.rounding.final")]),
    (
        "tally.groups.practice",
        {"weight": "1"},
        [("practice_group_declared", "tally.groups.practice")],
    ),
    ("tally.groups.expert", 3, [("not_a_table", "tally.groups.expert")]),
    ("tally.groups.expert.seats", [], [("too_few_items", "tally.groups.expert.seats")]),
    (
        "tally.groups.expert.seats",
        ["1", "1"],
        [("seat_in_two_groups", "tally.groups.expert.seats")],
    ),
    ("tally.groups.public.seats", ["1"], [("seat_in_two_groups", "tally.groups.public.seats")]),
    ("tally.groups.public.seats", ["a;b"], [("bad_key", "tally.groups.public.seats[0]")]),
    ("tally.groups", {"a;b": {}}, [("bad_key", "tally.groups.a;b")]),
    ("tally.groups", {str(n): {} for n in range(10)}, [("too_many_items", "tally.groups")]),
    ("deductions.time.bands.0.under_s", 1, [("band_over_or_under", "deductions.time.bands[0]")]),
    ("deductions.time.bands.0.cap", "1", [("cap_without_per", "deductions.time.bands[0].cap")]),
    ("deductions.time.bands.1.points", "9", [("cap_below_points", "deductions.time.bands[1].cap")]),
    ("rubric.criteria.0.key", "con\u200btent", [("bad_key", "rubric.criteria[0].key")]),
    (
        "rubric.criteria.0.name",
        {"zh": "一\u202e二"},
        [("text_has_control_characters", "rubric.criteria[0].name.zh")],
    ),
    ("deductions.time.limit_s", None, [("band_without_limit", "deductions.time")]),
    ("deductions.time.minimum_s", None, [("band_without_minimum", "deductions.time")]),
    ("deductions.time.minimum_s", 400, [("minimum_not_below_limit", "deductions.time.minimum_s")]),
    ("ranking.style", "123", [("not_a_choice", "ranking.style")]),
    ("ranking.ties", ["criterion:depth"], [("unknown_criterion", "ranking.ties[0]")]),
    ("ranking.ties", ["criterion"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["median:content"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["dice"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", [3], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["chief_judge"], [("tie_step_without_chief_seat", "ranking.ties[0]")]),
    ("ranking.after_step", "stop", [("not_a_choice", "ranking.after_step")]),
    ("ranking.ties", ["median", "median"], [("duplicate_key", "ranking.ties[1]")]),
    (
        "ranking.ties",
        ["median"] * 21,
        [("too_many_items", "ranking.ties")]
        + [("duplicate_key", f"ranking.ties[{n}]") for n in range(1, 20)],
    ),
    ("advancement", {}, [("missing_key", "advancement.take")]),
    ("advancement.take", 0, [("out_of_bounds", "advancement.take")]),
    ("awards.0.percent", "10", [("award_count_or_percent", "awards[0]")]),
    ("awards.0.count", None, [("award_count_or_percent", "awards[0]")]),
    ("awards.0.round", "ceil", [("award_round_without_percent", "awards[0].round")]),
    ("awards.1.key", "first", [("duplicate_key", "awards[1]")]),
    ("awards.1.percent", "101", [("out_of_bounds", "awards[1].percent")]),
    ("format", 2, [("unsupported_format", "format")]),
    ("format", True, [("unsupported_format", "format")]),
    ("name", None, [("missing_key", "name")]),
    ("colour", "x", [("unknown_key", "colour")]),
]


@pytest.mark.parametrize(("path", "value", "faults"), FAULTS)
def test_a_fault_names_what_is_wrong_and_where(path, value, faults):
    seen = _faults(changed(path, value))
    later = {("unknown_criterion", "ranking.ties[1]")}  # the chain names the criterion changed
    assert [fault for fault in seen if fault not in later] == faults


def test_many_faults_are_told_at_once():
    document = changed("tally.trimm", 1)
    document["rubric"]["criteria"][0]["max"] = "x"
    document["ranking"]["style"] = "x"
    assert _faults(document) == [
        ("not_a_decimal", "rubric.criteria[0].max"),
        ("unknown_key", "tally.trimm"),
        ("not_a_choice", "ranking.style"),
    ]


@pytest.mark.parametrize("document", [None, [], "x", 3])
def test_what_is_no_document_is_refused(document):
    assert _faults(document) == [("not_a_table", "")]


def test_too_many_criteria_are_refused():
    rows = [{**TALK, "key": f"c{number}"} for number in range(31)]
    assert _faults({**SHORT, "rubric": {"criteria": rows}}) == [
        ("too_many_items", "rubric.criteria")
    ]


@pytest.mark.parametrize("key", ["practice", "Practice", "PRACTICE", "ｐractice"])
def test_no_group_takes_the_name_of_the_practice_seats(key):
    groups = {key: {"seats": ["9"]}}
    assert _faults(changed("tally.groups", groups)) == [
        ("practice_group_declared", f"tally.groups.{key}")
    ]


@pytest.mark.parametrize("seat", ["01", "１", "001"])
def test_spellings_of_one_seat_are_refused_in_the_groups(seat):
    groups = {"expert": {"seats": ["1", "2"]}, "public": {"seats": [seat]}}
    assert _faults(changed("tally.groups", groups)) == [
        ("seats_look_alike", "tally.groups.public.seats")
    ]


def test_criterion_keys_that_differ_only_in_their_encoding_are_one():
    rows = [{**TALK, "key": "\u00e9"}, {**TALK, "key": "e\u0301"}]
    assert _faults({**SHORT, "rubric": {"criteria": rows}}) == [
        ("duplicate_key", "rubric.criteria[1]")
    ]


def test_two_time_bands_that_begin_together_are_refused():
    bands = [{"over_s": 1, "points": "2"}, {"over_s": 1, "points": "1"}]
    assert _faults(changed("deductions.time.bands", bands)) == [
        ("duplicate_key", "deductions.time.bands[1]")
    ]


def test_a_level_outside_the_range_of_its_criterion_is_refused():
    assert _faults(changed("rubric.criteria.0.levels.0.at", "40.5")) == [
        ("out_of_bounds", "rubric.criteria[0].levels[0].at")
    ]


def test_more_faults_than_anybody_reads_are_counted():
    with pytest.raises(ScoringError) as refused:
        parse_rules(SHORT | {f"k{number}": 1 for number in range(MOST_FAULTS + 3)})
    faults = refused.value.faults
    assert {fault.code for fault in faults[:-1]} == {"unknown_key"}
    assert (len(faults), faults[-1]) == (MOST_FAULTS + 1, Fault("more_faults", "", {"count": 3}))


def test_as_many_faults_as_fit_are_all_told():
    with pytest.raises(ScoringError) as refused:
        parse_rules(SHORT | {f"k{number}": 1 for number in range(MOST_FAULTS)})
    assert [fault.code for fault in refused.value.faults] == ["unknown_key"] * MOST_FAULTS


def test_a_byte_order_mark_before_the_text_is_passed_over():
    text = to_toml(parse_rules(SHORT).document)
    assert load_rules("\ufeff" + text) == load_rules(text)
    assert parse_toml("\ufefftake = 3") == {"take": 3}
