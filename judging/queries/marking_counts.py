"""How far the marking of each heat of a competition has come."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from judging.extensions import db
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    AppearanceState,
    Panel,
    ScoreSheet,
    Seat,
    SheetState,
)
from judging.queries.heats import HeatFacts
from judging.scoring.rule_parts import PRACTICE_GROUP

_NOW = (AppearanceState.ON_STAGE, AppearanceState.QUESTIONS, AppearanceState.SCORING)


@dataclass(frozen=True)
class HeatCount:
    """One line of the stage's overview: a heat, and how far its marking has come."""

    heat: HeatFacts
    given: int
    expected: int
    current_order: int | None


def list_heat_counts(heats: tuple[HeatFacts, ...]) -> tuple[HeatCount, ...]:
    """Return how far each heat has come, in the order given, with three queries for all.

    Args:
        heats: of one competition.
    """
    ids = [heat.id for heat in heats]
    seats = _counts(
        select(Panel.heat_id, func.count(Seat.id))
        .join(Seat, Seat.panel_id == Panel.id)
        .where(Panel.heat_id.in_(ids), Seat.group != PRACTICE_GROUP)
        .group_by(Panel.heat_id)
    )
    active = Appearance.state.not_in(OUT_OF_COMPETITION)
    turns = _counts(
        select(Appearance.heat_id, func.count(Appearance.id))
        .where(Appearance.heat_id.in_(ids), active)
        .group_by(Appearance.heat_id)
    )
    given = _counts(
        select(Appearance.heat_id, func.count(ScoreSheet.id))
        .join(ScoreSheet, ScoreSheet.appearance_id == Appearance.id)
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .where(
            Appearance.heat_id.in_(ids),
            active,
            Seat.group != PRACTICE_GROUP,
            ScoreSheet.state != SheetState.NOT_YET,
        )
        .group_by(Appearance.heat_id)
    )
    on_stage = _counts(
        select(Appearance.heat_id, func.max(Appearance.order_number))
        .where(Appearance.heat_id.in_(ids), Appearance.state.in_(_NOW))
        .group_by(Appearance.heat_id)
    )
    return tuple(
        HeatCount(
            heat,
            given.get(heat.id, 0),
            seats.get(heat.id, 0) * turns.get(heat.id, 0),
            on_stage.get(heat.id),
        )
        for heat in heats
    )


def _counts(query: Any) -> dict[int, int]:
    return {row[0]: row[1] for row in db.session.execute(query)}
