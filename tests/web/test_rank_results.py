"""Results of a rank method on the desk's pages: ranks in the line, no mean among the totals."""

import copy

from judging.extensions import db
from judging.models import Round
from tests.factories import CONVENTION, Factory, sign_in


def test_a_heat_ranked_by_majorities_shows_its_ranks(app, client):
    with app.app_context():
        factory = Factory(app.config["SECRET_KEY"])
        document = copy.deepcopy(CONVENTION)
        document["tally"] = {"aggregate": "majority"}
        document["deductions"] = {}
        heat = factory.judged_heat(("36", "38", "34", "30"), document=document)
        person = factory.person(["organizer"], heat.competition_id)
        sign_in(client, factory.session("person", person))
        base = f"/desk/{heat.slug}/tally/{db.session.get_one(Round, heat.round_id).key}"
    client.post(f"{base}/run")
    page = client.get(f"{base}/heats/1").text
    assert "≤1: 5 (5)" in page
    assert "≤1: 5 (5)：" not in page
    assert "≤2: 5 (10)" in page
    assert "多数名次：小者在前。" in page
    assert "<span>多数名次</span>" in page
    assert "最终得分" not in page.split('class="ranking"')[0].split('class="ranking-head"')[1]
