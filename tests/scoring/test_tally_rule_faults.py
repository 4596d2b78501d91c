"""Groups, seats of their own kind, carry-over and the deduction catalogue: what cannot be said."""

import copy

import pytest

from judging.scoring.faults import ScoringError
from judging.scoring.rules import load_rules, parse_rules, to_toml
from tests.scoring.documents import SHORT

OWN = {
    **SHORT,
    "tally": {
        "scope": "judge_total",
        "aggregate": "winsorised",
        "factor": "1",
        "trim": {"low": 1, "high": 1, "min_kept": 3, "few": "step_down"},
        "rounding": {"final": 2},
        "groups": {
            "expert": {
                "seats": ["1", "2", "3"],
                "weight": "70",
                "trim": {"low": 0, "high": 0, "min_kept": 1, "few": "block"},
                "aggregate": "interquartile_integer",
            },
            "public": {"seats": ["4"], "weight": "30"},
        },
        "practice_seats": ["8", "10"],
        "tie_break_seats": ["9"],
        "chief_seat": "1",
    },
    "carry_over": {
        "weight": "0.6",
        "missing": "nothing",
        "earlier": [
            {"round": "semi", "weight": "0.4", "value": "exact"},
            {"round": "part-1", "weight": "1", "points_by_rank": ["1", "0.5", "0.5", "0"]},
        ],
    },
    "deductions": {
        "floor": "0",
        "named": [
            {
                "key": "no-script",
                "name": {"zh": "未脱稿", "en": "Read from a script"},
                "points": "1",
                "kind": "deduction",
                "most": 3,
            },
            {
                "key": "host",
                "name": {"zh": "东道主", "en": "Host school"},
                "points": "0.5",
                "kind": "bonus",
                "most": 1,
            },
        ],
    },
}


def _changed(path, value):
    document = copy.deepcopy(OWN)
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


def test_a_document_with_all_of_these_is_its_own_canonical_form():
    document = parse_rules(OWN).document
    assert {key: document[key] for key in ("tally", "carry_over", "deductions")} == {
        key: OWN[key] for key in ("tally", "carry_over", "deductions")
    }
    again = load_rules(to_toml(document))
    assert (again.document, again.digest) == (document, parse_rules(OWN).digest)


def test_what_a_group_says_as_the_tally_says_it_is_not_its_own():
    same = _changed("tally.groups.expert", {"seats": ["1", "2", "3"], "weight": "70"})
    said = copy.deepcopy(same)
    said["tally"]["groups"]["expert"] |= {
        "trim": {"low": 1, "high": 1},
        "aggregate": "winsorised",
    }
    assert parse_rules(said).document == parse_rules(same).document
    assert "trim" not in parse_rules(said).document["tally"]["groups"]["expert"]


def test_the_order_of_practice_and_tie_break_seats_means_nothing():
    other = _changed("tally.practice_seats", [10, "8"])
    assert parse_rules(other).digest == parse_rules(OWN).digest


