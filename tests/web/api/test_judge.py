"""The tablet's API through the test client."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from judging.extensions import db
from judging.models import Competition, ScoreSheet, SheetRevision
from judging.services.sheet_values import digest_of
from tests.factories import Factory, HeatBundle, sign_in

MARKS = {"content": "35.5", "language": "26", "image": "17.5", "overall": "9.0"}
ID = str(uuid.UUID(int=1))


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    with app.app_context():
        return factory.ready_heat()


@pytest.fixture
def judge(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> FlaskClient:
    with app.app_context():
        token = factory.session("seat", heat.seat_ids[0])
    sign_in(client, token)
    return client


@pytest.fixture
def count(app: Flask) -> Callable[[type[Any]], int]:
    def count_rows(model: type[Any]) -> int:
        with app.app_context():
            return db.session.scalar(select(func.count()).select_from(model)) or 0

    return count_rows


def _body(heat: HeatBundle, **values: Any) -> dict[str, Any]:
    return {
        "appearance": heat.appearance_ids[0],
        "client_id": ID,
        "comment_contestant": "",
        "comment_panel": "",
        "device_time": "2026-12-05T09:30:00.000+08:00",
        "marks": MARKS,
        "reason": "",
        "replaces": 0,
        "state": "given",
        **values,
    }


def test_the_heat_has_the_rubric_the_order_and_own_sheets_only(
    judge: FlaskClient, heat: HeatBundle
) -> None:
    answer = judge.get("/api/v1/judge/heat")
    body = answer.get_json()
    assert answer.status_code == 200
    assert body["server_time"] == "2026-12-05T01:30:00.000Z"
    assert body["seat"] == {"group": "expert", "is_practice": False, "number": 1}
    assert [turn["order"] for turn in body["turns"]] == [1, 2, 3]
    first = body["turns"][0]
    assert (first["name"], first["unit"], first["state"]) == ("", "", "waiting")
    assert first["sheet"] == {
        "conflicts": [],
        "current": None,
        "draft": None,
        "draft_at": None,
        "is_reopened": False,
        "question": None,
        "revision": 0,
        "state": "not_yet",
    }
    assert [c["key"] for c in body["rubric"]["criteria"]] == list(MARKS)
    assert (body["rubric"]["places"], body["rubric"]["max_total"]) == (1, "100.0")


def test_names_are_shown_only_where_the_competition_is_not_judged_blind(
    app: Flask, judge: FlaskClient, heat: HeatBundle
) -> None:
    assert "示例中学" not in judge.get("/api/v1/judge/heat").get_data(as_text=True)
    with app.app_context():
        db.session.get_one(Competition, heat.competition_id).is_blind = False
        db.session.commit()
    first = judge.get("/api/v1/judge/heat").get_json()["turns"][0]
    assert first["unit"] == "示例中学"
    assert first["name"].startswith("林小舟")


def test_an_unchanged_heat_is_not_sent_again(judge: FlaskClient, heat: HeatBundle) -> None:
    etag = judge.get("/api/v1/judge/heat").headers["ETag"]
    again = judge.get("/api/v1/judge/heat", headers={"If-None-Match": etag})
    assert (again.status_code, again.get_data()) == (304, b"")
    judge.put(f"/api/v1/judge/revisions/{ID}", json=_body(heat))
    changed = judge.get("/api/v1/judge/heat", headers={"If-None-Match": etag})
    assert changed.status_code == 200


def test_a_revision_is_answered_by_a_receipt_that_echoes_id_and_digest(
    judge: FlaskClient, heat: HeatBundle, count: Callable[[type[Any]], int]
) -> None:
    body = _body(heat, comment_contestant="讲得清楚 “很好”\n加油")
    receipt = {
        "client_id": ID,
        "digest": digest_of(body),
        "judge_total": "88.0",
        "received_at": "2026-12-05T01:30:00.000Z",
        "revision": 1,
        "state": "given",
        "total": {"divisor": 1000, "units": 88000},
    }
    for _delivery in range(2):
        answer = judge.put(f"/api/v1/judge/revisions/{ID}", json=body)
        assert (answer.status_code, answer.get_json()) == (200, receipt)
    assert count(SheetRevision) == 1


def test_a_stale_revision_is_kept_and_answered_with_both(
    judge: FlaskClient, heat: HeatBundle
) -> None:
    judge.put(f"/api/v1/judge/revisions/{ID}", json=_body(heat))
    other = str(uuid.UUID(int=2))
    stale = _body(heat, client_id=other, marks={**MARKS, "overall": "1"})
    answer = judge.put(f"/api/v1/judge/revisions/{other}", json=stale)
    problem = answer.get_json()
    assert (answer.status_code, answer.mimetype) == (409, "application/problem+json")
    assert (problem["code"], problem["params"]["kept"]) == ("sheet_conflict", "2")
    assert problem["sheet"]["current"]["judge_total"] == "88.0"
    assert [r["judge_total"] for r in problem["sheet"]["conflicts"]] == ["80.0"]


def test_bad_marks_are_named_one_by_one(
    judge: FlaskClient, heat: HeatBundle, count: Callable[[type[Any]], int]
) -> None:
    body = _body(heat, marks={"content": "41", "language": "26"})
    problem = judge.put(f"/api/v1/judge/revisions/{ID}", json=body).get_json()
    assert [(e["code"], e["place"]) for e in problem["errors"]] == [
        ("mark_out_of_range", "marks.content"),
        ("mark_missing", "marks.image"),
        ("mark_missing", "marks.overall"),
    ]
    assert all(e["detail"] for e in problem["errors"])
    assert count(SheetRevision) == 0


@pytest.mark.parametrize(
    "values",
    [
        {"marks": {"content": 35.5}},
        {"marks": {"content": None}},
        {"marks": []},
        {"appearance": "1"},
        {"appearance": True},
        {"appearance": 10**30},
        {"replaces": 1.5},
        {"comment_panel": 7},
        {"comment_panel": "\ud800"},
        {"reason": "a\u0000b"},
        {"surprise": 1},
        {"client_id": str(uuid.UUID(int=9))},
        {"client_id": ""},
        {"state": "absent"},
    ],
)
def test_a_wrong_field_is_refused_and_changes_nothing(
    judge: FlaskClient,
    heat: HeatBundle,
    count: Callable[[type[Any]], int],
    values: dict[str, Any],
) -> None:
    answer = judge.put(f"/api/v1/judge/revisions/{ID}", json=_body(heat, **values))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert answer.get_json()["errors"]
    assert count(SheetRevision) == 0


@pytest.mark.parametrize(
    ("data", "content_type", "status"),
    [
        (b"marks=1", "application/x-www-form-urlencoded", 400),
        (b"{}", "text/plain", 400),
        (b"{", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b'{"replaces": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"reason": "' + b"a" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_not_a_small_json_object_is_refused(
    judge: FlaskClient, heat: HeatBundle, data: bytes, content_type: str, status: int
) -> None:
    address = f"/api/v1/judge/revisions/{ID}"
    answer = judge.put(address, data=data, content_type=content_type)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_draft_is_kept_and_shown_again(judge: FlaskClient, heat: HeatBundle) -> None:
    draft = {"marks": {"content": "3"}, "comment_contestant": "好", "comment_panel": ""}
    address = f"/api/v1/judge/appearances/{heat.appearance_ids[0]}/draft"
    answer = judge.put(address, json=draft)
    assert (answer.status_code, answer.get_json()) == (
        200,
        {"saved_at": "2026-12-05T01:30:00.000Z"},
    )
    first = judge.get("/api/v1/judge/heat").get_json()["turns"][0]
    assert first["sheet"]["draft"] == draft


def test_another_heat_is_not_there(
    app: Flask,
    judge: FlaskClient,
    factory: Factory,
    heat: HeatBundle,
    count: Callable[[type[Any]], int],
) -> None:
    with app.app_context():
        other = factory.ready_heat()
    stranger = other.appearance_ids[0]
    answer = judge.put(f"/api/v1/judge/revisions/{ID}", json=_body(heat, appearance=stranger))
    assert answer.status_code == 404
    assert judge.put(f"/api/v1/judge/appearances/{stranger}/draft", json={}).status_code == 404
    assert judge.put(f"/api/v1/judge/appearances/{10**20}/draft", json={}).status_code == 404
    assert (count(ScoreSheet), count(SheetRevision)) == (0, 0)


def test_only_seats_reach_the_tablets_addresses(
    app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle
) -> None:
    addresses = [
        ("GET", "/api/v1/judge/heat"),
        ("PUT", f"/api/v1/judge/revisions/{ID}"),
        ("PUT", f"/api/v1/judge/appearances/{heat.appearance_ids[0]}/draft"),
    ]
    for method, address in addresses:
        assert client.open(address, method=method, json={}).status_code == 401
    with app.app_context():
        person = factory.person(("organizer", "chief_judge"), heat.competition_id)
        tokens = (factory.session("person", person), factory.session("entry", heat.entry_ids[0]))
    for token in tokens:
        sign_in(client, token)
        for method, address in addresses:
            assert client.open(address, method=method, json={}).status_code == 404


@pytest.mark.parametrize("app_settings", [{"WTF_CSRF_ENABLED": True}])
def test_a_write_needs_the_token_that_the_heat_hands_out(
    judge: FlaskClient, heat: HeatBundle, count: Callable[[type[Any]], int]
) -> None:
    address = f"/api/v1/judge/revisions/{ID}"
    refused = judge.put(address, json=_body(heat))
    assert refused.status_code == 400
    assert [e["code"] for e in refused.get_json()["errors"]] == ["csrf"]
    assert count(SheetRevision) == 0
    token = judge.get("/api/v1/judge/heat").get_json()["csrf_token"]
    accepted = judge.put(address, json=_body(heat), headers={"X-CSRFToken": token})
    assert accepted.status_code == 200


def test_no_answer_may_be_kept_by_a_cache(judge: FlaskClient, heat: HeatBundle) -> None:
    for answer in (
        judge.get("/api/v1/judge/heat"),
        judge.put(f"/api/v1/judge/revisions/{ID}", json=_body(heat)),
    ):
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_problem_says_what_to_do_in_the_readers_language(
    judge: FlaskClient, heat: HeatBundle
) -> None:
    address = f"/api/v1/judge/revisions/{ID}"
    for language, word in (("zh-CN", "缺少"), ("en", "missing")):
        headers = {"Accept-Language": language}
        problem = judge.put(address, json=_body(heat, marks={}), headers=headers)
        assert word in json.dumps(problem.get_json(), ensure_ascii=False)


def test_one_seat_that_asks_too_often_waits_and_the_others_do_not(
    app: Flask, judge: FlaskClient, factory: Factory, heat: HeatBundle
) -> None:
    address = f"/api/v1/judge/appearances/{heat.appearance_ids[0]}/draft"
    statuses = {judge.put(address, json={"surprise": 1}).status_code for _time in range(240)}
    assert statuses == {400}
    refused = judge.put(address, json={})
    assert (refused.status_code, refused.get_json()["code"]) == (429, "too_many_tries")
    with app.app_context():
        token = factory.session("seat", heat.seat_ids[1])
    other = app.test_client()
    sign_in(other, token)
    assert other.put(address, json={}).status_code == 200
