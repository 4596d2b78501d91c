"""Exact numbers: what is read, what is refused, how it is rounded and written."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.scoring.faults import ScoringError
from judging.scoring.points import (
    find_places,
    format_plain,
    format_points,
    format_scaled,
    fraction_text,
    natural_order,
    parse_points,
    parse_scaled,
    round_half_up,
    shorten,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("24", Fraction(24)),
        ("24.0", Fraction(24)),
        ("24.50", Fraction(49, 2)),
        (" 24.5\t", Fraction(49, 2)),
        (".5", Fraction(1, 2)),
        ("+1", Fraction(1)),
        ("-0.25", Fraction(-1, 4)),
        ("-0", Fraction(0)),
        ("000000000000000000001", Fraction(1)),
        ("1.000000000000000000", Fraction(1)),
        ("999999999.999999", Fraction(999999999999999, 1000000)),
    ],
)
def test_plain_decimal_text_is_read_exactly(text, value):
    assert parse_points(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        ".",
        "+",
        "-",
        "1.",
        "1e3",
        "1E3",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "0x10",
        "1_000",
        "1,5",
        "1 000",
        "２４",
        "٣",
        "−1",
        "--1",
        "1.2.3",
        "1\n",
        "½",
        "1\xa0",
    ],
)
def test_what_is_no_plain_decimal_is_refused(text):
    with pytest.raises(ScoringError) as refused:
        parse_points(text, "here")
    assert [(f.code, f.place) for f in refused.value.faults] == [("not_a_decimal", "here")]


@pytest.mark.parametrize("text", ["1" * 10, "0.0000001", "1" * 100_000])
def test_absurd_lengths_are_refused_and_shown_shortened(text):
    with pytest.raises(ScoringError) as refused:
        parse_points(text)
    (fault,) = refused.value.faults
    assert fault.code == "number_too_long"
    assert len(fault.params["text"]) <= 41


@pytest.mark.parametrize("value", [24.5, 24, True, None, Fraction(1), b"24"])
def test_what_is_no_text_is_refused(value):
    with pytest.raises(ScoringError) as refused:
        parse_points(value)
    assert refused.value.faults[0].code == "number_not_text"


def test_a_mark_finer_than_its_unit_is_refused():
    with pytest.raises(ScoringError) as refused:
        parse_scaled("24.0001", 3, "content")
    assert refused.value.faults[0].as_data() == {
        "code": "too_many_places",
        "place": "content",
        "params": {"text": "24.0001", "places": 3},
    }


@given(st.fractions(max_denominator=10**6), st.integers(0, 6))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_zero(value, places):
    rounded = round_half_up(value, places)
    half = Fraction(1, 2 * 10**places)
    assert (rounded * 10**places).denominator == 1
    assert abs(rounded - value) <= half
    if abs(rounded - value) == half:
        assert abs(rounded) > abs(value)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_what_is_written_is_read_back(units, places):
    text = format_scaled(units, places)
    assert Fraction(text) == Fraction(units, 10**places)


@given(st.fractions())
def test_an_exact_value_is_written_as_p_over_q_and_read_back(value):
    assert Fraction(fraction_text(value)) == value
    assert Fraction(format_plain(value)) == value


@given(st.integers(0, 10**9), st.integers(0, 9))
def test_the_places_found_are_the_fewest_that_write_the_value(units, places):
    value = Fraction(units, 10**places)
    found = find_places(value)
    assert (value * 10**found).denominator == 1
    assert found == 0 or (value * 10 ** (found - 1)).denominator != 1


def test_a_value_that_never_ends_has_no_places():
    assert find_places(Fraction(1, 3)) is None
    assert format_points(Fraction(2, 3), 2) == "0.67"


def test_natural_order_is_total_and_counts_like_people():
    names = ["10", "9", "2", "02", "1a", "1", "a10", "a9", "甲", ""]
    assert sorted(names, key=natural_order) == [
        "",
        "1",
        "1a",
        "02",
        "2",
        "9",
        "10",
        "a9",
        "a10",
        "甲",
    ]


def test_a_long_value_is_shortened_for_a_message():
    assert shorten(b"1" * 100).endswith("…")
