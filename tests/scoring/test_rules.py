"""Reading a rule sheet: what the format says, in TOML and as a document, and back."""

import copy

import pytest

from judging.scoring.faults import ScoringError
from judging.scoring.rules import load_rules, parse_rules, to_toml
from tests.scoring.documents import FULL, SHORT, TALK, changed

CONTRACT = """
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
    assert parse_rules(changed("tally.trim.low", 2)).digest != parse_rules(FULL).digest


def test_odd_keys_and_quotes_survive_toml():
    document = copy.deepcopy(SHORT)
    document["rubric"]["criteria"][0]["key"] = 'Skating "Skills" 滑行'
    document["tally"] = {"groups": {"专家 a": {"seats": ["一"], "weight": "1"}}}
    rules = parse_rules(document)
    assert load_rules(to_toml(rules.document)) == rules


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
        assert refused.value.faults[0].code in ("toml_syntax", "too_deep")


def test_a_file_of_absurd_length_is_refused():
    with pytest.raises(ScoringError) as refused:
        load_rules("#" * 200_001)
    assert refused.value.faults[0].code == "toml_too_long"


def test_the_document_of_the_contract_is_read():
    rules = load_rules(CONTRACT)
    assert rules.name.en == "Chinese convention"
    assert [group.key for group in rules.tally.groups] == ["expert", "public"]
    assert rules.deductions.time.disqualify_over_s == 120
