"""The page of a tally that has more lines than anybody reads at once."""

import copy
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition, Round
from judging.permissions import SYSTEM
from judging.services.tallies import run_tally
from tests.factories import CONVENTION, Factory, sign_in
from tests.stored_rounds import Size, fill_round


@pytest.fixture
def address(
    app: Flask,
    factory: Factory,
    now: datetime,
    client: FlaskClient,
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The address of a tally of 1,100 lines by columns; an organizer is signed in."""
    monkeypatch.setitem(app.config, "COLUMNS_FROM", 1000)
    document = copy.deepcopy(CONVENTION)
    document["ranking"] = {"per": "overall"}
    document["advancement"] = {"take": 100, "per": "overall", "border": "all"}
    with app.app_context():
        competition_id = factory.competition()
        division_id = factory.division(competition_id)
        round_id = factory.round(competition_id, document)
        fill_round(db.session(), round_id, [division_id], Size(1100, 100, seats=3))
        run_tally(SYSTEM, now, round_id)
        sign_in(client, factory.session("person", factory.person(["organizer"], competition_id)))
        slug = db.session.scalars(select(Competition.slug)).one()
        key = db.session.scalars(select(Round.key)).one()
    return f"/desk/{slug}/tally/{key}"


def test_a_long_tally_comes_by_pages_with_the_working_of_every_line(
    client: FlaskClient, address: str
) -> None:
    first, last, beyond = (client.get(f"{address}?page={page}").text for page in (1, 6, 99))

    assert [page.count('class="working"') for page in (first, last, beyond)] == [200, 100, 100]
    assert [page.count('aria-current="page"><span') for page in (first, last, beyond)] == [1] * 3
    assert "1100" in first
