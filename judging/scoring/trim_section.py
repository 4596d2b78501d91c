"""The ``trim`` of ``[tally]`` or of a judge group: read within bounds, and written."""

from typing import Any

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.document import Table
from judging.scoring.rule_parts import Trim

MAX_SEATS = 99
FEW = ("step_down", "closest_two", "block")


def read_trim(table: Table | None) -> Trim | None:
    """Read a ``trim`` table; None where there is none.

    >>> read_trim(Table({"low": 1}, "tally.trim", []))
    Trim(low=1, high=0, min_kept=3, few='step_down')
    """
    if table is None:
        return None
    trim = Trim(
        low=table.integer("low", 0, MAX_SEATS, default=0),
        high=table.integer("high", 0, MAX_SEATS, default=0),
        min_kept=table.integer("min_kept", 1, MAX_SEATS, default=3),
        few=table.choice("few", FEW, "step_down"),
    )
    table.close()
    return trim


def refuse_misfit(table: Table, trim: Trim, aggregate: str) -> None:
    """Note a trim that makes no sense with the aggregate.

    An interquartile mean says itself how many it leaves out; a winsorised mean without a trim has
    nothing to replace; and neither knows a closest pair.

    >>> table = Table({}, "tally", [])
    >>> refuse_misfit(table, Trim(1, 1), "interquartile_integer"); table.faults[0].code
    'interquartile_with_trim'
    """
    how = AGGREGATES.get(aggregate)
    if how is None:
        return
    if how.has_own_trim and (trim.low or trim.high):
        table.fault("interquartile_with_trim", "trim")
    if how.replaces and not (trim.low or trim.high):
        table.fault("winsorised_without_trim", "aggregate")
    if trim.few == "closest_two" and (how.has_own_trim or how.replaces):
        table.fault("closest_two_not_possible", "trim.few", text=aggregate)


def write_trim(trim: Trim) -> dict[str, Any]:
    """Return a trim as canonical data, defaults written out.

    >>> write_trim(Trim(1, 1))
    {'low': 1, 'high': 1, 'min_kept': 3, 'few': 'step_down'}
    """
    return {"low": trim.low, "high": trim.high, "min_kept": trim.min_kept, "few": trim.few}
