"""Which marks can be compared at all: the connected parts of the judging graph.

Entries and judges are its points, marks its lines. Between two parts no judge saw both sides, so
that nobody can tell a strict panel from weak entries (S. R. Searle, "Linear Models for Unbalanced
Data" (1987), section 5.3, on connectedness).
"""

from dataclasses import dataclass

from judging.scoring.agreement.ratings import Ratings


@dataclass(frozen=True, slots=True)
class Component:
    """One connected part: places of its entries and judges in the ratings, ascending."""

    entries: tuple[int, ...]
    judges: tuple[int, ...]


def list_components(ratings: Ratings) -> tuple[Component, ...]:
    """Return the connected parts, ordered by their first entry; who has no mark is in none.

    >>> from fractions import Fraction
    >>> one = Fraction(1)
    >>> table = Ratings(("A", "B", "C"), ("1", "2"), ((one, None), (None, one), (one, None)))
    >>> list_components(table)
    (Component(entries=(0, 2), judges=(0,)), Component(entries=(1,), judges=(1,)))
    """
    marked = [[j for j, value in enumerate(row) if value is not None] for row in ratings.rows]
    given: dict[int, list[int]] = {}
    for i, judges in enumerate(marked):
        for j in judges:
            given.setdefault(j, []).append(i)
    seen: set[int] = set()
    found = []
    for start, judges in enumerate(marked):
        if judges and start not in seen:
            part = _reach(start, marked, given)
            seen |= set(part.entries)
            found.append(part)
    return tuple(found)


def _reach(start: int, marked: list[list[int]], given: dict[int, list[int]]) -> Component:
    """Return everything that marks connect with an entry."""
    entries, judges, waiting = {start}, set[int](), [start]
    while waiting:
        for judge in marked[waiting.pop()]:
            if judge not in judges:
                judges.add(judge)
                fresh = set(given[judge]) - entries
                entries |= fresh
                waiting += fresh
    return Component(tuple(sorted(entries)), tuple(sorted(judges)))
