"""The device board, on both databases."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Heat, Round, Seat, SignInSession
from judging.models.heartbeat_memory import Beat, memory_of
from judging.permissions import ANONYMOUS
from judging.queries.device_contacts import Contact, count_silent
from judging.queries.devices import (
    EarlierTablet,
    SeatDevice,
    get_heat_devices,
    list_devices,
)
from judging.services.heartbeats import record_heartbeat, store_heartbeats
from judging.services.seat_sessions import enrol_seat
from judging.services.sessions import Device
from judging.services.sheet_values import Submission
from judging.services.sheets import submit_sheet

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}
VERSION = "0a1b"
TABLET, SECOND = (str(uuid.UUID(int=number)) for number in (7, 8))


@pytest.fixture
def heat(factory):
    return factory.ready_heat(seats=2, entries=3)


@pytest.fixture
def report(now):
    return Beat(0, TABLET, now, version=VERSION)


@pytest.fixture
def beat(factory, heat, now, report):
    """Let a seat's tablet report so many seconds after ``now``."""

    def send(after_s=0, seat=0, **values):
        judge = factory.seat_actor(heat.seat_ids[seat], heat.competition_id)
        record_heartbeat(judge, now + timedelta(seconds=after_s), replace(report, **values))

    return send


@pytest.fixture
def board(heat, now):
    """Read the board so many seconds after ``now``."""

    def read(after_s=0):
        key = db.session.get_one(Round, heat.round_id).key
        at = now + timedelta(seconds=after_s)
        return get_heat_devices(heat.competition_id, key, 1, at, VERSION).seats

    return read


def _sign_in(factory, heat, now, seat=0):
    factory.session("seat", heat.seat_ids[seat])
    db.session.get_one(Seat, heat.seat_ids[seat]).device_hash = "0" * 64
    db.session.commit()
    memory_of(current_app.extensions, now)


def _at(now, after_s):
    return now + timedelta(seconds=after_s)


def test_a_seat_that_nobody_has_entered_has_no_tablet_yet(now, heat, board):
    unused = SeatDevice(
        number=1,
        group="expert",
        name="",
        is_practice=False,
        contact=Contact.UNUSED,
        at=None,
        age_s=0,
        report=None,
        stored=0,
        is_old=False,
        taken_over_at=None,
    )
    assert board() == (unused, replace(unused, number=2))


def test_a_tablet_in_contact_is_told_with_all_that_it_said(now, factory, heat, beat, board, report):
    _sign_in(factory, heat, now)
    beat(4, waiting=1, kept=2, drafts=1, battery_percent=9, version="older")
    said = replace(
        report,
        seat_id=heat.seat_ids[0],
        at=_at(now, 4),
        waiting=1,
        kept=2,
        drafts=1,
        battery_percent=9,
        version="older",
    )
    assert board(7)[0] == SeatDevice(
        number=1,
        group="expert",
        name="",
        is_practice=False,
        contact=Contact.IN_CONTACT,
        at=_at(now, 4),
        age_s=3,
        report=said,
        stored=0,
        is_old=True,
        taken_over_at=None,
    )


@pytest.mark.parametrize(
    ("is_hidden", "after_s", "contact"),
    [
        (False, 14, Contact.IN_CONTACT),
        (False, 15, Contact.SILENT),
        (True, 34, Contact.HIDDEN),
        (True, 35, Contact.SILENT),
    ],
)
def test_silence_begins_at_15_seconds_and_at_35_behind_another_page(
    now, factory, heat, beat, board, is_hidden, after_s, contact
):
    _sign_in(factory, heat, now)
    beat(is_hidden=is_hidden)
    assert board(after_s)[0].contact is contact
    silent = {heat.heat_id: 1} if contact is Contact.SILENT else {}
    assert count_silent(heat.competition_id, _at(now, after_s)) == silent


def test_who_signs_in_and_is_never_heard_is_awaited_and_then_unreported(now, factory, heat, board):
    _sign_in(factory, heat, now)
    assert [board(after_s)[0].contact for after_s in (0, 14, 15)] == [
        Contact.AWAITED,
        Contact.AWAITED,
        Contact.UNREPORTED,
    ]


