"""``[tally]`` of a rules document: read within bounds, and written as canonical data."""

from typing import Any

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.document import Table
from judging.scoring.group_section import (
    read_groups,
    read_seat,
    read_seats,
    refuse_misplaced_seats,
    write_seats,
)
from judging.scoring.points import MAX_PLACES, format_plain, natural_order
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rank_section import (
    MAX_PLACE,
    check_method_keys,
    read_positions,
    write_method_keys,
)
from judging.scoring.rubric_section import WEIGHT_LIMIT, WEIGHT_PLACES
from judging.scoring.rule_parts import Rounding, TallyRules, Trim
from judging.scoring.trim_section import read_trim, refuse_misfit, write_trim

SCOPES = ("judge_total", "criterion")


def read_tally(table: Table) -> TallyRules:
    """Read ``[tally]``; an empty one is the plain mean, rounded at the end to two places.

    >>> read_tally(Table({"trim": {"low": 1, "high": 1}}, "tally", [])).trim.min_kept
    3
    """
    before = len(table.faults)
    aggregate = table.choice("aggregate", (*AGGREGATES, *RANK_METHODS), "mean")
    trim = read_trim(table.table("trim"))
    tally = TallyRules(
        scope=table.choice("scope", SCOPES, "judge_total"),
        aggregate=aggregate,
        factor=table.points("factor", ">0", WEIGHT_LIMIT, WEIGHT_PLACES, default="1"),
        trim=trim or Trim(),
        rounding=_rounding(table.table("rounding")),
        groups=read_groups(table.table("groups"), trim or Trim(), aggregate),
        practice_seats=_special(table, "practice_seats"),
        tie_break_seats=_special(table, "tie_break_seats"),
        chief_seat=read_seat(table, "chief_seat"),
        truncate_at=table.find_integer("truncate_at", 1, MAX_PLACE),
        positions=read_positions(table),
    )
    table.close()
    refuse_misplaced_seats(table, tally)
    check_method_keys(table, tally)
    is_used = not tally.groups or any(not g.trim and not g.aggregate for g in tally.groups)
    if is_used and len(table.faults) == before:
        refuse_misfit(table, tally.trim, tally.aggregate)
    return tally


def _special(table: Table, key: str) -> tuple[str, ...]:
    """Read seats whose order means nothing."""
    return tuple(sorted(read_seats(table, key), key=natural_order))


def _rounding(table: Table | None) -> Rounding:
    if table is None:
        return Rounding()
    rounding = Rounding(
        final=table.integer("final", 0, MAX_PLACES, default=2),
        criterion=table.find_integer("criterion", 0, MAX_PLACES),
        weighted_criterion=table.find_integer("weighted_criterion", 0, MAX_PLACES),
        judge_total=table.find_integer("judge_total", 0, MAX_PLACES),
        aggregate=table.find_integer("aggregate", 0, MAX_PLACES),
    )
    table.close()
    return rounding


def write_tally(tally: TallyRules) -> dict[str, Any]:
    """Return ``[tally]`` as canonical data, defaults written out; seats only where given.

    >>> write_tally(TallyRules())["rounding"]
    {'final': 2}
    """
    rounding = tally.rounding
    points = {
        "criterion": rounding.criterion,
        "weighted_criterion": rounding.weighted_criterion,
        "judge_total": rounding.judge_total,
        "aggregate": rounding.aggregate,
        "final": rounding.final,
    }
    data: dict[str, Any] = {
        "scope": tally.scope,
        "aggregate": tally.aggregate,
        "factor": format_plain(tally.factor),
        "trim": write_trim(tally.trim),
        "rounding": {key: places for key, places in points.items() if places is not None},
    }
    return data | write_seats(tally) | write_method_keys(tally)
