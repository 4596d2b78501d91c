"""The columns refuse by name what they do not know, and numbers that 64 bits may not hold."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from judging.scoring.columns.counting import count_field
from judging.scoring.columns.field import Field, SeatColumn
from judging.scoring.columns.lanes import HeadroomError
from judging.scoring.columns.support import find_unsupported
from judging.scoring.faults import ScoringError
from judging.scoring.rules import parse_rules
from judging.scoring.specimen import specimen_rules
from tests.scoring.documents import FULL, SHORT


def _with(path, value):
    """Return specimen rules whose canonical document says one thing more."""
    rules = specimen_rules(tally={"groups": {"a": {"weight": "1"}}})
    *sections, key = path.split(".")
    document = dict(rules.document)
    at = document
    for section in sections:
        at[section] = dict(at[section])
        at = at[section]
    at[key] = value
    return replace(rules, document=document)


def test_every_rule_of_the_full_document_is_known():
    assert find_unsupported(parse_rules(FULL)) == ()
    assert find_unsupported(parse_rules(SHORT)) == ()
    assert find_unsupported(specimen_rules(marking={"due": "first:3"})) == ()


@pytest.mark.parametrize(
    ("path", "value", "word"),
    [
        ("carry_over", {"semi": "0.4"}, "carry_over"),
        ("tally.aggregate", "winsorized", "tally.aggregate=winsorized"),
        ("tally.scope", "round", "tally.scope=round"),
        ("tally.method", "rank_sum", "tally.method"),
        ("tally.trim.few", "draw", "tally.trim.few=draw"),
        ("tally.trim.percent", "10", "tally.trim.percent"),
        ("tally.rounding.mode", "even", "tally.rounding.mode"),
        ("tally.groups.a.scope", "criterion", "tally.groups.scope"),
        ("tally.groups.a.aggregate", "majority", "tally.groups.aggregate=majority"),
        ("tally.groups.a.trim", {"percent": "10"}, "tally.groups.trim.percent"),
        ("tally.groups.a.trim", {"few": "draw"}, "tally.groups.trim.few=draw"),
        ("tally.practice_seats", ["8"], "tally.practice_seats"),
        ("tally.chief_seat", "1", "tally.chief_seat"),
        ("tally.tie_break_seats", ["9"], "tally.tie_break_seats"),
        ("ranking.after_step", "again", "ranking.after_step=again"),
        ("ranking.style", "fractional", "ranking.style=fractional"),
        ("ranking.restart", True, "ranking.restart"),
        ("ranking.ties", ["head_to_head"], "ranking.ties=head_to_head"),
        ("deductions.cap", "5", "deductions.cap"),
        ("rubric.combine", "product", "rubric.combine=product"),
    ],
)
def test_what_is_not_known_by_name_is_named(path, value, word):
    assert find_unsupported(_with(path, value)) == (word,)


@pytest.mark.parametrize("nothing", [None, {}, []])
def test_a_new_key_that_says_nothing_is_passed_over(nothing):
    assert find_unsupported(_with("tally.method", nothing)) == ()
    assert find_unsupported(_with("carry_over", nothing)) == ()


def test_a_criterion_with_an_unknown_key_is_named():
    rules = specimen_rules()
    (criterion,) = rules.document["rubric"]["criteria"]
    rubric = {**rules.document["rubric"], "criteria": [{**criterion, "curve": "log"}]}
    unknown = replace(rules, document={**rules.document, "rubric": rubric})
    assert find_unsupported(unknown) == ("rubric.criteria.curve",)


def _wide_rules(weight):
    criteria = [
        {"key": "a", "name": {"zh": "甲"}, "max": "10000", "step": "0.001", "weight": weight},
        {"key": "b", "name": {"zh": "乙"}, "max": "10000", "step": "0.001", "weight": "999.9999"},
    ]
    return parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": criteria}})


def test_numbers_that_64_bits_may_not_hold_are_refused_before_they_are_made():
    rules = _wide_rules("0.0001")
    seats = [SeatColumn(str(seat), (np.array([1]), np.array([1]))) for seat in range(1, 20)]
    ragged = [
        replace(seat, given=np.arange(20) < number, marks=(np.full(20, 10**7),) * 2)
        for number, seat in enumerate(seats, 1)
    ]
    assert count_field(rules, Field(1, tuple(seats))).exact.spread().as_fractions() == [1]
    with pytest.raises(HeadroomError):
        count_field(rules, Field(20, tuple(ragged)))


def test_too_many_different_values_to_round_are_refused():
    rules = _wide_rules("0.0001")
    document = {**rules.document, "tally": {"rounding": {"judge_total": 0}}}
    field = Field(1, (SeatColumn("1", (np.array([1]), np.array([1]))),))
    with pytest.raises(HeadroomError):
        count_field(parse_rules(document), field)


def test_a_seat_that_no_group_names_is_refused_where_it_gave_a_sheet():
    rules = specimen_rules(tally={"groups": {"a": {"weight": "1", "seats": ["1"]}}})
    one, two = SeatColumn("1", (np.array([180]),)), SeatColumn("2", (np.array([180]),))
    with pytest.raises(ScoringError) as refused:
        count_field(rules, Field(1, (one, two)))
    assert [(f.code, f.place) for f in refused.value.faults] == [("seat_without_group", "2")]
    absent = replace(two, given=np.array([False]))
    assert count_field(rules, Field(1, (one, absent))).exact.spread().as_fractions() == [
        Fraction(90)
    ]


def test_an_empty_field_has_no_places():
    counted = count_field(specimen_rules(ranking={"ties": ["median"]}), Field(0, ()))
    assert counted.places.ranks().tolist() == []
    assert counted.published_units().tolist() == []
