"""A whole round in one call: refusals, the data of a result, its digest."""

from dataclasses import replace

from judging.scoring.results import score_round
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.tally import tally
from judging.scoring.tie_chain import TiedOutcomes
from judging.scoring.working_reading import read_working
from tests.scoring.panels import given, refused_codes


def test_a_round_with_the_same_key_twice_is_refused_with_every_other_fault():
    rules = specimen_rules()
    appearances = [
        Appearance("A", "1", sheets=(SeatSheet("1", (250,)),)),
        Appearance("A", "1"),
        Appearance("B", "1", status="asleep"),
    ]
    assert refused_codes(lambda: score_round(rules, appearances)) == [
        ("mark_off_step", "A[1].talk"),
        ("appearance_twice", "A"),
        ("unknown_state", "B"),
    ]


def test_an_empty_round_has_an_empty_result():
    result = score_round(specimen_rules(), [])
    assert result.as_data() == {
        "rules": specimen_rules().digest,
        "standings": [],
        "border_ties": [],
        "vacancies": [],
    }
    assert result.border_tie is False


def _judge(seat, mark, left_out):
    return {
        "seat": seat,
        "group": "",
        "state": "given",
        "marks": [mark],
        "total": mark,
        "left_out": left_out,
    }


WORKING = {
    "scope": "judge_total",
    "aggregate": "mean",
    "divisor": 1000,
    "judges": [
        _judge("1", 80000, "low"),
        _judge("2", 90000, ""),
        _judge("3", 100_000, "high"),
    ],
    "groups": [
        {
            "group": "",
            "weight": "1",
            "unit": 1000,
            "values": [["1", 80000], ["2", 90000], ["3", 100_000]],
            "trim": {"low": 1, "high": 1, "because": ""},
            "dropped": [{"seat": "1", "why": "low"}, {"seat": "3", "why": "high"}],
            "sum": "90/1",
            "count": 1,
            "result": "90/1",
            "weight_sum": "1",
            "value": "90/1",
        }
    ],
    "combined": "90/1",
    "factor": "1",
    "aggregate_value": "90/1",
    "deductions": [],
    "floor": None,
    "exact": "90/1",
    "places": 2,
    "score": "90.00",
    "no_result": "",
}

STANDING = {
    "key": "A",
    "heat": "1",
    "division": "junior",
    "group": "1",
    "rank": 1,
    "is_tied": True,
    "tie_break": "",
    "score": "90.00",
    "exact": "90/1",
    "no_result": "",
    "is_advancing": False,
    "awards": ["first"],
    "working": WORKING,
}


def test_the_result_as_data_is_complete():
    rules = specimen_rules(
        tally={"trim": {"low": 1, "high": 1, "min_kept": 1}},
        advancement={"take": 1},
        awards=[
            {"key": "first", "name": {"zh": "一等奖"}, "count": 1},
            {"key": "second", "name": {"zh": "二等奖"}, "count": 2},
        ],
    )
    sheets = tuple(given(80000, 90000, 100_000))
    result = score_round(
        rules,
        [
            Appearance("A", "1", "junior", 1, sheets),
            Appearance("B", "1", "junior", 2, sheets),
        ],
    )
    data = result.as_data()
    assert data["border_ties"] == [
        {"kind": "advancement", "group": "1", "keys": ["A", "B"], "award": "", "places": 1},
        {"kind": "award", "group": "1", "keys": ["A", "B"], "award": "first", "places": 1},
    ]
    assert data["vacancies"] == [{"award": "second", "group": "1", "count": 1}]
    assert data["standings"][0] == STANDING
    assert result.border_tie is True
    assert len(result.digest) == 64


def test_equal_marks_given_in_another_order_make_the_same_digest():
    rules = specimen_rules()
    sheets = given(80000, 90000)
    forth = [Appearance("A", "1", sheets=tuple(sheets)), Appearance("B", "2")]
    back = [replace(a, sheets=tuple(reversed(a.sheets))) for a in reversed(forth)]
    assert score_round(rules, forth).digest == score_round(rules, back).digest


def test_tied_outcomes_are_a_sequence_that_fetches_on_demand():
    tied = TiedOutcomes([4, 2, 7], lambda index: f"outcome {index}")
    assert (len(tied), tied[1], list(tied[1:])) == (3, "outcome 2", ["outcome 2", "outcome 7"])


def test_the_order_of_the_groups_in_the_document_changes_nothing():
    groups = {"y": {"seats": ["2"]}, "x": {"seats": ["1"]}, "z10": {"seats": ["3"]}}
    one = specimen_rules(tally={"groups": groups})
    other = specimen_rules(tally={"groups": dict(reversed(groups.items()))})
    entries = [Appearance("A", "1", sheets=tuple(given(80000, 90000, 100_000)))]
    assert one.digest == other.digest
    assert score_round(one, entries).digest == score_round(other, entries).digest


def test_the_largest_result_that_rules_allow_is_read_back():
    rows = [
        {"key": f"c{n}", "name": {"zh": "项"}, "max": "10000", "weight": "1000"} for n in range(30)
    ]
    rules = specimen_rules(
        rubric={"criteria": rows},
        tally={"aggregate": "sum", "factor": "1000", "rounding": {"final": 6}},
    )
    sheets = [SeatSheet(str(seat), (10_000_000,) * 30) for seat in range(99)]
    working = tally(rules, sheets).working
    assert working.score == "29700000000000.000000"
    assert read_working(working.as_data()) == working
