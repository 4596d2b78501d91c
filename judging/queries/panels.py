"""The panel of a heat: its seats, and what their cards say."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, select

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Person, ScoreSheet, Seat, SignInSession
from judging.tokens import seat_link, seat_pin


@dataclass(frozen=True)
class SeatFacts:
    """One seat as the desk shows it. ``state``: ``waiting``, ``enrolled``, ``revoked``."""

    id: int
    number: int
    group: str
    person_name: str
    person_unit: str
    state: str
    enrolled_at: datetime | None
    device: str
    sheet_count: int


@dataclass(frozen=True)
class PanelFacts:
    """A panel. ``is_fixed``: score sheets exist, so seats and groups can no longer change."""

    seats: tuple[SeatFacts, ...]
    is_fixed: bool

    @property
    def next_number(self) -> int:
        """The number that a new seat would get."""
        return max((seat.number for seat in self.seats), default=0) + 1

    @property
    def enrolled_count(self) -> int:
        """How many seats have a device."""
        return sum(seat.state == "enrolled" for seat in self.seats)


def get_panel(panel_id: int, now: datetime) -> PanelFacts:
    """Return a panel with its seats by number.

    Args:
        panel_id: the panel of a heat that the reader may see.
        now: the instant by which sessions are judged.
    """
    counted = db.session.execute(
        select(ScoreSheet.seat_id, func.count(ScoreSheet.id))
        .join(Seat, Seat.id == ScoreSheet.seat_id)
        .where(Seat.panel_id == panel_id)
        .group_by(ScoreSheet.seat_id)
    )
    sheets = {row[0]: row[1] for row in counted}
    devices = _devices(panel_id, now)
    rows = db.session.execute(
        select(Seat, Person.name, Person.unit)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id == panel_id)
        .order_by(Seat.number)
    )
    seats = tuple(
        SeatFacts(
            seat.id,
            seat.number,
            seat.group,
            name or "",
            unit or "",
            _state(seat),
            seat.enrolled_at,
            devices.get(seat.id, ""),
            sheets.get(seat.id, 0),
        )
        for seat, name, unit in rows
    )
    return PanelFacts(seats, bool(sheets))


def _state(seat: Seat) -> str:
    """Say whether somebody has come in through the seat's link."""
    if seat.link_revoked_at is not None:
        return "revoked"
    return "enrolled" if seat.device_hash is not None else "waiting"


def _devices(panel_id: int, now: datetime) -> dict[int, str]:
    """Return what the device of each seat with a live session says about itself."""
    rows = db.session.execute(
        select(SignInSession.seat_id, SignInSession.device)
        .join(Seat, Seat.id == SignInSession.seat_id)
        .where(Seat.panel_id == panel_id, SignInSession.revoked_at.is_(None))
        .where(SignInSession.expires_at > now)
        .order_by(SignInSession.id)
    )
    return {seat_id: device for seat_id, device in rows if seat_id is not None}


def get_seat(panel_id: int, number: int) -> int:
    """Return the id of a seat by its number.

    Raises:
        NotFound: the panel has no such seat.
    """
    if number > 99:  # no database takes every integer that an address can hold
        raise NotFound()
    found = db.session.scalar(
        select(Seat.id).where(Seat.panel_id == panel_id, Seat.number == number)
    )
    if found is None:
        raise NotFound()
    return found


@dataclass(frozen=True)
class SeatCard:
    """What a printed seat card says. ``letters`` is the secret of the link in readable groups."""

    number: int
    group: str
    person_name: str
    link: str
    letters: str
    pin: str


def list_seat_cards(panel_id: int) -> tuple[SeatCard, ...]:
    """Return the cards of a panel's seats whose links are good, by number."""
    key = current_app.config["SECRET_KEY"]
    base = current_app.config["PUBLIC_BASE_URL"].rstrip("/")
    rows = db.session.execute(
        select(Seat, Person.name)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id == panel_id, Seat.link_revoked_at.is_(None))
        .order_by(Seat.number)
    )
    cards = []
    for seat, name in rows:
        secret = seat_link(key, seat.pseudonym, seat.link_version)
        letters = "-".join(secret[at : at + 5] for at in range(0, len(secret), 5))
        pin = seat_pin(key, seat.pseudonym, seat.link_version)
        link = f"{base}/j/{secret}"
        cards.append(SeatCard(seat.number, seat.group, name or "", link, letters, pin))
    return tuple(cards)
