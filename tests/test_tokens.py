"""Secrets that people hold."""

from hypothesis import given
from hypothesis import strategies as st

from judging.tokens import (
    ALPHABET,
    as_letters,
    entry_code,
    hash_token,
    is_same,
    normalise_letters,
    seat_link,
    seat_pin,
)

KEY = "k" * 64


def test_a_seat_link_is_26_letters_that_nobody_confuses():
    link = seat_link(KEY, "S1", 1)
    assert len(link) == 26
    assert set(link) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


def test_a_reissued_secret_differs_from_the_old_one_and_from_other_owners():
    made = [seat_link(KEY, owner, version) for owner in ("S1", "S2") for version in (1, 2)]
    made += [seat_link("other" * 12, "S1", 1)]
    assert len(set(made)) == 5


def test_uses_of_the_same_owner_and_version_have_nothing_in_common():
    assert seat_link(KEY, "X", 1)[:10] != entry_code(KEY, "X", 1).replace("-", "")


def test_a_pin_is_six_digits_with_leading_zeros_kept():
    pins = {seat_pin(KEY, f"S{n}", 1) for n in range(300)}
    assert {len(pin) for pin in pins} == {6}
    assert all(pin.isdecimal() for pin in pins)
    assert any(pin.startswith("0") for pin in pins)


def test_an_access_code_typed_with_lookalikes_and_spaces_is_the_same_code():
    code = entry_code(KEY, "E1", 1)
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert normalise_letters(typed) == code.replace("-", "")


@given(st.binary(min_size=32, max_size=32), st.integers(1, 51))
def test_letters_come_from_the_front_five_bits_each(raw, length):
    letters = as_letters(raw, length)
    number = int.from_bytes(raw, "big") >> (256 - 5 * length)
    value = 0
    for letter in letters:
        value = value * 32 + ALPHABET.index(letter)
    assert (len(letters), value) == (length, number)


def test_only_equal_secrets_are_the_same():
    assert is_same("abc", "abc")
    assert not is_same("abc", "abd")
    assert not is_same("密", "abc")
    assert hash_token("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
