"""``GET /api/v1/final-heats``: what a tablet may let go, whoever is signed in or nobody."""

from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Heat
from tests.factories import Factory

ADDRESS = "/api/v1/final-heats"


def test_a_tablet_learns_that_its_round_is_final_without_a_sign_in(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    with app.app_context():
        heat = factory.ready_heat(seats=1)
        link = factory.link_of(heat.seat_ids[0])
    client.post(f"/j/{link}")
    incarnation = client.get("/api/v1/judge/heat").get_json()["incarnation"]
    client.post("/judge/lock")
    assert client.get(ADDRESS).get_json() == {"final_heats": [], "incarnation": None}
    with app.app_context():
        db.session.get_one(Heat, heat.heat_id).state = "signed"
        db.session.commit()
    told = client.get(ADDRESS)
    assert told.get_json() == {"final_heats": [heat.heat_id], "incarnation": incarnation}
    assert told.headers["Cache-Control"] == "no-store"
    stranger = app.test_client().get(ADDRESS)
    assert stranger.get_json() == {"final_heats": [], "incarnation": None}
