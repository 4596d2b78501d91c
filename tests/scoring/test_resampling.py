"""Drawing again with replacement is repeatable, and even."""

import hashlib
from collections import Counter

from judging.scoring.resampling import draw_again, middle_of


def test_a_draw_can_be_repeated_by_hand():
    expected = int(hashlib.sha256(b"2026|heat 1|3").hexdigest(), 16) % 7
    assert draw_again("2026", "heat 1", 7)[3] == expected


def test_every_place_is_drawn_about_as_often():
    counts = Counter(place for n in range(1000) for place in draw_again("seed", str(n), 5))
    assert set(counts) == {0, 1, 2, 3, 4}
    assert all(900 < count < 1100 for count in counts.values())


def test_nothing_is_drawn_from_nothing():
    assert draw_again("seed", "stream", 0) == ()


def test_the_middle_cuts_one_in_forty_at_each_end():
    assert [middle_of(range(n)) for n in (1, 39, 40, 80)] == [(0, 0), (0, 38), (1, 38), (2, 77)]
