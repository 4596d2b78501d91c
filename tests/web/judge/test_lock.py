"""Locking a tablet: what its script asks for, and what a locked tablet is shown."""

from flask import Flask
from flask.testing import FlaskClient

from judging.web.judge.client import VERSION_HEADER, client_version
from tests.factories import Factory, sign_in

SHEET = "/judge/appearances/1/sheet"


def _judge(app: Flask, client: FlaskClient, factory: Factory) -> str:
    """Sign a seat in and return its link."""
    with app.app_context():
        heat = factory.ready_heat(seats=1, entries=2)
        sign_in(client, factory.session("seat", heat.seat_ids[0]))
        return factory.link_of(heat.seat_ids[0])


def test_the_script_gets_an_answer_that_no_gateway_gives(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    _judge(app, client, factory)
    answer = client.post("/judge/lock", headers={"Accept": "application/json"})
    with app.app_context():
        assert (answer.status_code, answer.headers[VERSION_HEADER]) == (204, client_version())
    # Late, it would take the cookie of whoever came in since.
    assert answer.headers.getlist("Set-Cookie") == []
    assert client.get("/api/v1/judge/heat").status_code == 401


def test_the_plain_form_leads_to_the_door(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    _judge(app, client, factory)
    answer = client.post("/judge/lock", headers={"Accept": "text/html,*/*;q=0.8"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/judge/door")
    assert "data-ended" in client.get("/judge/door").text


def test_a_locked_tablet_is_sent_the_page_of_nobody_until_somebody_enters(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    """Whatever its session says: the lock may have been where the server could not be told."""
    link = _judge(app, client, factory)
    shell = client.get("/judge/shell?language=zh_Hans").text
    client.set_cookie("rostrum-locked", "1", path="/judge")
    shown = [client.get("/judge/"), client.get(SHEET), client.post(SHEET, data={"action": "go"})]
    assert [page.text for page in shown] == [shell] * 3
    assert {page.headers["Cache-Control"] for page in shown} == {"no-store"}
    assert "data-ended" not in client.get("/judge/door").text
    client.post(f"/j/{link}")
    assert client.get_cookie("rostrum-locked", path="/judge") is None
    assert "csrf-token" in client.get("/judge/").text
