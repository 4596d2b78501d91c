"""What a seat's link opens, and which seats a device is bound to. No marks, no names of others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select

from judging.extensions import db
from judging.models import (
    Competition,
    Heat,
    HeatState,
    Panel,
    Person,
    QuestionState,
    Round,
    ScoreSheet,
    Seat,
    SheetQuestion,
    SignInSession,
)
from judging.tokens import hash_token, normalise_letters

#: The count stands from here on; links of such heats let nobody in any more.
_ENDED = (HeatState.TALLIED, HeatState.SIGNED)

#: A seat whose sheet was reopened after the tally is waited for, until the result is signed.
_IS_AWAITED = and_(
    Heat.state == HeatState.TALLIED,
    exists().where(ScoreSheet.seat_id == Seat.id, ScoreSheet.is_reopened),
)

#: A seat that another device may still open once its heat has closed.
_IS_OPEN_TO_ALL = or_(
    exists().where(ScoreSheet.seat_id == Seat.id, ScoreSheet.is_reopened),
    exists().where(
        ScoreSheet.seat_id == Seat.id,
        SheetQuestion.sheet_id == ScoreSheet.id,
        SheetQuestion.state == QuestionState.OPEN,
        SheetQuestion.passed_over_at.is_(None),
    ),
)


@dataclass(frozen=True)
class SeatDoor:
    """What is written on a seat's door.

    Args:
        heat_id: with the number it is what a tablet keeps things under.
        state: ``open``, ``revoked`` or ``ended``.
        is_bound: some device is bound to the seat.
        is_this_device: it is the one that asks.
    """

    pseudonym: str
    heat_id: int
    number: int
    group: str
    person_name: str
    heat_name_zh: str
    heat_name_en: str
    place: str
    starts_at: datetime | None
    round_name_zh: str
    round_name_en: str
    competition_name_zh: str
    competition_name_en: str
    timezone: str
    state: str
    is_bound: bool
    is_this_device: bool


def _doors() -> Select[Seat, Heat, Round, Competition, str, bool, bool]:
    """Return the query behind every door."""
    return (
        select(Seat, Heat, Round, Competition, Person.name, _IS_AWAITED, _IS_OPEN_TO_ALL)
        .join(Panel, Panel.id == Seat.panel_id)
        .join(Heat, Heat.id == Panel.heat_id)
        .join(Round, Round.id == Heat.round_id)
        .join(Competition, Competition.id == Round.competition_id)
        .outerjoin(Person, Person.id == Seat.person_id)
    )


def find_door(secret: str, device_id: str) -> SeatDoor | None:
    """Return the door that a seat's secret link opens; None where no seat has this link.

    Args:
        secret: the last part of the address; look-alikes and case do not matter.
        device_id: the random id of the browser, empty where it has none.
    """
    link_hash = hash_token(normalise_letters(secret[:200]))
    row = db.session.execute(_doors().where(Seat.link_hash == link_hash)).one_or_none()
    return None if row is None else _door(*row, device_id)


def list_doors_of_device(device_id: str) -> tuple[SeatDoor, ...]:
    """Return the open doors of the seats that a device is bound to, newest enrolment first."""
    if not device_id:
        return ()
    rows = db.session.execute(
        _doors()
        .where(Seat.device_hash == hash_token(device_id), Seat.link_revoked_at.is_(None))
        .where(or_(Heat.state.not_in(_ENDED), _IS_AWAITED))
        .order_by(Seat.enrolled_at.desc(), Seat.id.desc())
        .limit(20)
    )
    return tuple(_door(*row, device_id) for row in rows)


def _door(
    seat: Seat,
    heat: Heat,
    stage: Round,
    competition: Competition,
    person_name: str | None,
    is_awaited: bool,
    is_open_to_all: bool,
    device_id: str,
) -> SeatDoor:
    """Turn rows into plain values."""
    is_this_device = bool(device_id) and seat.device_hash == hash_token(device_id)
    is_over = heat.state in _ENDED and not is_awaited
    is_shut = heat.state == HeatState.CLOSED and not (is_this_device or is_open_to_all)
    state = "ended" if is_over or is_shut else "open"
    return SeatDoor(
        pseudonym=seat.pseudonym,
        heat_id=heat.id,
        number=seat.number,
        group=seat.group,
        person_name=person_name or "",
        heat_name_zh=heat.name_zh,
        heat_name_en=heat.name_en,
        place=heat.place,
        starts_at=heat.starts_at,
        round_name_zh=stage.name_zh,
        round_name_en=stage.name_en,
        competition_name_zh=competition.name_zh,
        competition_name_en=competition.name_en,
        timezone=competition.timezone,
        state="revoked" if seat.link_revoked_at is not None else state,
        is_bound=seat.device_hash is not None,
        is_this_device=is_this_device,
    )


def is_taken_over(token: str) -> bool:
    """Whether a seat's session ended because the seat was opened on another device.

    Args:
        token: what the cookie of the first device still holds.
    """
    ended = db.session.scalar(
        select(SignInSession).where(
            SignInSession.token_hash == hash_token(token), SignInSession.revoked_at.is_not(None)
        )
    )
    if ended is None or ended.seat_id is None:
        return False
    newer = select(SignInSession.id).where(
        SignInSession.seat_id == ended.seat_id,
        SignInSession.id > ended.id,
        SignInSession.created_at == ended.revoked_at,
    )
    return db.session.scalar(newer.limit(1)) is not None
