"""``[carry_over]`` of a rules document: read within bounds, and written as canonical data."""

from fractions import Fraction
from itertools import pairwise
from typing import Any

from judging.scoring.document import Table, refuse_twice, without_none
from judging.scoring.points import MARK_PLACES, find_plain, format_plain
from judging.scoring.rubric_section import MARK_LIMIT, WEIGHT_LIMIT, WEIGHT_PLACES
from judging.scoring.rule_parts import CarryOverRules, EarlierRound

MAX_EARLIER = 9
MAX_RANKS = 99
MISSING = ("no_result", "nothing")
VALUES = ("published", "exact")


def read_carry_over(table: Table) -> CarryOverRules:
    """Read ``[carry_over]``: which earlier rounds bring in what.

    >>> semi = {"round": "semi", "weight": "0.4"}
    >>> read_carry_over(Table({"earlier": [semi], "weight": "0.6"}, "carry_over", [])).missing
    'no_result'
    """
    rules = CarryOverRules(
        earlier=tuple(_earlier(row) for row in table.rows("earlier", MAX_EARLIER, least=1)),
        weight=_weight(table),
        missing=table.choice("missing", MISSING, "no_result"),
    )
    table.close()
    refuse_twice(table, "earlier", [earlier.round for earlier in rules.earlier])
    return rules


def _weight(table: Table) -> Fraction:
    return table.points("weight", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1")


def _earlier(table: Table) -> EarlierRound:
    earlier = EarlierRound(
        round=table.key_text("round"),
        weight=_weight(table),
        value=table.choice("value", VALUES, "published"),
        points_by_rank=_points_by_rank(table),
    )
    if earlier.points_by_rank and table.content.get("value") is not None:
        table.fault("value_with_points_by_rank", "value")
    table.close()
    return earlier


def _points_by_rank(table: Table) -> tuple[Fraction, ...]:
    if table.content.get("points_by_rank") is None:
        table.take("points_by_rank")
        return ()
    items = table.items("points_by_rank", MAX_RANKS, least=1)
    cells = Table(
        {f"points_by_rank[{index}]": item for index, item in enumerate(items)},
        table.path,
        table.faults,
    )
    points = tuple(cells.points(key, "0", MARK_LIMIT, MARK_PLACES) for key in cells.content)
    if any(better < worse for better, worse in pairwise(points)):
        table.fault("points_by_rank_rise", "points_by_rank")
    return points


def write_carry_over(rules: CarryOverRules) -> dict[str, Any]:
    """Return ``[carry_over]`` as canonical data.

    >>> write_carry_over(CarryOverRules((EarlierRound("semi"),)))["earlier"]
    [{'round': 'semi', 'weight': '1', 'value': 'published'}]
    """
    return {
        "weight": format_plain(rules.weight),
        "missing": rules.missing,
        "earlier": [_write_earlier(earlier) for earlier in rules.earlier],
    }


def _write_earlier(earlier: EarlierRound) -> dict[str, Any]:
    by_rank = [find_plain(points) for points in earlier.points_by_rank]
    return without_none(
        round=earlier.round,
        weight=format_plain(earlier.weight),
        value=None if by_rank else earlier.value,
        points_by_rank=by_rank or None,
    )
