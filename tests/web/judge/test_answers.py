"""A judge's answer to "is this what you meant?", through the API and the plain form."""

import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import SheetQuestion
from judging.services.sheet_values import digest_of
from tests.factories import Factory, HeatBundle, sign_in
from tests.instants import NOW
from tests.services.reviewed import give_all, rules_with

ID = str(uuid.UUID(int=77))
EN = {"Accept-Language": "en"}
#: What the others gave, and what follows from it: nothing of it may reach the judge.
TELLING = ("86.0", "86.5", "78.0", "24.5", "the mean", "median", "平均", "below the", "低于")


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    """A heat in which seat 2 stands apart for the first entry and is asked."""
    with app.app_context():
        made = factory.ready_heat(seats=4, document=rules_with(mad="3.5", grubbs="0.05", slip=True))
        give_all(factory, made, NOW, "36", "3.5", "36", "35.5")
        db.session.rollback()
        return made


def judge_of(app: Flask, factory: Factory, heat: HeatBundle, seat: int) -> FlaskClient:
    """Return a browser of a seat, counted from 0."""
    browser = app.test_client()
    with app.app_context():
        token = factory.session("seat", heat.seat_ids[seat])
    sign_in(browser, token)
    return browser


@pytest.fixture
def judge(app: Flask, clock: Any, factory: Factory, heat: HeatBundle) -> FlaskClient:
    """The browser of the judge who is asked."""
    return judge_of(app, factory, heat, 1)


def _body(heat: HeatBundle, **values: Any) -> dict[str, Any]:
    return {
        "appearance": heat.appearance_ids[0],
        "client_id": ID,
        "device_time": "2026-12-05T09:30:00.000+08:00",
        "revision": 1,
        **values,
    }


def _state(app: Flask) -> list[str]:
    with app.app_context():
        return list(db.session.scalars(select(SheetQuestion.state).order_by(SheetQuestion.id)))


def test_the_judge_learns_only_that_the_sheet_should_be_checked(
    app: Flask, judge: FlaskClient, factory: Factory, heat: HeatBundle
) -> None:
    body = judge.get("/api/v1/judge/heat")
    sheet = body.get_json()["turns"][0]["sheet"]
    assert sheet["question"] == {"criteria": ["content"], "revision": 1}
    page = judge.get("/judge/appearances/1/sheet", headers=EN)
    text = page.get_data(as_text=True)
    form = text[text.index("data-fallback") :]
    assert "Please check your marks once more" in form
    for told in TELLING:
        assert told not in body.get_data(as_text=True)
        assert told not in form
    other = judge_of(app, factory, heat, 0).get("/api/v1/judge/heat").get_json()
    assert other["turns"][0]["sheet"]["question"] is None


def test_an_answer_is_taken_once_and_its_receipt_is_repeated(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    first = judge.put(f"/api/v1/judge/answers/{ID}", json=_body(heat))
    assert (first.status_code, first.get_json()) == (
        200,
        {
            "client_id": ID,
            "digest": digest_of(_body(heat)),
            "received_at": "2026-12-05T01:30:00.000Z",
            "revision": 1,
        },
    )
    assert judge.put(f"/api/v1/judge/answers/{ID}", json=_body(heat)).get_json() == first.get_json()
    assert _state(app) == ["confirmed"]
    assert judge.get("/api/v1/judge/heat").get_json()["turns"][0]["sheet"]["question"] is None


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"revision": 2}, 409, "no_question"),
        ({"revision": 0}, 400, "invalid_input"),
        ({"revision": 10**20}, 400, "invalid_input"),
        ({"revision": "1"}, 400, "invalid_input"),
        ({"client_id": "7"}, 400, "invalid_input"),
        ({"appearance": 999_999}, 404, "not_found"),
        ({"answer": "confirmed"}, 400, "invalid_input"),
        ({"device_time": "\ud800"}, 400, "invalid_input"),
    ],
)
def test_a_wrong_answer_is_refused_and_changes_nothing(
    app: Flask, judge: FlaskClient, heat: HeatBundle, change: dict[str, Any], status: int, code: str
) -> None:
    answer = judge.put(f"/api/v1/judge/answers/{ID}", json=_body(heat, **change))
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)
    assert _state(app) == ["open"]


def test_another_seat_cannot_answer_and_nobody_is_asked_to_sign_in(
    app: Flask, clock: Any, factory: Factory, heat: HeatBundle
) -> None:
    other = judge_of(app, factory, heat, 0)
    answer = other.put(f"/api/v1/judge/answers/{ID}", json=_body(heat))
    assert (answer.status_code, answer.get_json()["code"]) == (409, "no_question")
    stranger = app.test_client().put(f"/api/v1/judge/answers/{ID}", json=_body(heat))
    assert stranger.status_code == 401
    assert _state(app) == ["open"]


def test_a_plain_form_cannot_be_sent_to_the_api(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    answer = judge.put(f"/api/v1/judge/answers/{ID}", data=_body(heat))
    assert answer.status_code == 400
    assert _state(app) == ["open"]


def test_the_plain_form_confirms_by_a_button_of_its_own(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    data = {"client_id": ID, "revision": "1"}
    for _time in (1, 2):
        told = judge.post(
            "/judge/appearances/1/answer", data=data, headers=EN, follow_redirects=True
        )
        text = told.get_data(as_text=True)
        assert "Thank you. Your score sheet stands as it is." in text
        assert 'action="/judge/appearances/1/answer"' not in text
    assert _state(app) == ["confirmed"]


@pytest.mark.parametrize("revision", ["", "0", "2", "９", "10000", "x"])
def test_the_plain_form_says_what_it_could_not_keep(
    app: Flask, judge: FlaskClient, heat: HeatBundle, revision: str
) -> None:
    data = {"client_id": ID, "revision": revision}
    told = judge.post("/judge/appearances/1/answer", data=data, follow_redirects=True)
    assert "Thank you" not in told.get_data(as_text=True)
    assert (told.status_code, _state(app)) == (200, ["open"])


def test_a_correction_from_the_plain_form_brings_its_reason_along(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    page = judge.get("/judge/appearances/1/sheet", headers=EN).get_data(as_text=True)
    assert ">corrected when asked to check</textarea>" in page
    data = {
        "client_id": ID,
        "replaces": "1",
        "reason": "corrected when asked to check",
        "action": "submit",
        "mark-content": "35",
        "mark-language": "25",
        "mark-image": "16",
        "mark-overall": "9",
    }
    assert judge.post("/judge/appearances/1/sheet", data=data).status_code == 302
    assert _state(app) == ["corrected"]


def test_stepping_aside_takes_a_reason_of_its_own(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    data = {"client_id": ID, "replaces": "1", "action": "recuse"}
    brought = data | {"reason": "corrected when asked to check"}
    address = "/judge/appearances/1/sheet"
    assert judge.post(address, data=brought, headers=EN).status_code == 400
    assert judge.post(address, data=data | {"reason": "same school"}).status_code == 302
    assert _state(app) == ["corrected"]
