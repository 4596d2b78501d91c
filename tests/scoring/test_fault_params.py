"""A fault carries the numbers and words that its sentence needs: what was given, what may be."""

import pytest

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.rules import MAX_TOML, load_rules, parse_rules, parse_toml
from judging.scoring.toml_bounds import MAX_LINE, find_excess
from judging.scoring.toml_lines import find_line, locate_keys
from tests.scoring.documents import FULL, changed

NAME = {"zh": "奖", "en": "Prize"}
STEPS = (
    "more_decimals, criterion:<key>, untrimmed_mean, untrimmed_sum, median, smaller_spread, "
    "head_to_head, first_places, judge_preference, reciprocal_ranks, chief_judge, tie_break_seat, "
    "extra_round, ruling, draw"
)
AGGREGATES = (
    "mean, sum, median, winsorised, interquartile_integer, interquartile_fractional, rank_sum, "
    "truncated_ranks, reciprocals, majority, copeland, positional_weights"
)


def _refused(count):
    with pytest.raises(ScoringError) as refused:
        count()
    return [(each.code, each.place, dict(each.params)) for each in refused.value.faults]


FAULTS = [
    ("rubric.criteria.1.max", "-1", "max_not_above_min", "", {"min": "-1", "max": "-1"}),
    (
        "rubric.criteria.1.step",
        "0.75",
        "step_does_not_fit",
        "",
        {"min": "-1", "max": "60", "step": "0.75"},
    ),
    (
        "rubric.criteria.0.levels.0.at",
        "40.5",
        "out_of_bounds",
        "",
        {"text": "40.5", "min": "0", "max": "40"},
    ),
    (
        "rubric.criteria.0.levels.0.at",
        "10000.5",
        "out_of_bounds",
        "",
        {"text": "10000.5", "min": "-10000", "max": "10000"},
    ),
    (
        "rubric.criteria.0.max",
        "10000.001",
        "out_of_bounds",
        "",
        {"text": "10000.001", "min": "-10000", "max": "10000"},
    ),
    (
        "rubric.criteria.0.min",
        "-10000.5",
        "out_of_bounds",
        "",
        {"text": "-10000.5", "min": "-10000", "max": "10000"},
    ),
    (
        "rubric.criteria.0.step",
        "0",
        "out_of_bounds",
        "",
        {"text": "0", "min": ">0", "max": "10000"},
    ),
    ("rubric.criteria.0.step", "0.0005", "too_many_places", "", {"text": "0.0005", "places": 3}),
    (
        "rubric.criteria.1.weight",
        "1000.5",
        "out_of_bounds",
        "",
        {"text": "1000.5", "min": ">0", "max": "1000"},
    ),
    (
        "rubric.criteria.1.weight",
        "0.00001",
        "too_many_places",
        "",
        {"text": "0.00001", "places": 4},
    ),
    ("rubric.criteria.0.max", "9" * 60, "number_too_long", "", {"text": "9" * 40 + "…"}),
    ("rubric.criteria.0.max", "x" * 60, "not_a_decimal", "", {"text": "x" * 40 + "…"}),
    ("rubric.criteria.0.max", 40.5, "number_not_text", "", {"text": "40.5"}),
    ("rubric.criteria.0.name.zh", 7, "not_text", "", {"text": "7"}),
    ("rubric.criteria.0.name.en", "x" * 101, "text_too_long", "", {"limit": 100}),
    ("rubric.criteria.0.description.en", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    ("rubric.criteria.0.quick_phrases.0.zh", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    ("rubric.criteria.0.levels.0.zh", "x" * 2001, "text_too_long", "", {"limit": 2000}),
    (
        "rubric.criteria.0.levels",
        [{"at": "1", "zh": "优"}] * 21,
        "too_many_items",
        "",
        {"limit": 20},
    ),
    (
        "rubric.criteria.0.quick_phrases",
        [{"zh": "好"}] * 31,
        "too_many_items",
        "",
        {"limit": 30},
    ),
    ("rubric.combine", 3, "not_a_choice", "", {"text": "3", "choices": "sum, mean"}),
    (
        "tally.scope",
        "panel",
        "not_a_choice",
        "",
        {"text": "panel", "choices": "judge_total, criterion"},
    ),
    ("tally.aggregate", "mode", "not_a_choice", "", {"text": "mode", "choices": AGGREGATES}),
    (
        "tally.factor",
        "1001",
        "out_of_bounds",
        "",
        {"text": "1001", "min": ">0", "max": "1000"},
    ),
    ("tally.factor", "0.00001", "too_many_places", "", {"text": "0.00001", "places": 4}),
    ("tally.trim.low", 100, "out_of_bounds", "", {"text": "100", "min": "0", "max": "99"}),
    ("tally.trim.high", -1, "out_of_bounds", "", {"text": "-1", "min": "0", "max": "99"}),
    ("tally.trim.min_kept", 0, "out_of_bounds", "", {"text": "0", "min": "1", "max": "99"}),
    ("tally.trim.min_kept", "3", "not_an_integer", "", {"text": "3"}),
    (
        "tally.trim.few",
        "wait",
        "not_a_choice",
        "",
        {"text": "wait", "choices": "step_down, closest_two, block"},
    ),
    *(
        (f"tally.rounding.{key}", 7, "out_of_bounds", "", {"text": "7", "min": "0", "max": "6"})
        for key in ("criterion", "weighted_criterion", "judge_total", "aggregate", "final")
    ),
    ("tally.groups.expert.seats", ["1", "1"], "seat_in_two_groups", "", {"seat": "1"}),
    ("tally.groups.public.seats", ["01"], "seats_look_alike", "", {"seat": "01", "other": "1"}),
    ("tally.groups.public.seats", ["x" * 41], "bad_key", "[0]", {"text": "x" * 40 + "…"}),
    (
        "tally.groups.public.weight",
        "0",
        "out_of_bounds",
        "",
        {"text": "0", "min": ">0", "max": "1000"},
    ),
    ("tally.practice_seats", ["8", "a,b"], "bad_key", "[1]", {"text": "a,b"}),
    ("tally.practice_seats", [str(n) for n in range(50, 150)], "too_many_items", "", {"limit": 99}),
    (
        "deductions.floor",
        "-10000.5",
        "out_of_bounds",
        "",
        {"text": "-10000.5", "min": "-10000", "max": "10000"},
    ),
    ("deductions.floor", "0.0001", "too_many_places", "", {"text": "0.0001", "places": 3}),
    (
        "deductions.time",
        {"limit_s": 86401},
        "out_of_bounds",
        ".limit_s",
        {"text": "86401", "min": "1", "max": "86400"},
    ),
    (
        "deductions.time.minimum_s",
        86401,
        "out_of_bounds",
        "",
        {"text": "86401", "min": "1", "max": "86400"},
    ),
    *(
        (
            f"deductions.time.disqualify_{end}_s",
            outside,
            "out_of_bounds",
            "",
            {"text": str(outside), "min": "0", "max": "86400"},
        )
        for end in ("over", "under")
        for outside in (-1, 86401)
    ),
    (
        "deductions.time.bands.0.over_s",
        -1,
        "out_of_bounds",
        "",
        {"text": "-1", "min": "0", "max": "86400"},
    ),
    (
        "deductions.time.bands.2.under_s",
        86401,
        "out_of_bounds",
        "",
        {"text": "86401", "min": "0", "max": "86400"},
    ),
    (
        "deductions.time.bands.1.per_s",
        0,
        "out_of_bounds",
        "",
        {"text": "0", "min": "1", "max": "86400"},
    ),
    (
        "deductions.time.bands.1.cap",
        "0",
        "out_of_bounds",
        "",
        {"text": "0", "min": ">0", "max": "10000"},
    ),
    (
        "deductions.time.bands.0.points",
        "0",
        "out_of_bounds",
        "",
        {"text": "0", "min": ">0", "max": "10000"},
    ),
    (
        "ranking.on",
        "rank",
        "not_a_choice",
        "",
        {"text": "rank", "choices": "published, exact"},
    ),
    (
        "ranking.style",
        "1 2",
        "not_a_choice",
        "",
        {"text": "1 2", "choices": "1224, 1223, 1334"},
    ),
    (
        "ranking.per",
        "room",
        "not_a_choice",
        "",
        {"text": "room", "choices": "heat, division, overall"},
    ),
    (
        "ranking.after_step",
        "stop",
        "not_a_choice",
        "",
        {"text": "stop", "choices": "continue, restart"},
    ),
    ("ranking.ties", ["dice"], "not_a_choice", "[0]", {"text": "dice", "choices": STEPS}),
    ("ranking.ties", ["median"] * 2, "duplicate_key", "[1]", {"key": "median"}),
    (
        "ranking.ties",
        ["criterion:depth"],
        "unknown_criterion",
        "[0]",
        {"key": "depth", "choices": "content, delivery"},
    ),
    (
        "advancement.take",
        1_000_001,
        "out_of_bounds",
        "",
        {"text": "1000001", "min": "1", "max": "1000000"},
    ),
    (
        "advancement.wild_cards",
        0,
        "out_of_bounds",
        "",
        {"text": "0", "min": "1", "max": "1000000"},
    ),
    (
        "advancement.border",
        "chance",
        "not_a_choice",
        "",
        {"text": "chance", "choices": "chain, all, extra_round"},
    ),
    (
        "awards.0.ties",
        "lots",
        "not_a_choice",
        "",
        {"text": "lots", "choices": "share, push_down, extend"},
    ),
    ("awards.0.rest", 1, "not_a_choice", "", {"text": "1", "choices": "true, false"}),
    ("awards.0.by", "hand", "award_key_of_other_kind", "", {"key": "by", "kind": "tier"}),
    (
        "awards.1.round",
        "up",
        "not_a_choice",
        "",
        {"text": "up", "choices": "ceil, floor"},
    ),
    (
        "awards.1.percent",
        "100.01",
        "out_of_bounds",
        "",
        {"text": "100.01", "min": ">0", "max": "100"},
    ),
    ("awards.1.percent", "0.001", "too_many_places", "", {"text": "0.001", "places": 2}),
    ("format", "x" * 50, "unsupported_format", "", {"text": "x" * 40 + "…"}),
    ("colour" + "x" * 40, "x", "unknown_key", "…", {"key": "colour" + "x" * 34 + "…"}),
]


def _place(path):
    parts = [f"[{part}]" if part.isdigit() else f".{part}" for part in path.split(".")]
    return "".join(parts).removeprefix(".")


@pytest.mark.parametrize(("path", "value", "code", "below", "params"), FAULTS)
def test_a_fault_says_what_was_given_and_what_may_be(path, value, code, below, params):
    place = _place(path[:40] + below if below == "…" else path) + ("" if below == "…" else below)
    assert _refused(lambda: parse_rules(changed(path, value))) == [(code, place, params)]


def _award(**keys):
    row = {"key": "own", "name": NAME, **keys}
    return _refused(lambda: parse_rules(FULL | {"awards": [FULL["awards"][0], row]}))


def test_a_prize_says_what_it_may_be_given_by():
    choices = "hand, criterion:<key>"
    for by in ("x" * 60, 7):
        text = "x" * 40 + "…" if by != 7 else "7"
        assert _award(kind="special", by=by) == [
            ("not_a_choice", "awards[1].by", {"text": text, "choices": choices})
        ]
    assert _award(kind="special", by="criterion:" + "y" * 41) == [
        (
            "unknown_criterion",
            "awards[1].by",
            {"key": "y" * 40 + "…", "choices": "content, delivery"},
        )
    ]
    kinds = "tier, special, unit, adviser"
    assert _award(kind="medal", count=1) == [
        ("not_a_choice", "awards[1].kind", {"text": "medal", "choices": kinds})
    ]


def test_a_units_prize_says_what_does_not_fit_its_tiers():
    unit = {"kind": "unit", "count": 1}
    assert _award(**unit, of=["first"], points=["1", "2"]) == [
        ("award_points_do_not_fit", "awards[1].points", {"count": 2, "expected": 1})
    ]
    assert _award(**unit, of=["first"], points=["1000.001"]) == [
        (
            "out_of_bounds",
            "awards[1].points[0]",
            {"text": "1000.001", "min": ">0", "max": "1000"},
        )
    ]
    assert _award(**unit, of=["first"], points=["0.001"]) == [
        ("too_many_places", "awards[1].points[0]", {"text": "0.001", "places": 2})
    ]
    assert _award(**unit, of=["first", "z" * 41]) == [
        ("award_not_a_tier", "awards[1].of[1]", {"key": "z" * 40 + "…", "choices": "first"})
    ]
    assert _award(**unit, of=["first", 8]) == [("not_text", "awards[1].of[1]", {"text": "8"})]
    assert _award(**unit, of=["first"] * 2) == [
        ("duplicate_key", "awards[1].of[1]", {"key": "first"})
    ]
    assert _award(kind="adviser") == [("missing_key", "awards[1].of", {"key": "of"})]


def test_what_a_catalogue_and_an_earlier_round_may_not_say_is_quoted():
    named = {"key": "late", "name": NAME, "points": "1", "most": 100, "kind": "gift"}
    document = changed("deductions.named", [named, {**named, "key": "other", "most": 0}])
    choices = {"text": "gift", "choices": "deduction, bonus"}
    place = "deductions.named"
    assert _refused(lambda: parse_rules(document)) == [
        ("not_a_choice", f"{place}[0].kind", choices),
        ("out_of_bounds", f"{place}[0].most", {"text": "100", "min": "1", "max": "99"}),
        ("not_a_choice", f"{place}[1].kind", choices),
        ("out_of_bounds", f"{place}[1].most", {"text": "0", "min": "1", "max": "99"}),
        ("deduction_key_reserved", f"{place}[1].key", {"key": "other"}),
    ]
    rows = [{"round": "semi", "value": "rank"}, {"round": "semi", "points_by_rank": ["1001"]}]
    document = FULL | {"carry_over": {"earlier": rows, "missing": "wait"}}
    seen = _refused(lambda: parse_rules(document))
    assert seen[0][2] == {"text": "rank", "choices": "published, exact"}
    assert seen[-1] == ("duplicate_key", "carry_over.earlier[1]", {"key": "semi"})


def test_borders_of_a_document_are_still_within_it():
    most = {
        "rubric.criteria.0.name.en": "x" * 100,
        "rubric.criteria.0.description.en": "x" * 2000,
        "rubric.criteria.1.max": "10000",
        "rubric.criteria.1.weight": "1000",
        "tally.trim.low": 99,
        "tally.trim.min_kept": 1,
        "tally.rounding.final": 6,
        "deductions.floor": "-10000",
        "deductions.time.disqualify_over_s": 86400,
        "deductions.time.limit_s": 86400,
        "deductions.time.bands.1.per_s": 1,
        "deductions.time.minimum_s": 359,
        "advancement.take": 1_000_000,
        "awards.1.percent": "100",
    }
    for path, value in most.items():
        assert parse_rules(changed(path, value)).digest


def test_a_minimum_at_the_limit_itself_is_refused():
    assert _refused(lambda: parse_rules(changed("deductions.time.minimum_s", 360))) == [
        ("minimum_not_below_limit", "deductions.time.minimum_s", {})
    ]


def test_a_text_that_is_no_toml_is_refused_with_its_line_and_column():
    assert _refused(lambda: parse_toml("take = 3\ngive = = 4")) == [
        ("toml_syntax", "", {"reason": "Invalid value", "line": 2, "column": 8})
    ]
    assert _refused(lambda: parse_toml("#" * (MAX_TOML + 1))) == [
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
    assert _refused(lambda: load_rules(text)) == [
        ("too_few_items", "rubric.criteria", {"limit": 1, "line": 3}),
        (
            "not_a_choice",
            "tally.scope",
            {"text": "3", "choices": "judge_total, criterion", "line": 5},
        ),
    ]
    assert _refused(lambda: load_rules("")) == [
        ("missing_key", "name", {"key": "name"}),
        ("missing_key", "rubric", {"key": "rubric"}),
    ]
