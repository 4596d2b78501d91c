"""What a tally rests on: appearances, sheets and deductions of a round, read with few queries.

Rows are read as plain tuples, not as objects: a round may hold many thousand sheets.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from judging.models.appearance import Appearance, Deduction
from judging.models.base import canonical_json
from judging.models.carried_results import CarriedResults, load_carried
from judging.models.competition import Division
from judging.models.entry import Entry
from judging.models.heat import Heat, Panel, Seat
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.models.sheet import ScoreSheet, SheetRevision
from judging.models.states import AppearanceState, HeatState, SheetState
from judging.models.tie_records_in_force import recorded_of
from judging.scoring import deductions as core_deductions
from judging.scoring import standings as core
from judging.scoring.bilingual import Bilingual
from judging.scoring.honours import has_honours
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import SeatSheet, unpack_marks
from judging.scoring.ties import Recorded

#: Heats whose marks stand still, so that they can be counted.
COUNTABLE = (HeatState.CLOSED, HeatState.TALLIED, HeatState.SIGNED)
#: A choice of heats by their primary keys; a list of them would outgrow what a statement takes.
Heats = Select[int]
_MILLI = 1000
#: An appearance's state → why it has no result; every other state is competing.
STATUS = {
    AppearanceState.ABSENT: "absent",
    AppearanceState.WITHDRAWN: "withdrawn",
    AppearanceState.DISQUALIFIED: "disqualified",
}


@dataclass(frozen=True)
class HeatInputs:
    """A heat of the round: its id, number and state."""

    id: int
    number: int
    state: str

    @property
    def is_countable(self) -> bool:
        """Whether its marks stand still."""
        return self.state in COUNTABLE


@dataclass(frozen=True)
class TallyInputs:
    """Everything that a tally reads.

    Args:
        rules: the rule sheet in force, row and rules.
        heats: the heats that are counted, by number.
        left_out: numbers of the heats that are not closed yet.
        appearances: what the core counts; their keys are entry numbers.
        appearance_ids: entry number → primary key of the appearance.
        digest: SHA-256 over rules, marks, states, deductions, and the tallies of earlier rounds.
    """

    rules: RulesInForce
    heats: tuple[HeatInputs, ...]
    left_out: tuple[int, ...]
    appearances: tuple[core.Appearance, ...]
    appearance_ids: Mapping[str, int]
    digest: str


def is_per_heat(rules: RuleSheet) -> bool:
    """Whether every heat is counted by itself: nothing is ranked or given across heats."""
    on = rules.advancement
    takes_across = on is not None and (on.per != "heat" or on.wild_cards > 0)
    gives_across = any(award.per not in (None, "heat") for award in rules.awards)
    return rules.ranking.per == "heat" and not takes_across and not gives_across


def list_heats(session: Session, round_id: int) -> tuple[HeatInputs, ...]:
    """Return the heats of a round that have at least one appearance, by number."""
    rows = session.execute(
        select(Heat.id, Heat.number, Heat.state)
        .where(Heat.round_id == round_id, Heat.id.in_(select(Appearance.heat_id)))
        .order_by(Heat.number)
    )
    return tuple(HeatInputs(*row) for row in rows)


def load_inputs(session: Session, round_id: int, heat_id: int | None = None) -> TallyInputs:
    """Read what a tally rests on, in a handful of queries however large the round is.

    Args:
        session: the database session.
        round_id: the round.
        heat_id: only this heat; None for all heats of the round that are closed.

    Raises:
        NotFound: the round has no rule sheet.
    """
    rules = get_rules_in_force(session, round_id)
    wanted = [h for h in list_heats(session, round_id) if heat_id in (None, h.id)]
    counted = tuple(heat for heat in wanted if heat.is_countable)
    heats = closed_heats(round_id, heat_id)
    carried = load_carried(session, round_id, rules.rules, heats)
    records = recorded_of(session, round_id)
    appearances, ids = _appearances(session, heats, carried, records)
    return TallyInputs(
        rules=rules,
        heats=counted,
        left_out=tuple(heat.number for heat in wanted if not heat.is_countable),
        appearances=appearances,
        appearance_ids=ids,
        digest=_digest(rules.rules, appearances, carried),
    )


def closed_heats(round_id: int, heat_id: int | None = None) -> Heats:
    """Select the heats of a round, or only one of them, whose marks stand still."""
    heats = select(Heat.id).where(Heat.round_id == round_id, Heat.state.in_(COUNTABLE))
    return heats if heat_id is None else heats.where(Heat.id == heat_id)


def load_heat(
    session: Session, heat_id: int
) -> tuple[tuple[core.Appearance, ...], Mapping[str, int]]:
    """Return what the core reads of one heat, whatever its state, and keys by entry number."""
    round_id = session.scalars(select(Heat.round_id).where(Heat.id == heat_id)).one()
    rules = get_rules_in_force(session, round_id).rules
    heats = select(Heat.id).where(Heat.id == heat_id)
    carried = load_carried(session, round_id, rules, heats)
    return _appearances(session, heats, carried, recorded_of(session, round_id))


def _appearances(
    session: Session,
    heats: Heats,
    carried: CarriedResults,
    records: Mapping[str, tuple[Recorded, ...]],
) -> tuple[tuple[core.Appearance, ...], dict[str, int]]:
    """Return the core's appearances, and their primary keys by entry number."""
    sheets = _sheets(session, heats)
    taken_off = load_deductions(session, heats)
    rows = session.execute(
        select(
            Appearance.id,
            Entry.number,
            Heat.number,
            Division.key,
            Appearance.order_number,
            Appearance.state,
            Entry.unit,
            Entry.adviser,
        )
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Division, Division.id == Entry.division_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .where(Appearance.heat_id.in_(heats))
        .order_by(Heat.number, Appearance.order_number, Appearance.id)
    ).all()
    ids = {number: key for key, number, *_rest in rows}
    found = tuple(
        core.Appearance(
            key=number,
            heat=str(heat),
            division=division,
            order=order or 0,
            sheets=tuple(sheets.get(key, ())),
            deductions=tuple(taken_off.get(key, ())),
            status=STATUS.get(AppearanceState(state), "competing"),
            carried=carried.by_entry.get(number, ()),
            recorded=records.get(number, ()),
            unit=unit,
            adviser=adviser,
        )
        for key, number, heat, division, order, state, unit, adviser in rows
    )
    return found, ids


