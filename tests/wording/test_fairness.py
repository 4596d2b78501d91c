"""Words for the figures of panels."""

import pytest

from judging.scoring.agreement.estimates import REASONS as CODES
from judging.wording.fairness import AGREEMENT, LEVELS, REASONS, agreement_level


def test_every_reason_of_the_core_has_its_words_and_no_other():
    assert set(REASONS) == set(CODES)


@pytest.mark.parametrize(
    ("value", "level"),
    [
        (1.0, "excellent"),
        (0.9, "excellent"),
        (0.899, "good"),
        (0.75, "good"),
        (0.749, "moderate"),
        (0.5, "moderate"),
        (0.499, "poor"),
        (-1.0, "poor"),
    ],
)
def test_levels_begin_at_their_bounds(value, level):
    assert agreement_level(value) == level
    assert level in AGREEMENT
    assert level in LEVELS
