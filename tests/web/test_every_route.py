"""Every route declares its permission, and every role is walked over every route.

The world is the demo competition. A route with a new kind of argument needs a sample below.
"""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from judging.extensions import db
from judging.models import (
    Appearance,
    Award,
    Certificate,
    Deduction,
    Entry,
    Heat,
    Panel,
    Person,
    Seat,
)
from judging.permissions import PERMISSIONS, Role
from tests.factories import Factory, sign_in

#: One worker plays the demo, for all who walk in it.
pytestmark = pytest.mark.xdist_group("demo")

ROLES = ("nobody", "organizer", "chief_judge", "stage_manager", "auditor", "judge", "contestant")
ALL = (*ROLES, "stranger")
_OFFICES = {
    "judge": Role.JUDGE,
    "contestant": Role.CONTESTANT,
    **{name: Role(name) for name in ("organizer", "chief_judge", "stage_manager", "auditor")},
}
#: Endpoints that anybody may reach; a new one needs a line here, and a thought.
PUBLIC = {
    "api.delivery",  # no session: the seal of the envelope says whose it is
    "api.final_heats",  # by the id that a browser keeps: numbers of heats, nothing else
    "auth.door",
    "auth.enter_demo_desk",
    "auth.enter_seat",
    "auth.lock_tablet",
    "auth.seat_door",
    "auth.seat_pin",
    "auth.sign_in",
    "auth.sign_out",
    "auth.welcome",
    "judge.manifest",
    "judge.shell",
    "judge.words",
    "judge.worker",
    "public.check_name",
    "public.competition",
    "public.hall_authority",
    "public.hall_door",
    "public.hall_door_in",
    "public.hall_profile",
    "public.healthz",
    "public.home",
    "public.readyz",
    "public.release",
    "public.set_language",
    "public.verify",
    "public.verify_form",
}


#: Pages of the desk that have nothing to show in the demo, and why.
NOTHING_TO_SHOW = {
    "/desk/<competition>/certificates/issue/<round_key>/sample.pdf",  # all are issued
    "/desk/<competition>/tally/<round_key>",  # every round of it is ranked heat by heat
}


def guarded(app: Flask) -> list[Rule]:
    """Return all rules that the gate guards, in order of address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(rules, key=str)


def permission_of(app: Flask, rule: Rule) -> str:
    """Return what a rule's view declares."""
    return str(getattr(app.view_functions[rule.endpoint], "permission", ""))


@pytest.fixture
def owners(demo_app: Flask) -> dict[str, tuple[str, int]]:
    """Return kind and key of everybody in the demo, and of a stranger's organizer."""
    with demo_app.app_context():
        found: dict[str, tuple[str, int]] = {}
        emails = {"chief_judge": "chief", "stage_manager": "stage"}
        for role in ("organizer", "chief_judge", "stage_manager", "auditor"):
            email = f"{emails.get(role, role)}@demo.example"
            person = db.session.scalars(select(Person).where(Person.email == email)).one()
            found[role] = ("person", person.id)
        factory = Factory(demo_app.config["SECRET_KEY"])
        found["stranger"] = ("person", factory.person(["organizer"], factory.competition()))
        seats = select(Seat.id).join(Panel).join(Heat, Heat.id == Panel.heat_id)
        seat_id = db.session.scalars(seats.where(Heat.state == "open")).first()
        assert seat_id is not None
        found["judge"] = ("seat", seat_id)
        entry = db.session.scalars(select(Entry).where(Entry.number == "A102")).one()
        found["contestant"] = ("entry", entry.id)
        return found


def client_of(app: Flask, owner: tuple[str, int] | None) -> FlaskClient:
    """Return a fresh browser, signed in anew: some routes end the session that they are sent on."""
    client = app.test_client()
    if owner is not None:
        with app.app_context():
            token = Factory(app.config["SECRET_KEY"]).session(*owner)
        sign_in(client, token)
    return client


