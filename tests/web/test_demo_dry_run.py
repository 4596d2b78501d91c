"""The demo's finished preliminary under one and one dropped, and under the plain mean."""

import pytest
from flask import Flask

from judging.queries.competitions import find_competition
from judging.queries.dry_runs import run_dry
from judging.queries.fairness_scope import get_scope

#: One worker plays the demo, for all who walk in it.
pytestmark = pytest.mark.xdist_group("demo")


def test_the_plain_mean_would_change_a_first_prize_and_who_goes_on(demo_app: Flask) -> None:
    with demo_app.app_context():
        competition = find_competition("qiming")
        assert competition is not None
        found = run_dry(get_scope(competition.id, "preliminary"), "version:1", "trim:0-0")
        trims = (found.before.rules.tally.trim, found.after.rules.tally.trim)

    assert [(trim.low, trim.high) for trim in trims] == [(1, 1), (0, 0)]
    assert {
        line.key: (*line.before.awards, *line.after.awards)
        for line in found.comparison.changed_awards
    } == {
        "A106": ("first", "second"),
        "A110": ("second", "first"),
        "A120": ("second", "third"),
        "A119": ("third", "second"),
    }
    assert {
        line.key: (line.before.is_advancing, line.after.is_advancing)
        for line in found.comparison.changed_advancement
    } == {"A120": (True, False), "A119": (False, True)}
