"""Backups from the terminal: done is 0, refused is 1 with a reason."""

import json
from pathlib import Path

from judging.permissions import SYSTEM
from judging.services.installation import ensure_incarnation, find_incarnation
from tests.factories import Factory


def ask(runner, *words, typed=None):
    answer = runner.invoke(args=["judging", *words], input=typed)
    return answer.exit_code, answer.output


def test_a_backup_goes_into_the_instance_and_comes_back_under_a_new_incarnation(
    app, runner, now, instance_path
):
    with app.app_context():
        Factory(app.config["SECRET_KEY"], now).ready_heat()
        before = ensure_incarnation(SYSTEM, now)
    code, output = ask(runner, "backup", "--json")
    made = json.loads(output)
    assert (code, Path(made["path"]).parent, made["key"]) == (0, instance_path / "backups", True)
    assert (made["incarnation"], made["counts"]["competitions"]) == (before, 1)
    code, output = ask(runner, "restore", made["path"], "--yes", "--json")
    done = json.loads(output)
    assert (code, done["is_key_replaced"], done["journal_faults"]) == (0, False, [])
    assert done["backup"]["incarnation"] == before
    assert done["access"] == {
        "is_compared": True,
        "is_ancestor": True,
        "sessions_ended": 0,
        "seats": [],
        "removed": [],
        "codes": 0,
        "accounts": {},
    }
    code, output = ask(runner, "incarnation")
    assert (code, output.strip(), output.strip() == before) == (0, done["incarnation"], False)


def test_people_are_told_what_a_backup_holds_and_asked_before_it_is_put_back(app, runner, tmp_path):
    code, output = ask(runner, "backup", str(tmp_path), "--without-key")
    (path,) = tmp_path.glob("*.backup")
    assert (code, str(path) in output) == (0, True)
    code, _output = ask(runner, "restore", str(path), typed="n\n")
    assert code == 1
    code, output = ask(runner, "restore", str(path), typed="y\n")
    assert (code, "重新登录" in output) == (0, True)


def test_what_cannot_be_done_is_refused_with_a_reason(app, runner, tmp_path):
    (tmp_path / "notes.txt").write_text("no backup")
    for words, code in (
        (["backup", str(tmp_path / "notes.txt")], 1),
        (["backup", str(tmp_path / "no" / "folder.backup")], 1),
        (["restore", str(tmp_path / "notes.txt"), "--yes"], 1),
        (["restore", str(tmp_path / "nothing.backup"), "--yes"], 2),
    ):
        got, output = ask(runner, *words)
        assert (got, bool(output.strip())) == (code, True)


def test_the_incarnation_is_renewed_where_the_database_was_put_back_by_other_means(
    app, runner, now
):
    with app.app_context():
        before = ensure_incarnation(SYSTEM, now)
    assert ask(runner, "incarnation", "--renew", "--json")[0] == 0
    with app.app_context():
        assert find_incarnation() not in {"", before}
