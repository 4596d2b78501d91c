"""A seat's link and PIN through the pages."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Heat, Seat
from judging.tokens import seat_pin
from tests.factories import Factory


@pytest.fixture
def seat(app: Flask, factory: Factory) -> tuple[int, str, str]:
    """Id, link and PIN of a seat in an open heat."""
    with app.app_context():
        heat = factory.ready_heat(seats=2)
        row = db.session.get_one(Seat, heat.seat_ids[0])
        pin = seat_pin(app.config["SECRET_KEY"], row.pseudonym, 1)
        return heat.seat_ids[0], factory.link_of(heat.seat_ids[0]), pin


def _is_bound(app: Flask, seat_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(Seat, seat_id).device_hash is not None


def test_looking_at_a_link_enrols_nothing(
    app: Flask, client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    for method in ("get", "head", "options"):
        getattr(client, method)(f"/j/{seat[1]}")
    page = client.get(f"/j/{seat[1]}")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert not _is_bound(app, seat[0])


def test_a_judge_enters_by_the_link(
    app: Flask, client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    entered = client.post(f"/j/{seat[1]}")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/judge/")
    assert _is_bound(app, seat[0])
    cookies = "\n".join(entered.headers.getlist("Set-Cookie"))
    assert "rostrum-device=" in cookies
    assert "rostrum-locked=;" in cookies
    assert cookies.count("HttpOnly") == cookies.count("SameSite=Lax") == 3
    assert "Expires" in cookies  # a tablet may lose its power


def test_no_answer_sets_the_cookie_of_a_sign_in_again(
    client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    """One that arrives late would put the judge before in the place of who has just come in."""
    assert client.post(f"/j/{seat[1]}").status_code == 303
    for path in ("/api/v1/judge/heat", "/judge/", "/account", "/", f"/j/{seat[1]}"):
        for agent in ("", "the same browser after its update"):
            answer = client.get(path, headers={"User-Agent": agent})
            assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, []), path


def test_a_second_device_is_asked_and_the_first_is_told(
    app: Flask, client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    client.post(f"/j/{seat[1]}")
    second = app.test_client()
    assert 'name="takeover"' in second.get(f"/j/{seat[1]}").text
    refused = second.post(f"/j/{seat[1]}")
    assert refused.status_code == 409
    assert client.get("/account").status_code == 200
    assert second.post(f"/j/{seat[1]}", data={"takeover": "yes"}).status_code == 303
    assert client.get("/account").status_code == 302
    told = client.get("/sign-in?next=/judge/", headers={"Accept-Language": "en"})
    assert "This seat was opened on another device" in told.text


def test_a_pin_is_good_on_the_enrolled_device_only(
    app: Flask, client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    with app.app_context():
        pseudonym = db.session.get_one(Seat, seat[0]).pseudonym
    assert client.post("/j/pin", data={"seat": pseudonym, "pin": seat[2]}).status_code == 401
    client.post(f"/j/{seat[1]}")
    client.post("/sign-out")
    assert pseudonym in client.get("/j/pin").text
    assert client.post("/j/pin", data={"pin": "000000"}).status_code == 401
    entered = client.post("/j/pin", data={"seat": pseudonym, "pin": seat[2]})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/judge/")


def test_a_link_of_a_signed_heat_says_so(
    app: Flask, client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    with app.app_context():
        db.session.query(Heat).one().state = "signed"
        db.session.commit()
    assert client.get(f"/j/{seat[1]}").status_code == 410
    assert client.post(f"/j/{seat[1]}").status_code == 410
    assert not _is_bound(app, seat[0])


@pytest.mark.parametrize("secret", ["x", "0" * 26, "%00", "a" * 5_000, "../../etc/passwd"])
def test_an_unknown_link_is_told_from_nothing(client: FlaskClient, secret: str) -> None:
    assert client.get(f"/j/{secret}").status_code == 404


def test_the_letters_of_a_card_open_its_door(
    client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    typed = "-".join(seat[1].lower()[at : at + 5] for at in range(0, 26, 5))
    answer = client.post("/sign-in", data={"as": "judge", "secret": typed})
    assert urlsplit(answer.headers["Location"]).path == f"/j/{seat[1]}"


def test_the_doors_of_the_hall_are_dark_from_the_start(
    client: FlaskClient, seat: tuple[int, str, str]
) -> None:
    for path in (f"/j/{seat[1]}", "/judge/door"):
        assert 'data-theme="dark" data-theme-scope="hall"' in client.get(path).text
