"""What a judge's own page shows: the heat, the rubric, the running order, own sheets only."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import (
    Appearance,
    Competition,
    Entry,
    Heat,
    Installation,
    Panel,
    Person,
    Round,
    Seat,
)
from judging.models.awaited_turns import awaited_orders
from judging.models.rules_in_force import get_rules_in_force, practice_seats
from judging.permissions import Actor, ActorKind
from judging.queries.final_heats import list_final_heats
from judging.queries.judge_sheets import NO_SHEET, OwnSheet, list_own_sheets
from judging.queries.marking_rules import RubricFacts, rubric_facts
from judging.queries.turns import names_of
from judging.scoring.marking_section import MarkingRules
from judging.scoring.rule_parts import PRACTICE_GROUP


@dataclass(frozen=True)
class JudgeTurn:
    """One line of the running order with the judge's own sheet.

    ``name`` and ``unit`` are empty where the competition is judged blind. ``awaited`` is the order
    number of the turn that must have ended before the sheet is taken; None where it is due.
    """

    appearance_id: int
    order: int
    entry_number: str
    name: str
    unit: str
    title_zh: str
    title_en: str
    state: str
    sheet: OwnSheet
    awaited: int | None = None


@dataclass(frozen=True)
class JudgeHeat:
    """A heat as one seat sees it.

    Args:
        heat_id: primary key.
        number: of the heat in its round.
        name_zh: Chinese name.
        name_en: English name.
        round_zh: the round's Chinese name.
        round_en: the round's English name.
        competition_zh: the competition's Chinese name.
        competition_en: the competition's English name.
        timezone: IANA name; what the receipts' clock is shown in.
        place: where it is held.
        state: a value of ``HeatState``.
        is_blind: judges see numbers, not names.
        seat_number: number of the seat.
        seat_group: judge group.
        is_practice: the marks of this seat never count.
        link_version: of the seat's card that is valid now.
        judge_name: who sits there; may be empty.
        incarnation: of the database; another one means: send everything again.
        final_heats: ids of this competition's heats of which a tablet needs to keep nothing more.
        rubric: the criteria in force.
        due: when sheets are handed in: ``at_once``, ``after_next`` or ``first``.
        together: how many of the first are handed in together; 0 where each by itself.
        turns: in running order.
    """

    heat_id: int
    number: int
    name_zh: str
    name_en: str
    round_zh: str
    round_en: str
    competition_zh: str
    competition_en: str
    timezone: str
    place: str
    state: str
    is_blind: bool
    seat_number: int
    seat_group: str
    is_practice: bool
    link_version: int
    judge_name: str
    incarnation: str
    final_heats: tuple[int, ...]
    rubric: RubricFacts
    due: str
    together: int
    turns: tuple[JudgeTurn, ...]

    def get_turn(self, order: int) -> JudgeTurn:
        """Return the line with this order number.

        Raises:
            NotFound: the heat has none.
        """
        for turn in self.turns:
            if turn.order == order:
                return turn
        raise NotFound()


def get_judge_heat(actor: Actor) -> JudgeHeat:
    """Return the heat of the seat that asks; nobody else's marks are in it.

    Raises:
        NotFound: nobody's seat asks, or its round has no rule sheet.
    """
    if actor.kind is not ActorKind.SEAT:
        raise NotFound()
    found = db.session.execute(_seats().where(Seat.id == actor.id)).one_or_none()
    if found is None:
        raise NotFound()
    seat, heat, stage, competition, judge_name = found
    in_force = get_rules_in_force(db.session(), stage.id)
    marking = in_force.rules.marking or MarkingRules()
    practice = practice_seats(in_force.rules)
    return JudgeHeat(
        heat_id=heat.id,
        number=heat.number,
        name_zh=heat.name_zh,
        name_en=heat.name_en,
        round_zh=stage.name_zh,
        round_en=stage.name_en,
        competition_zh=competition.name_zh,
        competition_en=competition.name_en,
        timezone=competition.timezone,
        place=heat.place,
        state=heat.state,
        is_blind=competition.is_blind,
        seat_number=seat.number,
        seat_group=seat.group,
        is_practice=seat.group == PRACTICE_GROUP or seat.number in practice,
        link_version=seat.link_version,
        judge_name=judge_name or "",
        incarnation=db.session.scalar(select(Installation.incarnation)) or "",
        final_heats=list_final_heats(competition.id),
        rubric=rubric_facts(in_force.rules, in_force.row.version),
        due=marking.due,
        together=marking.first,
        turns=_turns(heat.id, competition.is_blind, list_own_sheets(seat.id), marking),
    )


def _seats() -> Any:
    return (
        select(Seat, Heat, Round, Competition, Person.name)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .join(Competition, Competition.id == Round.competition_id)
        .outerjoin(Person, Person.id == Seat.person_id)
    )


def _turns(
    heat_id: int, is_blind: bool, sheets: dict[int, OwnSheet], marking: MarkingRules
) -> tuple[JudgeTurn, ...]:
    """Return the running order; what has no place in it yet is not shown to judges."""
    rows = db.session.execute(
        select(Appearance, Entry)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.heat_id == heat_id, Appearance.order_number.is_not(None))
        .order_by(Appearance.order_number)
    ).all()
    names = {} if is_blind else names_of(entry.id for _turn, entry in rows)
    orders = [(turn.order_number or 0, turn.state) for turn, _entry in rows]
    awaited = awaited_orders(marking, orders)
    return tuple(
        JudgeTurn(
            appearance_id=turn.id,
            order=turn.order_number or 0,
            entry_number=entry.number,
            name=names.get(entry.id, ""),
            unit="" if is_blind else entry.unit,
            title_zh=entry.title_zh,
            title_en=entry.title_en,
            state=turn.state,
            sheet=sheets.get(turn.id, NO_SHEET),
            awaited=awaited.get(turn.order_number or 0),
        )
        for turn, entry in rows
    )
