"""A heat, and an organizer's desk that is open on it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Round
from tests.factories import Factory, HeatBundle, sign_in
from tests.web.organizer.people_desk import enter_as


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    """A drawn heat with two seats and one entry, in a division 青年组."""
    with app.app_context():
        return factory.ready_heat(seats=2, entries=1, state="drawn")


@pytest.fixture
def desk(app: Flask, factory: Factory, client: FlaskClient, heat: HeatBundle) -> str:
    """The desk of a signed-in organizer."""
    return enter_as(app, factory, client, heat, "organizer")


@pytest.fixture
def rules_url(app: Flask, factory: Factory, client: FlaskClient) -> str:
    """The rule sheet editor of a round whose organizer is signed in; a panel of seven."""
    with app.app_context():
        bundle = factory.ready_heat(seats=7)
        person = factory.person(["organizer"], bundle.competition_id)
        sign_in(client, factory.session("person", person))
        return f"/desk/{bundle.slug}/rounds/{db.session.get_one(Round, bundle.round_id).key}/rules"


@pytest.fixture
def panel(app: Flask, desk: str, heat: HeatBundle) -> str:
    """The address of the heat's panel."""
    with app.app_context():
        return f"{desk}/rounds/{db.session.get_one(Round, heat.round_id).key}/heats/1/panel"
