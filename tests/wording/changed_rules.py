"""The convention with some of its values changed."""

from copy import deepcopy

from judging.scoring.rules import parse_rules
from tests.rule_documents import CONVENTION


def changed(changes):
    """Return the convention with values set at dotted paths; None takes one away."""
    document = deepcopy(parse_rules(CONVENTION).document)
    for path, value in changes.items():
        *above, last = path.split(".")
        table = document
        for part in above:
            table = table.setdefault(part, {})
        table.pop(last, None)
        if value is not None:
            table[last] = value
    return document
