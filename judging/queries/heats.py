"""Heats as plain values: their facts, and who takes part in which order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import (
    Appearance,
    Division,
    Entry,
    Heat,
    Panel,
    Round,
    Seat,
)
from judging.scoring.points import natural_order


@dataclass(frozen=True)
class HeatFacts:
    """A heat with its counts.

    Args:
        id: primary key.
        round_id: whose heat it is.
        panel_id: its panel.
        round_key: the round's name in addresses.
        round_name_zh: the round's Chinese name.
        round_name_en: the round's English name.
        number: its number in the round.
        name_zh: Chinese name.
        name_en: English name.
        place: where it is held.
        starts_at: when.
        state: a value of ``HeatState``.
        order_source: ``manual``, ``lot`` or ``""`` while no order is set.
        seat_count: seats of the panel.
        entry_count: entries put into it.
        ordered_count: how many of them have an order number.
    """

    id: int
    round_id: int
    panel_id: int
    round_key: str
    round_name_zh: str
    round_name_en: str
    number: int
    name_zh: str
    name_en: str
    place: str
    starts_at: datetime | None
    state: str
    order_source: str
    seat_count: int
    entry_count: int
    ordered_count: int


@dataclass(frozen=True)
class HeatEntry:
    """An entry in a heat: its appearance, and where in the order it stands."""

    appearance_id: int
    entry_id: int
    entry_number: str
    title_zh: str
    title_en: str
    unit: str
    division_zh: str
    division_en: str
    order_number: int | None
    state: str


def list_heats(competition_id: int, round_id: int | None = None) -> tuple[HeatFacts, ...]:
    """Return the heats of a competition, or of one round, in order of round and number."""
    query = _heats(competition_id)
    if round_id is not None:
        query = query.where(Heat.round_id == round_id)
    return tuple(_facts(found) for found in db.session.execute(query))


def get_heat(competition_id: int, round_key: str, heat_number: int) -> HeatFacts:
    """Return a heat by the key of its round and its number.

    Raises:
        NotFound: the competition has no such heat.
    """
    if heat_number > 9999:  # no database takes every integer that an address can hold
        raise NotFound()
    query = _heats(competition_id).where(Round.key == round_key, Heat.number == heat_number)
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound()
    return _facts(found)


def _heats(competition_id: int) -> Any:
    """Select heats with their round, panel and counts."""
    seats = select(func.count(Seat.id)).where(Seat.panel_id == Panel.id)
    entries = select(func.count(Appearance.id)).where(Appearance.heat_id == Heat.id)
    return (
        select(
            Heat,
            Round,
            Panel.id,
            seats.correlate(Panel).scalar_subquery(),
            entries.correlate(Heat).scalar_subquery(),
            entries.where(Appearance.order_number.is_not(None)).correlate(Heat).scalar_subquery(),
        )
        .join(Round, Round.id == Heat.round_id)
        .join(Panel, Panel.heat_id == Heat.id)
        .where(Round.competition_id == competition_id)
        .order_by(Round.position, Round.id, Heat.number)
    )


def _facts(found: Any) -> HeatFacts:
    heat, row, panel_id, seats, entries, ordered = found
    return HeatFacts(
        id=heat.id,
        round_id=row.id,
        panel_id=panel_id,
        round_key=row.key,
        round_name_zh=row.name_zh,
        round_name_en=row.name_en,
        number=heat.number,
        name_zh=heat.name_zh,
        name_en=heat.name_en,
        place=heat.place,
        starts_at=heat.starts_at,
        state=heat.state,
        order_source=heat.order_source,
        seat_count=seats,
        entry_count=entries,
        ordered_count=ordered,
    )


def list_heat_entries(heat_id: int) -> tuple[HeatEntry, ...]:
    """Return who takes part in a heat: by order number, those without one by entry number."""
    rows = db.session.execute(
        select(Appearance, Entry, Division)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Appearance.heat_id == heat_id)
    )
    found = [
        HeatEntry(
            appearance_id=appearance.id,
            entry_id=entry.id,
            entry_number=entry.number,
            title_zh=entry.title_zh,
            title_en=entry.title_en,
            unit=entry.unit,
            division_zh=division.name_zh,
            division_en=division.name_en,
            order_number=appearance.order_number,
            state=appearance.state,
        )
        for appearance, entry, division in rows
    ]
    return tuple(sorted(found, key=_by_order))


def _by_order(entry: HeatEntry) -> Any:
    is_open = entry.order_number is None
    return is_open, entry.order_number or 0, natural_order(entry.entry_number)
