"""Every route declares its permission, and every role is walked over every route.

The world is the demo competition. A route with a new kind of argument needs a sample below.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.routing import Rule

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

ROLES = ("nobody", "organizer", "chief_judge", "stage_manager", "auditor", "judge", "contestant")
ALL = (*ROLES, "stranger")
_OFFICES = {
    "judge": Role.JUDGE,
    "contestant": Role.CONTESTANT,
    **{name: Role(name) for name in ("organizer", "chief_judge", "stage_manager", "auditor")},
}
#: Endpoints that anybody may reach; a new one needs a line here, and a thought.
PUBLIC = {
    "auth.enter_demo_desk",
    "auth.enter_seat",
    "auth.seat_door",
    "auth.seat_pin",
    "auth.sign_in",
    "auth.sign_out",
    "auth.welcome",
    "public.check_name",
    "public.competition",
    "public.healthz",
    "public.home",
    "public.readyz",
    "public.release",
    "public.set_language",
    "public.verify",
    "public.verify_form",
}


def guarded(app: Flask) -> list[Rule]:
    """Return all rules that the gate guards, in order of address."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return sorted(rules, key=str)


def permission_of(app: Flask, rule: Rule) -> str:
    """Return what a rule's view declares."""
    return str(app.view_functions[rule.endpoint].permission)


@pytest.fixture
def tokens(demo_app: Flask) -> dict[str, str]:
    """Return a session token of everybody in the demo, and of a stranger's organizer."""
    with demo_app.app_context():
        factory = Factory(demo_app.config["SECRET_KEY"])
        made = {}
        emails = {"organizer": "organizer", "chief_judge": "chief", "stage_manager": "stage"}
        for role in ("organizer", "chief_judge", "stage_manager", "auditor"):
            email = f"{emails.get(role, role)}@demo.example"
            person = db.session.scalars(select(Person).where(Person.email == email)).one()
            made[role] = factory.session("person", person.id)
        other = factory.competition()
        made["stranger"] = factory.session("person", factory.person(["organizer"], other))
        seat = db.session.scalars(
            select(Seat)
            .join(Panel, Panel.id == Seat.panel_id)
            .join(Heat, Heat.id == Panel.heat_id)
            .where(Heat.state == "open")
        ).first()
        assert seat is not None
        made["judge"] = factory.session("seat", seat.id)
        entry = db.session.scalars(select(Entry).where(Entry.number == "A102")).one()
        made["contestant"] = factory.session("entry", entry.id)
        return made


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
        }


def sample(rule: Rule, name: str, samples: dict[str, object]) -> object:
    """Return the sample of an argument; of ``number`` the one that the words before it ask for."""
    special = (
        value for part, value in samples.items() if f"<{name}>" in part and part in str(rule)
    )
    return next(special, None) or samples[name]


def visit(client: FlaskClient, app: Flask, rule: Rule, method: str, samples: dict[str, object]):
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
    undeclared = [
        rule.endpoint
        for rule in guarded(app)
        if getattr(app.view_functions[rule.endpoint], "permission", None) not in PERMISSIONS
    ]
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
    if permission == "competition.create" or role in ("nobody", "stranger"):
        return False
    return _OFFICES[role] in PERMISSIONS[permission]


@pytest.mark.parametrize("role", ALL)
def test_a_role_reaches_what_its_office_allows_and_nothing_else(demo_app, tokens, samples, role):
    wrong = []
    for rule, method in walks(demo_app):
        client = demo_app.test_client()
        if role != "nobody":
            sign_in(client, tokens[role])
        answer = visit(client, demo_app, rule, method, samples)
        is_api = str(rule).startswith("/api/")
        refusal = (401 if is_api else 302) if role == "nobody" else 404
        is_sent_away = answer.status_code == 302 and "/sign-in" in answer.location
        is_refused = answer.status_code == refusal and (refusal != 302 or is_sent_away)
        may = expected(role, permission_of(demo_app, rule))
        if (
            answer.status_code >= 500
            or (not may and not is_refused)
            or (may and answer.status_code == 403)
        ):
            wrong.append((role, method, str(rule), answer.status_code))
        if may and method == "GET" and answer.status_code not in (200, 302, 303, 304, 404):
            wrong.append((role, method, str(rule), answer.status_code))
    assert wrong == []


def test_the_organizer_really_sees_every_page_of_the_desk(demo_app, tokens, samples):
    missing = []
    client = demo_app.test_client()
    sign_in(client, tokens["organizer"])
    for rule, method in walks(demo_app):
        if method != "GET" or not str(rule).startswith("/desk/"):
            continue
        if not expected("organizer", permission_of(demo_app, rule)):
            continue
        answer = visit(client, demo_app, rule, method, samples)
        if answer.status_code not in (200, 302):
            missing.append((str(rule), answer.status_code))
    assert missing == []
