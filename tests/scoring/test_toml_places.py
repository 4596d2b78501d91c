"""A rule sheet as text: what is refused before it is read, and on which line a fault stands."""

import pytest

from judging.scoring.faults import Fault
from judging.scoring.rules import MAX_TOML, load_rules, parse_toml
from judging.scoring.toml_bounds import MAX_LINE, find_excess
from judging.scoring.toml_lines import find_line, locate_keys
from tests.scoring.panels import refused_faults


def test_a_text_that_is_no_toml_is_refused_with_its_line_and_column():
    assert refused_faults(lambda: parse_toml("take = 3\ngive = = 4")) == [
        ("toml_syntax", "", {"reason": "Invalid value", "line": 2, "column": 8})
    ]
    assert refused_faults(lambda: parse_toml("#" * (MAX_TOML + 1))) == [
        ("toml_too_long", "", {"limit": 200_000})
    ]
    assert parse_toml("#" * MAX_TOML) == {}


EXCESS = [
    ("a = 1\n" + "x" * (MAX_LINE + 1), ("text_too_long", {"limit": MAX_LINE, "line": 2})),
    ("x" * MAX_LINE, None),
    (".".join("a" * 11) + " = 1", ("too_deep", {"limit": 10, "line": 1})),
    (".".join("a" * 10) + " = 1", None),
    ("a = 1\nb = " + "7" * 41, ("number_too_long", {"text": "7" * 40 + "…", "line": 2})),
    ("b = " + "7" * 40, None),
    ("\n\na = " + "[" * 21, ("too_deep", {"limit": 20, "line": 3})),
    ("a = " + "[" * 10 + "{" * 11, ("too_deep", {"limit": 20, "line": 1})),
    ("a = " + "[" * 20 + "]" * 20 + "\nb = " + "[" * 20, None),
    ("a = [[]]\n" + "b = " + "[" * 21, ("too_deep", {"limit": 20, "line": 2})),
    ("a = {b = {}}\n" + "b = " + "[" * 21, ("too_deep", {"limit": 20, "line": 2})),
]


@pytest.mark.parametrize(("text", "excess"), EXCESS)
def test_what_no_rule_sheet_needs_is_found_from_its_first_sign_on(text, excess):
    found = find_excess(text)
    assert found == (None if excess is None else Fault(excess[0], "", excess[1]))


TOML = '''# a sheet
format = 1
name.zh = "例"
"note" = """
format = 9
[not_a_table]
"""
said = \'\'\'
[nor_this]
\'\'\'

[tally] # what is counted
"scope" = "criterion"
'aggregate'  =  "mean"
trim . low = 1
[tally.groups.'expert']
weight = "1"

[[rubric.criteria]]
key = "a"
[[rubric.criteria.levels]]
at = "1"
[[rubric.criteria.levels]]
at = "2"
[[rubric.criteria]]
key = "b"
[[rubric.criteria.levels]]
at = "3"
key = "later"
'''


def test_every_table_and_key_of_a_text_is_found_on_its_line():
    assert locate_keys(TOML) == {
        "format": 2,
        "name.zh": 3,
        "note": 4,
        "said": 8,
        "tally": 12,
        "tally.scope": 13,
        "tally.aggregate": 14,
        "tally.trim.low": 15,
        "tally.groups.expert": 16,
        "tally.groups.expert.weight": 17,
        "rubric.criteria[0]": 19,
        "rubric.criteria[0].key": 20,
        "rubric.criteria[0].levels[0]": 21,
        "rubric.criteria[0].levels[0].at": 22,
        "rubric.criteria[0].levels[1]": 23,
        "rubric.criteria[0].levels[1].at": 24,
        "rubric.criteria[1]": 25,
        "rubric.criteria[1].key": 26,
        "rubric.criteria[1].levels[0]": 27,
        "rubric.criteria[1].levels[0].at": 28,
        "rubric.criteria[1].levels[0].key": 29,
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("tally", 3),
        ("tally.trim.low", 3),
        ("ties[0]", 5),
        ("ties[2].x", 5),
        ("awards[1].of[2]", None),
        ("", None),
    ],
)
def test_a_place_that_has_no_line_takes_that_of_what_stands_around_it(place, line):
    assert find_line({"tally": 3, "ties": 5}, place) == line


def test_faults_of_a_text_carry_their_lines_where_there_are_some():
    text = 'name = { zh = "例" }\n[rubric]\ncriteria = []\n[tally]\nscope = 3\n'
    assert refused_faults(lambda: load_rules(text)) == [
        ("too_few_items", "rubric.criteria", {"limit": 1, "line": 3}),
        (
            "not_a_choice",
            "tally.scope",
            {"text": "3", "choices": "judge_total, criterion", "line": 5},
        ),
    ]
    assert refused_faults(lambda: load_rules("")) == [
        ("missing_key", "name", {"key": "name"}),
        ("missing_key", "rubric", {"key": "rubric"}),
    ]
