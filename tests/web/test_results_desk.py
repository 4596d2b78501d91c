"""The desk's pages from tally to certificates."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, text

from judging.extensions import db
from judging.models import Award, Certificate, JournalEntry, Release, Tally
from tests.factories import Factory, HeatBundle, sign_in


class Desk:
    """A closed heat with people at their desks."""

    def __init__(self, app: Flask, factory: Factory, client: FlaskClient) -> None:
        self.app, self.client = app, client
        with app.app_context():
            self.heat: HeatBundle = factory.judged_heat(("36", "38", "34"))
            key = self.heat.competition_id
            self.tokens = {
                role: factory.session("person", factory.person([role], key))
                for role in ("organizer", "chief_judge", "stage_manager", "auditor")
            }
            other = factory.competition()
            stranger = factory.person(["organizer", "auditor"], other)
            self.tokens["stranger"] = factory.session("person", stranger)
            from judging.models import Round

            self.round = db.session.scalars(select(Round.key)).one()
        self.base = f"/desk/{self.heat.slug}"

    def be(self, role: str) -> "Desk":
        sign_in(self.client, self.tokens[role])
        return self

    def get(self, path: str):  # type: ignore[no-untyped-def]
        return self.client.get(self.base + path)

    def post(self, path: str, **data: str):  # type: ignore[no-untyped-def]
        return self.client.post(self.base + path, data=data)

    def to_public(self) -> None:
        """Walk the whole way by the pages."""
        self.be("organizer").post(f"/tally/{self.round}/run")
        self.post(f"/releases/{self.round}/new", kind="provisional")
        self.be("auditor").post(f"/releases/{self.round}/1/approve")
        self.be("organizer").post(f"/releases/{self.round}/1/publish", typed=self.round)


@pytest.fixture
def desk(app: Flask, factory: Factory, client: FlaskClient) -> Desk:
    """A closed heat with people at their desks."""
    return Desk(app, factory, client)


def test_the_whole_way_can_be_walked_by_the_pages(desk: Desk) -> None:
    desk.to_public()

    assert desk.client.get(f"/c/{desk.heat.slug}/").status_code == 200
    assert "87.00" in desk.get(f"/tally/{desk.round}/heats/1").text
    assert desk.get(f"/certificates/issue/{desk.round}/sample.pdf").data[:5] == b"%PDF-"
    issued = desk.post(f"/certificates/issue/{desk.round}")
    assert issued.status_code == 303
    with desk.app.app_context():
        number = db.session.scalars(select(Certificate.number)).first()
    assert desk.get(f"/certificates/{number}.pdf").data[:5] == b"%PDF-"
    assert desk.get("/certificates.zip").data[:2] == b"PK"
    revoked = desk.post(f"/certificates/{number}/revoke", reason="错发")
    assert revoked.status_code == 303
    assert desk.get(f"/certificates/{number}.pdf").status_code == 404


PAGES = (
    "/tally", "/tally/{round}/heats/1", "/awards", "/releases", "/releases/{round}/new",
    "/releases/{round}/1", "/certificates", "/certificates/issue/{round}", "/journal",
)  # fmt: skip


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_every_page_answers_an_organizer_and_no_stranger(desk: Desk, language: str) -> None:
    desk.to_public()
    desk.client.post("/language", data={"language": language})
    paths = [page.format(round=desk.round) for page in PAGES]

    assert [desk.get(path).status_code for path in paths] == [200] * len(PAGES)
    desk.be("stranger")
    assert [desk.get(path).status_code for path in paths] == [404] * len(PAGES)


WRITES = (
    "/tally/{round}/run", "/tally/{round}/rule", "/awards", "/releases/{round}/new",
    "/releases/{round}/1/publish", "/releases/{round}/1/withdraw", "/certificates/issue/{round}",
)  # fmt: skip


@pytest.mark.parametrize("role", ["stranger", "auditor", "stage_manager"])
def test_nobody_else_can_write(desk: Desk, role: str) -> None:
    desk.be("organizer").post(f"/tally/{desk.round}/run")
    with desk.app.app_context():
        before = len(db.session.scalars(select(JournalEntry.id)).all())
    desk.be(role)

    answers = [
        desk.post(path.format(round=desk.round), tie="0", reason="r").status_code for path in WRITES
    ]

    assert answers == [404] * len(WRITES)
    with desk.app.app_context():
        assert len(db.session.scalars(select(JournalEntry.id)).all()) == before


def test_a_refusal_is_told_in_place_and_keeps_what_was_typed(desk: Desk) -> None:
    answer = desk.be("organizer").post(
        f"/releases/{desk.round}/new", kind="correction", changes="更正一处"
    )

    assert answer.status_code == 409
    assert "更正一处" in answer.text
    with desk.app.app_context():
        assert db.session.scalars(select(Release)).all() == []


def test_the_preparer_is_told_that_somebody_else_must_approve(desk: Desk) -> None:
    desk.be("organizer").post(f"/tally/{desk.round}/run")
    desk.post(f"/releases/{desk.round}/new", kind="final")

    assert desk.post(f"/releases/{desk.round}/1/approve").status_code == 404
    assert desk.be("chief_judge").post(f"/releases/{desk.round}/1/approve").status_code == 303


def test_publishing_needs_the_typed_word(desk: Desk) -> None:
    desk.be("organizer").post(f"/tally/{desk.round}/run")
    desk.post(f"/releases/{desk.round}/new", kind="final")
    desk.be("auditor").post(f"/releases/{desk.round}/1/approve")

    answer = desk.be("organizer").post(f"/releases/{desk.round}/1/publish", typed="yes")

    assert answer.status_code == 400
    assert desk.client.get(f"/c/{desk.heat.slug}/").status_code == 404


def test_an_out_of_date_tally_is_marked(desk: Desk) -> None:
    desk.be("organizer").post(f"/tally/{desk.round}/run")
    with desk.app.app_context():
        db.session.scalars(select(Tally)).one().inputs_digest = "0" * 64
        db.session.commit()

    assert "已过期" in desk.get("/tally").text
    assert "已过期" in desk.get(f"/tally/{desk.round}/heats/1").text


def test_awards_are_given_and_taken_with_a_reason(desk: Desk) -> None:
    desk.be("organizer").post(f"/tally/{desk.round}/run")
    with desk.app.app_context():
        from judging.models import Entry

        number = db.session.scalars(select(Entry.number)).first() or ""
    fields = {"round": desk.round, "entry": number, "key": "star", "name_zh": "人气奖"}
    assert desk.post("/awards", **fields).status_code == 400
    slip = desk.post("/awards", **(fields | {"entry": "A999"}), reason="观众投票")
    assert (slip.status_code, "人气奖" in slip.text) == (400, True)
    assert desk.post("/awards", **fields, reason="观众投票").status_code == 303
    with desk.app.app_context():
        key = db.session.scalars(select(Award.id).where(Award.key == "star")).one()
    assert desk.post(f"/awards/{key}/take", reason="误发").status_code == 303
    assert desk.post(f"/awards/{key}/take", reason="误发").status_code == 404


def test_results_leave_as_text_and_never_as_formulas(desk: Desk) -> None:
    with desk.app.app_context():
        from judging.models import Entry

        entry = db.session.scalars(select(Entry)).first()
        assert entry is not None
        entry.title_zh = "=HYPERLINK(1)"
        entry.unit = ""
        db.session.commit()
    desk.to_public()

    content = desk.get(f"/releases/{desk.round}/1/results.csv").data.decode("utf-8-sig")

    assert "'=HYPERLINK(1)" in content
    assert desk.get(f"/releases/{desk.round}/1/results.xlsx").data[:2] == b"PK"
    assert desk.get(f"/releases/{desk.round}/1/results.exe").status_code == 404


def test_a_row_changed_in_the_journal_is_named(desk: Desk) -> None:
    desk.to_public()
    assert desk.get("/journal").status_code == 200
    with desk.app.app_context():
        for trigger in ("journal_entry_no_update", "journal_entry_no_delete"):
            db.session.execute(text(f"DROP TRIGGER {trigger}"))
        db.session.execute(text("UPDATE journal_entry SET actor = 'P999' WHERE sequence = 2"))
        db.session.commit()

    page = desk.get("/journal").text
    verify = desk.app.test_cli_runner().invoke(args=["judging", "journal", "verify", "--json"])

    assert "第 2 条处断裂" in page
    assert verify.exit_code == 1
    assert '"fault": "hash", "fault_sequence": 2' in verify.output


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_a_write_without_a_token_is_refused(desk: Desk) -> None:
    answer = desk.be("organizer").post(f"/tally/{desk.round}/run")

    assert answer.status_code == 400
    with desk.app.app_context():
        assert db.session.scalars(select(Tally)).all() == []
