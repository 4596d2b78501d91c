"""Conflicts of interest at the desk, through the test client."""

from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Round, Seat
from judging.models.engine import write_transaction
from tests.factories import Factory, sign_in
from tests.services.marked import sheet_states

EN = {"Accept-Language": "en"}


def test_who_shares_a_unit_is_recused_by_a_tick_and_others_from_the_sheet(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    with app.app_context():
        heat = factory.ready_heat(seats=2, entries=1)
        key = db.session.get_one(Round, heat.round_id).key
        person = factory.person(unit="示例中学", name="<b>王</b>")
        with write_transaction(db.session()):
            db.session.get_one(Seat, heat.seat_ids[0]).person_id = person
        organizer = factory.person(["organizer"], heat.competition_id)
        sign_in(client, factory.session("person", organizer))
    base = f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"
    page = client.get(f"{base}/interests", headers=EN).get_data(as_text=True)
    assert "same unit: 示例中学" in page
    assert "&lt;b&gt;王&lt;/b&gt;" in page
    nobody = client.post(f"{base}/interests", data={"pair": "1-999"}, headers=EN)
    assert (nobody.status_code, "Nothing was chosen." in nobody.text) == (400, True)
    pair = f"{heat.appearance_ids[0]}-{heat.seat_ids[0]}"
    assert ("checked" in page, pair in page) == (False, True)
    asked = client.post(f"{base}/interests", data={"pair": pair}, headers=EN)
    for words in ("1 of 2 scoring seats are left.", "Seat 1 · &lt;b&gt;王&lt;/b&gt;", "No. 1"):
        assert words in asked.text
    with app.app_context():
        assert sheet_states() == {}
    sent = {"pair": pair, "confirmed": "yes"}
    assert client.post(f"{base}/interests", data=sent).status_code == 303
    sheet = f"{base}/1/seats/2"
    other = client.post(f"{sheet}/recuse", data={"reason": "亲属"})
    assert other.status_code == 303
    with app.app_context():
        assert list(sheet_states().values()) == ["recused", "recused"]
    assert "See what is left of the panel" not in client.get(f"{base}/interests", headers=EN).text
    assert "Reopen" in client.get(sheet, headers=EN).text


def test_a_contestant_who_would_have_no_result_is_told_above_all(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    with app.app_context():
        heat = factory.ready_heat(seats=1, entries=2)
        key = db.session.get_one(Round, heat.round_id).key
        organizer = factory.person(["organizer"], heat.competition_id)
        judge = factory.person(unit="示例中学")
        with write_transaction(db.session()):
            db.session.get_one(Seat, heat.seat_ids[0]).person_id = judge
        sign_in(client, factory.session("person", organizer))
    base = f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"
    data = {"pair": f"{heat.appearance_ids[0]}-{heat.seat_ids[0]}"}
    asked = client.post(f"{base}/interests", data=data, headers=EN).text
    places = [asked.find(said) for said in ("Somebody would have no result", "No. 1 ·")]
    assert 0 < places[0] < places[1]


def test_who_may_not_excuse_a_seat_sees_nothing_of_it(
    app: Flask, client: FlaskClient, factory: Factory
) -> None:
    with app.app_context():
        heat = factory.ready_heat(seats=1, entries=1)
        key = db.session.get_one(Round, heat.round_id).key
        auditor = factory.person(["auditor"], heat.competition_id)
        sign_in(client, factory.session("person", auditor))
    base = f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"
    assert client.get(f"{base}/interests").status_code in (403, 404)
    assert client.post(f"{base}/interests", data={}).status_code in (403, 404)
