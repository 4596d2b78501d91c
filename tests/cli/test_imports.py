"""Accounts and imports from the terminal."""

import json
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from judging.extensions import db
from judging.models import Competition, Entry, Person, Round, Seat
from tests.factories import Factory
from tests.workbook_files import workbook

HEAD = ["编号", "姓名", "组别"]
PASSWORD = "a lantern over wet slate"


@pytest.fixture
def slug(app: Flask, factory: Factory) -> str:
    """The slug of a competition with a division and a heat of one seat."""
    with app.app_context():
        competition_id = factory.competition()
        factory.division(competition_id, key="youth")
        factory.heat(factory.round(competition_id, key="final"), 1, number=1)
        return db.session.get_one(Competition, competition_id).slug


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good file of one entry."""
    path = tmp_path / "entries.xlsx"
    path.write_bytes(workbook([HEAD, ["A1", "林见微", "youth"]]))
    return path


def test_an_organizer_is_made_with_a_good_password(app: Flask, runner: FlaskCliRunner) -> None:
    arguments = ["judging", "organizer", "create", "--email", "Lin@example.org", "--name", "林"]
    weak = runner.invoke(args=[*arguments, "--password-stdin"], input="short\n")
    assert (weak.exit_code, "12" in weak.output) == (1, True)
    made = runner.invoke(args=[*arguments, "--password-stdin"], input=f"{PASSWORD}\n")
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    again = runner.invoke(args=[*arguments, "--password-stdin"], input=f"{PASSWORD}\n")
    assert again.exit_code == 1
    with app.app_context():
        person = db.session.query(Person).one()
        assert (person.email, person.may_create) == ("lin@example.org", True)


def test_a_forgotten_password_is_set(app: Flask, runner: FlaskCliRunner, factory: Factory) -> None:
    with app.app_context():
        factory.person(email="lin@example.org")
    arguments = ["judging", "organizer", "password", "--password-stdin", "--email"]
    assert runner.invoke(args=[*arguments, "no@example.org"], input="x").exit_code == 1
    assert runner.invoke(args=[*arguments, "lin@example.org"], input=PASSWORD).exit_code == 0


def test_entries_are_imported_once(
    app: Flask, runner: FlaskCliRunner, slug: str, file: Path
) -> None:
    arguments = ["judging", "import", "entries", str(file), "--competition", slug, "--json"]
    counts = []
    for extra in (["--dry-run"], [], []):
        result = runner.invoke(args=[*arguments, *extra])
        assert result.exit_code == 0
        report = json.loads(result.output)
        counts.append((report["dry_run"], report["added"], report["unchanged"]))
    assert counts == [(True, 1, 0), (False, 1, 0), (False, 0, 1)]
    with app.app_context():
        assert [row.number for row in db.session.query(Entry)] == ["A1"]


def test_a_faulty_file_is_refused_with_its_cells(
    app: Flask, runner: FlaskCliRunner, slug: str, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("编号,姓名,组别\nA1,林见微,老年组\n", encoding="gb18030")
    arguments = ["judging", "import", "entries", str(path), "--competition", slug]
    for extra in ([], ["--dry-run"]):
        refused = runner.invoke(args=[*arguments, *extra])
        assert (refused.exit_code, "C2" in refused.output) == (1, True)
        as_json = runner.invoke(args=[*arguments, "--json", *extra])
        assert as_json.exit_code == 1
        problems = json.loads(as_json.output)["problems"]
        assert [(p["code"], p["place"]) for p in problems] == [("unknown_division", "C2")]
    with app.app_context():
        assert db.session.query(Entry).count() == 0


def test_a_panel_is_imported(app: Flask, runner: FlaskCliRunner, slug: str, tmp_path: Path) -> None:
    path = tmp_path / "panel.csv"
    path.write_text("席位,姓名\n1,陈砚秋\n2,顾晚晴\n", encoding="utf-8-sig")
    arguments = ["judging", "import", "panel", str(path), "--competition", slug, "--heat"]
    assert runner.invoke(args=[*arguments, "final/1"]).exit_code == 0
    assert runner.invoke(args=[*arguments, "final/2"]).exit_code == 1
    assert runner.invoke(args=[*arguments, "final"]).exit_code == 2
    with app.app_context():
        assert db.session.query(Round).one().key == "final"
        assert [seat.number for seat in db.session.query(Seat).order_by(Seat.number)] == [1, 2]


def test_misuse_and_a_missing_competition_are_told_apart(
    runner: FlaskCliRunner, slug: str, file: Path
) -> None:
    nobody = ["judging", "import", "entries", str(file), "--competition", "nobody"]
    assert runner.invoke(args=nobody).exit_code == 1
    nowhere = ["judging", "import", "entries", "no such file", "--competition", slug]
    assert runner.invoke(args=nowhere).exit_code == 2


def test_paper_is_imported_only_by_two_people(
    app: Flask, runner: FlaskCliRunner, factory: Factory, tmp_path: Path
) -> None:
    with app.app_context():
        heat = factory.ready_heat(seats=1, entries=1)
        round_key = db.session.get_one(Round, heat.round_id).key
        for name, office in (("lin", "organizer"), ("wu", "stage_manager")):
            factory.person([office], heat.competition_id, email=f"{name}@example.org")
        row = f"1,{factory.entry_number(heat.entry_ids[0])},1,content"
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    first.write_text(f"heat,entry,seat,criterion,mark\n{row},36\n")
    second.write_text(f"heat,entry,seat,criterion,mark\n{row},35\n")
    words = ["judging", "import", "marks", str(first), "--competition", heat.slug]
    words += ["--round", round_key]
    twice = ["--second", str(second), "--by", "lin@example.org", "--second-by"]

    def ask(*more: str) -> tuple[int, str]:
        result = runner.invoke(args=[*words, *more])
        return result.exit_code, result.output

    assert ask()[0] == ask("--source", "desk", *twice, "wu@example.org")[0] == 2
    code, output = ask(*twice, "nobody@example.org", "--json")
    assert (code, json.loads(output)["problems"][0]["code"]) == (1, "unknown_account")
    code, output = ask(*twice, "wu@example.org", "--json")
    problem = json.loads(output)["problems"][0]
    assert (code, problem["code"], problem["place"]) == (1, "paper_marks_differ", "2")
    assert not {"35", "36"} & set(problem["detail"].split()), "neither learns what the other typed"
