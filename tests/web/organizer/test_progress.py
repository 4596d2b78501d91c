"""The heat's page at the desk, its appearances and sheets, through the test client."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Appearance, Deduction, Heat, Round, ScoreSheet
from judging.services.sheet_values import Draft, Submission
from judging.services.sheets import save_draft, submit_sheet
from tests.factories import Factory, HeatBundle, sign_in
from tests.instants import NOW

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}
Enter = Callable[..., FlaskClient]


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    with app.app_context():
        made = factory.ready_heat(seats=2, entries=2)
        judge = factory.seat_actor(made.seat_ids[0], made.competition_id)
        first, second = made.appearance_ids
        submit_sheet(judge, NOW, Submission(str(uuid.UUID(int=1)), first, MARKS))
        save_draft(judge, NOW, Draft(second, {"content": "3"}))
        db.session.rollback()
        return made


@pytest.fixture
def enter(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> Enter:
    def as_office(*roles: str, competition_id: int | None = None) -> FlaskClient:
        with app.app_context():
            person = factory.person(roles, competition_id or heat.competition_id)
            sign_in(client, factory.session("person", person))
        return client

    return as_office


@pytest.fixture
def base(app: Flask, heat: HeatBundle) -> str:
    with app.app_context():
        key = db.session.get_one(Round, heat.round_id).key
    return f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"


def _heat_state(app: Flask, heat: HeatBundle) -> str:
    with app.app_context():
        return db.session.get_one(Heat, heat.heat_id).state


def test_the_matrix_shows_totals_to_those_who_may_read_marks(
    enter: Enter, heat: HeatBundle, base: str
) -> None:
    page = enter("organizer").get(base).get_data(as_text=True)
    assert "88.0" in page
    assert "1 / 4" in page
    overview = enter("organizer").get(f"/desk/{heat.slug}/stage").get_data(as_text=True)
    assert "1 / 4" in overview


def test_a_stage_manager_sees_states_but_no_marks(enter: Enter, base: str) -> None:
    manager = enter("stage_manager")
    for path in (base, f"{base}/matrix", f"{base}/1"):
        answer = manager.get(path)
        assert answer.status_code == 200
        assert "88.0" not in answer.get_data(as_text=True)
    assert manager.get(f"{base}/1/seats/1").status_code == 404


def test_an_unchanged_matrix_is_not_sent_again(enter: Enter, base: str) -> None:
    organizer = enter("organizer")
    page = organizer.get(base).get_data(as_text=True)
    seen = page.split("matrix?seen=")[1][:16]
    assert organizer.get(f"{base}/matrix?seen={seen}").status_code == 204
    organizer.post(f"{base}/1/move", data={"state": "called"})
    assert organizer.get(f"{base}/matrix?seen={seen}").status_code == 200


def test_closing_names_what_is_missing_and_closes_all_the_same_when_told(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    organizer = enter("organizer")
    blocked = organizer.post(f"{base}/close")
    text = blocked.get_data(as_text=True)
    assert blocked.status_code == 409
    assert "1 号：缺 2 号席位的评分表。" in text
    assert "accept_missing" in text
    assert "已提交 1 / 4，缺 3 份。" in text
    assert _heat_state(app, heat) == "open"
    assert organizer.post(f"{base}/close", data={"accept_missing": "yes"}).status_code == 303
    assert _heat_state(app, heat) == "closed"
    closed = organizer.get(base).get_data(as_text=True)
    assert "评分表已提交 1 / 4，缺席 3 份。" in closed
    for wrong in ("is-complete", "stat--received", "4 / 4", "2/2"):
        assert wrong not in closed
    review = organizer.get(f"{base}/review").get_data(as_text=True)
    assert "评分表已提交 1 / 4，缺席 3 份。" in review
    stage = organizer.get(f"/desk/{heat.slug}/stage").get_data(as_text=True)
    assert ("1 / 4" in stage, "缺席 3" in stage) == (True, True)
    assert organizer.post(f"{base}/open").status_code == 409


def test_only_the_chief_judge_is_offered_to_reopen_a_heat_and_may(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    for office in ("organizer", "stage_manager"):
        other = enter(office)
        if office == "organizer":
            assert other.post(f"{base}/close", data={"accept_missing": "yes"}).status_code == 303
        assert f"{base}/reopen" not in other.get(base).get_data(as_text=True)
        assert other.post(f"{base}/reopen", data={"reason": "补录"}).status_code == 404
    assert _heat_state(app, heat) == "closed"
    chief = enter("chief_judge")
    assert f"{base}/reopen" in chief.get(base).get_data(as_text=True)
    assert chief.post(f"{base}/reopen", data={"reason": ""}).status_code == 400
    assert chief.post(f"{base}/reopen", data={"reason": "补录"}).status_code == 303
    assert _heat_state(app, heat) == "open"


def test_an_appearance_is_moved_and_a_wrong_move_is_explained(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    manager = enter("stage_manager")
    assert manager.post(f"{base}/1/move", data={"state": "on_stage"}).status_code == 303
    refused = manager.post(f"{base}/2/move", data={"state": "on_stage"})
    assert refused.status_code == 409
    assert "1 号仍在台上" in refused.get_data(as_text=True)
    assert manager.post(f"{base}/2/move", data={"state": "absent"}).status_code == 400
    assert manager.post(f"{base}/9/move", data={"state": "called"}).status_code == 404
    with app.app_context():
        states = [db.session.get_one(Appearance, key).state for key in heat.appearance_ids]
    assert states == ["on_stage", "waiting"]


def test_a_bad_deduction_keeps_everything_that_was_typed(
    app: Flask, enter: Enter, base: str
) -> None:
    organizer = enter("organizer")
    typed = {"points": "1,5", "reason_zh": "使用提词器", "kind": "deduction"}
    refused = organizer.post(f"{base}/1/deductions", data=typed)
    text = refused.get_data(as_text=True)
    assert refused.status_code == 400
    assert 'value="1,5"' in text
    assert 'value="使用提词器"' in text
    assert organizer.post(f"{base}/1/deductions", data=typed | {"points": "1.5"}).status_code == 303
    with app.app_context():
        rows = db.session.scalars(select(Deduction)).all()
        assert [row.points_milli for row in rows] == [1500]
        key = rows[0].id
    assert organizer.post(f"{base}/1/deductions/{key}/waive").status_code == 404
    chief = enter("chief_judge")
    assert chief.post(f"{base}/2/deductions/{key}/waive", data={"reason": "误"}).status_code == 404
    assert chief.post(f"{base}/1/deductions/{key}/waive", data={"reason": "误"}).status_code == 303


@pytest.mark.parametrize(
    ("typed", "status"), [("6:05", 303), ("365", 303), ("6:75", 400), ("1" * 20, 400), ("", 303)]
)
def test_a_spoken_time_is_read_as_people_write_it(
    app: Flask, enter: Enter, heat: HeatBundle, base: str, typed: str, status: int
) -> None:
    manager = enter("stage_manager")
    assert manager.post(f"{base}/1/time", data={"spoken": typed}).status_code == status
    with app.app_context():
        spoken_ms = db.session.get_one(Appearance, heat.appearance_ids[0]).spoken_ms
    assert spoken_ms == (365_000 if typed in ("6:05", "365") else None)


def test_a_sheet_shows_every_revision_and_can_be_voided(
    app: Flask, enter: Enter, base: str
) -> None:
    chief = enter("chief_judge")
    sheet = f"{base}/1/seats/1"
    assert "35.5" in chief.get(sheet).get_data(as_text=True)
    assert chief.post(f"{sheet}/void", data={"reason": ""}).status_code == 400
    assert chief.post(f"{sheet}/void", data={"reason": "打错选手"}).status_code == 303
    page = chief.get(sheet).get_data(as_text=True)
    assert "35.5" in page
    assert "打错选手" in page
    organizer = enter("organizer")
    assert organizer.post(f"{sheet}/reopen", data={"reason": "理由"}).status_code == 404
    absent = f"{base}/1/seats/2"
    assert organizer.post(f"{absent}/excuse", data={"reason": "未到场"}).status_code == 303
    assert organizer.post(f"{absent}/reopen", data={"reason": "已到场"}).status_code == 303
    with app.app_context():
        found = db.session.scalars(select(ScoreSheet).order_by(ScoreSheet.id)).all()
        states = [(row.state, row.is_reopened) for row in found]
    assert states == [("void", False), ("not_yet", False), ("absent", True)]


def test_another_competition_reaches_none_of_it(
    app: Flask, enter: Enter, factory: Factory, heat: HeatBundle, base: str
) -> None:
    with app.app_context():
        other = factory.ready_heat()
    stranger = enter("organizer", "chief_judge", competition_id=other.competition_id)
    foreign = base.replace(heat.slug, other.slug)
    for address in (base, foreign):
        for path in ("", "/matrix", "/1", "/1/seats/1"):
            assert stranger.get(address + path).status_code == 404
        for path in ("/close", "/open", "/reopen", "/1/move", "/1/time", "/1/deductions"):
            assert stranger.post(address + path, data={"state": "called"}).status_code == 404
    assert _heat_state(app, heat) == "open"


def test_an_absurd_number_in_an_address_is_not_found(enter: Enter, base: str) -> None:
    organizer = enter("organizer")
    for path in (f"/{10**20}", f"/1/seats/{10**20}"):
        assert organizer.get(base + path).status_code == 404
    assert organizer.post(f"{base}/1/deductions/{10**20}/waive").status_code == 404
    assert organizer.get(base.replace("/heats/1/", f"/heats/{10**20}/")).status_code == 404


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_a_command_without_a_token_is_refused(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    organizer = enter("organizer")
    for path in ("/close", "/1/move", "/1/deductions", "/1/seats/2/excuse"):
        assert organizer.post(base + path, data={"reason": "x"}).status_code == 400
    assert _heat_state(app, heat) == "open"


def test_a_deduction_is_chosen_from_the_catalogue_of_the_rule_sheet(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    script = {"key": "no-script", "name": {"zh": "未脱稿"}, "points": "0.5"}
    with app.app_context():
        version = db.session.get_one(Round, heat.round_id).rule_sheets[0]
        version.document = {**version.document, "deductions": {"named": [script]}}
        db.session.commit()
    organizer = enter("organizer")
    assert "未脱稿 · −0.5" in organizer.get(f"{base}/1").get_data(as_text=True)
    chosen = {"named": "no-script", "named_evidence": "场务记录"}
    unknown = organizer.post(f"{base}/1/deductions/named", data=chosen | {"named": "x"})
    assert (unknown.status_code, 'value="场务记录"' in unknown.get_data(as_text=True)) == (
        400,
        True,
    )
    assert organizer.post(f"{base}/1/deductions/named", data=chosen).status_code == 303
    assert organizer.post(f"{base}/1/deductions/named", data=chosen).status_code == 409
    assert "未脱稿 · −0.5" not in organizer.get(f"{base}/1").get_data(as_text=True)
    assert enter("auditor").post(f"{base}/1/deductions/named", data=chosen).status_code == 404
