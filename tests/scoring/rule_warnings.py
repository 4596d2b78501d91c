"""What tests of the warnings about a rule sheet share."""

from judging.scoring.rule_warnings import RuleSetting, list_warnings
from judging.scoring.specimen import specimen_rules

TIES = {"ties": ["more_decimals", "draw"]}


def seats_of(*groups):
    return tuple((str(number), group) for number, group in enumerate(groups, start=1))


def told(sections, setting=None):
    """Return code, place and figures of every warning; the chain ends, so that it is silent."""
    rules = specimen_rules(**({"ranking": TIES} | sections))
    return [(w.code, w.place, dict(w.params)) for w in list_warnings(rules, setting)]


FIVE = RuleSetting(seats=seats_of(*[""] * 5), panel_sizes=(5,), entries=8)
ONE_ONE = {"low": 1, "high": 1}
TRIM = {"seats": 3, "low": 1, "high": 1}
