"""The ranking of a large stored round by columns, with prizes and advancement, without workings.

It is what :func:`judging.scoring.results.score_round` decides, to the last bit, of a round whose
rules and rows the columns know. NumPy is loaded with this module.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy.orm import Session

from judging.models.round_columns import NotInColumnsError, RoundColumns, load_columns
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.advancing import GoingOn, advance
from judging.scoring.awarding import Prizes, give_prizes
from judging.scoring.borders import Ruling
from judging.scoring.columns.counting import CountedField, count_field
from judging.scoring.columns.lanes import Column, HeadroomError
from judging.scoring.columns.lines import Line, Listing, list_lines, order_lines
from judging.scoring.columns.round_field import ColumnField
from judging.scoring.faults import ScoringError
from judging.scoring.rule_parts import RuleSheet

__all__ = ["NotInColumnsError", "RankedRound", "decide_columns", "rank_columns", "rank_round"]


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
        return self._lines(self.order)

    def lines_by_key(self) -> Iterator[list[Line]]:
        """Yield the lines in blocks, by the appearances' primary keys."""
        return self._lines(np.arange(len(self.order)))

    def _lines(self, entries: Column) -> Iterator[list[Line]]:
        places = self.rules.tally.rounding.final
        return list_lines(self.counted, places, entries, self.columns.statuses)

    def positions(self) -> Column:
        """Return each entry's position in the list, from 1."""
        positions = np.empty(len(self.order), np.int64)
        positions[self.order] = np.arange(1, len(self.order) + 1)
        return positions

    def digest(self) -> str:
        """Return SHA-256 over every line's place and score, in the order of the list."""
        counted, order = self.counted, self.order
        found = hashlib.sha256(f"columns 1 {counted.exact_denominator}".encode())
        places = counted.places
        columns = [order, places.ranks(), places.size[places.blocks]]
        columns += [counted.published_units(), counted.exact_numerators()]
        columns += [] if places.tie_breaks is None else [places.tie_breaks]
        is_unranked = columns[1] == 0
        for column in columns:
            found.update(np.where(is_unranked, 0, column).astype("<i8").tobytes())
        return found.hexdigest()


def rank_round(session: Session, round_id: int) -> RankedRound:
    """Count and rank the closed heats of a round, however many entries they have.

    Raises:
        NotFound: the round has no rule sheet.
        NotInColumnsError: the readable path must count it; with the reasons.
    """
    rules = get_rules_in_force(session, round_id).rules
    return rank_columns(rules, load_columns(session, round_id, rules))


def rank_columns(rules: RuleSheet, columns: RoundColumns) -> RankedRound:
    """Count and rank a round that is loaded.

    Raises:
        NotInColumnsError: the readable path must count it; with the reasons.
    """
    within = columns.within(rules.ranking.per)
    try:
        counted = count_field(
            rules,
            columns.field,
            within.as_grouping(),
            columns.deducted(),
            columns.is_competing,
        )
    except HeadroomError as error:
        raise NotInColumnsError("headroom") from error
    except ScoringError as error:
        raise NotInColumnsError("sheets") from error
    order = order_lines(counted, Listing(within.numbers, columns.orders, columns.keys))
    return RankedRound(rules, columns, counted, within.names, within.numbers, order)


def decide_columns(ranked: RankedRound, rulings: Sequence[Ruling] = ()) -> tuple[GoingOn, Prizes]:
    """Return who goes on and who earns what; entries go by their index in the columns.

    ``rulings`` are what people decided of ties across the end of a prize.

    Raises:
        NotInColumnsError: the readable path must decide it.
    """
    columns = ranked.columns
    field = ColumnField(
        ranked.rules,
        columns.field,
        ranked.counted,
        columns.within,
        columns.orders,
        columns.keys,
        columns.is_competing,
    )
    try:
        return advance(field), give_prizes(field, rulings)
    except HeadroomError as error:
        raise NotInColumnsError("headroom") from error
