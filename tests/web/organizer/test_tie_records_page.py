"""Recording what decides a tie on the tally page."""

import copy

import pytest
from sqlalchemy import select

from judging.extensions import db
from judging.models import Entry, Round
from tests.factories import CONVENTION, Factory, sign_in

VALUES = {"reason": "评委组合议", "heat": "1"}


@pytest.fixture
def desk(app, client):
    """(address of the tallies, entry numbers, sign-ins by role) of a counted heat with a tie."""
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        document = copy.deepcopy(CONVENTION)
        document["ranking"]["ties"] = ["extra_round", "ruling", "draw"]
        heat = factory.judged_heat(("36", "36", "34"), document=document)
        tokens = {
            role: factory.session("person", factory.person([role], heat.competition_id))
            for role in ("organizer", "chief_judge", "auditor", "stage_manager")
        }
        base = f"/desk/{heat.slug}/tally/{db.session.get_one(Round, heat.round_id).key}"
        numbers = list(db.session.scalars(select(Entry.number).order_by(Entry.id)))
    sign_in(client, tokens["organizer"])
    client.post(f"{base}/run")
    return base, numbers, tokens


def test_a_ruling_of_the_chief_judge_decides_the_next_count(client, desk):
    base, (one, two, _three), tokens = desk
    sign_in(client, tokens["chief_judge"])
    page = client.get(f"{base}/heats/1").text
    assert "名次并列的参赛项目" in page
    form = VALUES | {"step": "ruling", "entry": [one, two], f"value-{one}": "2"}

    refused = client.post(f"{base}/ties", data=form)
    assert refused.status_code == 400
    assert f"参赛项目 {two} 需要填写 1 至 2 的名次。" in refused.text
    assert 'value="评委组合议"' in refused.text

    answer = client.post(f"{base}/ties", data=form | {f"value-{two}": "1"})
    assert answer.headers["Location"].endswith("#ties")
    client.post(f"{base}/run")
    page = client.get(f"{base}/heats/1").text
    assert "名次并列的参赛项目" not in page
    assert "第 1 号记录" in page
    assert "分数相同" in page or "裁判长裁定" in page

    client.post(f"{base}/ties/1/withdraw", data={"reason": "写错了", "heat": "1"})
    assert "写错了" in client.get(f"{base}/heats/1").text


def test_lots_are_committed_to_and_drawn_by_the_page(client, desk):
    base, (one, two, _three), _tokens = desk
    client.post(f"{base}/ties/commit", data=VALUES | {"entry": [one, two]})
    assert "等待抽签" in client.get(f"{base}/heats/1").text
    answer = client.post(f"{base}/ties/1/draw", data={"heat": "1"}, follow_redirects=True)
    assert "抽签结果" in answer.text
    assert "等待抽签" not in answer.text


@pytest.mark.parametrize("role", ["auditor", "stage_manager"])
def test_others_record_nothing(client, desk, role):
    base, (one, two, _three), tokens = desk
    sign_in(client, tokens[role])
    form = VALUES | {
        "step": "ruling",
        "entry": [one, two],
        f"value-{one}": "2",
        f"value-{two}": "1",
    }
    paths = ("/ties", "/ties/commit", "/ties/1/draw", "/ties/1/withdraw")
    assert [client.post(base + path, data=form).status_code for path in paths] == [404] * 4
