"""The judge's page without scripts: no mark may be lost to a broken one."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import ScoreSheet, SheetRevision
from judging.services.sheet_desk import excuse_seat
from judging.services.sheet_values import Draft
from judging.services.sheets import save_draft
from tests.factories import Factory, HeatBundle, sign_in
from tests.instants import NOW

MARKS = {"mark-content": "35.5", "mark-language": "26", "mark-image": "17.5", "mark-overall": "9"}
ADDRESS = "/judge/appearances/1/sheet"


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    with app.app_context():
        return factory.ready_heat(seats=2, entries=2)


@pytest.fixture
def judge(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> FlaskClient:
    with app.app_context():
        sign_in(client, factory.session("seat", heat.seat_ids[0]))
    return client


def _hidden(client: FlaskClient) -> dict[str, str]:
    page = client.get(ADDRESS).get_data(as_text=True)
    pairs = re.findall(r'type="hidden" name="(client_id|replaces)" value="([^"]*)"', page)
    return dict(pairs)


def _revisions(app: Flask) -> list[tuple[int, str, int | None]]:
    with app.app_context():
        rows = db.session.scalars(select(SheetRevision).order_by(SheetRevision.id))
        return [(row.number, row.state, row.judge_total) for row in rows]


def test_the_first_page_lists_the_running_order(judge: FlaskClient) -> None:
    page = judge.get("/judge/").get_data(as_text=True)
    assert 'href="/judge/appearances/1/sheet"' in page
    assert 'href="/judge/appearances/2/sheet"' in page
    assert "林小舟" not in page


def test_a_sheet_is_submitted_once_however_often_the_form_is_sent(
    app: Flask, judge: FlaskClient
) -> None:
    sent = _hidden(judge) | MARKS | {"comment_contestant": "一行\r\n两行", "action": "submit"}
    for _time in range(2):
        assert judge.post(ADDRESS, data=sent).status_code == 302
    assert _revisions(app) == [(1, "given", 88000)]
    page = judge.get(ADDRESS).get_data(as_text=True)
    assert "09:30:00 收到，第 1 版" in page
    assert "一行\n两行" in page


def test_bad_marks_stand_at_their_fields_and_nothing_typed_is_lost(
    app: Flask, judge: FlaskClient
) -> None:
    sent = _hidden(judge) | MARKS | {"mark-content": "77", "mark-image": "", "comment_panel": "好"}
    refused = judge.post(ADDRESS, data=sent)
    page = refused.get_data(as_text=True)
    assert refused.status_code == 400
    assert 'value="77"' in page
    assert 'value="26"' in page
    assert 'id="fault-content"' in page
    assert 'id="fault-image"' in page
    assert ">好</textarea>" in page
    assert _hidden_of(page) == {key: sent[key] for key in ("client_id", "replaces")}
    assert _revisions(app) == []


def _hidden_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'type="hidden" name="(client_id|replaces)" value="([^"]*)"', page))


def test_a_correction_and_a_recusal_ask_for_a_reason(app: Flask, judge: FlaskClient) -> None:
    judge.post(ADDRESS, data=_hidden(judge) | MARKS)
    again = _hidden(judge) | MARKS | {"mark-content": "36"}
    assert judge.post(ADDRESS, data=again).status_code == 400
    assert judge.post(ADDRESS, data=again | {"reason": "看错"}).status_code == 302
    aside = _hidden(judge) | MARKS | {"action": "recuse"}
    assert judge.post(ADDRESS, data=aside).status_code == 400
    assert judge.post(ADDRESS, data=aside | {"reason": "同校"}).status_code == 302
    assert _revisions(app) == [(1, "given", 88000), (2, "given", 88500), (3, "recused", None)]


def test_after_a_conflict_the_form_can_be_sent_again_as_a_correction(
    app: Flask, judge: FlaskClient
) -> None:
    stale = _hidden(judge) | MARKS | {"mark-content": "36"}
    judge.post(ADDRESS, data=_hidden(judge) | MARKS)
    refused = judge.post(ADDRESS, data=stale)
    page = refused.get_data(as_text=True)
    fresh = _hidden_of(page)
    assert (refused.status_code, fresh["replaces"]) == (409, "2")
    assert fresh["client_id"] != stale["client_id"]
    assert 'value="36"' in page
    again = stale | fresh | {"reason": "以此为准"}
    assert judge.post(ADDRESS, data=again).status_code == 302
    assert _revisions(app) == [(1, "given", 88000), (2, "given", 88500), (3, "given", 88500)]


def test_the_form_offers_what_was_typed_before_the_seat_was_entered_as_absent(
    app: Flask, judge: FlaskClient, factory: Factory, heat: HeatBundle
) -> None:
    turn, seat = heat.appearance_ids[0], heat.seat_ids[0]
    with app.app_context():
        chief = factory.actor(heat.competition_id, "chief_judge")
        save_draft(
            factory.seat_actor(seat, heat.competition_id), NOW, Draft(turn, {"content": "35.5"})
        )
        excuse_seat(chief, NOW, turn, seat, "未到场")
    assert 'value="35.5"' in judge.get(ADDRESS).get_data(as_text=True)


@pytest.mark.parametrize("replaces", ["-1", "9" * 30, "1.5", "x", ""])
def test_a_tampered_form_is_no_error_of_the_server(
    app: Flask, judge: FlaskClient, replaces: str
) -> None:
    sent = MARKS | {"client_id": "x", "replaces": replaces}
    assert judge.post(ADDRESS, data=sent).status_code == 400
    assert _revisions(app) == []


def test_there_is_nothing_at_an_order_number_that_does_not_exist(judge: FlaskClient) -> None:
    for order in (0, 3, 10**20):
        address = f"/judge/appearances/{order}/sheet"
        assert judge.get(address).status_code == 404
        assert judge.post(address, data=MARKS).status_code == 404


def test_only_a_seat_opens_the_judges_page(
    app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle
) -> None:
    assert client.get("/judge/").status_code == 302
    with app.app_context():
        person = factory.person(("organizer",), heat.competition_id)
        sign_in(client, factory.session("person", person))
    assert client.get("/judge/").status_code == 404
    assert client.post(ADDRESS, data=MARKS).status_code == 404
    with app.app_context():
        assert db.session.scalars(select(ScoreSheet)).all() == []


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_the_form_needs_its_token(app: Flask, judge: FlaskClient) -> None:
    assert judge.post(ADDRESS, data=_hidden(judge) | MARKS).status_code == 400
    assert _revisions(app) == []
