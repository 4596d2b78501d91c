import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.certificates import serials, wording
from judging.certificates.errors import FactsInvalid, SerialInvalid
from judging.certificates.serials import (
    ALPHABET,
    grouped_serial,
    is_serial,
    new_serial,
    normalised_serial,
    pretty_number,
)
from judging.typesetting import errors, fonts, lines

SIXTEEN_BYTES = st.binary(min_size=16, max_size=16)


@pytest.mark.parametrize("module", [errors, fonts, lines, serials, wording])
def test_the_examples_in_the_docstrings_hold(module):
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)


@given(SIXTEEN_BYTES)
def test_a_serial_holds_all_128_bits(random_bytes):
    serial = new_serial(random_bytes)
    value = 0
    for character in serial:
        value = value * 32 + ALPHABET.index(character)
    assert (len(serial), value) == (26, int.from_bytes(random_bytes, "big"))


@given(SIXTEEN_BYTES)
def test_a_serial_survives_being_read_aloud_and_typed(random_bytes):
    serial = new_serial(random_bytes)
    heard = grouped_serial(serial).lower().replace("0", "o").replace("1", "l")
    full_width = "".join(chr(ord(c) + 0xFEE0) for c in serial)
    assert normalised_serial(heard) == serial
    assert normalised_serial(f" {grouped_serial(serial).replace(' ', '-')} ") == serial
    assert normalised_serial(full_width) == serial


def test_fewer_than_sixteen_bytes_are_refused():
    with pytest.raises(ValueError, match="16 random bytes"):
        new_serial(bytes(15))


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("0" * 25, "length"),
        ("0" * 27, "length"),
        ("0 " * 10_000, "length"),
        ("U" + "0" * 25, "alphabet"),
        ("0" * 25 + "!", "alphabet"),
        ("0" * 25 + "张", "alphabet"),
        ("Z" + "0" * 25, "alphabet"),
    ],
)
def test_what_cannot_be_a_serial_is_refused(typed, reason):
    with pytest.raises(SerialInvalid) as refused:
        normalised_serial(typed)
    assert dict(refused.value.params) == {"reason": reason}
    assert not is_serial(typed)


def test_a_serial_is_canonical_only_in_capitals_and_without_groups():
    serial = new_serial(bytes(range(16)))
    assert is_serial(serial)
    assert not is_serial(serial.lower())
    assert not is_serial(grouped_serial(serial))


def test_the_number_for_people_is_written_with_at_least_four_digits():
    assert pretty_number("BYASC-2026", "F", 7) == "BYASC-2026-F-0007"
    assert pretty_number("BYASC-2026", "JS2", 123_456) == "BYASC-2026-JS2-123456"


@pytest.mark.parametrize(
    ("prefix", "letters", "sequence", "reason"),
    [
        ("", "F", 1, "prefix"),
        ("byasc", "F", 1, "prefix"),
        ("BYASC-", "F", 1, "prefix"),
        ("A" * 25, "F", 1, "prefix"),
        ("BYASC", "", 1, "letters"),
        ("BYASC", "F-1", 1, "letters"),
        ("BYASC", "F", 0, "sequence"),
        ("BYASC", "F", 10_000_000, "sequence"),
    ],
)
def test_a_number_that_cannot_be_printed_is_refused(prefix, letters, sequence, reason):
    with pytest.raises(FactsInvalid) as refused:
        pretty_number(prefix, letters, sequence)
    assert dict(refused.value.params) == {"field": "number", "reason": reason}
