"""The page "Take in sheets": files looked at first, then stored once."""

import io
import json
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from judging.errors import TooLarge
from judging.extensions import db
from judging.models import JournalDetail, JournalEntry, Seat
from judging.permissions import SYSTEM
from judging.services.seat_links import reissue_seat
from judging.web.organizer.intake_files import read_sheets
from tests.factories import Factory, HeatBundle, sign_in
from tests.instants import NOW
from tests.sealing import seal

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    with app.app_context():
        return factory.ready_heat(seats=2)


@pytest.fixture
def desk(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> FlaskClient:
    """The organizer of the heat's competition."""
    with app.app_context():
        person = factory.person(["organizer"], heat.competition_id)
        token = factory.session("person", person)
    sign_in(client, token)
    client.get("/language", headers={"Accept-Language": "en"})
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


@pytest.fixture
def sheets(app: Flask, heat: HeatBundle) -> list[dict[str, Any]]:
    """One sealed sheet of the first seat for each appearance."""
    with app.app_context():
        seat = db.session.get_one(Seat, heat.seat_ids[0]).pseudonym
    return [
        seal(
            app.config["SECRET_KEY"],
            seat,
            {
                "appearance": appearance,
                "client_id": str(uuid.UUID(int=number)),
                "comment_contestant": "",
                "comment_panel": "",
                "device_time": "2026-12-05T09:30:00.000+08:00",
                "marks": MARKS,
                "reason": "",
                "replaces": 0,
                "state": "given",
            },
        )
        for number, appearance in enumerate(heat.appearance_ids, start=1)
    ]


def written(envelopes: list[Any], **values: Any) -> bytes:
    """Return a file as a tablet writes it."""
    return json.dumps(
        {"format": "rostrum-sheets", "version": 1, "envelopes": envelopes} | values
    ).encode()


def send(desk: FlaskClient, heat: HeatBundle, *files: bytes, scanned: str = "") -> Any:
    data: dict[str, Any] = {
        "files": [(io.BytesIO(one), f"seat{n}.rostrum.json") for n, one in enumerate(files)],
        "scanned": scanned,
    }
    return desk.post(f"/desk/{heat.slug}/intake", data=data)


def confirm(desk: FlaskClient, heat: HeatBundle, page: str, **values: Any) -> Any:
    fields = dict(re.findall(r'name="(token|digest)" type="hidden" value="(\w+)"', page))
    return desk.post(f"/desk/{heat.slug}/intake/confirm", data=fields | values)


def tiles(page: str) -> dict[str, str]:
    """Return the figures at the head of the page."""
    return dict(re.findall(r'stat__label">([^<]+)</span>\s*<span class="stat__value">(\d+)', page))


@pytest.fixture
def entries(app: Flask) -> Callable[[str], list[Any]]:
    def contents(action: str) -> list[Any]:
        with app.app_context():
            rows = db.session.query(JournalDetail.content).join(
                JournalEntry, JournalDetail.entry_id == JournalEntry.id
            )
            return [row[0] for row in rows.filter(JournalEntry.action == action)]

    return contents


def test_a_file_is_looked_at_then_stored_then_known(
    desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]], entries: Any
) -> None:
    looked = send(desk, heat, written(sheets[:2]), written(sheets[1:]))
    assert looked.status_code == 200
    assert tiles(looked.text) == {
        "New": "3",
        "There already": "0",
        "In conflict": "0",
        "Card replaced": "0",
        "Not taken in": "0",
    }
    assert "35.5" not in looked.text
    assert entries("seat:sheet:submit") == []
    done = confirm(desk, heat, looked.text)
    assert done.status_code == 303
    after = desk.get(done.headers["Location"])
    assert "3 taken in, 0 there already" in after.text
    assert tiles(after.text)["There already"] == "3"
    assert "All of these sheets are taken in" in after.text
    assert len(entries("seat:sheet:submit")) == 3
    assert entries("desk:sheets:take_in") == [
        {
            "conflict": 0,
            "known": 0,
            "new": 3,
            "old_card": 0,
            "old_cards": [],
            "reason": "",
            "refused": 0,
        }
    ]
    again = send(desk, heat, scanned=written(sheets).decode())
    assert tiles(again.text)["There already"] == "3"
    assert confirm(desk, heat, again.text).status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no score sheets"),
        (b"{", "is not a file of score sheets"),
        (b"[" * 100_000, "is not a file of score sheets"),
        (b"\xff\xfe", "is not a file of score sheets"),
        (b'{"version": ' + b"9" * 5000 + b"}", "is not a file of score sheets"),
        (b"[]", "is not a file of score sheets"),
        (written([], format="other"), "is not a file of score sheets"),
        (written([], version=2), "newer version"),
        (written([]), "holds no score sheets"),
        (written([{}] * 1001), "more than 1000"),
    ],
)
def test_what_is_no_file_of_sheets_is_refused_in_words(
    desk: FlaskClient, heat: HeatBundle, content: bytes, said: str
) -> None:
    answer = send(desk, heat, *([content] if content else []))
    assert (answer.status_code, said in answer.text) == (400, True)


