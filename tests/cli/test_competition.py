"""Competitions and draws from the terminal: done is 0, refused is 1 with a reason, misuse is 2."""

import hashlib
import json

from sqlalchemy import select

from judging.extensions import db
from judging.models import Competition, Heat, Round
from tests.factories import Factory


def test_a_competition_is_made_from_a_preset(app, runner):
    words = ["--name-zh", "青年赛", "--name-en", "Youth Cup", "--rounds", "two", "--json"]
    answer = runner.invoke(args=["judging", "competition", "create", "--preset", "coss", *words])
    assert (answer.exit_code, json.loads(answer.output)) == (0, {"id": 1, "slug": "youth-cup"})
    with app.app_context():
        rows = db.session.execute(select(Round.key, Heat.number).join(Heat).order_by(Heat.id))
        assert [tuple(row) for row in rows] == [("semi-final", 1), ("semi-final", 2), ("final", 1)]


def test_what_cannot_be_made_is_refused_with_a_reason(app, runner):
    for words, code in (
        (["--preset", "nothing", "--name-zh", "赛"], 1),
        (["--name-zh", "赛", "--slug", "Bad Slug"], 1),
        (["--name-zh", "赛", "--organizer", "nobody@example.org"], 1),
        (["--name-zh", "赛", "--rounds", "nine"], 2),
        ([], 2),
    ):
        answer = runner.invoke(args=["judging", "competition", "create", *words])
        assert (answer.exit_code, bool(answer.output.strip())) == (code, True)
    with app.app_context():
        assert db.session.scalars(select(Competition)).all() == []


def test_lots_are_committed_to_and_drawn(app, runner):
    with app.app_context():
        bundle = Factory(app.config["SECRET_KEY"]).ready_heat(entries=4, state="planned")
        key = db.session.get_one(Round, bundle.round_id).key
    words = ["judging", "draw", bundle.slug, key, "1", "--json"]
    promised = json.loads(runner.invoke(args=[*words, "--commit-only"]).output)
    drawn = json.loads(runner.invoke(args=words).output)
    assert hashlib.sha256(drawn["seed"].encode()).hexdigest() == promised["commitment"]
    assert drawn["order"] == sorted(
        drawn["order"],
        key=lambda n: hashlib.sha256(f"{drawn['seed']}|{n}".encode()).hexdigest(),
    )
    again = runner.invoke(args=words)
    assert again.exit_code == 1
    assert runner.invoke(args=[*words, "--reason", "漏一人"]).exit_code == 0
    assert runner.invoke(args=["judging", "draw", "nothing", key, "1"]).exit_code == 1
    assert runner.invoke(args=["judging", "draw", bundle.slug, key, "0"]).exit_code == 2
