"""Reading a rule sheet: everything the format says, every fault at once, each with its place."""

import copy

import pytest

from judging.scoring.faults import ScoringError
from judging.scoring.rules import load_rules, parse_rules, to_toml

FULL = {
    "format": 1,
    "name": {"zh": "国内演讲", "en": "Chinese convention"},
    "rubric": {
        "combine": "mean",
        "name": {"zh": "评分标准", "en": "Rubric"},
        "criteria": [
            {
                "key": "content",
                "name": {"zh": "演讲内容", "en": "Content"},
                "min": "0",
                "max": "40",
                "step": "0.5",
                "weight": "1.5",
                "description": {"zh": "切题", "en": "to the point"},
                "levels": [{"at": "36", "zh": "优", "en": "excellent"}],
                "quick_phrases": [{"zh": "很好", "en": "well done"}],
            },
            {
                "key": "delivery",
                "name": {"zh": "表达", "en": "Delivery"},
                "min": "-1",
                "max": "60",
                "step": "1",
                "weight": "1",
            },
        ],
    },
    "tally": {
        "scope": "criterion",
        "aggregate": "median",
        "factor": "3.2",
        "trim": {"low": 1, "high": 2, "min_kept": 4, "few": "block"},
        "rounding": {
            "criterion": 3,
            "weighted_criterion": 3,
            "judge_total": 1,
            "aggregate": 4,
            "final": 1,
        },
        "groups": {
            "expert": {"seats": ["1", "2", "3"], "weight": "70"},
            "public": {"weight": "30"},
        },
    },
    "deductions": {
        "floor": "0",
        "time": {
            "limit_s": 360,
            "minimum_s": 180,
            "bands": [
                {"over_s": 1, "points": "0.5"},
                {"over_s": 30, "points": "1", "per_s": 15, "cap": "5"},
                {"under_s": 1, "points": "2"},
            ],
            "disqualify_over_s": 120,
            "disqualify_under_s": 90,
        },
    },
    "ranking": {
        "on": "exact",
        "style": "1334",
        "per": "division",
        "ties": ["more_decimals", "criterion:content", "untrimmed_mean", "median"],
    },
    "advancement": {"take": 3, "per": "overall"},
    "awards": [
        {"key": "first", "name": {"zh": "一等奖", "en": "First"}, "count": 1},
        {"key": "rest", "name": {"zh": "奖", "en": "Rest"}, "percent": "12.5", "round": "floor"},
    ],
}
TALK = {"key": "talk", "name": {"zh": "演讲", "en": "Talk"}, "max": "100"}
SHORT = {"name": {"zh": "例"}, "rubric": {"criteria": [TALK]}}


def _with(path, value):
    """Return FULL with one value replaced; ``path`` is like ``rubric.criteria.0.max``."""
    document = copy.deepcopy(FULL)
    at = document
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    for part in parents:
        at = at[part]
    at[last] = value
    return document


def _faults(document):
    with pytest.raises(ScoringError) as refused:
        parse_rules(document)
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_a_document_with_everything_is_its_own_canonical_form():
    assert parse_rules(FULL).document == FULL


def test_a_document_with_nothing_but_criteria_has_every_default_written_out():
    assert parse_rules(SHORT).document == {
        "format": 1,
        "name": {"zh": "例", "en": "例"},
        "rubric": {
            "combine": "sum",
            "criteria": [{**TALK, "min": "0", "step": "1", "weight": "1"}],
        },
        "tally": {
            "scope": "judge_total",
            "aggregate": "mean",
            "factor": "1",
            "trim": {"low": 0, "high": 0, "min_kept": 3, "few": "step_down"},
            "rounding": {"final": 2},
        },
        "deductions": {},
        "ranking": {"on": "published", "style": "1224", "per": "heat", "ties": []},
    }


def test_toml_and_back_keeps_the_document_and_the_digest():
    rules = parse_rules(FULL)
    again = load_rules(to_toml(rules.document))
    assert (again.document, again.digest) == (rules.document, rules.digest)


def test_two_spellings_of_the_same_rules_have_one_digest():
    spelled = copy.deepcopy(SHORT)
    spelled["rubric"]["criteria"][0] |= {"max": "100.00", "min": 0, "weight": 1}
    assert parse_rules(spelled).digest == parse_rules(SHORT).digest


def test_other_rules_have_another_digest():
    assert parse_rules(_with("tally.trim.low", 2)).digest != parse_rules(FULL).digest


