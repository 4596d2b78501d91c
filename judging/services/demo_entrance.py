"""One click into each desk of the demo competition. Never in production.

Only people who hold offices in demo competitions and nowhere else can be entered as, so that the
demo is no door to a real competition.
"""

from datetime import datetime

from flask import current_app
from sqlalchemy import exists, func, select

from judging.errors import NotFound
from judging.models import (
    Appearance,
    Competition,
    Entry,
    Heat,
    HeatState,
    Panel,
    Person,
    RoleAssignment,
    Round,
    Seat,
)
from judging.permissions import Actor, ActorKind
from judging.services.command import Work, writing
from judging.services.sessions import Device, open_session

OFFICES = ("organizer", "chief_judge", "stage_manager", "auditor")
DESKS = (*OFFICES, "judge", "contestant")
_ACTIONS = {
    ActorKind.PERSON: "site:person:sign_in",
    ActorKind.SEAT: "seat:session:enrol",
    ActorKind.ENTRY: "entry:session:sign_in",
}


def enter_demo(actor: Actor, now: datetime, competition_id: int, desk: str, device: Device) -> str:
    """Open a session at a desk of a demo competition.

    Args:
        actor: who asks, usually nobody yet.
        now: the present instant.
        competition_id: a demo competition.
        desk: one of :data:`DESKS`.
        device: the browser.

    Returns:
        The token of the new session.

    Raises:
        NotFound: this is production, no demo competition, no such desk, or nobody is there.
    """
    if current_app.config["ENVIRONMENT"] == "production":
        raise NotFound()
    with writing(actor, now) as work:
        competition = work.get(Competition, competition_id)
        if not competition.is_demo or desk not in DESKS:
            raise NotFound()
        kind, row = _whose(work, competition.id, desk)
        token = open_session(work, kind, row.id, device, current_app.config["SESSION_HOURS"])
        work.actor = Actor(kind, row.id, row.pseudonym)
        chain = None if kind is ActorKind.PERSON else competition.id
        work.record(_ACTIONS[kind], row.id, competition_id=chain, details={"demo": True})
        return token


def _whose(work: Work, competition_id: int, desk: str) -> tuple[ActorKind, Person | Seat | Entry]:
    """Return whom a desk of the demo belongs to.

    Raises:
        NotFound: nobody.
    """
    row: Person | Seat | Entry | None
    if desk == "judge":
        kind, row = ActorKind.SEAT, _first_seat(work, competition_id)
    elif desk == "contestant":
        kind, row = ActorKind.ENTRY, _first_entry(work, competition_id)
    else:
        kind, row = ActorKind.PERSON, _first_person(work, competition_id, desk)
    if row is None:
        raise NotFound()
    return kind, row


def _first_person(work: Work, competition_id: int, office: str) -> Person | None:
    """Return who holds an office in the demo and none in a real competition."""
    elsewhere = (
        exists()
        .where(RoleAssignment.person_id == Person.id)
        .where(Competition.id == RoleAssignment.competition_id, Competition.is_demo.is_(False))
    )
    return work.session.scalar(
        select(Person)
        .where(
            exists().where(
                RoleAssignment.person_id == Person.id,
                RoleAssignment.competition_id == competition_id,
                RoleAssignment.role == office,
            )
        )
        .where(~elsewhere)
        .order_by(Person.id)
        .limit(1)
    )


def _first_seat(work: Work, competition_id: int) -> Seat | None:
    """Return seat 1 of a heat that is open now, else of the heat that is next."""
    is_open = (Heat.state == HeatState.OPEN).desc()
    return work.session.scalar(
        select(Seat)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == competition_id, Seat.link_revoked_at.is_(None))
        .order_by(is_open, Round.position.desc(), Heat.number, Seat.number)
        .limit(1)
    )


def _first_entry(work: Work, competition_id: int) -> Entry | None:
    """Return the entry that has appeared in the most rounds, lowest number first."""
    turns = (
        select(func.count(Appearance.id)).where(Appearance.entry_id == Entry.id).scalar_subquery()
    )
    return work.session.scalar(
        select(Entry)
        .where(Entry.competition_id == competition_id, Entry.withdrawn_at.is_(None))
        .order_by(turns.desc(), Entry.number)
        .limit(1)
    )
