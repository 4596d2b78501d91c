"""The counterexamples of docs/guarantees.md: by these numbers a raised total lowers its owner."""

from judging.scoring.results import score_round
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance


def _firsts(rules, totals):
    """Return each entry's position from {entry: totals of judges 1, 2, …}."""
    turns = [
        Appearance(
            key, "1", sheets=tuple(SeatSheet(str(n), (t * 1000,)) for n, t in enumerate(own, 1))
        )
        for key, own in totals.items()
    ]
    return {line.key: line.place.first for line in score_round(rules, turns).standings}


def test_with_copeland_a_raised_total_can_lower_its_owners_place():
    rules = specimen_rules(tally={"aggregate": "copeland"})
    totals = {"A": (5, 2, 2), "B": (3, 4, 1), "C": (2, 5, 3), "D": (1, 3, 4), "E": (4, 1, 5)}
    raised = totals | {"D": (1, 3, 5)}
    assert _firsts(rules, totals) == {"A": 3, "B": 3, "C": 2, "D": 3, "E": 1}
    assert _firsts(rules, raised) == {"A": 2, "B": 4, "C": 1, "D": 5, "E": 3}


def test_with_smaller_spread_a_raised_total_can_lower_its_owners_place():
    rules = specimen_rules(tally={"rounding": {"final": 0}}, ranking={"ties": ["smaller_spread"]})
    totals = {"A": (5, 2), "B": (5, 2)}
    assert _firsts(rules, totals) == {"A": 1, "B": 1}
    assert _firsts(rules, totals | {"A": (6, 2)}) == {"A": 2, "B": 1}
