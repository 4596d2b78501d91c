"""The section ``[marking]`` of a rule sheet: from when a judge's score sheets are taken.

No score depends on it. A hall that announces each score after the next talk, or that compares the
first few before any number is said, takes the sheets that much later, and judges may change what
they have typed until then (tablet.md, "Marking": announcing modes).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from judging.scoring.document import Table
from judging.scoring.points import shorten

LEAST_FIRST = 2
MOST_FIRST = 12
_FIRST = re.compile(r"first:([1-9][0-9]?)")
_CHOICES = f"at_once, after_next, first:{LEAST_FIRST} … first:{MOST_FIRST}"

#: How far a turn is on stage: still to come, there now, spoken, or not taking part.
AHEAD, THERE, OVER, OUT = "ahead", "there", "over", "out"


@dataclass(frozen=True, slots=True)
class MarkingRules:
    """``due`` is ``at_once``, ``after_next`` or ``first``; ``first`` is then how many, else 0."""

    due: str = "at_once"
    first: int = 0


def read_marking(table: Table) -> MarkingRules:
    """Read ``[marking]``; what is not said is as in :class:`MarkingRules`.

    >>> read_marking(Table({"due": "first:3"}, "marking", []))
    MarkingRules(due='first', first=3)
    """
    rules = _due(table)
    table.close()
    return rules


def write_marking(rules: MarkingRules) -> dict[str, Any]:
    """Return the section that says these rules.

    >>> write_marking(MarkingRules("first", 3)), write_marking(MarkingRules())
    ({'due': 'first:3'}, {'due': 'at_once'})
    """
    return {"due": f"first:{rules.first}" if rules.due == "first" else rules.due}


def list_awaited(rules: MarkingRules, stage: Sequence[str]) -> tuple[int | None, ...]:
    """Return for each turn the index of the one that must have spoken before its sheets are taken.

    None where nothing is waited for. A turn that has not been called over still counts as spoken
    once a later one is there: a click that was forgotten holds nobody up.

    Args:
        rules: when sheets are due.
        stage: one of ``AHEAD``, ``THERE``, ``OVER``, ``OUT`` for each turn, in running order. Who
            is out is not waited for.

    >>> list_awaited(MarkingRules("after_next"), [OVER, THERE, OUT, AHEAD])
    (1, 3, 3, None)
    >>> list_awaited(MarkingRules("first", 2), [OVER, AHEAD, AHEAD])
    (1, 1, None)
    """
    ahead = _ahead(stage)
    if rules.due == "after_next":
        return tuple(_next(ahead, stage, index) for index in range(len(stage)))
    batch = [index for index in ahead if index < rules.first]
    awaited = batch[-1] if batch else None
    return tuple(awaited if index < rules.first else None for index in range(len(stage)))


def _ahead(stage: Sequence[str]) -> list[int]:
    """Return the turns that are still to speak, or that speak now, in running order."""
    begun = [index for index, state in enumerate(stage) if state in (THERE, OVER)]
    last = begun[-1] if begun else -1
    return [
        index
        for index, state in enumerate(stage)
        if state == THERE or (state == AHEAD and index > last)
    ]


def _next(ahead: Sequence[int], stage: Sequence[str], index: int) -> int | None:
    """Return whoever speaks next after a turn, where that is still to come."""
    later = (other for other in range(index + 1, len(stage)) if stage[other] != OUT)
    following = next(later, None)
    return following if following in ahead else None


def _due(table: Table) -> MarkingRules:
    value = table.take("due")
    if value in (None, "at_once", "after_next"):
        return MarkingRules(value or "at_once")
    match = _FIRST.fullmatch(value) if isinstance(value, str) else None
    if match is not None and LEAST_FIRST <= int(match[1]) <= MOST_FIRST:
        return MarkingRules("first", int(match[1]))
    table.fault("not_a_choice", "due", text=shorten(value), choices=_CHOICES)
    return MarkingRules()
