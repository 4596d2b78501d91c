"""``PUT /api/v1/deliveries/<client id>``: no session, a seal."""

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Seat
from judging.services.sheet_values import digest_of
from tests.factories import Factory, HeatBundle, sign_in
from tests.sealing import seal

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}
ID = str(uuid.UUID(int=1))
ADDRESS = f"/api/v1/deliveries/{ID}"


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    with app.app_context():
        return factory.ready_heat(seats=2)


@pytest.fixture
def body(app: Flask, heat: HeatBundle) -> dict[str, Any]:
    """A good envelope of the first seat."""
    payload = {
        "appearance": heat.appearance_ids[0],
        "client_id": ID,
        "comment_contestant": "讲得清楚",
        "comment_panel": "",
        "device_time": "2026-12-05T09:30:00.000+08:00",
        "marks": MARKS,
        "reason": "",
        "replaces": 0,
        "state": "given",
    }
    with app.app_context():
        seat = db.session.get_one(Seat, heat.seat_ids[0]).pseudonym
    return seal(app.config["SECRET_KEY"], seat, payload)


def test_a_tablet_delivers_with_the_key_that_its_heat_gave_it(
    app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle, body: dict[str, Any]
) -> None:
    with app.app_context():
        token = factory.session("seat", heat.seat_ids[0])
    sign_in(client, token)
    delivery = client.get("/api/v1/judge/heat").get_json()["delivery"]
    key = base64.urlsafe_b64decode(delivery["key"] + "=")
    payload = body["payload"]
    whole = {"kind": "revision", "payload": payload, "seat": delivery["seat"], "version": 1}
    text = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    mac = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    assert (delivery["version"], mac) == (1, body["mac"])
    answer = app.test_client().put(ADDRESS, json={**whole, "mac": mac})
    assert (answer.status_code, answer.get_json()) == (
        200,
        {
            "client_id": ID,
            "digest": digest_of(payload),
            "judge_total": "88.0",
            "received_at": "2026-12-05T01:30:00.000Z",
            "revision": 1,
            "state": "given",
            "total": {"divisor": 1000, "units": 88000},
        },
    )
    assert answer.headers["Cache-Control"] in ("no-store", "no-cache")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_no_cookie_and_no_token_is_looked_at(
    app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle, body: dict[str, Any]
) -> None:
    with app.app_context():
        other = factory.session("seat", heat.seat_ids[1])
    sign_in(client, other)
    assert client.put(ADDRESS, json=body).get_json()["revision"] == 1
    sign_in(client, "a session that ended")
    assert client.put(ADDRESS, json=body).get_json()["revision"] == 1


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"mac": "0" * 64}, 401, "delivery_not_genuine"),
        ({"seat": "Selsewhere"}, 401, "delivery_not_genuine"),
        ({"version": 2}, 401, "delivery_not_genuine"),
        ({"kind": "answer"}, 400, "invalid_input"),
        ({"kind": "draft"}, 400, "invalid_input"),
        ({"payload": []}, 400, "invalid_input"),
        ({"payload": {"surprise": 1}}, 400, "invalid_input"),
        ({"surprise": 1}, 400, "invalid_input"),
        ({"version": "1"}, 400, "invalid_input"),
        ({"version": 10**30}, 400, "invalid_input"),
        ({"mac": None}, 400, "invalid_input"),
    ],
)
def test_whatever_is_not_sealed_is_refused(
    client: FlaskClient, body: dict[str, Any], values: dict[str, Any], status: int, code: str
) -> None:
    answer = client.put(ADDRESS, json={**body, **values})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.get_json()["code"] == code


def test_the_address_must_name_what_is_inside(client: FlaskClient, body: dict[str, Any]) -> None:
    other = f"/api/v1/deliveries/{uuid.UUID(int=2)}"
    problem = client.put(other, json=body).get_json()
    assert [(e["code"], e["place"]) for e in problem["errors"]] == [("not_a_uuid", "client_id")]


def test_plain_forms_and_large_bodies_are_refused(
    client: FlaskClient, body: dict[str, Any]
) -> None:
    text = json.dumps(body)
    assert client.put(ADDRESS, data=text, content_type="text/plain").status_code == 400
    large = text[:-1] + ',"x":"' + "a" * 70_000 + '"}'
    answer = client.put(ADDRESS, data=large, content_type="application/json")
    assert answer.status_code == 413


def test_a_conflict_is_answered_with_the_seats_own_sheet(
    app: Flask, client: FlaskClient, body: dict[str, Any]
) -> None:
    client.put(ADDRESS, json=body)
    other = str(uuid.UUID(int=2))
    payload = {**body["payload"], "client_id": other, "marks": {**MARKS, "overall": "1"}}
    stale = seal(app.config["SECRET_KEY"], body["seat"], payload)
    answer = client.put(f"/api/v1/deliveries/{other}", json=stale)
    problem = answer.get_json()
    assert (answer.status_code, problem["code"]) == (409, "sheet_conflict")
    assert [r["judge_total"] for r in problem["sheet"]["conflicts"]] == ["80.0"]


def test_a_replaced_card_is_shown_no_sheet_of_the_new_holder(
    app: Flask, client: FlaskClient, body: dict[str, Any], heat: HeatBundle
) -> None:
    client.put(ADDRESS, json=body)
    other = str(uuid.UUID(int=2))
    payload = {**body["payload"], "client_id": other, "marks": {**MARKS, "overall": "1"}}
    stale = seal(app.config["SECRET_KEY"], body["seat"], payload)
    client.put(f"/api/v1/deliveries/{other}", json=stale)
    with app.app_context():
        db.session.get_one(Seat, heat.seat_ids[0]).link_version = 2
        db.session.commit()
    kept = client.put(f"/api/v1/deliveries/{other}", json=stale)
    problem = kept.get_json()
    assert (kept.status_code, problem["code"]) == (409, "sheet_conflict")
    assert "sheet" not in problem
    forged = seal(app.config["SECRET_KEY"], body["seat"], {**body["payload"], "reason": "?"})
    refused = client.put(ADDRESS, json=forged)
    assert (refused.status_code, refused.get_json()["code"]) == (404, "delivery_ended")
    assert "sheet" not in refused.get_json()
    assert client.put(ADDRESS, json=body).get_json()["revision"] == 1


def test_one_seat_that_delivers_too_often_waits_and_forgeries_do_not_slow_it(
    client: FlaskClient, body: dict[str, Any]
) -> None:
    forged = {**body, "mac": "0" * 64}
    assert {client.put(ADDRESS, json=forged).status_code for _ in range(3)} == {401}
    assert {client.put(ADDRESS, json=body).status_code for _ in range(240)} == {200}
    refused = client.put(ADDRESS, json=body)
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_tries")
