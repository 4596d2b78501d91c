"""Setting up on the desk: from nothing to heats with entries and an order, kept from strangers."""

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition, Division, Heat, JournalEntry, RoleAssignment, Round
from tests.factories import Factory, HeatBundle, sign_in


@dataclass(frozen=True)
class Desk:
    """A competition with a planned heat, and a session token by office."""

    bundle: HeatBundle
    round_key: str
    tokens: dict[str, str]

    @property
    def heat(self) -> str:
        """Address of the heat."""
        return f"/desk/{self.bundle.slug}/rounds/{self.round_key}/heats/1"


@pytest.fixture
def desk(app) -> Desk:
    """A planned heat with three entries, and somebody in every office."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        bundle = factory.ready_heat(state="planned")
        round_key = db.session.get_one(Round, bundle.round_id).key
        other_id = factory.competition()
        people = {
            role: factory.person([role], bundle.competition_id)
            for role in ("organizer", "chief_judge", "stage_manager", "auditor")
        }
        people["stranger"] = factory.person(["organizer"], other_id)
        people["founder"] = factory.person(may_create=True)
        tokens = {role: factory.session("person", key) for role, key in people.items()}
        tokens["seat"] = factory.session("seat", bundle.seat_ids[0])
        return Desk(bundle, round_key, tokens)


def _as(client: FlaskClient, desk: Desk, role: str) -> FlaskClient:
    sign_in(client, desk.tokens[role])
    return client


def _rows(app, query):
    with app.app_context():
        return [tuple(row) for row in db.session.execute(query)]


NEW = {
    "name_zh": "青年学术演讲赛",
    "name_en": "Youth Speech",
    "edition": "",
    "slug": "",
    "place": "",
    "starts_on": "2026-12-10",
    "ends_on": "",
    "divisions": "青年组 / Youth\n\n少年组",
    "preliminary-heats": "2",
    "preliminary-seats": "5",
    "preliminary-preset": "academic-speech",
    "semi_final-heats": "0",
    "semi_final-seats": "7",
    "semi_final-preset": "academic-speech",
    "final-heats": "1",
    "final-seats": "9",
    "final-preset": "beijing-heat",
}


def test_one_form_makes_a_whole_competition_and_its_maker_the_organizer(app, client, desk):
    client = _as(client, desk, "founder")
    answer = client.post("/desk/new", data=NEW)
    assert (answer.status_code, answer.location) == (302, "/desk/youth-speech/")
    assert client.get(answer.location).status_code == 200
    made = select(Competition.id).where(Competition.slug == "youth-speech").scalar_subquery()
    assert _rows(
        app,
        select(Division.key, Division.name_zh, Division.name_en)
        .where(Division.competition_id == made)
        .order_by(Division.position),
    ) == [("youth", "青年组", "Youth"), ("division-1", "少年组", "")]
    assert _rows(
        app,
        select(Round.key, Heat.number)
        .join(Heat, Heat.round_id == Round.id)
        .where(Round.competition_id == made)
        .order_by(Round.position, Heat.number),
    ) == [("preliminary", 1), ("preliminary", 2), ("final", 1)]
    assert _rows(app, select(RoleAssignment.role).where(RoleAssignment.competition_id == made)) == [
        ("organizer",)
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name_zh": ""}, "name_zh"),
        ({"slug": "Big Slug"}, "slug"),
        ({"ends_on": "2026-12-01"}, "ends_on"),
        ({"final-heats": "99999999999999999999"}, "final-heats"),
        ({"final-seats": "-1"}, "final-seats"),
        ({"final-preset": "nothing"}, "final-preset"),
        ({"starts_on": "someday"}, "starts_on"),
        ({"divisions": "甲\n" * 60}, "divisions"),
    ],
)
def test_a_slip_keeps_what_was_typed_and_names_the_field(app, client, desk, change, message):
    client = _as(client, desk, "founder")
    answer = client.post("/desk/new", data=NEW | change)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "error-summary" in page
    assert NEW["name_en"] in page
    assert not _rows(app, select(Competition.id).where(Competition.name_en == "Youth Speech"))


def test_the_list_is_for_those_with_a_desk_or_the_right_to_make_one(client, desk):
    seen = {}
    for role in desk.tokens:
        sign_in(client, desk.tokens[role])
        seen[role] = client.get("/desk/").status_code
    assert seen == {
        "organizer": 200,
        "chief_judge": 200,
        "stage_manager": 200,
        "auditor": 200,
        "stranger": 200,
        "founder": 200,
        "seat": 404,
    }
    page = _as(client, desk, "stranger").get("/desk/").get_data(as_text=True)
    assert desk.bundle.slug not in page.replace(f"{desk.bundle.slug}0", "")


READS = (
    "",
    "setup",
    "order",
    "archive",
    "rounds/{round}",
    "rounds/{round}/heats/1",
    "rounds/{round}/heats/1/order",
    "rounds/{round}/rules",
    "rounds/{round}/rules/toml",
    "rounds/{round}/rules.toml",
)
EDITS = ("setup/facts", "rounds/{round}/heats/1/entries")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_office_reads_the_setup_and_strangers_learn_nothing(client, desk, language):
    for path in READS + EDITS:
        url = f"/desk/{desk.bundle.slug}/{path.format(round=desk.round_key)}"
        seen = {}
        for role in ("organizer", "auditor", "stage_manager", "stranger", "seat"):
            sign_in(client, desk.tokens[role])
            seen[role] = client.get(url, headers={"Accept-Language": language}).status_code
        other = 404 if path in EDITS else 200
        assert seen == {
            "organizer": 200,
            "auditor": other,
            "stage_manager": other,
            "stranger": 404,
            "seat": 404,
        }, path


WRITES = {
    "setup/facts": {"name_zh": "改"},
    "setup/divisions": {"name_zh": "新"},
    "setup/rounds": {"name_zh": "新", "key": "new", "preset": "coss"},
    "rounds/{round}": {"name_zh": "改"},
    "rounds/{round}/move": {"direction": "earlier"},
    "rounds/{round}/remove": {},
    "rounds/{round}/heats": {"count": "1", "seats": "3"},
    "rounds/{round}/deal": {},
    "rounds/{round}/rules": {"name_zh": "改"},
    "rounds/{round}/rules/form": {"act": "add:criteria"},
    "rounds/{round}/rules/example": {},
    "rounds/{round}/rules/toml": {"toml": ""},
    "rounds/{round}/heats/1": {"name_zh": "改"},
    "rounds/{round}/heats/1/remove": {},
    "rounds/{round}/heats/1/entries": {},
    "archive": {"is_archived": "1"},
}


@pytest.mark.parametrize("role", ["chief_judge", "stage_manager", "auditor", "stranger", "seat"])
def test_nobody_but_the_organizer_sets_anything_up(app, client, desk, role):
    client = _as(client, desk, role)
    for path, data in WRITES.items():
        url = f"/desk/{desk.bundle.slug}/{path.format(round=desk.round_key)}"
        assert client.post(url, data=data).status_code == 404, path
    assert _rows(app, select(JournalEntry.action)) == []


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_no_write_is_taken_without_its_token(app, client, desk):
    client = _as(client, desk, "organizer")
    for path, data in WRITES.items():
        url = f"/desk/{desk.bundle.slug}/{path.format(round=desk.round_key)}"
        assert client.post(url, data=data).status_code == 400, path
    for path in ("", "/commit", "/draw", "/clear"):
        assert client.post(f"{desk.heat}/order{path}").status_code == 400
    assert _rows(app, select(JournalEntry.action)) == []


def test_absurd_addresses_are_not_found(client, desk):
    client = _as(client, desk, "organizer")
    base = f"/desk/{desk.bundle.slug}"
    for path in (
        f"rounds/{desk.round_key}/heats/99999999999999999999",
        f"rounds/{desk.round_key}/heats/0",
        f"rounds/{desk.round_key}/heats/-1",
        "rounds/nothing",
        "rounds/nothing/rules",
        "setup/divisions/nothing",
        f"rounds/{desk.round_key}/rules?version=99999999",
        f"rounds/{desk.round_key}/rules?preset=nothing",
    ):
        assert client.get(f"{base}/{path}").status_code == 404, path


def test_facts_are_saved_and_a_slip_keeps_what_was_typed(app, client, desk):
    client = _as(client, desk, "organizer")
    url = f"/desk/{desk.bundle.slug}/setup/facts"
    facts = {
        "name_zh": "新名称",
        "timezone": "Asia/Shanghai",
        "number_prefix": "QM",
        "certificate_design": "classic",
        "names_shown": "number",
        "judges_shown": "named",
        "is_marks_shown": "y",
        "notice_days": "3",
    }
    refused = client.post(url, data=facts | {"notice_days": "10000000000000000000000"})
    assert (refused.status_code, "新名称" in refused.get_data(as_text=True)) == (400, True)
    assert client.post(url, data=facts).status_code == 302
    columns = (
        Competition.name_zh,
        Competition.names_shown,
        Competition.is_unit_shown,
        Competition.is_marks_shown,
        Competition.notice_days,
    )
    query = select(*columns).where(Competition.id == desk.bundle.competition_id)
    assert _rows(app, query) == [("新名称", "number", False, True, 3)]


def test_heats_are_added_and_waiting_entries_are_dealt(app, client, desk):
    client = _as(client, desk, "organizer")
    base = f"/desk/{desk.bundle.slug}/rounds/{desk.round_key}"
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        for number in ("B1", "B2", "B3"):
            factory.entry(desk.bundle.competition_id, desk.bundle.division_id, number=number)
    added = client.post(f"{base}/heats", data={"count": "1", "seats": "5", "public_seats": "2"})
    assert added.status_code == 302
    assert client.post(f"{base}/deal", data={"way": "spread"}).status_code == 302
    page = client.get(base, headers={"Accept-Language": "en"}).get_data(as_text=True)
    assert re.search(r"6 / 6|6 of 6", page)
    assert client.post(f"{base}/deal", data={"way": "by magic"}).status_code == 400
    assert client.post(f"{base}/heats", data={"count": "0", "seats": "5"}).status_code == 400


def test_an_entry_of_another_competition_cannot_be_smuggled_in(app, client, desk):
    client = _as(client, desk, "organizer")
    answer = client.post(f"{desk.heat}/entries", data={"entry": ["A001", "Z'; DROP", "9" * 500]})
    assert answer.status_code == 400
    assert _rows(app, select(JournalEntry.action)) == []


def test_the_page_of_a_heat_that_is_marked_leads_to_progress_paper_and_cards(app, client, desk):
    addresses = (f"{desk.heat}/progress", f"{desk.heat}/progress/paper", f"{desk.heat}/panel/cards")
    planned = _as(client, desk, "organizer").get(desk.heat).text
    assert [f'href="{each}"' in planned for each in addresses] == [False, False, True]
    with app.app_context():
        db.session.get_one(Heat, desk.bundle.heat_id).state = "open"
        db.session.commit()
    page = client.get(desk.heat).text
    assert [f'href="{each}"' in page for each in addresses] == [True, True, True]