@pytest.mark.parametrize(
    ("path", "value", "faults"),
    [
        (
            "tally.groups.expert.trim.low",
            1,
            [("interquartile_with_trim", "tally.groups.expert.trim")],
        ),
        (
            "tally.groups.expert.trim.high",
            1,
            [("interquartile_with_trim", "tally.groups.expert.trim")],
        ),
        (
            "tally.groups.expert.trim.few",
            "closest_two",
            [("closest_two_not_possible", "tally.groups.expert.trim.few")],
        ),
        (
            "tally.groups.expert.aggregate",
            "winsorised",
            [("winsorised_without_trim", "tally.groups.expert.aggregate")],
        ),
        (
            "tally.groups.expert.aggregate",
            "rank",
            [("not_a_choice", "tally.groups.expert.aggregate")],
        ),
        ("tally.groups.expert.trim", 1, [("not_a_table", "tally.groups.expert.trim")]),
        (
            "tally.groups.expert.trim",
            None,
            [("interquartile_with_trim", "tally.groups.expert.trim")],
        ),
        ("tally.trim", {"low": 0, "high": 0}, [("winsorised_without_trim", "tally.aggregate")]),
        ("tally.trim.few", "closest_two", [("closest_two_not_possible", "tally.trim.few")]),
        ("tally.groups.tie_break", {}, [("tie_break_group_declared", "tally.groups.tie_break")]),
        ("tally.groups.Ｔie_Break", {}, [("tie_break_group_declared", "tally.groups.Ｔie_Break")]),
        (
            "tally.practice_seats",
            ["1"],
            [
                ("seat_in_two_groups", "tally.practice_seats"),
                ("chief_seat_does_not_count", "tally.chief_seat"),
            ],
        ),
        ("tally.practice_seats", ["9"], [("seat_in_two_groups", "tally.tie_break_seats")]),
        ("tally.practice_seats", ["8", "8"], [("seat_in_two_groups", "tally.practice_seats")]),
        ("tally.practice_seats", ["09"], [("seats_look_alike", "tally.tie_break_seats")]),
        ("tally.practice_seats", "8", [("not_a_list", "tally.practice_seats")]),
        ("tally.practice_seats", [True], [("bad_key", "tally.practice_seats[0]")]),
        ("tally.tie_break_seats", ["a:b"], [("bad_key", "tally.tie_break_seats[0]")]),
        ("tally.chief_seat", "9", [("chief_seat_does_not_count", "tally.chief_seat")]),
        ("tally.chief_seat", "０8", [("chief_seat_does_not_count", "tally.chief_seat")]),
        ("tally.chief_seat", "a;b", [("bad_key", "tally.chief_seat")]),
        ("tally.chief_seat", True, [("bad_key", "tally.chief_seat")]),
        ("carry_over.weight", "0", [("out_of_bounds", "carry_over.weight")]),
        ("carry_over.missing", "zero", [("not_a_choice", "carry_over.missing")]),
        ("carry_over.from", "semi", [("unknown_key", "carry_over.from")]),
        ("carry_over.earlier", [], [("too_few_items", "carry_over.earlier")]),
        ("carry_over.earlier.0.round", "a:b", [("bad_key", "carry_over.earlier[0].round")]),
        ("carry_over.earlier.0.round", "part-1", [("duplicate_key", "carry_over.earlier[1]")]),
        ("carry_over.earlier.0.weight", "-1", [("out_of_bounds", "carry_over.earlier[0].weight")]),
        ("carry_over.earlier.0.value", "rank", [("not_a_choice", "carry_over.earlier[0].value")]),
        ("carry_over.earlier.0.rank", 1, [("unknown_key", "carry_over.earlier[0].rank")]),
        (
            "carry_over.earlier.1.value",
            "exact",
            [("value_with_points_by_rank", "carry_over.earlier[1].value")],
        ),
        (
            "carry_over.earlier.1.points_by_rank",
            ["1", "2"],
            [("points_by_rank_rise", "carry_over.earlier[1].points_by_rank")],
        ),
        (
            "carry_over.earlier.1.points_by_rank",
            [],
            [("too_few_items", "carry_over.earlier[1].points_by_rank")],
        ),
        (
            "carry_over.earlier.1.points_by_rank",
            ["1", 0.5],
            [("number_not_text", "carry_over.earlier[1].points_by_rank[1]")],
        ),
        ("carry_over", 1, [("not_a_table", "carry_over")]),
        ("deductions.named.1.key", "no-script", [("duplicate_key", "deductions.named[1]")]),
        (
            "deductions.named.0.key",
            "overtime",
            [("deduction_key_reserved", "deductions.named[0].key")],
        ),
        (
            "deductions.named.0.key",
            "other",
            [("deduction_key_reserved", "deductions.named[0].key")],
        ),
        ("deductions.named.0.key", None, [("missing_key", "deductions.named[0].key")]),
        ("deductions.named.0.name", None, [("missing_key", "deductions.named[0].name")]),
        ("deductions.named.0.points", "0", [("out_of_bounds", "deductions.named[0].points")]),
        ("deductions.named.0.kind", "gift", [("not_a_choice", "deductions.named[0].kind")]),
        ("deductions.named.0.most", 0, [("out_of_bounds", "deductions.named[0].most")]),
        ("deductions.named.0.most", 100, [("out_of_bounds", "deductions.named[0].most")]),
        ("deductions.named.0.colour", 1, [("unknown_key", "deductions.named[0].colour")]),
    ],
)
def test_a_fault_names_what_is_wrong_and_where(path, value, faults):
    assert _faults(_changed(path, value)) == faults


def test_an_empty_carry_over_is_refused():
    assert _faults({**SHORT, "carry_over": {}}) == [("missing_key", "carry_over.earlier")]


def test_groups_that_all_have_their_own_rules_free_the_tally_of_making_sense_by_itself():
    document = copy.deepcopy(OWN)
    own = {"trim": {"low": 1, "high": 0}}
    document["tally"] |= {
        "trim": {"low": 0, "high": 0},
        "groups": {"expert": {**own, "seats": ["1"]}, "public": {**own, "seats": ["2"]}},
    }
    assert parse_rules(document).tally.aggregate == "winsorised"