def test_odd_keys_and_quotes_survive_toml():
    document = copy.deepcopy(SHORT)
    document["rubric"]["criteria"][0]["key"] = 'Skating "Skills" 滑行'
    document["tally"] = {"groups": {"专家 a": {"seats": ["一"], "weight": "1"}}}
    rules = parse_rules(document)
    assert load_rules(to_toml(rules.document)) == rules


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
    ("tally.aggregate", "winsorised", [("not_in_this_version", "tally.aggregate")]),
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
    ("deductions.time.limit_s", None, [("band_without_limit", "deductions.time")]),
    ("deductions.time.minimum_s", None, [("band_without_minimum", "deductions.time")]),
    ("deductions.time.minimum_s", 400, [("minimum_not_below_limit", "deductions.time.minimum_s")]),
    ("ranking.style", "123", [("not_a_choice", "ranking.style")]),
    ("ranking.ties", ["criterion:depth"], [("unknown_criterion", "ranking.ties[0]")]),
    ("ranking.ties", ["criterion"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["median:content"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["dice"], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", [3], [("not_a_choice", "ranking.ties[0]")]),
    ("ranking.ties", ["head_to_head"], [("not_in_this_version", "ranking.ties[0]")]),
    ("ranking.ties", ["median", "median"], [("duplicate_key", "ranking.ties[1]")]),
    (
        "ranking.ties",
        ["median"] * 13,
        [("too_many_items", "ranking.ties")]
        + [("duplicate_key", f"ranking.ties[{n}]") for n in range(1, 12)],
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
    seen = _faults(_with(path, value))
    later = {("unknown_criterion", "ranking.ties[1]")}  # the chain names the criterion changed
    assert [fault for fault in seen if fault not in later] == faults


def test_many_faults_are_told_at_once():
    document = _with("tally.trimm", 1)
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


def test_a_fault_in_a_file_names_its_line():
    text = """name = { zh = "例" }

[rubric]
[[rubric.criteria]]
key = "a"
name = { zh = "甲" }
max = "10"
[[rubric.criteria]]
key = "b"
name = { zh = "乙" }
max = 10.5   # a float

[tally]
trim = { low = 1, hihg = 1 }
"""
    with pytest.raises(ScoringError) as refused:
        load_rules(text)
    seen = [(f.code, f.place, f.params["line"]) for f in refused.value.faults]
    assert seen == [
        ("number_not_text", "rubric.criteria[1].max", 11),
        ("unknown_key", "tally.trim.hihg", 14),
    ]


def test_a_key_in_a_long_text_is_not_taken_for_a_line():
    text = 'name = { zh = """x""" }\nx = """\n[tally]\n"""\n[rubric]\n'
    with pytest.raises(ScoringError) as refused:
        load_rules(text)
    seen = [(f.code, f.place, f.params["line"]) for f in refused.value.faults]
    assert seen == [("missing_key", "rubric.criteria", 5), ("unknown_key", "x", 2)]


@pytest.mark.parametrize(
    ("text", "line"), [("a = \n", 1), ('name = { zh = "例" }\n[rubric\n', 2), ("a = 1\na = 2\n", 2)]
)
def test_a_file_that_is_no_toml_names_the_line(text, line):
    with pytest.raises(ScoringError) as refused:
        load_rules(text)
    (fault,) = refused.value.faults
    assert (fault.code, fault.params["line"]) == ("toml_syntax", line)


def test_a_file_that_ends_too_soon_or_nests_too_deep_is_refused():
    for text in ('a = """', "a = " + "[" * 5000):
        with pytest.raises(ScoringError) as refused:
            load_rules(text)
        assert refused.value.faults[0].code == "toml_syntax"


def test_a_file_of_absurd_length_is_refused():
    with pytest.raises(ScoringError) as refused:
        load_rules("#" * 200_001)
    assert refused.value.faults[0].code == "toml_too_long"


def test_the_document_of_the_contract_is_read():
    text = """
format = 1
name = { zh = "国内演讲", en = "Chinese convention" }

[rubric]
combine = "sum"                  # sum: Σ weight·mark   |  mean: Σ weight·mark / Σ weight
[[rubric.criteria]]
key = "content"
name = { zh = "演讲内容", en = "Content" }
min = "0"
max = "40"
step = "0.5"
weight = "1"                     # decimal text, exact

[tally]
scope = "judge_total"            # | "criterion"
aggregate = "mean"
factor = "1"                     # multiplies the aggregate
trim = { low = 1, high = 1, min_kept = 3, few = "step_down" }
rounding = { final = 2 }
[tally.groups]
expert = { seats = ["1","2","3"], weight = "70" }
public = { seats = ["4","5"], weight = "30" }

[deductions]
floor = "0"                      # optional
[deductions.time]
limit_s = 360
bands = [ { over_s = 1, points = "0.5" }, { over_s = 30, points = "1" } ]
disqualify_over_s = 120

[ranking]
on = "published"                 # | "exact"
style = "1224"
ties = ["more_decimals", "criterion:content", "untrimmed_mean"]

[advancement]                    # optional
take = 3
per = "heat"                     # heat | division | overall

[[awards]]                       # optional
key = "first"
name = { zh = "一等奖", en = "First Prize" }
count = 1                        # or percent = "10", round = "ceil"
"""
    rules = load_rules(text)
    assert rules.name.en == "Chinese convention"
    assert [group.key for group in rules.tally.groups] == ["expert", "public"]
    assert rules.deductions.time.disqualify_over_s == 120
