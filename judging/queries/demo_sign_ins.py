"""How to get into the demo, for the terminal."""

from dataclasses import dataclass

from sqlalchemy import select

from judging.extensions import db
from judging.models import (
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
from judging.tokens import entry_code, seat_link


@dataclass(frozen=True)
class DemoSignIn:
    """One way in: an office with its e-mail, a seat with its link, an entry with its code.

    ``secret`` is None where the demo's common password is meant, empty where none is needed.
    """

    role: str
    name: str
    secret: str | None = None


def list_demo_sign_ins(slug: str, key: str) -> tuple[DemoSignIn, ...]:
    """Return the ways into a demo, in this order: offices, a seat of the open heat, an entry.

    Args:
        slug: a demo competition; any other gives nothing.
        key: the installation's secret key.
    """
    found = db.session.scalar(
        select(Competition).where(Competition.slug == slug, Competition.is_demo)
    )
    if found is None:
        return ()
    offices = db.session.execute(
        select(RoleAssignment.role, Person.email)
        .join(Person, Person.id == RoleAssignment.person_id)
        .where(RoleAssignment.competition_id == found.id, Person.email.is_not(None))
        .order_by(RoleAssignment.id)
    )
    ways = [DemoSignIn(role, email or "") for role, email in offices]
    seat = db.session.scalars(
        select(Seat)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .where(Round.competition_id == found.id, Heat.state == HeatState.OPEN)
        .order_by(Seat.number.desc())
    ).first()
    if seat is not None:
        link = seat_link(key, seat.pseudonym, seat.link_version)
        ways.append(DemoSignIn("judge", f"/j/{link}", ""))
    entry = db.session.scalars(
        select(Entry).where(Entry.competition_id == found.id).order_by(Entry.number)
    ).first()
    if entry is not None:
        code = entry_code(key, entry.pseudonym, entry.code_version)
        ways.append(DemoSignIn("contestant", entry.number, code))
    return tuple(ways)
