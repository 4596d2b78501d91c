"""One click into the demo, and into nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Competition, JournalEntry, Person
from judging.permissions import SYSTEM, Role
from judging.services.people import grant_role
from tests.factories import Factory
from tests.instants import NOW

DESKS = ["organizer", "chief_judge", "auditor", "judge", "contestant"]


def _demo(app: Flask, factory: Factory) -> str:
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


def test_nobody_with_an_office_elsewhere_can_be_entered_as(
    app: Flask, factory: Factory, client: FlaskClient
) -> None:
    slug = _demo(app, factory)
    with app.app_context():
        demo = db.session.query(Competition).filter_by(slug=slug).one().id
        person_id = db.session.query(Person).filter(Person.roles.any(role="auditor")).one().id
        real = factory.competition()
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


@pytest.mark.parametrize("desk", [*DESKS, "nobody"])
def test_a_real_competition_has_no_such_door(
    app: Flask, factory: Factory, client: FlaskClient, desk: str
) -> None:
    with app.app_context():
        real = factory.ready_heat(seats=1)
        factory.person([desk] if desk in ("organizer", "auditor") else [], real.competition_id)
    data = {"competition": real.slug, "desk": desk}
    assert client.post("/sign-in/demo", data=data).status_code == 404
    assert client.get("/account").status_code == 302
    with app.app_context():
        assert db.session.query(JournalEntry).count() == 0
