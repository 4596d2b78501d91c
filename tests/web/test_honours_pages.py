"""Honours of units and advisers on every page that tells of them."""

from copy import deepcopy
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition, Entry, Round
from judging.permissions import SYSTEM
from judging.services.tallies import run_tally
from tests.factories import Factory, sign_in
from tests.rule_documents import CONVENTION
from tests.services.release_staff import Staff

NAME = {"zh": "最受欢迎奖", "en": "Audience Prize"}
FURTHER = [
    {"key": "crowd", "name": NAME, "kind": "special", "by": "hand"},
    {"key": "third", "name": {"zh": "三等奖", "en": "Third"}, "count": 1, "minimum": "95"},
    {
        "key": "unit",
        "name": {"zh": "优秀组织奖", "en": "Organising Unit"},
        "kind": "unit",
        "count": 1,
        "of": ["first", "second"],
        "points": ["5", "3"],
    },
    {
        "key": "adviser",
        "name": {"zh": "指导教师奖", "en": "Adviser"},
        "kind": "adviser",
        "of": ["first"],
    },
]


class Hall:
    """A released heat with honours, and what its pages say."""

    def __init__(self, app: Flask, factory: Factory, client: FlaskClient, now: datetime) -> None:
        self.app, self.client = app, client
        document = {**deepcopy(CONVENTION), "awards": [*CONVENTION["awards"], *FURTHER]}
        with app.app_context():
            self.staff = Staff(factory, now, ("36", "38", "34"), document)
            heat = self.staff.heat
            self.slug, self.round = heat.slug, db.session.scalars(select(Round.key)).one()
            behind = [("一中", "王小明"), ("二中", "李建国"), ("<b>三中</b>", "")]
            for entry_id, (unit, adviser) in zip(heat.entry_ids, behind, strict=True):
                entry = db.session.get_one(Entry, entry_id)
                entry.unit, entry.adviser = unit, adviser
            competition = db.session.get_one(Competition, heat.competition_id)
            competition.is_unit_shown, competition.names_shown = True, "masked"
            db.session.commit()
            run_tally(SYSTEM, now, heat.round_id, heat.heat_id)
            self.numbers = [db.session.get_one(Entry, key).number for key in heat.entry_ids]
            self.winner = factory.session("entry", heat.entry_ids[1])
            self.loser = factory.session("entry", heat.entry_ids[2])
            self.organizer = factory.session("person", self.staff.organizer.id)

    def release(self) -> None:
        with self.app.app_context():
            self.staff.publish()

    def text(self, path: str, token: str = "") -> str:
        if token:
            sign_in(self.client, token)
        answer = self.client.get(path)
        assert answer.status_code == 200
        return answer.text


@pytest.fixture
def hall(app: Flask, factory: Factory, client: FlaskClient, now: datetime) -> Hall:
    """A counted heat with honours."""
    return Hall(app, factory, client, now)


def test_the_awards_page_says_what_is_given_what_is_open_and_what_waits(hall: Hall) -> None:
    page = hall.text(f"/desk/{hall.slug}/awards?language=zh_Hans", hall.organizer)

    assert "优秀组织奖" in page
    assert "二中" in page
    assert "李建国" in page
    assert f"5 (一等奖 {hall.numbers[1]}) = 5 分" in page
    assert "空缺 1 个：无人达到最低分数" in page
    assert "待指定" in page


def test_the_tally_shows_honours_and_open_prizes(hall: Hall) -> None:
    page = hall.text(f"/desk/{hall.slug}/tally/{hall.round}/heats/1", hall.organizer)

    assert "二中" in page
    assert "李建国" in page
    assert "三等奖" in page


def test_the_public_sees_units_and_masked_advisers_only_after_the_release(hall: Hall) -> None:
    assert hall.client.get(f"/c/{hall.slug}/").status_code == 404
    hall.release()

    page = hall.text(f"/c/{hall.slug}/")

    assert "优秀组织奖" in page
    assert "二中" in page
    assert "李*国" in page
    assert "李建国" not in page


def test_a_contestant_sees_whom_the_own_prize_honoured(hall: Hall) -> None:
    hall.release()

    assert "李*国" in hall.text("/me/", hall.winner)
    assert "优秀组织奖" not in hall.text("/me/", hall.loser)


def test_the_file_of_results_ends_with_the_honours(hall: Hall) -> None:
    hall.release()

    rows = hall.text(f"/desk/{hall.slug}/releases/{hall.round}/1/results.csv", hall.organizer)

    assert rows.strip().splitlines()[-1].split(",")[3:8] == ["李*国", "二中", "", "", "指导教师奖"]
