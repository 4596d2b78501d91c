"""The tablet's heartbeat through the test client."""

import pytest
from flask import current_app

from judging.models.heartbeat_memory import Beat, memory_of
from tests.factories import sign_in

ADDRESS = "/api/v1/judge/heartbeat"
REPORT = {
    "tablet": "00000000-0000-4000-8000-000000000007",
    "version": "0a1b",
    "waiting": 2,
    "refused": 1,
    "kept": 3,
    "drafts": 1,
    "battery": 83,
    "is_charging": True,
    "is_durable": True,
    "has_worker": False,
    "is_hidden": False,
}


@pytest.fixture
def heat(app, factory):
    with app.app_context():
        return factory.ready_heat(seats=1, entries=1)


@pytest.fixture
def judge(app, client, factory, heat):
    with app.app_context():
        sign_in(client, factory.session("seat", heat.seat_ids[0]))
    return client


def test_a_heartbeat_is_kept_and_answered_with_the_servers_version(app, judge, heat, now):
    page = judge.get("/judge/").get_data(as_text=True)
    version = page.split('data-version="')[1].split('"')[0]
    answer = judge.put(ADDRESS, json=REPORT)
    assert answer.get_json() == {"received_at": "2026-12-05T01:30:00.000Z", "version": version}
    with app.app_context():
        kept = memory_of(current_app.extensions, now).list_of(heat.seat_ids)
    tablet = REPORT["tablet"]
    assert kept == [
        Beat(heat.seat_ids[0], tablet, now, 2, 1, 3, 1, "0a1b", 83, True, True, False, False)
    ]


def test_a_tablet_that_says_little_is_heard_all_the_same(app, judge, heat, now):
    assert judge.put(ADDRESS, json={"battery": None}).status_code == 200
    with app.app_context():
        kept = memory_of(current_app.extensions, now).list_of(heat.seat_ids)
    assert kept == [Beat(heat.seat_ids[0], "", now, is_durable=False)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"waiting": "2"},
        {"kept": 10**20},
        {"drafts": True},
        {"battery": 12.5},
        {"is_durable": 1},
        {"version": 3},
        {"tablet": "x"},
        {"seat": 4},
    ],
)
def test_a_wrong_value_is_named(judge, wrong):
    answer = judge.put(ADDRESS, json=REPORT | wrong)
    assert answer.status_code == 400
    assert [error["place"] for error in answer.get_json()["errors"]] == list(wrong)


def test_too_much_is_refused_and_so_is_what_a_plain_form_could_send(judge):
    assert judge.put(ADDRESS, data={"waiting": "1"}).status_code == 400
    assert judge.put(ADDRESS, json={"version": "x" * 70_000}).status_code == 413


def test_one_seat_is_heard_so_often_and_no_more(judge):
    answers = [judge.put(ADDRESS, json=REPORT).status_code for _ in range(91)]
    assert answers == [200] * 90 + [429]


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_a_heartbeat_needs_a_token_as_every_write_does(judge):
    assert judge.put(ADDRESS, json=REPORT).status_code == 400
    token = judge.get("/api/v1/judge/heat").get_json()["csrf_token"]
    assert judge.put(ADDRESS, json=REPORT, headers={"X-CSRFToken": token}).status_code == 200


def test_nobody_but_a_seat_has_a_heartbeat(app, client, factory, heat):
    assert client.put(ADDRESS, json=REPORT).status_code == 401
    with app.app_context():
        person = factory.person(["organizer"], heat.competition_id)
        sign_in(client, factory.session("person", person))
    assert client.put(ADDRESS, json=REPORT).status_code == 404
