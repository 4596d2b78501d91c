"""From closed heats to certificates at the terminal."""

import json

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import select

from judging.extensions import db
from judging.models import Certificate, Entry, Person, Round
from tests.factories import Factory


@pytest.fixture
def place(app: Flask, factory: Factory) -> dict[str, str]:
    """A closed heat with an organizer and an auditor: how the options name them."""
    with app.app_context():
        heat = factory.judged_heat(("36", "38", "34"))
        people = {
            role: factory.person([role], heat.competition_id) for role in ("organizer", "auditor")
        }
        emails = {role: db.session.get_one(Person, key).email or "" for role, key in people.items()}
        key = db.session.scalars(select(Round.key)).one()
        return {"competition": heat.slug, "round": key, **emails}


def test_the_whole_way_can_be_walked_at_the_terminal(
    app: Flask, runner: FlaskCliRunner, place: dict[str, str]
) -> None:
    where = ["--competition", place["competition"], "--round", place["round"]]

    def run(*words: str) -> str:
        done = runner.invoke(args=["judging", *words])
        assert done.exit_code == 0, done.output
        return done.output

    counted = json.loads(run("tally", *where, "--json"))
    assert (counted["is_new"], counted["count"]) == (True, 3)
    by = ["--by", place["organizer"]]
    drafted = json.loads(run("release", "prepare", *where, "--kind", "final", *by, "--json"))
    assert (drafted["number"], drafted["state"]) == (1, "draft")
    run("release", "approve", *where, "1", "--by", place["auditor"])
    assert "public" in run("release", "publish", *where, "1", *by)
    issued = json.loads(run("certificates", "issue", *where, "--json"))
    assert (issued["issued"], issued["problems"]) == (3, [])
    with app.app_context():
        serial = db.session.scalars(select(Certificate.serial)).first() or ""
    assert json.loads(run("certificates", "verify", serial, "--json"))["state"] == "valid"
    chains = [json.loads(line) for line in run("journal", "verify", "--json").splitlines()]
    assert [chain["fault"] for chain in chains] == [""]


def test_the_preparer_is_refused_as_approver_with_exit_code_1(
    runner: FlaskCliRunner, place: dict[str, str]
) -> None:
    where = ["--competition", place["competition"], "--round", place["round"]]
    runner.invoke(args=["judging", "tally", *where])
    by = ["--by", place["organizer"]]
    runner.invoke(args=["judging", "release", "prepare", *where, "--kind", "final", *by])

    for email in (place["organizer"], "nobody@example.org"):
        done = runner.invoke(args=["judging", "release", "approve", *where, "1", "--by", email])
        assert done.exit_code == 1


@pytest.mark.parametrize("serial", ["xyz", "0" * 26])
def test_an_unknown_serial_ends_with_exit_code_1(runner: FlaskCliRunner, serial: str) -> None:
    assert runner.invoke(args=["judging", "certificates", "verify", serial]).exit_code == 1


def test_marks_are_imported_with_a_dry_run_first(
    app: Flask, runner: FlaskCliRunner, factory: Factory, tmp_path
) -> None:  # type: ignore[no-untyped-def]
    with app.app_context():
        heat = factory.ready_heat(seats=1, entries=1)
        key = db.session.scalars(select(Round.key)).one()
        number = db.session.scalars(select(Entry.number)).one()
    path = tmp_path / "marks.csv"
    marks = (("content", "36"), ("language", "25"), ("image", "16"), ("overall", "8"))
    lines = [f"1,{number},1,{name},{mark}" for name, mark in marks]
    path.write_text("\n".join(["heat,entry,seat,criterion,mark", *lines]), encoding="utf-8")
    where = ["--competition", heat.slug, "--round", key, "--source", "desk", "--json"]

    dry = runner.invoke(args=["judging", "import", "marks", str(path), *where, "--dry-run"])
    real = runner.invoke(args=["judging", "import", "marks", str(path), *where])
    again = runner.invoke(args=["judging", "import", "marks", str(path), *where])

    told = [json.loads(done.output) for done in (dry, real, again)]
    assert [(t["added"], t["unchanged"], t["dry_run"]) for t in told] == [
        (1, 0, True),
        (1, 0, False),
        (0, 1, False),
    ]
    path.write_text("heat,entry,seat,criterion,mark\n9,x,1,content,36\n", encoding="utf-8")
    bad = runner.invoke(args=["judging", "import", "marks", str(path), *where])
    assert bad.exit_code == 1
    assert json.loads(bad.output)["problems"][0]["code"] == "row_unknown_heat"
