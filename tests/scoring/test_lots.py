"""Lots follow from the seed and the list alone."""

import hashlib
import itertools

import pytest

from judging.scoring.lots import commit, draw_lots, is_seed

SEED = hashlib.sha256(b"seed").hexdigest()


def test_the_order_of_the_list_does_not_matter():
    orders = {draw_lots(SEED, list(p)) for p in itertools.permutations(("A1", "A2", "A10", "乙3"))}
    assert len(orders) == 1


def test_each_entry_is_drawn_once_and_the_lots_rise():
    lots = draw_lots(SEED, [f"A{n}" for n in range(200)])
    assert sorted(lot.entry_number for lot in lots) == sorted(f"A{n}" for n in range(200))
    assert [lot.digest for lot in lots] == sorted(lot.digest for lot in lots)


def test_taking_one_entry_out_leaves_the_order_of_the_others():
    numbers = [f"A{n}" for n in range(20)]
    whole = [lot.entry_number for lot in draw_lots(SEED, numbers)]
    rest = [lot.entry_number for lot in draw_lots(SEED, numbers[1:])]
    assert rest == [number for number in whole if number != numbers[0]]


def test_every_first_place_is_possible():
    firsts = {
        draw_lots(hashlib.sha256(str(n).encode()).hexdigest(), ["A", "B", "C"])[0].entry_number
        for n in range(60)
    }
    assert firsts == {"A", "B", "C"}


def test_the_commitment_is_the_hash_of_the_seed():
    assert commit(SEED) == hashlib.sha256(SEED.encode()).hexdigest()


@pytest.mark.parametrize("text", ["", SEED.upper(), SEED + "\n", SEED[:-1], "g" * 64])
def test_anything_but_64_small_hexadecimal_digits_is_no_seed(text):
    assert not is_seed(text)
