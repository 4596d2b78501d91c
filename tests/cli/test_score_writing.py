"""What ``judging score`` writes and says: all or nothing, safe cells, the reader's language."""

import json

import pytest

from judging.cli.score import score_command
from judging.cli.score_writing import safe_cell
from tests.cli.score_files import HEADER, HEAT, results, rows


def test_an_older_result_stays_when_the_new_run_is_refused(score, tmp_path):
    (tmp_path / "results.csv").write_text("older", encoding="utf-8")
    assert score(f"{HEADER}\n1,A,1,content,99\n").exit_code == 1
    assert (tmp_path / "results.csv").read_text(encoding="utf-8") == "older"


def test_a_new_result_takes_the_place_of_an_older_one(score, tmp_path):
    (tmp_path / "results.csv").write_text("older", encoding="utf-8")
    (tmp_path / "results.csv").chmod(0o640)
    assert score(HEAT).exit_code == 0
    assert (tmp_path / "results.csv").stat().st_mode & 0o777 == 0o640
    assert len(rows(tmp_path / "results.csv")) == 2


def test_a_folder_that_is_not_there_is_named_and_is_not_made(score, tmp_path):
    run = score(HEAT, out="no/such/folder/results.csv")
    assert run.exit_code == 1
    assert run.stderr == f"Error: {tmp_path}/no/such/folder: there is no such folder\n"
    assert not (tmp_path / "no").exists()


def test_a_write_that_fails_half_way_leaves_no_file_behind(score, tmp_path, monkeypatch):
    def fail(_number):
        raise OSError(28, "No space left on device", "results.csv")

    monkeypatch.setattr("judging.cli.score_writing.os.fsync", fail)
    run = score(HEAT)
    assert run.exit_code == 1
    assert run.stderr.endswith("results.csv: No space left on device\n")
    assert not list(tmp_path.glob("*results*"))
    assert not list(tmp_path.glob(".*"))


def test_misuse_ends_with_two(score, runner, tmp_path):
    assert score(HEAT, out="results.xlsx").exit_code == 2
    assert runner.invoke(score_command, [str(tmp_path / "none.csv")]).exit_code == 2


def test_faults_are_told_in_chinese_when_asked(score):
    run = score(f"{HEADER}\n1,A,1,content,41\n", lang="zh")
    assert run.stderr == "marks.csv:2:5: 得分 41 超出 0 至 40 的范围\n未写入任何内容。\n"


def test_the_language_comes_from_the_terminal(score, monkeypatch):
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert score(HEAT, lang=None).stderr == "2 entries scored.\n"
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert score(HEAT, lang=None).stderr == "已计分 2 个参赛项目。\n"


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("-1.20", "-1.20"),
        ("甲", "甲"),
        ("", ""),
    ],
)
def test_no_text_cell_is_a_formula(cell, written):
    assert safe_cell(cell) == written


def test_an_entry_named_like_a_formula_is_written_as_text(score, tmp_path):
    assert score(HEAT.replace(",A,", ",=1+1,")).exit_code == 0
    assert {row["entry"] for row in results(tmp_path)} == {"B", "'=1+1"}


def test_a_progress_bar_appears_on_a_terminal_only(score, monkeypatch):
    monkeypatch.setattr("judging.cli.score_reading._TOLD_EVERY", 2)
    assert "marks.csv" not in score(HEAT).stderr
    monkeypatch.setattr("judging.cli.score_run.is_terminal", lambda: True)
    assert "marks.csv" in score(HEAT).stderr


def test_the_ending_of_the_results_may_be_in_capitals(score, tmp_path):
    assert score(HEAT, out="r.JSON").exit_code == 0
    assert [row["rank"] for row in json.loads((tmp_path / "r.JSON").read_text("utf-8"))] == [1, 1]


@pytest.mark.parametrize(
    ("out", "reason"),
    [
        ("marks.csv", "would overwrite"),
        ("../{folder}/entries.csv", "would overwrite"),
    ],
)
def test_results_never_go_over_an_input(score, tmp_path, out, reason):
    entries = "heat,entry\n1,A\n"
    run = score(HEAT, entries=entries, out=out.format(folder=tmp_path.name))
    assert run.exit_code == 2
    assert reason in run.stderr
    assert (tmp_path / "marks.csv").read_text("utf-8") == HEAT
    assert (tmp_path / "entries.csv").read_text("utf-8") == entries


@pytest.mark.parametrize("text", ["＝1+1", "＋1", "－A", "＠x", "\t=1", "\r=1", "=1"])
def test_a_cell_that_a_spreadsheet_may_run_is_made_text(text):
    assert safe_cell(text) == "'" + text