def test_files_that_are_too_large_together_are_refused_before_they_are_read() -> None:
    half = b" " * (4 * 1024 * 1024)
    parts = [("a", written([]) + half), ("b", half)]
    with pytest.raises(TooLarge) as refused:
        read_sheets(parts)
    assert (refused.value.code, refused.value.params) == ("file_too_large", {"most_mib": 8})


def test_one_damaged_or_foreign_sheet_keeps_no_other_back(
    desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]]
) -> None:
    forged = {**sheets[1], "mac": "0" * 64}
    page = send(desk, heat, written([sheets[0], forged, 7, {"kind": "revision"}])).text
    assert "Some of it cannot be read" in page
    assert "Not from a seat of this competition" not in page
    assert (tiles(page)["New"], tiles(page)["Not taken in"]) == ("1", "1")
    assert "does not carry the seal" in page
    assert "What is not taken in stays on the tablet" in page
    assert "Get it from the tablet again" in page


def test_an_edited_file_is_sent_back_to_its_tablet_and_a_mark_at_its_head_is_read_over(
    desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]]
) -> None:
    edited = send(desk, heat, written([{**sheets[0], "mac": "0" * 64}])).text
    assert "can never be taken in as it is" in edited
    assert "you can take it in later" not in edited
    assert tiles(send(desk, heat, b"\xef\xbb\xbf" + written(sheets)).text)["New"] == "3"


def test_a_sheet_of_another_competition_is_sent_to_that_ones_page(
    app: Flask, factory: Factory, desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]]
) -> None:
    with app.app_context():
        other = factory.ready_heat(seats=1, entries=1)
        seat = db.session.get_one(Seat, other.seat_ids[0]).pseudonym
    payload = {**sheets[0]["payload"], "appearance": other.appearance_ids[0]}
    foreign = seal(app.config["SECRET_KEY"], seat, payload)
    page = send(desk, heat, written([foreign])).text
    assert "is taken in on the page of that competition" in page
    assert "you can take it in later" not in page


def test_a_sheet_that_says_otherwise_is_told_who_chooses(
    app: Flask, factory: Factory, desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]]
) -> None:
    with app.app_context():
        factory.given_sheet(heat.seat_ids[0], heat.appearance_ids[0], "30", "26", "17.5", "9")
    page = send(desk, heat, written(sheets[:1])).text
    assert (tiles(page)["In conflict"], page.count("the chief judge chooses")) == ("1", 1)


def test_a_replaced_card_needs_a_tick_and_a_reason(
    app: Flask, desk: FlaskClient, heat: HeatBundle, sheets: list[dict[str, Any]], entries: Any
) -> None:
    with app.app_context():
        reissue_seat(SYSTEM, NOW, heat.seat_ids[0])
    looked = send(desk, heat, written(sheets))
    assert tiles(looked.text)["Card replaced"] == "3"
    card = f"{sheets[0]['seat']}|1"
    assert card in looked.text
    unticked = confirm(desk, heat, looked.text, reason="asked her")
    fault = 'aria-describedby="cards-error"' in unticked.text
    assert (unticked.status_code, fault, "asked her" in unticked.text) == (400, True, True)
    assert "tick the seats whose marks are really theirs" in unticked.text
    silent = confirm(desk, heat, looked.text, card=card)
    assert (silent.status_code, "must be filled in" in silent.text) == (400, True)
    assert "checked" in silent.text
    assert entries("seat:sheet:submit") == []
    assert confirm(desk, heat, looked.text, card=card, reason="asked her").status_code == 303
    assert len(entries("seat:sheet:submit")) == 3
    (kept,) = entries("desk:sheets:take_in")
    assert (kept["old_cards"], kept["reason"]) == ([[sheets[0]["seat"], 1]], "asked her")


def test_an_upload_of_another_desk_or_with_other_bytes_is_gone(
    app: Flask,
    desk: FlaskClient,
    factory: Factory,
    heat: HeatBundle,
    sheets: list[dict[str, Any]],
    entries: Any,
) -> None:
    page = send(desk, heat, written(sheets)).text
    assert confirm(desk, heat, page, digest="0" * 64).status_code == 409
    with app.app_context():
        chief = factory.session("person", factory.person(["chief_judge"], heat.competition_id))
    other = app.test_client()
    sign_in(other, chief)
    assert other.get(f"/desk/{heat.slug}/intake").status_code == 200
    assert confirm(other, heat, page).status_code == 409
    assert entries("seat:sheet:submit") == []