@pytest.fixture
def samples(demo_app: Flask) -> dict[str, object]:
    """Return a real value of the demo for every argument that an address can have."""
    with demo_app.app_context():
        certificate = db.session.scalars(select(Certificate).order_by(Certificate.id)).first()
        assert certificate is not None
        open_heat = db.session.scalars(select(Heat).where(Heat.state == "open")).one()
        return {
            "competition": "qiming",
            "slug": "qiming",
            "division_key": "secondary",
            "round_key": "preliminary",
            "heat_number": 1,
            "seat_number": 1,
            "order": 1,
            "form": "csv",
            "language": "en",
            "secret": "X" * 26,
            "serial": certificate.serial,
            "certificates/<number>": certificate.number,
            "entries/number/<number>": "A104",
            "client_id": "00000000-0000-4000-8000-000000000000",
            "appearance_id": db.session.scalars(
                select(Appearance.id).where(Appearance.heat_id == open_heat.id)
            ).first(),
            "deduction_id": db.session.scalars(select(Deduction.id)).first(),
            "award_id": db.session.scalars(select(Award.id)).first(),
            "number": 1,
            "session_number": 999_999,
        }


def sample(rule: Rule, name: str, samples: dict[str, object]) -> object:
    """Return the sample of an argument; of ``number`` the one that the words before it ask for."""
    special = (
        value for part, value in samples.items() if f"<{name}>" in part and part in str(rule)
    )
    return next(special, None) or samples[name]


def visit(
    client: FlaskClient, app: Flask, rule: Rule, method: str, samples: dict[str, object]
) -> TestResponse:
    """Send one request with the samples filled in and an empty body."""
    arguments = {name: sample(rule, name, samples) for name in rule.arguments}
    with app.test_request_context():
        address = rule.build(arguments)
    assert address is not None
    return client.open(address[1], method=method)


def walks(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Return each rule with each of its methods."""
    for rule in guarded(app):
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def test_every_route_declares_a_permission_of_the_table(app):
    undeclared = [r.endpoint for r in guarded(app) if permission_of(app, r) not in PERMISSIONS]
    assert undeclared == []


def test_only_these_routes_are_public(app):
    public = {r.endpoint for r in guarded(app) if permission_of(app, r) == "public"}
    assert public == PUBLIC


def test_every_address_of_the_desk_names_the_competition_whose_offices_count(app):
    without = {
        str(rule)
        for rule in guarded(app)
        if str(rule).startswith("/desk/") and "competition" not in rule.arguments
    }
    assert without == {"/desk/", "/desk/new"}


def expected(role: str, permission: str) -> bool:
    """Say whether a role may, by the table and by what the demo's people are."""
    if permission == "public":
        return True
    if permission == "signed_in":
        return role != "nobody"
    if permission == "competition.create":
        return role == "organizer"
    if role in ("nobody", "stranger"):
        return False
    return _OFFICES[role] in PERMISSIONS[permission]


def is_wrong(app: Flask, rule: Rule, method: str, role: str, answer: TestResponse) -> bool:
    """Say whether an answer is not what the table of permissions promises a role."""
    may = expected(role, permission_of(app, rule))
    if may:
        is_page = answer.status_code in (200, 302, 303, 304, 404)
        return answer.status_code in (401, 403) or (method == "GET" and not is_page)
    if role != "nobody":
        return answer.status_code != 404
    if str(rule).startswith("/api/"):
        return answer.status_code != 401
    return answer.status_code != 302 or "/sign-in" not in (answer.location or "")


@pytest.mark.parametrize("role", ALL)
def test_a_role_reaches_what_its_office_allows_and_nothing_else(demo_app, owners, samples, role):
    wrong = []
    for rule, method in walks(demo_app):
        client = client_of(demo_app, owners.get(role))
        answer = visit(client, demo_app, rule, method, samples)
        if answer.status_code >= 500 or is_wrong(demo_app, rule, method, role, answer):
            wrong.append((method, str(rule), answer.status_code))
    assert wrong == []


def title_of(answer: TestResponse) -> str:
    """Return a page's title; of files and parts of pages, nothing."""
    is_page = answer.mimetype == "text/html"
    found = is_page and re.search(r"<title>(.*?)</title>", answer.text, re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def test_the_organizer_really_sees_every_page_of_the_desk_under_its_own_title(
    demo_app, owners, samples
):
    client = client_of(demo_app, owners["organizer"])
    missing, titles = [], {}
    for rule, method in walks(demo_app):
        is_desk = method == "GET" and str(rule).startswith("/desk/")
        if is_desk and expected("organizer", permission_of(demo_app, rule)):
            answer = visit(client, demo_app, rule, method, samples)
            if answer.status_code not in (200, 302):
                missing.append((str(rule), answer.status_code))
            elif title := title_of(answer):
                titles.setdefault(title, []).append(str(rule))
    assert missing == [(address, 404) for address in sorted(NOTHING_TO_SHOW)]
    assert [pages for pages in titles.values() if len(pages) > 1] == []
    assert len(titles) > 40
