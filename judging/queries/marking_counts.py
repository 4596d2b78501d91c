"""How far the marking of each heat of a competition has come."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from judging.extensions import db
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    AppearanceState,
    Panel,
    ScoreSheet,
    Seat,
)
from judging.models.rules_in_force import practice_numbers
from judging.queries.heats import HeatFacts
from judging.queries.sheet_counts import SheetCounts, standing_of
from judging.scoring.rule_parts import PRACTICE_GROUP

_NOW = (AppearanceState.ON_STAGE, AppearanceState.QUESTIONS, AppearanceState.SCORING)
_IS_IN = Appearance.state.not_in(OUT_OF_COMPETITION)


@dataclass(frozen=True)
class HeatCount:
    """One line of the stage's overview: a heat, and how far its marking has come."""

    heat: HeatFacts
    counts: SheetCounts
    current_order: int | None


def list_heat_counts(heats: tuple[HeatFacts, ...]) -> tuple[HeatCount, ...]:
    """Return how far each heat has come, in the order given, with a few queries for all.

    Args:
        heats: of one competition.
    """
    ids = [heat.id for heat in heats]
    scoring = ~_practises(heats)
    answers, on_stage = _answers(ids, scoring), _find_on_stage(ids)
    seats, turns = _count_seats(ids, scoring), _count_turns(ids)
    return tuple(
        HeatCount(
            heat,
            _of(answers.get(heat.id, Counter()), seats.get(heat.id, 0) * turns.get(heat.id, 0)),
            on_stage.get(heat.id),
        )
        for heat in heats
    )


def _count_seats(ids: list[int], scoring: ColumnElement[bool]) -> dict[int, int]:
    """Return how many seats score in each heat."""
    return _counts(
        select(Panel.heat_id, func.count(Seat.id))
        .join(Seat, Seat.panel_id == Panel.id)
        .where(Panel.heat_id.in_(ids), scoring)
        .group_by(Panel.heat_id)
    )


def _count_turns(ids: list[int]) -> dict[int, int]:
    """Return how many appearances of each heat are in the competition."""
    return _counts(
        select(Appearance.heat_id, func.count(Appearance.id))
        .where(Appearance.heat_id.in_(ids), _IS_IN)
        .group_by(Appearance.heat_id)
    )


def _find_on_stage(ids: list[int]) -> dict[int, int]:
    """Return the order number of who is on stage now, or was last, in each heat."""
    return _counts(
        select(Appearance.heat_id, func.max(Appearance.order_number))
        .where(Appearance.heat_id.in_(ids), Appearance.state.in_(_NOW))
        .group_by(Appearance.heat_id)
    )


def _answers(heat_ids: list[int], scoring: ColumnElement[bool]) -> dict[int, Counter[str]]:
    """Return how many stored sheets of each heat stand how."""
    rows = db.session.execute(
        select(Appearance.heat_id, ScoreSheet.state, ScoreSheet.is_reopened, func.count())
        .join(ScoreSheet, ScoreSheet.appearance_id == Appearance.id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .join(Panel, Panel.id == Seat.panel_id)
        .where(Appearance.heat_id.in_(heat_ids), _IS_IN, scoring)
        .group_by(Appearance.heat_id, ScoreSheet.state, ScoreSheet.is_reopened)
    )
    found: dict[int, Counter[str]] = {}
    for heat_id, state, is_reopened, count in rows:
        standing = standing_of(state, is_reopened=is_reopened)
        found.setdefault(heat_id, Counter())[standing] += count
    return found


def _of(answers: Counter[str], cells: int) -> SheetCounts:
    """Return the counts of a heat: what nobody answered yet is missing."""
    given = {key: count for key, count in answers.items() if key != "missing"}
    return SheetCounts(**given, missing=cells - sum(given.values()))


def _practises(heats: tuple[HeatFacts, ...]) -> ColumnElement[bool]:
    """Return what is true of seats that nobody waits for: by their group or a rule sheet."""
    by_round = {
        round_id: practice_numbers(db.session(), round_id)
        for round_id in dict.fromkeys(heat.round_id for heat in heats)
    }
    named = (
        and_(Panel.heat_id == heat.id, Seat.number.in_(by_round[heat.round_id]))
        for heat in heats
        if by_round[heat.round_id]
    )
    return or_(Seat.group == PRACTICE_GROUP, *named)


def _counts(query: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}
