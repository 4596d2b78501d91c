"""Getting in and out through the pages."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from judging.extensions import db
from judging.models import Competition, Entry, Heat, JournalEntry, Person, Seat, SignInSession
from judging.services.passwords import hash_password
from judging.tokens import entry_code, seat_pin
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
    assert cookies.count("HttpOnly") == cookies.count("SameSite=Lax") == 2
    assert "Expires" in cookies  # a tablet may lose its power


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


DESKS = ["organizer", "chief_judge", "auditor", "judge", "contestant"]


def _demo(app: Flask, factory: Factory, **facts: object) -> str:
    with app.app_context():
        heat = factory.ready_heat(seats=1)
        competition = db.session.get_one(Competition, heat.competition_id)
        competition.is_demo = True
        db.session.commit()
        for office in ("organizer", "chief_judge", "auditor"):
            factory.person([office], heat.competition_id)
        return heat.slug


@pytest.mark.parametrize("desk", DESKS)
def test_the_demo_opens_each_desk_with_one_click(
    app: Flask, factory: Factory, client: FlaskClient, desk: str
) -> None:
    slug = _demo(app, factory)
    assert f'value="{desk}"' in client.get("/sign-in").text
    assert client.get("/sign-in/demo").status_code == 405
    entered = client.post("/sign-in/demo", data={"competition": slug, "desk": desk})
    assert entered.status_code == 303
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize("desk", [*DESKS, "nobody"])
def test_a_real_competition_has_no_such_door(
    app: Flask, factory: Factory, client: FlaskClient, organizer: str, desk: str
) -> None:
    data = {"competition": organizer, "desk": desk}
    assert client.post("/sign-in/demo", data=data).status_code == 404
    assert client.get("/account").status_code == 302
    with app.app_context():
        assert db.session.query(JournalEntry).count() == 0


def test_nobody_with_an_office_elsewhere_can_be_entered_as(
    app: Flask, factory: Factory, client: FlaskClient
) -> None:
    slug = _demo(app, factory)
    with app.app_context():
        demo = db.session.query(Competition).filter_by(slug=slug).one().id
        person_id = db.session.query(Person).filter(Person.roles.any(role="auditor")).one().id
        real = factory.competition()
        from judging.permissions import SYSTEM, Role
        from judging.services.people import grant_role
        from tests.instants import NOW

        grant_role(SYSTEM, NOW, real, person_id, Role.AUDITOR)
        assert demo != real
    data = {"competition": slug, "desk": "auditor"}
    assert client.post("/sign-in/demo", data=data).status_code == 404


@pytest.mark.parametrize("app_settings", [{"ENVIRONMENT": "production"}])
def test_production_has_no_such_door(app: Flask, factory: Factory, client: FlaskClient) -> None:
    slug = _demo(app, factory)
    assert "/sign-in/demo" not in client.get("/sign-in").text
    data = {"competition": slug, "desk": "organizer"}
    assert client.post("/sign-in/demo", data=data).status_code == 404
