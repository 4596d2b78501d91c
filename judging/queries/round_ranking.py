"""The ranking of a large stored round by columns, without workings.

It is what :func:`judging.scoring.results.score_round` ranks, to the last bit, of a round whose
rules and rows the columns know. NumPy is loaded with this module.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.competition import Division
from judging.models.heat import Heat
from judging.models.round_columns import NotInColumnsError, RoundColumns, load_columns
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.columns.counting import CountedField, Grouping, count_field
from judging.scoring.columns.lanes import Column, HeadroomError
from judging.scoring.columns.lines import Line, Listing, list_lines, order_lines
from judging.scoring.faults import ScoringError
from judging.scoring.points import natural_order
from judging.scoring.rule_parts import RuleSheet

__all__ = ["NotInColumnsError", "RankedRound", "rank_round"]


@dataclass(frozen=True, slots=True)
class RankedRound:
    """A round's closed heats, counted and ranked: the columns, and the entries in their order.

    ``groups`` are the names of what entries are ranked within, ``group_of`` each entry's.
    """

    rules: RuleSheet
    columns: RoundColumns
    counted: CountedField
    groups: tuple[str, ...]
    group_of: Column
    order: Column

    def lines(self) -> Iterator[list[Line]]:
        """Yield the lines in blocks, by group and place."""
        places = self.rules.tally.rounding.final
        return list_lines(self.counted, places, self.order, self.columns.statuses)


def rank_round(session: Session, round_id: int) -> RankedRound:
    """Count and rank the closed heats of a round, however many entries they have.

    Raises:
        NotFound: the round has no rule sheet.
        NotInColumnsError: the readable path must count it; with the reasons.
    """
    rules = get_rules_in_force(session, round_id).rules
    columns = load_columns(session, round_id, rules)
    names, group_of = _groups(session, rules.ranking.per, columns)
    grouping = Grouping(group_of, len(names)) if len(names) > 1 else None
    try:
        counted = count_field(rules, columns.field, grouping, is_competing=columns.is_competing)
    except HeadroomError as error:
        raise NotInColumnsError("headroom") from error
    except ScoringError as error:
        raise NotInColumnsError("sheets") from error
    order = order_lines(counted, Listing(group_of, columns.orders, columns.keys))
    return RankedRound(rules, columns, counted, names, group_of, order)


def _groups(session: Session, per: str, columns: RoundColumns) -> tuple[tuple[str, ...], Column]:
    """Return the groups' names in natural order, and each entry's group by its number there."""
    if per == "overall":
        return ("",), np.zeros(len(columns.keys), np.int64)
    ids = columns.heat_of if per == "heat" else columns.division_of
    named = select(Heat.id, Heat.number) if per == "heat" else select(Division.id, Division.key)
    names = {key: str(name) for key, name in session.execute(named)}
    present, entry_of = np.unique(ids, return_inverse=True)
    in_order = sorted(range(len(present)), key=lambda at: natural_order(names[int(present[at])]))
    number_of = np.empty(len(present), np.int64)
    number_of[in_order] = np.arange(len(present))
    return tuple(names[int(present[at])] for at in in_order), number_of[entry_of]
