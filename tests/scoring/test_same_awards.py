"""A prize of one rule sheet found again in another: by its name, and else by its key."""

import pytest

from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import AwardRule
from judging.scoring.same_awards import match_awards


def _prize(key, name=""):
    return AwardRule(key, Bilingual(name or key, name or key), count=1)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ([], [_prize("a")], {}),
        ([_prize("a")], [], {}),
        ([_prize("a")], [_prize("a")], {"a": "a"}),
        ([_prize("a", "Gold")], [_prize("b", "Gold")], {"b": "a"}),
        ([_prize("a", "Gold")], [_prize("a", "First")], {"a": "a"}),
        # The key goes on to another prize: what has it now is not the prize that had it.
        (
            [_prize("a", "Gold")],
            [_prize("b", "Gold"), _prize("a", "New")],
            {"b": "a"},
        ),
        # A name that stands twice says nothing: the keys decide.
        ([_prize("a", "P"), _prize("b", "P")], [_prize("b", "P")], {"b": "b"}),
        ([_prize("b", "P")], [_prize("a", "P"), _prize("b", "P")], {"b": "b"}),
    ],
)
def test_a_prize_is_known_by_its_name_and_else_by_its_key(before, after, same):
    assert match_awards(before, after) == same