def test_after_a_new_start_old_reports_are_awaited_before_they_are_silence(
    now, factory, heat, board, report
):
    _sign_in(factory, heat, now)
    current_app.extensions.pop("heartbeats")
    stored = replace(report, seat_id=heat.seat_ids[0], at=_at(now, 60), waiting=2)
    store_heartbeats(now, [stored])
    seats = [board(after_s)[0] for after_s in (600, 614, 615)]
    assert [seat.contact for seat in seats] == [Contact.AWAITED, Contact.AWAITED, Contact.SILENT]
    assert (seats[0].report, seats[0].age_s) == (stored, 540)


def test_a_seat_that_signed_out_or_whose_card_is_void_is_not_silent(
    now, factory, heat, beat, board
):
    _sign_in(factory, heat, now)
    beat()
    db.session.query(SignInSession).update({"revoked_at": now})
    db.session.commit()
    assert board(60)[0].contact is Contact.SIGNED_OUT
    db.session.get_one(Seat, heat.seat_ids[0]).link_revoked_at = now
    db.session.commit()
    assert board(60)[0].contact is Contact.REVOKED
    assert count_silent(heat.competition_id, _at(now, 60)) == {}


def test_receipts_are_compared_as_of_the_report(now, factory, heat, beat, board):
    _sign_in(factory, heat, now)
    judge = factory.seat_actor(heat.seat_ids[0], heat.competition_id)
    for after_s, turn in zip((1, 3, 9), heat.appearance_ids, strict=True):
        submission = Submission(str(uuid.UUID(int=after_s)), turn, MARKS)
        submit_sheet(judge, _at(now, after_s), submission)

    def compared(**values):
        beat(5, **values)
        seat = board(10)[0]
        return seat.stored, seat.lacking_here, seat.lacking_there

    assert compared(kept=2) == (2, 0, 0)
    assert compared(kept=1, waiting=1) == (2, 0, 0)
    assert compared(kept=3) == (2, 1, 0)
    assert compared(kept=0, waiting=1) == (2, 0, 1)
    assert board(10)[1].stored == 0


def test_a_takeover_is_told_and_what_the_first_tablet_held(now, factory, heat, beat, board):
    link = factory.link_of(heat.seat_ids[0])
    enrol_seat(ANONYMOUS, now, link, Device(id="first" * 4))
    beat(1, waiting=2, refused=1)
    taken = _at(now, 2)
    enrol_seat(ANONYMOUS, taken, link, Device(id="other" * 4), is_takeover=True)
    beat(3, tablet=SECOND, waiting=1)
    seat = board(4)[0]
    assert (seat.contact, seat.taken_over_at, seat.waiting, seat.earlier) == (
        Contact.IN_CONTACT,
        taken,
        1,
        (EarlierTablet(_at(now, 1), 3),),
    )
    beat(5, waiting=0, refused=0)
    assert board(6)[0].earlier == (EarlierTablet(_at(now, 3), 1),)


def test_open_heats_are_listed_and_others_while_a_tablet_is_at_them(now, factory, heat, beat):
    _sign_in(factory, heat, now)
    factory.ready_heat()  # another competition's
    second, _seats = factory.heat(heat.round_id, 1, number=2, state="open")
    factory.heat(heat.round_id, 1, number=3, state="closed")

    def listed(after_s=0):
        found = list_devices(heat.competition_id, _at(now, after_s), VERSION)
        return [board.heat.id for board in found]

    assert listed() == [heat.heat_id, second]
    db.session.get_one(Heat, heat.heat_id).state = "closed"
    db.session.commit()
    assert listed() == [second]
    beat(1)
    assert listed(2) == [heat.heat_id, second]
    assert listed(60) == [second]
    assert count_silent(heat.competition_id, _at(now, 60)) == {}
    beat(61, waiting=1)
    assert listed(600) == [heat.heat_id, second]
    db.session.get_one(Heat, heat.heat_id).state = "signed"
    db.session.commit()
    assert listed(600) == [second]


def test_another_competitions_heat_is_not_found(now, factory, heat):
    key = db.session.get_one(Round, heat.round_id).key
    with pytest.raises(NotFound):
        get_heat_devices(factory.competition(), key, 1, now, VERSION)
