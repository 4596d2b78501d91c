"""The review of a heat at the desk, through the test client."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Heat, Round, SheetQuestion
from judging.services.sheet_desk import void_sheet
from tests.factories import Factory, HeatBundle, sign_in
from tests.instants import NOW
from tests.services.reviewed import give_all, rules_with
from tests.web.organizer.people_desk import actions

Enter = Callable[..., FlaskClient]
EN = {"Accept-Language": "en"}


@pytest.fixture
def heat(app: Flask, factory: Factory) -> HeatBundle:
    """Two entries of four seats; for the first, seat 2 stands apart and is asked."""
    with app.app_context():
        rules = rules_with(mad="3.5", slip=True)
        made = factory.ready_heat(seats=4, entries=2, document=rules)
        give_all(factory, made, NOW, "36", "3.5", "36", "36.5")
        db.session.rollback()
        return made


@pytest.fixture
def enter(app: Flask, client: FlaskClient, factory: Factory, heat: HeatBundle) -> Enter:
    def as_office(role: str, competition_id: int | None = None) -> FlaskClient:
        with app.app_context():
            person = factory.person([role], competition_id or heat.competition_id)
            sign_in(client, factory.session("person", person))
        return client

    return as_office


@pytest.fixture
def base(app: Flask, heat: HeatBundle) -> str:
    with app.app_context():
        key = db.session.get_one(Round, heat.round_id).key
    return f"/desk/{heat.slug}/rounds/{key}/heats/1/progress"


def _questions(app: Flask) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(SheetQuestion).order_by(SheetQuestion.id))
        return [(row.state, row.reason or row.passed_over_reason) for row in rows]


def test_the_page_says_what_stands_apart_and_by_how_much(enter: Enter, base: str) -> None:
    page = enter("chief_judge").get(f"{base}/review", headers=EN).get_data(as_text=True)
    assert "The total of 53.5 is 24.5 below the mean of the panel, 78: 24.5 % of the scale" in page
    assert "(limit 5 %)." in page
    assert "modified z-score" in page
    assert "Content: 3.5 may be a slip" in page
    assert "5 % of the scale or more from the mean of the panel" in page
    assert "not answered" in page
    assert page.count("is-flagged") == 2


def test_organizer_and_auditor_read_it_and_only_the_chief_judge_asks(
    enter: Enter, base: str
) -> None:
    for role, may_ask, may_answer in (
        ("chief_judge", True, True),
        ("organizer", False, True),
        ("auditor", False, False),
    ):
        page = enter(role).get(f"{base}/review").get_data(as_text=True)
        assert (f"{base}/review/run" in page, f"{base}/1/seats/2/answer" in page) == (
            may_ask,
            may_answer,
        )


def test_who_may_not_read_marks_finds_no_review_but_sees_who_is_waited_for(
    enter: Enter, base: str
) -> None:
    manager = enter("stage_manager")
    assert manager.get(f"{base}/review").status_code == 404
    page = manager.get(base, headers=EN).get_data(as_text=True)
    assert "judges who have not answered" in page
    assert f"{base}/review" not in page
    assert "53.5" not in page


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("organizer", "/review/run"),
        ("organizer", "/1/seats/1/ask"),
        ("auditor", "/1/seats/2/answer"),
        ("stage_manager", "/1/seats/2/answer"),
        ("chief_judge", "/1/seats/9/ask"),
        ("chief_judge", "/9/seats/1/answer"),
    ],
)
def test_wrong_offices_and_places_find_nothing(
    app: Flask, enter: Enter, base: str, role: str, path: str
) -> None:
    answer = enter(role).post(base + path, data={"reason": "评委当面确认"})
    assert (answer.status_code, _questions(app)) == (404, [("open", "")])


def test_another_competitions_chief_judge_finds_nothing(
    app: Flask, factory: Factory, enter: Enter, base: str
) -> None:
    with app.app_context():
        elsewhere = factory.competition()
    stranger = enter("chief_judge", elsewhere)
    assert stranger.get(f"{base}/review").status_code == 404
    assert stranger.post(f"{base}/1/seats/1/ask").status_code == 404
    assert _questions(app) == [("open", "")]


def test_the_chief_judge_asks_another_judge_once(app: Flask, enter: Enter, base: str) -> None:
    chief = enter("chief_judge")
    answer = chief.post(f"{base}/1/seats/1/ask")
    assert (answer.status_code, answer.location) == (303, f"{base}/review#turn-1")
    again = chief.post(f"{base}/1/seats/1/ask", headers=EN)
    assert again.status_code == 409
    assert "The judge was asked about this score sheet already." in again.get_data(as_text=True)
    assert _questions(app) == [("open", ""), ("open", "")]


def test_a_look_again_says_whether_anybody_new_stands_apart(enter: Enter, base: str) -> None:
    chief = enter("chief_judge")
    answer = chief.post(f"{base}/review/run", headers=EN, follow_redirects=True)
    assert "Nobody new stands apart." in answer.get_data(as_text=True)


def test_an_answer_at_the_desk_needs_how_it_is_known(app: Flask, enter: Enter, base: str) -> None:
    organizer = enter("organizer")
    refused = organizer.post(f"{base}/1/seats/2/answer", data={"reason": " "})
    assert (refused.status_code, _questions(app)) == (400, [("open", "")])
    kept = organizer.post(
        f"{base}/1/seats/2/answer",
        data={"reason": "<b>评委当面确认</b>"},
        follow_redirects=True,
    )
    assert "&lt;b&gt;评委当面确认&lt;/b&gt;" in kept.get_data(as_text=True)
    assert _questions(app) == [("confirmed", "<b>评委当面确认</b>")]
    assert actions(app)[-1] == "desk:question:answer"


def test_a_heat_closes_over_a_question_only_with_a_reason(
    app: Flask, enter: Enter, heat: HeatBundle, base: str
) -> None:
    organizer = enter("organizer")
    told = organizer.post(f"{base}/close", headers=EN)
    page = told.get_data(as_text=True)
    assert told.status_code == 409
    assert "seat 2 was asked to check its score sheet and has not answered" in page
    assert "What they gave counts as it is" in page
    assert 'name="reason" required' in page
    bare = organizer.post(f"{base}/close", data={"accept_missing": "yes"})
    assert bare.status_code == 400
    data = {"accept_missing": "yes", "reason": "平板没电"}
    assert organizer.post(f"{base}/close", data=data).status_code == 303
    with app.app_context():
        assert db.session.get_one(Heat, heat.heat_id).state == "closed"
    assert _questions(app) == [("open", "平板没电")]
    page = organizer.get(f"{base}/review", headers=EN).get_data(as_text=True)
    assert "closed without an answer" in page
    assert "Why the heat was closed: 平板没电" in " ".join(page.split())


def test_both_results_of_a_sheet_stand_before_and_after_it_is_voided(
    app: Flask, factory: Factory, enter: Enter, heat: HeatBundle, base: str
) -> None:
    chief = enter("chief_judge")
    before = chief.get(f"{base}/1/seats/2").get_data(as_text=True)
    with app.app_context():
        actor = factory.actor(heat.competition_id, "chief_judge")
        void_sheet(actor, NOW, heat.appearance_ids[0], heat.seat_ids[1], "误输")
    after = chief.get(f"{base}/1/seats/2").get_data(as_text=True)
    review = chief.get(f"{base}/review").get_data(as_text=True)
    for page in (before, after, review):
        assert "78.00</td>" in page
        assert "86.17</td>" in page


def test_a_heat_without_rules_or_entries_says_so(
    app: Flask, factory: Factory, enter: Enter, heat: HeatBundle
) -> None:
    with app.app_context():
        round_id = factory.round(heat.competition_id)
        factory.heat(round_id, seats=1, number=1)
        key = db.session.get_one(Round, round_id).key
    page = enter("chief_judge").get(
        f"/desk/{heat.slug}/rounds/{key}/heats/1/progress/review", headers=EN
    )
    assert page.status_code == 200
    assert "Nothing stands apart" in page.get_data(as_text=True)
