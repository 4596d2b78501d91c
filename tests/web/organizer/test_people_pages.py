"""Staff and panels on the desk, and who may open what."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.extensions import db
from judging.models import Entry, Person, RoleAssignment, Seat
from tests.factories import Factory, HeatBundle, sign_in
from tests.web.organizer.people_desk import actions, enter_as, hidden_fields, upload
from tests.workbook_files import workbook


def test_a_newcomer_gets_a_link_and_goes_in_by_it(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    data = {"name": "顾晚晴", "email": "gu@example.org", "roles": "auditor"}
    added = client.post(f"{desk}/people", data=data)
    (secret,) = re.findall(r"/welcome/([\w.-]+)<", added.text)
    newcomer = app.test_client()
    assert newcomer.get(f"/welcome/{secret}").status_code == 200
    weak = {"wished": "123456789012", "again": "123456789012"}
    assert newcomer.post(f"/welcome/{secret}", data=weak).status_code == 400
    good = {"wished": "a lantern over wet slate", "again": "a lantern over wet slate"}
    assert newcomer.post(f"/welcome/{secret}", data=good).status_code == 303
    assert newcomer.get(f"{desk}/people").status_code == 200
    assert newcomer.post(f"{desk}/people", data=data).status_code == 404
    assert newcomer.get(f"/welcome/{secret}").status_code == 404
    assert "/welcome/" not in client.get(f"{desk}/people").text


def test_the_link_to_set_a_password_is_offered_only_until_one_is_set(
    app: Flask, factory: Factory, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    with app.app_context():
        auditor = factory.person(
            ["auditor"], heat.competition_id, email="gu@example.org", password_hash="set"
        )
        waiting = factory.person(["auditor"], heat.competition_id, email="lu@example.org")
    page = client.get(f"{desk}/people").text
    assert f"/people/{auditor}/link" not in page
    assert f"/people/{waiting}/link" in page
    refused = client.post(f"{desk}/people/{auditor}/link")
    assert refused.status_code == 409
    assert "judging organizer password" in refused.text
    assert "/welcome/" not in refused.text
    assert "/welcome/" in client.post(f"{desk}/people/{waiting}/link").text


def test_offices_are_given_and_taken_but_the_last_organizer_stays(
    app: Flask, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    with app.app_context():
        own = db.session.query(Person).one().id
    assert (
        client.post(f"{desk}/people/{own}/offices/take", data={"role": "organizer"}).status_code
        == 409
    )
    assert (
        client.post(f"{desk}/people/{own}/offices/give", data={"role": "auditor"}).status_code
        == 303
    )
    assert (
        client.post(f"{desk}/people/{own}/offices/give", data={"role": "emperor"}).status_code
        == 404
    )
    assert (
        client.post(f"{desk}/people/{own + 99}/offices/give", data={"role": "auditor"}).status_code
        == 404
    )
    with app.app_context():
        assert sorted(row.role for row in db.session.query(RoleAssignment)) == [
            "auditor",
            "organizer",
        ]


def test_seats_come_are_filled_and_go(app: Flask, client: FlaskClient, panel: str) -> None:
    assert client.post(panel, data={"number": "3", "group": "public"}).status_code == 303
    assert client.post(panel, data={"number": "3", "group": "public"}).status_code == 400
    for number in ("0", "100", "x", "9" * 20):
        assert client.post(panel, data={"number": number, "group": "public"}).status_code == 400
    data = {"number": "3", "group": "expert", "name": "陈砚秋", "unit": "示例大学"}
    assert client.post(f"{panel}/seats/3", data=data).status_code == 303
    assert "陈砚秋" in client.get(panel).text
    assert client.post(f"{panel}/seats/3/remove").status_code == 303
    assert client.get(f"{panel}/seats/3").status_code == 404
    assert client.get(f"{panel}/seats/99999999999999999999").status_code == 404


def test_a_panel_is_imported(app: Flask, client: FlaskClient, panel: str) -> None:
    content = workbook([["席位", "姓名"], [2, "陈砚秋"], [5, "顾晚晴"]])
    preview = upload(client, f"{panel}/import", content)
    assert preview.status_code == 200
    assert (
        client.post(f"{panel}/import/confirm", data=hidden_fields(preview.text)).status_code == 303
    )
    page = client.get(panel).text
    assert "陈砚秋" in page
    assert "顾晚晴" in page


def test_seat_cards_hold_working_links_and_are_journalled(
    app: Flask, client: FlaskClient, panel: str
) -> None:
    page = client.get(f"{panel}/cards")
    assert page.headers["Cache-Control"] == "no-store"
    letters = re.findall(r"<code>([0-9A-Z-]{31})</code>", page.text)
    assert len(letters) == 2
    assert page.text.count('src="data:image/svg+xml') == 2
    judge = app.test_client()
    assert judge.post(f"/j/{letters[0]}").status_code == 303
    assert client.post(f"{panel}/seats/1/reissue").status_code == 303
    assert judge.get("/account").status_code == 302
    assert judge.get(f"/j/{letters[0]}").status_code == 404
    assert client.post(f"{panel}/seats/2/revoke").status_code == 303
    assert judge.get(f"/j/{letters[1]}").status_code == 410
    assert actions(app) == [
        "desk:seat:cards", "seat:session:enrol", "desk:seat:reissue", "desk:seat:revoke",
    ]  # fmt: skip


def test_seat_cards_are_a_pdf_too_and_that_is_journalled(
    app: Flask, client: FlaskClient, panel: str
) -> None:
    assert f"{panel}/cards.pdf" in client.get(f"{panel}/cards").text
    pdf = client.get(f"{panel}/cards.pdf")
    assert (pdf.status_code, pdf.mimetype) == (200, "application/pdf")
    assert pdf.headers["Cache-Control"] == "no-store"
    assert pdf.data.startswith(b"%PDF-1.7")
    assert actions(app) == ["desk:seat:cards", "desk:seat:cards"]


def test_the_qr_code_of_a_card_is_its_link(app: Flask, factory: Factory, heat: HeatBundle) -> None:
    import zxingcpp
    from PIL import Image, ImageDraw

    from judging.web.qr import qr_data_uri

    with app.app_context():
        link = f"http://127.0.0.1:8000/j/{factory.link_of(heat.seat_ids[0])}"
    assert qr_data_uri(link).startswith("data:image/svg+xml")
    import segno

    code = segno.make(link, error="m", mask=3, micro=False)
    matrix = [list(row) for row in code.matrix_iter(scale=4, border=4)]
    image = Image.new("L", (len(matrix), len(matrix)), 255)
    pen = ImageDraw.Draw(image)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                pen.point((x, y), 0)
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [link]


PAGES = ["people", "entries/new", "entries/import", "entries/codes", "entries/export.csv"]


@pytest.mark.parametrize("page", PAGES)
def test_strangers_find_nothing_here(
    app: Flask, factory: Factory, client: FlaskClient, heat: HeatBundle, page: str
) -> None:
    assert client.get(f"/desk/{heat.slug}/{page}").status_code == 302
    enter_as(app, factory, client, heat, "stage_manager")
    assert client.get(f"/desk/{heat.slug}/{page}").status_code == 404
    with app.app_context():
        other = factory.person(["organizer"], factory.competition())
        token = factory.session("person", other)
    outsider = app.test_client()
    sign_in(outsider, token)
    assert outsider.get(f"/desk/{heat.slug}/{page}").status_code == 404
    assert actions(app) == []


def test_another_competitions_numbers_open_nothing(
    app: Flask, factory: Factory, client: FlaskClient, desk: str, panel: str
) -> None:
    with app.app_context():
        there = factory.ready_heat(seats=3, entries=2)
        number = db.session.get_one(Entry, there.entry_ids[1]).number
        person = factory.person(["auditor"], there.competition_id)
        before = [row.link_version for row in db.session.query(Seat)]
    assert client.get(f"{desk}/entries/number/{number}").status_code == 404
    assert client.post(f"{desk}/entries/number/{number}/code").status_code == 404
    assert client.post(f"{desk}/people/{person}/link").status_code == 404
    assert client.post(f"{panel}/seats/3/reissue").status_code == 404
    with app.app_context():
        assert [row.link_version for row in db.session.query(Seat)] == before
    assert actions(app) == []


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_every_write_of_the_desk_needs_a_token(
    app: Flask, client: FlaskClient, desk: str, panel: str
) -> None:
    for address in (
        f"{desk}/people",
        f"{desk}/entries/new",
        f"{desk}/entries/import",
        f"{desk}/entries/import/confirm",
        panel,
        f"{panel}/seats/1/reissue",
        f"{panel}/import",
    ):
        assert client.post(address, data={}).status_code == 400
    assert actions(app) == []
