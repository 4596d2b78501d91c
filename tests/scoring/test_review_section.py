"""The section ``[review]`` of a rule sheet: read, written, refused."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.faults import ScoringError
from judging.scoring.review import review_rules_of
from judging.scoring.review_section import ReviewRules
from judging.scoring.rules import load_rules, parse_rules, to_toml
from tests.scoring.panels import refused_codes

TALK = load_rules(
    'name = { zh = "例" }\nrubric = { criteria = ['
    '{ key = "talk", name = { zh = "演讲" }, max = "100", step = "0.5" } ] }'
)


def with_review(**section):
    """Return the rules of one criterion with a section ``[review]``."""
    return parse_rules({**TALK.document, "review": section})


def test_a_sheet_of_rules_that_says_nothing_asks_from_a_gap_of_five_percent():
    assert review_rules_of(TALK) == ReviewRules(
        Fraction(5), Fraction(0), Fraction(0), Fraction(0), slip=False, ask=True
    )
    assert "review" not in TALK.document


def test_the_section_is_written_only_where_it_was_given_and_reads_back():
    rules = with_review(mad="3.5", grubbs="0.10", offset=3, slip=True, ask=False, gap_percent="0")
    assert rules.document["review"] == {
        "gap_percent": "0",
        "mad": "3.5",
        "grubbs": "0.1",
        "offset": "3",
        "slip": True,
        "ask": False,
    }
    assert rules.digest != TALK.digest
    again = load_rules(to_toml(rules.document))
    assert (again.digest, again.review) == (rules.digest, rules.review)
    assert with_review().digest != TALK.digest
    assert review_rules_of(with_review()) == ReviewRules()


@pytest.mark.parametrize(
    ("section", "faults"),
    [
        ({"gap_percent": "101"}, [("out_of_bounds", "review.gap_percent")]),
        ({"gap_percent": "-1"}, [("out_of_bounds", "review.gap_percent")]),
        ({"mad": 3.5}, [("number_not_text", "review.mad")]),
        ({"mad": "100.001"}, [("out_of_bounds", "review.mad")]),
        ({"offset": "3.0001"}, [("too_many_places", "review.offset")]),
        ({"grubbs": "0.2"}, [("not_a_choice", "review.grubbs")]),
        (
            {"slip": 1, "ask": "no"},
            [("not_a_choice", "review.slip"), ("not_a_choice", "review.ask")],
        ),
        ({"gap": "5"}, [("unknown_key", "review.gap")]),
    ],
)
def test_what_the_section_cannot_mean_is_refused_by_its_place(section, faults):
    assert refused_codes(lambda: with_review(**section)) == faults


def test_a_refusal_names_what_could_be_said():
    with pytest.raises(ScoringError) as refused:
        with_review(grubbs="0.20", ask="no")
    assert [fault.params for fault in refused.value.faults] == [
        {"text": "0.2", "choices": "0, 0.01, 0.05, 0.1"},
        {"text": "no", "choices": "true, false"},
    ]


@pytest.mark.parametrize("level", ["0", "0.01", "0.05", "0.1", "0.10"])
def test_every_level_with_critical_values_can_be_named(level):
    assert review_rules_of(with_review(grubbs=level)).grubbs == Fraction(level)


@given(st.sampled_from(["100", "0", "0.001"]))
def test_the_borders_of_a_gap_are_inside(percent):
    assert review_rules_of(with_review(gap_percent=percent)).gap_percent == Fraction(percent)
