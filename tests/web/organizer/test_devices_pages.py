"""The device board, the badge in a heat's head and the rail, through the test client."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import current_app

from judging.clock import utc_now
from judging.extensions import db
from judging.models import Heat, Round, Seat
from judging.models.heartbeat_memory import Beat, memory_of
from judging.permissions import Role
from judging.web.judge.client import client_version
from tests.factories import sign_in

TABLET = "00000000-0000-4000-8000-000000000007"
PARTS = ("/devices", "/devices/board")


@pytest.fixture
def heat(app, factory):
    with app.app_context():
        made = factory.ready_heat(seats=2, entries=1)
        person = factory.person(name="周文瑾")
        for seat_id in made.seat_ids:
            factory.session("seat", seat_id)
            seat = db.session.get_one(Seat, seat_id)
            seat.device_hash, seat.person_id = "0" * 64, None
        db.session.get_one(Seat, made.seat_ids[0]).person_id = person
        db.session.commit()
        return made


@pytest.fixture
def base(app, heat):
    with app.app_context():
        key = db.session.get_one(Round, heat.round_id).key
    return f"/desk/{heat.slug}/rounds/{key}/heats/1"


@pytest.fixture
def beat(app, heat, now):
    """Let seats' tablets report at this moment."""

    def note(*seats, **values):
        with app.app_context():
            memory = memory_of(current_app.extensions, now)
            report = Beat(0, TABLET, utc_now(), version=client_version(), has_worker=True)
            for seat in seats:
                memory.note(replace(report, seat_id=heat.seat_ids[seat], **values))

    return note


@pytest.fixture
def enter(app, client, factory, heat):
    def as_office(*roles, competition_id=None):
        with app.app_context():
            person = factory.person(roles, competition_id or heat.competition_id)
            sign_in(client, factory.session("person", person))
        client.get("/", headers={"Accept-Language": "en"})
        return client

    return as_office


def _text(client, address):
    answer = client.get(address, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    return " ".join(answer.get_data(as_text=True).split())


def test_a_seat_that_falls_silent_is_named_on_every_page_that_looks_at_the_heat(
    enter, beat, clock, heat, base
):
    desk = enter("organizer")
    beat(0, 1, waiting=0)
    assert "All tablets are in contact." in _text(desk, f"{base}/devices")
    assert "Tablets in contact: 2 / 2" in _text(desk, f"{base}/progress")
    assert "silent" not in _text(desk, f"/desk/{heat.slug}/stage")
    clock.shift(timedelta(seconds=14))
    beat(0)
    assert "Seat 2 is silent" not in _text(desk, f"{base}/devices")
    clock.shift(timedelta(seconds=1))
    beat(0)
    board = _text(desk, f"{base}/devices")
    assert "Seat 2 is silent." in board
    assert "15 s ago (09:30:00)" in board
    assert "Go there: is it switched on" in board
    assert "Seat 2 is silent." in _text(desk, f"{base}/devices/badge")
    progress = _text(desk, f"{base}/progress")
    assert "Seat 2 is silent." in progress
    assert "What such a tablet still holds is then not taken" in progress  # before closing
    assert "silent seats: 1" in _text(desk, f"/desk/{heat.slug}/stage")
    assert "silent seats: 1" in _text(desk, f"/desk/{heat.slug}/")  # the rail


def test_what_waits_on_tablets_stands_in_the_heats_head_also_after_closing(
    app, enter, beat, heat, base
):
    desk = enter("organizer")
    beat(0, waiting=3)
    badge = f"{base}/devices/badge"
    assert "Waiting on tablets: 3" in _text(desk, badge)
    with app.app_context():
        db.session.get_one(Heat, heat.heat_id).state = "closed"
        db.session.commit()
    assert "hx-get" in _text(desk, badge)
    beat(0)
    assert "hx-get" not in _text(desk, badge)


def test_a_board_that_has_not_changed_is_not_sent_again(enter, beat, clock, heat, base):
    desk = enter("organizer")
    beat(0, 1)
    for page in (f"{base}/devices", f"/desk/{heat.slug}/devices"):
        text = _text(desk, page)
        part = text.split('hx-get="')[1].split('"')[0]
        assert desk.get(part, headers={"Accept-Language": "en"}).status_code == 204
        assert desk.get(part, headers={"Accept-Language": "zh"}).status_code == 200
        beat(0, waiting=1)
        assert desk.get(part, headers={"Accept-Language": "en"}).status_code == 200
        beat(0)


def test_all_open_heats_are_on_one_board_and_an_empty_one_says_so(app, enter, beat, heat, base):
    desk = enter("stage_manager")
    board = _text(desk, f"/desk/{heat.slug}/devices")
    assert f'href="{base}/devices"' in board
    assert "周文瑾" in board
    with app.app_context():
        db.session.get_one(Heat, heat.heat_id).state = "closed"
        db.session.commit()
    assert "No heat is open" in _text(desk, f"/desk/{heat.slug}/devices")
    assert "Tablets</a>" not in _text(desk, f"/desk/{heat.slug}/")


def test_of_many_seats_the_common_board_shows_only_those_that_need_somebody(
    app, enter, beat, factory, heat, base
):
    with app.app_context():
        factory.heat(heat.round_id, 23, number=2, state="open")
    beat(0, 1)
    board = _text(enter("organizer"), f"/desk/{heat.slug}/devices")
    assert (board.count("Nothing to do here."), board.count("Hand over the seat card")) == (1, 23)
    assert "周文瑾" not in board
    beat(1, waiting=1)
    board = _text(enter("organizer"), f"/desk/{heat.slug}/devices")
    assert "Seats that are well and not shown: 1" in board
    assert "周文瑾" in _text(enter("organizer"), f"{base}/devices")


@pytest.mark.parametrize("office", [Role.ORGANIZER, Role.CHIEF_JUDGE, Role.AUDITOR])
def test_whoever_watches_the_stage_watches_the_tablets(enter, base, office):
    desk = enter(office)
    for part in ("", "/board", "/badge"):
        assert desk.get(f"{base}/devices{part}").status_code == 200


def test_another_competition_and_absurd_numbers_are_not_found(app, enter, factory, heat, base):
    with app.app_context():
        other = factory.ready_heat()
    stranger = enter("organizer", competition_id=other.competition_id)
    foreign = base.replace(heat.slug, other.slug)
    for address in (base, foreign, foreign.replace("/heats/1", f"/heats/{10**20}")):
        for part in ("", "/board", "/badge"):
            assert stranger.get(f"{address}/devices{part}").status_code == 404
    for part in PARTS:
        assert stranger.get(f"/desk/{heat.slug}{part}").status_code == 404
        assert stranger.get(f"/desk/{other.slug}{part}").status_code == 200


def test_what_a_tablet_says_is_escaped(enter, beat, base):
    beat(0, version="<b>old</b>")
    text = _text(enter("organizer"), f"{base}/devices")
    assert "older version" in text
    assert "<b>old</b>" not in text
