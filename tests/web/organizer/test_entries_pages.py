"""Entries, their import and their access codes on the desk."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from judging.extensions import db
from judging.models import Competition, Entry
from tests.factories import Factory, HeatBundle
from tests.web.organizer.people_desk import actions, enter_as, hidden_fields, upload
from tests.workbook_files import workbook

HEAD = ["编号", "姓名", "组别", "单位"]


def test_an_import_shows_first_and_then_does_exactly_that(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    content = workbook([HEAD, ["Z1", "<b>林</b>", "青年组", "示例中学"]])
    preview = upload(client, f"{desk}/entries/import", content)
    assert preview.status_code == 200
    assert "&lt;b&gt;林&lt;/b&gt;" in preview.text
    assert "名单.xlsx" in preview.text
    assert "../" not in re.sub(r'(?:href|src)="[^"]*"', "", preview.text)
    with app.app_context():
        assert db.session.query(Entry).count() == 1
    confirmed = client.post(f"{desk}/entries/import/confirm", data=hidden_fields(preview.text))
    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, f"{desk}/entries")
    again = client.post(f"{desk}/entries/import/confirm", data=hidden_fields(preview.text))
    assert again.status_code == 409
    with app.app_context():
        assert sorted(row.number for row in db.session.query(Entry))[-1] == "Z1"
        assert db.session.query(Entry).count() == 2
    assert actions(app) == ["desk:entries:import"]


def test_what_was_previewed_cannot_be_exchanged(
    app: Flask, factory: Factory, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    content = workbook([HEAD, ["Z1", "林", "青年组", ""]])
    hidden = hidden_fields(upload(client, f"{desk}/entries/import", content).text)
    address = f"{desk}/entries/import/confirm"
    assert client.post(address, data=hidden | {"digest": "0" * 64}).status_code == 409
    other = app.test_client()
    enter_as(app, factory, other, heat, "organizer")
    assert other.post(address, data=hidden).status_code == 409
    assert client.post(address, data={}).status_code == 409
    assert actions(app) == []


def test_a_faulty_file_names_its_cells_and_offers_nothing_to_confirm(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    content = workbook([HEAD, ["Z1", "林", "老年组", ""]], "报名")
    answer = upload(client, f"{desk}/entries/import", content)
    assert answer.status_code == 400
    assert "报名!C2" in answer.text
    assert "/import/confirm" not in answer.text
    assert actions(app) == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x00" * 50, b"a,b\n1,2\n"]
)
def test_hostile_files_are_refused_on_the_page(
    client: FlaskClient, desk: str, panel: str, content: bytes
) -> None:
    for address in (f"{desk}/entries/import", f"{panel}/import"):
        answer = upload(client, address, content)
        assert answer.status_code == 400
        assert 'type="file"' in answer.text


def test_no_file_is_no_error_page(client: FlaskClient, desk: str) -> None:
    answer = client.post(f"{desk}/entries/import", data={})
    assert answer.status_code == 400
    assert 'type="file"' in answer.text


def test_an_entry_is_added_by_hand_and_errors_keep_what_was_typed(
    app: Flask, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    with app.app_context():
        key = db.session.get_one(Competition, heat.competition_id).divisions[0].key
    data = {"number": "Z 9/", "division": key, "names": "甲、乙", "title_zh": "月壤里的水"}
    refused = client.post(f"{desk}/entries/new", data=data)
    assert refused.status_code == 400
    assert 'value="月壤里的水"' in refused.text
    assert 'id="number-error"' in refused.text
    refused = client.post(f"{desk}/entries/new", data=data | {"number": "Z9", "names_latin": "J"})
    assert 'id="names_latin-error"' in refused.text
    assert client.post(f"{desk}/entries/new", data=data | {"number": "Z9"}).status_code == 303
    assert client.get(f"{desk}/entries/number/Z9").status_code == 200
    changed = data | {"number": "Z9", "names": "甲"}
    assert client.post(f"{desk}/entries/number/Z9", data=changed).status_code == 303
    for action in ("withdraw", "return", "code"):
        assert client.post(f"{desk}/entries/number/Z9/{action}").status_code == 303
    assert actions(app) == [*["desk:entry:edit"] * 4, "desk:entry:code"]


@pytest.mark.parametrize("query", ["", "?q=%25&page=0", "?page=99999999999999999999", "?sort=x"])
def test_the_list_bears_any_question(client: FlaskClient, desk: str, query: str) -> None:
    assert client.get(f"{desk}/entries{query}").status_code == 200


def test_the_template_is_read_back(client: FlaskClient, desk: str) -> None:
    for form in ("xlsx", "csv"):
        for language in ("zh", "en"):
            template = client.get(
                f"{desk}/entries/template.{form}", headers={"Accept-Language": language}
            )
            assert template.headers["Content-Disposition"].startswith("attachment")
            answer = upload(client, f"{desk}/entries/import", template.data)
            assert answer.status_code == 200, answer.text
    assert client.get(f"{desk}/entries/template.exe").status_code == 404


def test_an_export_reads_back_as_unchanged_and_is_journalled(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    for form in ("xlsx", "csv"):
        export = client.get(f"{desk}/entries/export.{form}")
        assert export.headers["Cache-Control"] == "no-store"
        answer = upload(client, f"{desk}/entries/import", export.data)
        assert answer.status_code == 200
        assert "token" not in hidden_fields(answer.text)
    assert actions(app) == ["desk:entries:export"] * 2


def test_access_codes_are_shown_to_organizers_and_journalled(
    app: Flask, factory: Factory, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    page = client.get(f"{desk}/entries/codes")
    (code,) = re.findall(r"<code[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})</code>", page.text)
    export = client.get(f"{desk}/entries/codes.xlsx")
    book = load_workbook(io.BytesIO(export.data))
    assert book.worksheets[0]["E2"].value == code
    assert book.worksheets[1]["B1"].value  # who took it along
    assert code in client.get(f"{desk}/entries/codes.csv").text
    assert actions(app) == ["desk:entry:codes"] * 3
    auditor = app.test_client()
    enter_as(app, factory, auditor, heat, "auditor")
    assert auditor.get(f"{desk}/entries/codes").status_code == 404
