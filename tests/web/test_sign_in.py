"""Getting in and out through the pages."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from judging.extensions import db
from judging.models import Competition, Entry, Person, SignInSession
from judging.services.passwords import hash_password
from judging.tokens import entry_code
from tests.factories import Factory, sign_in

PASSWORD = "twelve quiet herons wade"


@pytest.fixture
def organizer(app: Flask, factory: Factory) -> str:
    """The slug of a competition whose organizer is lin@example.org."""
    with app.app_context():
        competition_id = factory.competition()
        factory.person(
            ["organizer"], competition_id, email="lin@example.org", name="林见微",
            password_hash=hash_password(PASSWORD),
        )  # fmt: skip
        return db.session.get_one(Competition, competition_id).slug


def _enter(client: FlaskClient, target: str = "", password: str = PASSWORD):
    data = {"as": "staff", "email": "lin@example.org", "password": password, "next": target}
    return client.post("/sign-in", data=data)


@pytest.mark.parametrize("way", ["staff", "judge", "entry", "nonsense"])
def test_the_page_offers_three_ways_and_shows_one(client: FlaskClient, way: str) -> None:
    page = client.get(f"/sign-in?as={way}")
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    ways = re.findall(r'href="/sign-in\?as=(\w+)"', page.text)
    assert ways == ["staff", "judge", "entry"]


def test_a_person_signs_in_and_out(organizer: str, client: FlaskClient) -> None:
    entered = _enter(client)
    assert (entered.status_code, entered.headers["Location"]) == (303, "/desk/")
    assert client.get(f"/desk/{organizer}/people").status_code == 200
    assert client.post("/sign-out").status_code == 303
    assert client.get(f"/desk/{organizer}/people").status_code == 302


def test_signing_in_makes_a_new_session(app: Flask, organizer: str, client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "a token that a stranger planted"
        session["planted"] = "yes"
    _enter(client)
    with client.session_transaction() as session:
        assert session["_user_id"] != "a token that a stranger planted"
        assert "planted" not in session
        own = session["_user_id"]
    with app.app_context():
        assert own not in [row.token_hash for row in db.session.query(SignInSession)]


def test_the_cookie_of_an_ended_session_opens_nothing(
    organizer: str, app: Flask, client: FlaskClient
) -> None:
    _enter(client)
    thief = app.test_client()
    cookie = client.get_cookie("rostrum")
    assert cookie is not None
    thief.set_cookie("rostrum", cookie.value)
    assert thief.get("/account").status_code == 200
    client.post("/sign-out")
    assert thief.get("/account").status_code == 302


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/account", "/account"),
        ("/desk/x/entries?page=2", "/desk/x/entries?page=2"),
        ("https://evil.example/", "/desk/"),
        ("//evil.example/", "/desk/"),
        ("/\\evil.example", "/desk/"),
        ("/judge/", "/desk/"),
        ("/me/", "/desk/"),
        ("/sign-out", "/desk/"),
        ("javascript:alert(1)", "/desk/"),
    ],
)
def test_one_comes_back_only_to_own_pages(
    organizer: str, client: FlaskClient, target: str, expected: str
) -> None:
    assert _enter(client, target).headers["Location"] == expected


def test_a_refusal_tells_nothing_and_keeps_the_address(organizer: str, client: FlaskClient) -> None:
    known = _enter(client, password="wrong password")
    unknown = client.post(
        "/sign-in", data={"as": "staff", "email": "nobody@example.org", "password": "x" * 12}
    )
    assert (known.status_code, unknown.status_code) == (401, 401)
    assert 'value="lin@example.org"' in known.text
    assert "wrong password" not in known.text
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", known.text) == strip.sub("", unknown.text)


def test_the_wait_grows_and_ends(organizer: str, client: FlaskClient, clock: Traveller) -> None:
    answers = [_enter(client, password="wrong password").status_code for _ in range(5)]
    assert answers == [401, 401, 401, 401, 429]
    assert _enter(client).status_code == 429
    clock.shift(3)
    assert _enter(client).status_code == 303


@pytest.mark.slow
def test_one_address_cannot_try_for_ever(client: FlaskClient) -> None:
    data = {"as": "entry", "number": "A", "code": "x"}
    answers = {
        client.post("/sign-in", data=data | {"number": f"A{n}"}).status_code for n in range(601)
    }
    assert answers == {401, 429}


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
@pytest.mark.parametrize(
    "address",
    ["/sign-in", "/sign-in/demo", "/sign-out", "/j/pin", "/j/ABC", "/account", "/account/language"],
)
def test_every_write_needs_a_token(client: FlaskClient, address: str) -> None:
    assert client.post(address, data={"as": "staff"}).status_code == 400


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_the_page_carries_the_token(organizer: str, client: FlaskClient) -> None:
    page = client.get("/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert token is not None
    data = {"as": "staff", "email": "lin@example.org", "password": PASSWORD}
    assert client.post("/sign-in", data=data | {"csrf_token": token[1]}).status_code == 303


def test_a_contestant_signs_in(app: Flask, factory: Factory, client: FlaskClient) -> None:
    with app.app_context():
        competition_id = factory.competition()
        entry_id = factory.entry(competition_id, factory.division(competition_id), number="A017")
        entry = db.session.get_one(Entry, entry_id)
        code = entry_code(app.config["SECRET_KEY"], entry.pseudonym, 1)
    entered = client.post("/sign-in", data={"as": "entry", "number": "A017", "code": code})
    assert (entered.status_code, entered.headers["Location"]) == (303, "/me/")
    assert client.get("/account").status_code == 200


def test_a_new_password_needs_the_old_one(app: Flask, organizer: str, client: FlaskClient) -> None:
    _enter(client)
    new = "a lantern over wet slate"
    data = {"present": "not my password", "wished": new, "again": new}
    assert client.post("/account", data=data).status_code == 400
    assert (
        client.post("/account", data=data | {"present": PASSWORD, "again": "x"}).status_code == 400
    )
    changed = client.post("/account", data=data | {"present": PASSWORD})
    assert (changed.status_code, changed.headers["Location"]) == (303, "/account")
    assert client.get("/account").status_code == 200
    assert _enter(app.test_client(), password=new).status_code == 303


def test_ones_own_sessions_are_listed_and_ended(
    app: Flask, organizer: str, client: FlaskClient, factory: Factory
) -> None:
    _enter(client)
    other = app.test_client()
    _enter(other)
    with app.app_context():
        first, second = [
            row.id for row in db.session.query(SignInSession).order_by(SignInSession.id)
        ]
        stranger = factory.session("person", factory.person())
    outsider = app.test_client()
    sign_in(outsider, stranger)
    assert outsider.post(f"/account/sessions/{first}/end").status_code == 404
    assert client.post(f"/account/sessions/{second}/end").status_code == 303
    assert other.get("/account").status_code == 302
    assert client.post("/account/sessions/99999999999999999999/end").status_code == 404


def test_a_language_is_kept_for_every_sign_in(
    app: Flask, organizer: str, client: FlaskClient
) -> None:
    _enter(client)
    assert client.post("/account/language", data={"language": "xx"}).status_code == 400
    assert client.post("/account/language", data={"language": "en"}).status_code == 303
    with app.app_context():
        assert db.session.query(Person).one().language == "en"
