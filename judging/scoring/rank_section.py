"""The keys of ``[tally]`` that belong to one rank method: read within bounds, and written."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from judging.scoring.document import Table, without_none
from judging.scoring.points import MARK_PLACES, format_plain
from judging.scoring.rubric_section import MARK_LIMIT
from judging.scoring.rule_parts import TallyRules

MAX_PLACE = 999
MAX_POSITIONS = 99


def read_positions(table: Table) -> tuple[Fraction, ...]:
    """Read the points for the first place, the second, …; a later one is never worth more.

    >>> read_positions(Table({"positions": ["10", "8.5"]}, "tally", []))
    (Fraction(10, 1), Fraction(17, 2))
    """
    items = table.items("positions", MAX_POSITIONS)
    row = Table({f"positions[{i}]": item for i, item in enumerate(items)}, table.path, table.faults)
    before = len(table.faults)
    points = tuple(row.points(key, "0", MARK_LIMIT, MARK_PLACES) for key in row.content)
    is_sound = len(table.faults) == before
    if is_sound and any(later > earlier for earlier, later in pairwise(points)):
        table.fault("positions_rise", "positions")
    return points


def check_method_keys(table: Table, tally: TallyRules) -> None:
    """Note a key of one rank method that is missing there, or given elsewhere.

    >>> table = Table({}, "tally", [])
    >>> check_method_keys(table, TallyRules(aggregate="truncated_ranks"))
    >>> [(fault.code, fault.place) for fault in table.faults]
    [('missing_key', 'tally.truncate_at')]
    """
    for key, method in (("truncate_at", "truncated_ranks"), ("positions", "positional_weights")):
        is_given = table.content.get(key) is not None
        if tally.aggregate == method and not is_given:
            table.fault("missing_key", key, key=key)
        elif tally.aggregate != method and is_given:
            table.fault("only_with_rank_method", key, key=key, method=method)
    if tally.aggregate == "positional_weights" and table.content.get("positions") == []:
        table.fault("too_few_items", "positions", limit=1)


def write_method_keys(tally: TallyRules) -> dict[str, Any]:
    """Return what a rank method has of its own as canonical data; nothing of it has a default.

    >>> write_method_keys(TallyRules(aggregate="truncated_ranks", truncate_at=5))
    {'truncate_at': 5}
    """
    return without_none(
        truncate_at=tally.truncate_at,
        positions=[format_plain(points) for points in tally.positions] or None,
    )
