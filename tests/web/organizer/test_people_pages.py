"""Entries, staff, panels and their imports on the desk, and who may open what."""

import io
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from judging.extensions import db
from judging.models import Competition, Entry, JournalEntry, Person, RoleAssignment, Round, Seat
from tests.factories import Factory, HeatBundle, sign_in
from tests.workbook_files import workbook

HEAD = ["编号", "姓名", "组别", "单位"]


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    """A drawn heat with two seats and one entry, in a division 青年组."""
    with app.app_context():
        return factory.ready_heat(seats=2, entries=1, state="drawn")


def _as(app: Flask, factory: Factory, client: FlaskClient, heat: HeatBundle, role: str) -> str:
    """Sign somebody in with an office and return the address of the desk."""
    with app.app_context():
        person = factory.person([role], heat.competition_id)
        sign_in(client, factory.session("person", person))
        return f"/desk/{heat.slug}"


@pytest.fixture
def desk(app: Flask, factory: Factory, client: FlaskClient, heat: HeatBundle) -> str:
    """The desk of a signed-in organizer."""
    return _as(app, factory, client, heat, "organizer")


@pytest.fixture
def panel(app: Flask, desk: str, heat: HeatBundle) -> str:
    """The address of the heat's panel."""
    with app.app_context():
        return f"{desk}/rounds/{db.session.get_one(Round, heat.round_id).key}/heats/1/panel"


def _actions(app: Flask) -> list[str]:
    with app.app_context():
        return [row.action for row in db.session.query(JournalEntry).order_by(JournalEntry.id)]


def _hidden(text: str) -> dict[str, str]:
    return dict(re.findall(r'name="(token|digest)"[^>]*value="([^"]*)"', text))


def _upload(client: FlaskClient, address: str, content: bytes):
    return client.post(address, data={"file": (io.BytesIO(content), "../../名单.xlsx")})


def test_an_import_shows_first_and_then_does_exactly_that(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    content = workbook([HEAD, ["Z1", "<b>林</b>", "青年组", "示例中学"]])
    preview = _upload(client, f"{desk}/entries/import", content)
    assert preview.status_code == 200
    assert "&lt;b&gt;林&lt;/b&gt;" in preview.text
    assert "名单.xlsx" in preview.text
    assert "../" not in re.sub(r'(?:href|src)="[^"]*"', "", preview.text)
    with app.app_context():
        assert db.session.query(Entry).count() == 1
    confirmed = client.post(f"{desk}/entries/import/confirm", data=_hidden(preview.text))
    assert (confirmed.status_code, confirmed.headers["Location"]) == (303, f"{desk}/entries")
    again = client.post(f"{desk}/entries/import/confirm", data=_hidden(preview.text))
    assert again.status_code == 409
    with app.app_context():
        assert sorted(row.number for row in db.session.query(Entry))[-1] == "Z1"
        assert db.session.query(Entry).count() == 2
    assert _actions(app) == ["desk:entries:import"]


def test_what_was_previewed_cannot_be_exchanged(
    app: Flask, factory: Factory, client: FlaskClient, desk: str, heat: HeatBundle
) -> None:
    content = workbook([HEAD, ["Z1", "林", "青年组", ""]])
    hidden = _hidden(_upload(client, f"{desk}/entries/import", content).text)
    address = f"{desk}/entries/import/confirm"
    assert client.post(address, data=hidden | {"digest": "0" * 64}).status_code == 409
    other = app.test_client()
    _as(app, factory, other, heat, "organizer")
    assert other.post(address, data=hidden).status_code == 409
    assert client.post(address, data={}).status_code == 409
    assert _actions(app) == []


def test_a_faulty_file_names_its_cells_and_offers_nothing_to_confirm(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    content = workbook([HEAD, ["Z1", "林", "老年组", ""]], "报名")
    answer = _upload(client, f"{desk}/entries/import", content)
    assert answer.status_code == 400
    assert "报名!C2" in answer.text
    assert "/import/confirm" not in answer.text
    assert _actions(app) == []


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x00" * 50, b"a,b\n1,2\n"]
)
def test_hostile_files_are_refused_on_the_page(
    client: FlaskClient, desk: str, panel: str, content: bytes
) -> None:
    for address in (f"{desk}/entries/import", f"{panel}/import"):
        answer = _upload(client, address, content)
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
    assert _actions(app) == [*["desk:entry:edit"] * 4, "desk:entry:code"]


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
            answer = _upload(client, f"{desk}/entries/import", template.data)
            assert answer.status_code == 200, answer.text
    assert client.get(f"{desk}/entries/template.exe").status_code == 404


def test_an_export_reads_back_as_unchanged_and_is_journalled(
    app: Flask, client: FlaskClient, desk: str
) -> None:
    for form in ("xlsx", "csv"):
        export = client.get(f"{desk}/entries/export.{form}")
        assert export.headers["Cache-Control"] == "no-store"
        answer = _upload(client, f"{desk}/entries/import", export.data)
        assert answer.status_code == 200
        assert "token" not in _hidden(answer.text)
    assert _actions(app) == ["desk:entries:export"] * 2


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
    assert _actions(app) == ["desk:entry:codes"] * 3
    auditor = app.test_client()
    _as(app, factory, auditor, heat, "auditor")
    assert auditor.get(f"{desk}/entries/codes").status_code == 404


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
    preview = _upload(client, f"{panel}/import", content)
    assert preview.status_code == 200
    assert client.post(f"{panel}/import/confirm", data=_hidden(preview.text)).status_code == 303
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
    assert _actions(app) == [
        "desk:seat:cards", "seat:session:enrol", "desk:seat:reissue", "desk:seat:revoke",
    ]  # fmt: skip


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
    _as(app, factory, client, heat, "stage_manager")
    assert client.get(f"/desk/{heat.slug}/{page}").status_code == 404
    with app.app_context():
        other = factory.person(["organizer"], factory.competition())
        token = factory.session("person", other)
    outsider = app.test_client()
    sign_in(outsider, token)
    assert outsider.get(f"/desk/{heat.slug}/{page}").status_code == 404
    assert _actions(app) == []


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
    assert _actions(app) == []


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
    assert _actions(app) == []
