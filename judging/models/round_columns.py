"""A whole stored round as columns, for rounds that are too large to be read sheet by sheet.

It reads what :func:`judging.models.tally_inputs.load_inputs` reads, and refuses by name what the
columns do not know, so that the readable path counts it. NumPy is loaded with this module: import
it only where a large round is counted.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance
from judging.models.base import canonical_json
from judging.models.competition import Division
from judging.models.entry import Entry
from judging.models.heat import Heat
from judging.models.panel_columns import NotInColumnsError, PanelColumns, load_panels
from judging.models.stored_marks import read_turns
from judging.models.tally_inputs import STATUS, closed_heats, deduction_data, load_deductions
from judging.models.tie_records_in_force import recorded_of
from judging.scoring.columns.field import Field
from judging.scoring.columns.lanes import Column
from judging.scoring.columns.round_field import Within
from judging.scoring.columns.scaled import Scaled
from judging.scoring.columns.support import find_unsupported
from judging.scoring.deductions import Deduction
from judging.scoring.faults import ScoringError
from judging.scoring.honours import has_honours
from judging.scoring.points import natural_order
from judging.scoring.rule_parts import RuleSheet

__all__ = ["NotInColumnsError", "RoundColumns", "load_columns"]

_MILLI = 1000


@dataclass(frozen=True, slots=True)
class RoundColumns:
    """The appearances of a round's closed heats, in the order of their primary keys.

    ``statuses`` names why an entry does not compete; ``is_competing`` is None where all do.
    ``deductions`` are those of the entries that have any, by index. ``about`` is each entry's unit
    and adviser, where the rules honour them.
    """

    appearance_ids: Column
    keys: Sequence[str]
    heats: Within
    divisions: Within
    orders: Column
    statuses: Mapping[int, str]
    is_competing: Column | None
    panels: PanelColumns
    deductions: Mapping[int, Sequence[Deduction]]
    about: Sequence[tuple[str, str]]

    @property
    def field(self) -> Field:
        """Return the marks."""
        return self.panels.field

    def within(self, per: str) -> Within:
        """Return what entries are ranked within: heats, divisions, or one group of all."""
        if per == "overall":
            return Within(("",), np.zeros(len(self.keys), np.int64))
        return self.heats if per == "heat" else self.divisions

    def deducted(self) -> Scaled | None:
        """Return the points taken off each entry, bonuses set against them; None where none are."""
        effects = {
            index: int(-sum(each.effect for each in given) * _MILLI)
            for index, given in self.deductions.items()
        }
        if not any(effects.values()):
            return None
        units = np.zeros(len(self.keys), np.int64)
        units[list(effects)] = list(effects.values())
        return Scaled(units, _MILLI, min(0, *effects.values()), max(0, *effects.values()))

    def digest(self, rules: RuleSheet) -> str:
        """Return SHA-256 over all that a tally by columns reads, in one canonical order."""
        given = {str(i): [*map(deduction_data, each)] for i, each in self.deductions.items()}
        facts = {
            "form": "columns 1",
            "rules": rules.digest,
            "heats": self.heats.names,
            "divisions": self.divisions.names,
            "statuses": {str(index): status for index, status in self.statuses.items()},
            "seats": self.panels.seats,
            "deductions": given,
            "about": self.about,
        }
        found = hashlib.sha256(canonical_json(facts).encode())
        found.update("\0".join(self.keys).encode())
        for column in (self.heats.numbers, self.divisions.numbers, self.orders):
            found.update(column.astype("<i8").tobytes())
        self.panels.feed(found)
        return found.hexdigest()


def load_columns(session: Session, round_id: int, rules: RuleSheet) -> RoundColumns:
    """Read a round's closed heats into columns, in the session's own transaction.

    Raises:
        NotInColumnsError: rules, records, deductions or marks are for the readable path.
    """
    _require_plain(session, round_id, rules)
    rows = read_turns(session, round_id)
    if not rows:
        raise NotInColumnsError("no_appearance")
    appearance_ids, heat_of, division_of, orders = (_integers(rows, at) for at in (0, 2, 3, 4))
    statuses = _statuses([*map(itemgetter(5), rows)])
    competing = None
    if statuses:
        competing = np.ones(len(rows), bool)
        competing[list(statuses)] = False
    return RoundColumns(
        appearance_ids=appearance_ids,
        keys=[*map(itemgetter(1), rows)],
        heats=_named(session, Heat.id, Heat.number, heat_of),
        divisions=_named(session, Division.id, Division.key, division_of),
        orders=orders,
        statuses=statuses,
        is_competing=competing,
        panels=load_panels(session, round_id, rules, appearance_ids, heat_of),
        deductions=_deductions(session, round_id, appearance_ids),
        about=_about(session, round_id) if has_honours(rules) else (),
    )


def _integers(rows: Sequence[Any], at: int) -> Column:
    return np.fromiter(map(itemgetter(at), rows), np.int64, len(rows))


def _statuses(states: Sequence[str]) -> dict[int, str]:
    """Return who does not compete, by index; most rounds have few of them."""
    if not set(states) & set(STATUS):
        return {}
    return {index: STATUS[state] for index, state in enumerate(states) if state in STATUS}  # type: ignore[index]


def _named(session: Session, key: Any, name: Any, ids: Column) -> Within:
    """Return the names in natural order, and each entry's by its number there."""
    names = {row: str(text) for row, text in session.execute(select(key, name))}
    present, entry_of = np.unique(ids, return_inverse=True)
    in_order = sorted(range(len(present)), key=lambda at: natural_order(names[int(present[at])]))
    number_of = np.empty(len(present), np.int64)
    number_of[in_order] = np.arange(len(present))
    return Within(tuple(names[int(present[at])] for at in in_order), number_of[entry_of])


def _deductions(
    session: Session, round_id: int, appearance_ids: Column
) -> dict[int, list[Deduction]]:
    """Return deductions and bonuses by the entry's index.

    Raises:
        NotInColumnsError: the readable path says what is wrong with one.
    """
    found = load_deductions(session, closed_heats(round_id))
    try:
        for each in (each for given in found.values() for each in given):
            each.check()
    except ScoringError as error:
        raise NotInColumnsError("deductions") from error
    places = appearance_ids.searchsorted(np.array(list(found), np.int64)).tolist()
    return dict(sorted(zip(places, found.values(), strict=True)))


def _about(session: Session, round_id: int) -> list[tuple[str, str]]:
    rows = session.execute(
        select(Entry.unit, Entry.adviser)
        .join(Appearance, Appearance.entry_id == Entry.id)
        .where(Appearance.heat_id.in_(closed_heats(round_id)))
        .order_by(Appearance.id)
    )
    return [(unit, adviser) for unit, adviser in rows]


def _require_plain(session: Session, round_id: int, rules: RuleSheet) -> None:
    """Refuse rules that the columns do not know, and what they do not read."""
    reasons = [*find_unsupported(rules)]
    if recorded_of(session, round_id):
        reasons.append("tie_records")
    if reasons:
        raise NotInColumnsError(*reasons)
