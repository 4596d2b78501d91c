"""The device board: each seat's tablet, what it holds, and whether the server holds the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, literal, select

from judging.extensions import db
from judging.models import (
    HeatState,
    JournalDetail,
    JournalEntry,
    Person,
    ScoreSheet,
    Seat,
    SheetRevision,
)
from judging.models.base import UtcDateTime
from judging.models.heartbeat_memory import Beat
from judging.models.rules_in_force import practice_numbers
from judging.queries.device_contacts import Contact, SeatContact, contacts_of
from judging.queries.heats import HeatFacts, get_heat, list_heats
from judging.scoring.rule_parts import PRACTICE_GROUP

_ENROLMENT = "seat:session:enrol"
#: Heats that tablets may be busy with.
_BUSY = frozenset({HeatState.DRAWN, HeatState.OPEN, HeatState.CLOSED, HeatState.TALLIED})


@dataclass(frozen=True)
class EarlierTablet:
    """Another tablet of the seat, which held something when it was heard of last."""

    at: datetime
    count: int


@dataclass(frozen=True)
class SeatDevice:
    """One seat's tablet.

    Args:
        number: of the seat.
        group: judge group.
        name: who sits there; may be empty.
        is_practice: the marks of this seat never count.
        contact: how the tablet stands to the server.
        at: when it was heard of last; None where it never was.
        age_s: whole seconds since then.
        report: what it said.
        stored: revisions from tablets that the server held of this seat when it reported; all of
            them where it never did.
        is_old: an older version of the page runs on it.
        taken_over_at: when another device last took the seat over.
        earlier: other tablets of the seat on which something waited; newest first.
    """

    number: int
    group: str
    name: str
    is_practice: bool
    contact: Contact
    at: datetime | None
    age_s: int
    report: Beat | None
    stored: int
    is_old: bool
    taken_over_at: datetime | None
    earlier: tuple[EarlierTablet, ...] = ()

    @property
    def waiting(self) -> int:
        """How many items waited on the tablet for the server."""
        return self.report.waiting if self.report else 0

    @property
    def lacking_here(self) -> int:
        """How many acknowledged revisions the tablet holds that the server does not."""
        return max(self.report.kept - self.stored, 0) if self.report else 0

    @property
    def lacking_there(self) -> int:
        """How many revisions the server holds that the tablet knows nothing of."""
        if self.report is None:
            return 0
        return max(self.stored - self.report.kept - self.report.waiting, 0)


@dataclass(frozen=True)
class HeatDevices:
    """The tablets of one heat, by seat number."""

    heat: HeatFacts
    seats: tuple[SeatDevice, ...]

    @property
    def is_open(self) -> bool:
        """Whether the seats can mark now: then silence is an alarm."""
        return self.heat.state == HeatState.OPEN

    @property
    def is_lively(self) -> bool:
        """Whether a tablet is in contact, or holds what the server does not have."""
        near = (Contact.IN_CONTACT, Contact.HIDDEN)
        return any(seat.contact in near or seat.waiting or seat.earlier for seat in self.seats)

    def count(self, *contacts: Contact) -> int:
        """Return how many seats stand so."""
        return sum(seat.contact in contacts for seat in self.seats)


def get_heat_devices(
    competition_id: int, round_key: str, heat_number: int, now: datetime, version: str
) -> HeatDevices:
    """Return the tablets of one heat.

    Args:
        competition_id: whose heat.
        round_key: natural key of the round.
        heat_number: number of the heat in the round.
        now: the present instant.
        version: of the page that the server hands out.

    Raises:
        NotFound: the competition has no such heat.
    """
    (found,) = _boards([get_heat(competition_id, round_key, heat_number)], now, version)
    return found


def list_devices(competition_id: int, now: datetime, version: str) -> tuple[HeatDevices, ...]:
    """Return the tablets of all open heats, in order of round and number.

    Heats that are not open are among them while a tablet is in contact or holds something.
    """
    heats = [heat for heat in list_heats(competition_id) if heat.state in _BUSY]
    boards = _boards(heats, now, version)
    return tuple(board for board in boards if board.is_open or board.is_lively)


def _boards(heats: Sequence[HeatFacts], now: datetime, version: str) -> list[HeatDevices]:
    """Return the tablets of these heats with a few queries for all."""
    rows = _seats(heat.panel_id for heat in heats)
    contacts = contacts_of((seat for seat, _name in rows), now)
    ids = list(contacts)
    stored, taken = _stored(ids, contacts), _taken_over(ids)
    rounds = {heat.round_id for heat in heats}
    practising = {key: practice_numbers(db.session(), key) for key in rounds}
    boards = []
    for heat in heats:
        seats = tuple(
            _device(
                seat,
                name or "",
                seat.group == PRACTICE_GROUP or seat.number in practising[heat.round_id],
                contacts[seat.id],
                (stored.get(seat.id, 0), taken.get(seat.id)),
                now,
                version,
            )
            for seat, name in rows
            if seat.panel_id == heat.panel_id
        )
        boards.append(HeatDevices(heat, seats))
    return boards


def _device(
    seat: Seat,
    name: str,
    is_practice: bool,
    heard: SeatContact,
    known: tuple[int, datetime | None],
    now: datetime,
    version: str,
) -> SeatDevice:
    stored, taken_over_at = known
    newest = heard.newest
    return SeatDevice(
        number=seat.number,
        group=seat.group,
        name=name,
        is_practice=is_practice,
        contact=heard.contact,
        at=newest.at if newest else None,
        age_s=max(int((now - newest.at).total_seconds()), 0) if newest else 0,
        report=newest,
        stored=stored,
        is_old=newest is not None and newest.version not in ("", version),
        taken_over_at=taken_over_at,
        earlier=tuple(EarlierTablet(b.at, b.waiting + b.refused) for b in heard.earlier),
    )


def _seats(panel_ids: Iterable[int]) -> list[Any]:
    """Return seats with the names of who sits there, by number."""
    query = (
        select(Seat, Person.name)
        .outerjoin(Person, Person.id == Seat.person_id)
        .where(Seat.panel_id.in_(list(panel_ids)))
        .order_by(Seat.panel_id, Seat.number)
    )
    return list(db.session.execute(query))


def _stored(seat_ids: list[int], contacts: dict[int, SeatContact]) -> dict[int, int]:
    """Return how many revisions came from the tablets of each seat until its newest report.

    What came in afterwards the report could not know of.
    """
    query = (
        select(ScoreSheet.seat_id, func.count(SheetRevision.id))
        .join(SheetRevision, SheetRevision.sheet_id == ScoreSheet.id)
        .where(ScoreSheet.seat_id.in_(seat_ids), SheetRevision.source == "tablet")
        .group_by(ScoreSheet.seat_id)
    )
    until = {
        key: literal(heard.newest.at, UtcDateTime())
        for key, heard in contacts.items()
        if heard.newest
    }
    if until:
        border = case(until, value=ScoreSheet.seat_id, else_=SheetRevision.received_at)
        query = query.where(SheetRevision.received_at <= border)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _taken_over(seat_ids: list[int]) -> dict[int, datetime]:
    """Return when another device last took each seat over, as the journal tells."""
    rows = db.session.execute(
        select(JournalEntry.object_id, JournalEntry.at, JournalDetail.content)
        .join(JournalDetail, JournalDetail.entry_id == JournalEntry.id)
        .where(JournalEntry.action == _ENROLMENT, JournalEntry.object_id.in_(seat_ids))
        .order_by(JournalEntry.id)
    )
    return {seat_id: at for seat_id, at, content in rows if content.get("takeover")}