def _sheets(session: Session, heats: Heats) -> dict[int, list[SeatSheet]]:
    """Return every seat's sheet by appearance; a seat without a row has not given one yet."""
    seats: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    for heat_id, seat_id, number, group in session.execute(_seat_rows(heats)):
        seats[heat_id].append((seat_id, number, group))
    given = {(a, s): (state, marks) for a, s, state, marks in session.execute(_sheet_rows(heats))}
    sheets: dict[int, list[SeatSheet]] = {}
    turns = select(Appearance.id, Appearance.heat_id).where(Appearance.heat_id.in_(heats))
    for appearance_id, heat_id in session.execute(turns):
        sheets[appearance_id] = [
            _sheet(number, group, given.get((appearance_id, seat_id)))
            for seat_id, number, group in seats[heat_id]
        ]
    return sheets


def _seat_rows(heats: Heats) -> Any:
    """Select the seats of the heats, by number."""
    return (
        select(Panel.heat_id, Seat.id, Seat.number, Seat.group)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Panel.heat_id.in_(heats))
        .order_by(Seat.number)
    )


def _sheet_rows(heats: Heats) -> Any:
    """Select state and current marks of every sheet of the heats."""
    return (
        select(ScoreSheet.appearance_id, ScoreSheet.seat_id, ScoreSheet.state, SheetRevision.marks)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .outerjoin(
            SheetRevision,
            (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current,
        )
        .where(Appearance.heat_id.in_(heats))
    )


def _sheet(number: int, group: str, row: tuple[str, bytes | None] | None) -> SeatSheet:
    """Return one seat's sheet; marks only of a given one."""
    state, packed = row or (SheetState.NOT_YET, None)
    is_given = state == SheetState.GIVEN and packed is not None
    marks = unpack_marks(packed) if is_given and packed else ()
    return SeatSheet(str(number), marks, str(state), group)


def load_deductions(session: Session, heats: Heats) -> dict[int, list[core_deductions.Deduction]]:
    """Return deductions and bonuses by appearance, in the order in which they were entered."""
    rows = session.execute(
        select(Deduction)
        .join(Appearance, Appearance.id == Deduction.appearance_id)
        .where(Appearance.heat_id.in_(heats))
        .order_by(Deduction.id)
    ).scalars()
    found: dict[int, list[core_deductions.Deduction]] = defaultdict(list)
    for row in rows:
        found[row.appearance_id].append(
            core_deductions.Deduction(
                points=Fraction(row.points_milli, _MILLI),
                code=row.rule,
                reason=Bilingual(row.reason_zh, row.reason_en),
                is_waived=row.waived_at is not None,
                kind=row.kind,
            )
        )
    return found


def _digest(
    rules: RuleSheet, appearances: Sequence[core.Appearance], carried: CarriedResults
) -> str:
    """Return SHA-256 over all that a tally reads, in one canonical order."""
    data: list[Any] = [rules.digest, [_appearance_data(each) for each in appearances]]
    if rules.carry_over is not None:
        data.append([list(tally) for tally in carried.digests])
    if has_honours(rules):
        data.append([[each.unit, each.adviser] for each in appearances])
    return hashlib.sha256(canonical_json(data).encode()).hexdigest()


def _appearance_data(appearance: core.Appearance) -> list[Any]:
    """Return one appearance as plain data."""
    sheets = [[s.seat, s.group, s.state, list(s.marks)] for s in appearance.sheets]
    taken_off = [deduction_data(each) for each in appearance.deductions]
    status = [appearance.key, appearance.heat, appearance.division, appearance.order]
    # Only where something was recorded: what was counted before records existed stays up to date.
    recorded = [[each.step, each.record, str(each.value)] for each in appearance.recorded]
    return [*status, appearance.status, sheets, taken_off, *([recorded] if recorded else [])]


def deduction_data(deduction: core_deductions.Deduction) -> list[Any]:
    """Return a deduction or bonus as plain data."""
    reason = deduction.reason
    points = str(deduction.points)
    return [deduction.kind, deduction.code, points, deduction.is_waived, reason.zh, reason.en]
