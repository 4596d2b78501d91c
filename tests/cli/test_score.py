"""``judging score``: exact results out of a file, or every fault and nothing written."""

import csv
import json
import random
from itertools import product

import pytest

from judging.cli.score import language_of_terminal, score_command
from judging.cli.score_csv import UnreadableFileError, find_encoding
from judging.cli.score_faults import FaultList
from judging.cli.score_writing import COLUMNS, safe_cell

RULES = """
format = 1
name = { zh = "示例", en = "Example" }
[rubric]
criteria = [
  { key = "content", name = { zh = "内容", en = "Content" }, max = "40", step = "0.5" },
  { key = "delivery", name = { zh = "表达", en = "Delivery" }, max = "60", step = "0.5" },
]
[tally]
trim = { low = 1, high = 1 }
[ranking]
ties = ["more_decimals", "criterion:content"]
"""
HEADER = "heat,entry,seat,criterion,mark"


@pytest.fixture
def score(runner, tmp_path):
    """Return a function that writes the files, runs the command and gives (exit code, text)."""

    def run(marks, rules=RULES, entries=None, out="results.csv", lang="en", encoding="utf-8"):
        paths = {"marks.csv": marks, "rules.toml": rules, "entries.csv": entries}
        for name, text in paths.items():
            if text is not None:
                (tmp_path / name).write_bytes(text.encode(encoding))
        arguments = [str(tmp_path / "marks.csv"), "--rules", str(tmp_path / "rules.toml")]
        arguments += ["--lang", lang] if lang else []
        arguments += ["--entries", str(tmp_path / "entries.csv")] if entries is not None else []
        arguments += ["--out", str(tmp_path / out)] if out else []
        return runner.invoke(score_command, arguments)

    return run


def marks_text(entries, header=HEADER):
    """Return MARKS for {(heat, entry): {seat: (content, delivery)}}."""
    lines = [header]
    for (heat, entry), seats in entries.items():
        for seat, marks in seats.items():
            for criterion, mark in zip(("content", "delivery"), marks, strict=True):
                lines.append(f"{heat},{entry},{seat},{criterion},{mark}")
    return "\n".join(lines) + "\n"


def panel(*totals):
    """Return the seats 1, 2, … with judge totals split as 30 and the rest."""
    return {seat: ("30", str(total - 30)) for seat, total in enumerate(totals, 1)}


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


HEAT = marks_text({("1", "A"): panel(80, 82, 84, 86, 88), ("1", "B"): panel(82, 83, 84, 85, 90)})


def test_results_have_one_row_an_entry_in_rank_order(score, tmp_path):
    run = score(HEAT)
    assert (run.exit_code, run.stderr) == (0, "2 entries scored.\n")
    assert (tmp_path / "results.csv").read_text(encoding="utf-8") == (
        ",".join(COLUMNS) + "\n"
        "1,A,1,84.00,84/1,5,3,1;5,0,,"
        "~~80.00~~  82.00  84.00  86.00  ~~88.00~~ → 252.00 / 3 = 84.00\n"
        "1,B,1,84.00,84/1,5,3,1;5,0,,"
        "~~82.00~~  83.00  84.00  85.00  ~~90.00~~ → 252.00 / 3 = 84.00\n"
    )


def test_json_has_the_same_rows_with_numbers_where_they_are_numbers(score, tmp_path):
    assert score(HEAT, out="results.json").exit_code == 0
    first = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))[0]
    assert first == {
        "heat": "1",
        "entry": "A",
        "rank": 1,
        "score": "84.00",
        "exact": "84/1",
        "judges": 5,
        "kept": 3,
        "dropped": "1;5",
        "deduction": "0",
        "tie_break": "",
        "working": "~~80.00~~  82.00  84.00  86.00  ~~88.00~~ → 252.00 / 3 = 84.00",
    }


def test_without_out_the_results_go_to_standard_output(score):
    run = score(HEAT, out=None)
    assert run.exit_code == 0
    assert run.stdout.splitlines()[0] == ",".join(COLUMNS)
    assert len(run.stdout.splitlines()) == 3


def test_the_order_of_the_rows_of_the_file_changes_no_byte(score, tmp_path):
    heats = {
        (heat, entry): panel(80 + int(heat), 82, 84, 85.5, 88 + number)
        for heat, (number, entry) in product(["1", "2", "10"], enumerate(["A", "B", "C"]))
    }
    text = marks_text(heats)
    assert score(text).exit_code == 0
    expected = (tmp_path / "results.csv").read_bytes()
    lines = text.splitlines()[1:]
    random.Random(5).shuffle(lines)
    assert score("\n".join([HEADER, *lines]) + "\n").exit_code == 0
    assert (tmp_path / "results.csv").read_bytes() == expected
    assert [row["heat"] for row in rows(tmp_path / "results.csv")] == [
        *["1"] * 3,
        *["2"] * 3,
        *["10"] * 3,
    ]


def test_a_missing_row_is_an_absent_mark_and_the_sheet_is_left_out(score, tmp_path):
    lines = HEAT.splitlines()
    run = score("\n".join(line for line in lines if line != "1,A,5,delivery,58") + "\n")
    assert run.exit_code == 0
    assert "1 score sheet lacks a mark and was left out." in run.stderr
    row = next(row for row in rows(tmp_path / "results.csv") if row["entry"] == "A")
    assert (row["score"], row["judges"], row["kept"], row["dropped"]) == ("83.00", "4", "4", "")
    assert row["working"] == "80.00  82.00  84.00  86.00  — → 332.00 / 4 = 83.00"


def test_states_keep_a_seat_out(score, tmp_path):
    text = (
        "heat,entry,seat,criterion,mark,state\n"
        "1,A,1,content,30,given\n1,A,1,delivery,50,\n"
        "1,A,2,,,recused\n1,A,3,content,40,void\n1,A,3,delivery,60,void\n"
        "1,A,4,content,,absent\n1,A,4,delivery,,absent\n"
    )
    assert score(text).exit_code == 0
    (row,) = rows(tmp_path / "results.csv")
    assert (row["score"], row["judges"], row["working"]) == (
        "80.00",
        "1",
        "80.00  —  —  — → 80.00 / 1 = 80.00",
    )


def test_an_entry_without_any_mark_stands_last_without_a_rank(score, tmp_path):
    entries = "heat,entry,order\n1,A,1\n1,B,2\n1,C,3\n2,D,1\n"
    assert score(HEAT, entries=entries).exit_code == 0
    last = rows(tmp_path / "results.csv")[2:]
    seen = [(r["heat"], r["entry"], r["rank"], r["score"], r["exact"], r["working"]) for r in last]
    absent = "—  —  —  —  — → — (nobody_gave)"
    assert seen == [
        ("1", "C", "", "", "", absent),
        ("2", "D", "", "", "", "→ — (nobody_gave)"),
    ]


def test_deductions_and_the_order_of_ties_come_from_entries(score, tmp_path):
    entries = (
        "heat,entry,order,division,unit,deduction,deduction_reason\n"
        "1,A,2,junior,school,0,\n1,B,1,junior,school,0.50,overtime 12 s\n"
    )
    assert score(HEAT, entries=entries).exit_code == 0
    seen = [(r["entry"], r["rank"], r["score"], r["deduction"]) for r in _rows(tmp_path)]
    assert seen == [("A", "1", "84.00", "0"), ("B", "2", "83.50", "0.5")]
    assert _rows(tmp_path)[1]["working"].endswith("= 84.00 − 0.50 (overtime 12 s) = 83.50")


def _rows(tmp_path):
    return rows(tmp_path / "results.csv")


def test_true_ties_are_listed_in_the_order_that_entries_gives(score, tmp_path):
    entries = "heat,entry,order\n1,A,2\n1,B,1\n"
    assert score(HEAT, entries=entries).exit_code == 0
    assert [(r["entry"], r["rank"]) for r in _rows(tmp_path)] == [("B", "1"), ("A", "1")]


def test_marks_for_an_entry_that_entries_lacks_are_counted_and_told(score):
    run = score(HEAT, entries="heat,entry\n1,A\n")
    assert run.exit_code == 0
    assert "1 entry has marks but does not stand in the file of entries." in run.stderr


def test_divisions_are_ranked_across_heats(score, tmp_path):
    marks = marks_text(
        {
            ("1", "A"): panel(80, 80, 80),
            ("1", "B"): panel(81, 81, 81),
            ("2", "C"): panel(82, 82, 82),
            ("2", "D"): panel(82, 82, 82),
        }
    )
    entries = "heat,entry,division\n1,A,x\n1,B,y\n2,C,x\n2,D,x\n"
    rules = RULES + 'per = "division"\n'
    assert score(marks, rules=rules, entries=entries).exit_code == 0
    seen = [(r["heat"], r["entry"], r["rank"]) for r in _rows(tmp_path)]
    assert seen == [("1", "B", "1"), ("1", "A", "3"), ("2", "C", "1"), ("2", "D", "1")]


def test_everything_may_be_ranked_together(score, tmp_path):
    marks = marks_text({("1", "A"): panel(80, 80), ("2", "B"): panel(81, 81)})
    assert score(marks, rules=RULES + 'per = "overall"\n').exit_code == 0
    assert [(r["entry"], r["rank"]) for r in _rows(tmp_path)] == [("A", "2"), ("B", "1")]


def test_the_tie_break_used_is_named(score, tmp_path):
    marks = marks_text(
        {
            ("1", "A"): {1: ("31", "49"), 2: ("31", "49")},
            ("1", "B"): {1: ("30", "50"), 2: ("30", "50")},
        }
    )
    assert score(marks).exit_code == 0
    seen = [(r["entry"], r["rank"], r["tie_break"]) for r in _rows(tmp_path)]
    assert seen == [("A", "1", "criterion:content"), ("B", "2", "criterion:content")]


def test_by_criterion_the_dropped_and_kept_name_their_criterion(score, tmp_path):
    rules = RULES.replace("[tally]", '[tally]\nscope = "criterion"')
    lines = HEAT.splitlines()
    text = "\n".join(line for line in lines if line != "1,A,5,delivery,58") + "\n"
    assert score(text, rules=rules).exit_code == 0
    row = next(row for row in _rows(tmp_path) if row["entry"] == "A")
    assert (row["kept"], row["dropped"]) == ("content:3;delivery:4", "content:1;content:2")
    assert score(text, rules=rules, out="results.json").exit_code == 0
    data = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert {row["entry"]: row["kept"] for row in data} == {"A": "content:3;delivery:4", "B": 3}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf_8_with_or_without_its_mark_and_gb18030_are_read(score, tmp_path, encoding):
    marks = HEAT.replace(",A,", ",甲,")
    (tmp_path / "rules").mkdir()
    assert (
        score(
            marks,
            encoding=encoding,
            rules=RULES.replace("示例", "").replace("内容", "x").replace("表达", "y"),
        ).exit_code
        == 0
    )
    assert {row["entry"] for row in _rows(tmp_path)} == {"甲", "B"}


def test_columns_may_come_in_any_order_and_cells_may_have_blanks_around(score, tmp_path):
    text = "mark, seat ,entry,criterion,heat\n 30,1, A ,content,1\n50,1,A, delivery ,1\n\n"
    assert score(text).exit_code == 0
    assert [(r["entry"], r["score"]) for r in _rows(tmp_path)] == [("A", "80.00")]


def test_many_seats_and_widening_keep_every_mark_in_its_place(score, tmp_path):
    marks = marks_text({("1", name): panel(*range(50, 90)) for name in "AB"})
    assert (
        score(marks, rules=RULES.replace("low = 1, high = 1", "low = 0, high = 0")).exit_code == 0
    )
    seen = [(r["entry"], r["score"], r["judges"]) for r in _rows(tmp_path)]
    assert seen == [("A", "69.50", "40"), ("B", "69.50", "40")]


FAULTS = [
    ("1,A,1,content,41", 5, "the mark 41 is outside 0 to 40"),
    ("1,A,1,content,-0.5", 5, "the mark -0.5 is outside 0 to 40"),
    ("1,A,1,content,24.3", 5, "the mark 24.3 is off the step of 0.5 counted from 0"),
    ("1,A,1,content,24.0001", 5, "the mark 24.0001 is off the step of 0.5 counted from 0"),
    ("1,A,1,content,x", 5, "“x” is not a plain decimal number"),
    ("1,A,1,content,NaN", 5, "“NaN” is not a plain decimal number"),
    ("1,A,1,content,1e1", 5, "“1e1” is not a plain decimal number"),
    ("1,A,1,content,２４", 5, "“２４” is not a plain decimal number"),
    ("1,A,1,content," + "9" * 60, 5, f"“{'9' * 40}…” has too many digits"),
    ("1,A,1,content,", 5, "the mark is blank; leave the row out for an absent mark"),
    ("1,A,1,conten,24", 4, "there is no criterion “conten”; there are: content, delivery"),
    ("1,A,1,,24", 4, "criterion is blank"),
    (",A,1,content,24", 1, "heat is blank"),
    ("1,,1,content,24", 2, "entry is blank"),
    ("1,A,,content,24", 3, "seat is blank"),
    ("1,A,a:b,content,24", 3, "“a:b” cannot be a key: 1 to 40 characters, none of them : ; or ,"),
    ("1,A\x07,1,content,24", 2, "contains control characters or line breaks"),
    ("1," + "A" * 101 + ",1,content,24", 2, "is longer than 100 characters"),
    ("1,A,1,content", 0, "the row has 4 cells, the header 5"),
    ("1,A,1,content,24,25", 0, "the row has 6 cells, the header 5"),
]


@pytest.mark.parametrize(("line", "column", "reason"), FAULTS)
def test_a_fault_names_file_line_column_and_reason_and_nothing_is_written(
    score, tmp_path, line, column, reason
):
    run = score(f"{HEADER}\n1,B,1,content,20\n{line}\n")
    place = "marks.csv:3" + (f":{column}" if column else "")
    assert run.exit_code == 1
    assert run.stderr == f"{place}: {reason}\nNothing was written.\n"
    assert run.stdout == ""
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "instance",
        "marks.csv",
        "rules.toml",
    ]


def test_every_fault_is_listed_at_once(score):
    run = score(f"{HEADER}\n1,A,1,content,99\n1,A,1,delivery,x\n1,A,1,depth,3\n")
    assert [line.split(":")[1:3] for line in run.stderr.splitlines()[:-1]] == [
        ["2", "5"],
        ["3", "5"],
        ["4", "4"],
    ]


def test_a_duplicate_mark_names_the_line_of_the_first(score):
    again = HEAT + "1,A,3,content,30\n"
    run = score(again)
    assert run.exit_code == 1
    line = len(again.splitlines())
    assert run.stderr.splitlines()[0] == (
        f"marks.csv:{line}:5: the same mark stands already in line 6"
    )


def test_the_listing_is_bounded_and_the_rest_is_counted(score):
    text = HEADER + "\n" + "1,A,1,content,x\n" * 1500
    lines = score(text).stderr.splitlines()
    assert (len(lines), lines[1000]) == (1002, "… and 500 more")


def test_faults_of_rules_marks_and_entries_come_together(score):
    run = score(
        f"{HEADER}\n1,A,1,content,24\n",
        rules=RULES.replace("trim =", "trimm ="),
        entries="heat,entry,order\n1,A,first\n1,A,2\n",
    )
    assert run.exit_code == 1
    assert run.stderr.splitlines() == [
        "rules.toml:10: tally.trimm: the key “trimm” is not known",
        "entries.csv:2:3: “first” is not a whole number",
        "entries.csv:3:2: the entry stands already in line 2",
        "Nothing was written.",
    ]


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        ("heat,entry,deduction\n1,A,-1\n", "2:3: a deduction or bonus must be above zero: -1"),
        ("heat,entry,deduction\n1,A,x\n", "2:3: “x” is not a plain decimal number"),
        (
            "heat,entry,deduction_reason\n1,A,late\n",
            "2: a reason without a deduction",
        ),
        ("heat,entry,colour\n1,A,red\n", "1:3: the column “colour” is not known"),
        ("heat\n1\n", "1: the column “entry” is missing from the header"),
        ("heat,entry,heat\n1,A,1\n", "1:3: the column “heat” stands in the header twice"),
        ("heat,entry\n1\n", "2: the row has 1 cells, the header 2"),
        ("heat,entry\n1,\n", "2:2: entry is blank"),
        ('heat,entry\n1,"A\n', "2: the row is not valid CSV: unexpected end of data"),
        ("", "the file is empty"),
    ],
)
def test_faults_of_the_entries_are_named_in_the_same_way(score, entries, reason):
    run = score(HEAT, entries=entries)
    assert run.exit_code == 1
    assert run.stderr.splitlines()[0].removeprefix("entries.csv:").strip() == reason


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ("", "marks.csv: the file is empty"),
        (HEADER + "\n", "marks.csv: there is nothing to score"),
        (
            "heat,entry,seat,mark\n",
            "marks.csv:1: the column “criterion” is missing from the header",
        ),
        ('"heat\n', "marks.csv:1: the row is not valid CSV: unexpected end of data"),
        (
            HEADER + '\n1,A,1,content,"2"4\n',
            "marks.csv:2: the row is not valid CSV: ',' expected after '\"'",
        ),
        (
            HEADER + '\n1,A,1,content,"24\n',
            "marks.csv:2: the row is not valid CSV: unexpected end of data",
        ),
    ],
)
def test_a_file_that_is_no_table_of_marks_is_refused(score, marks, reason):
    run = score(marks)
    assert run.exit_code == 1
    assert reason in run.stderr.splitlines()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"heat,entry\n\x80\x00"])
def test_a_file_that_is_no_text_is_refused(score, tmp_path, runner, content):
    (tmp_path / "marks.csv").write_bytes(content)
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xff")
    for rules in ("rules.toml", "bad.toml"):
        arguments = [str(tmp_path / "marks.csv"), "--rules", str(tmp_path / rules), "--lang", "en"]
        entries = ["--entries", str(tmp_path / "marks.csv")]
        run = runner.invoke(score_command, arguments + entries)
        assert run.exit_code == 1
        assert "marks.csv: the file is neither UTF-8 nor GB18030 text" in run.stderr


STATE_HEADER = "heat,entry,seat,criterion,mark,state\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,A,1,content,3,late\n", "2:6: the state “late” is not known"),
        ("1,A,1,content,3,recused\n", "2:5: a seat that is “recused” gives no mark"),
        ("1,A,1,content,3,absent\n", "2:5: a seat that is “absent” gives no mark"),
        ("1,A,1,,,recused\n1,A,1,,,void\n", "3:6: the state “void” contradicts “recused”"),
        ("1,A,1,content,3,\n1,A,1,,,recused\n", "3: the state “recused” contradicts “given”"),
        ("1,A,1,conten,,recused\n", "2:4: there is no criterion “conten”"),
    ],
)
def test_states_that_contradict_are_refused(score, text, reason):
    run = score(STATE_HEADER + text)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"marks.csv:{reason}")


def test_a_seat_outside_every_judge_group_is_refused(score):
    groups = 'groups = { expert = { seats = ["1"], weight = "1" } }\n[ranking]'
    run = score(HEAT, rules=RULES.replace("[ranking]", groups))
    assert run.exit_code == 1
    assert run.stderr.startswith(
        "marks.csv:4:3: seat 2 belongs to none of the judge groups of the rule sheet"
    )


def test_a_hundredth_seat_is_refused(score):
    text = HEADER + "\n" + "".join(f"1,A,{seat},content,20\n" for seat in range(1, 101))
    run = score(text)
    assert run.stderr.splitlines()[0] == "marks.csv:101:3: a panel has at most 99 seats"


def test_faults_found_before_a_heat_comes_back_are_told_once(score):
    text = HEADER + "\n1,A,1,content,x\n1,A,1,delivery,20\n2,B,1,content,20\n1,C,1,content,20\n"
    run = score(text)
    assert run.stderr.splitlines() == [
        "marks.csv:2:5: “x” is not a plain decimal number",
        "Nothing was written.",
    ]


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


def test_an_output_that_cannot_be_written_is_refused_without_a_traceback(score, tmp_path):
    run = score(HEAT, out="no/such/folder/results.csv")
    assert run.exit_code == 1
    assert "No such file or directory" in run.stderr
    assert "Traceback" not in run.stderr


def test_a_write_that_fails_half_way_leaves_no_file_behind(score, tmp_path, monkeypatch):
    def fail(_number):
        raise OSError(28, "No space left on device", "results.csv")

    monkeypatch.setattr("judging.cli.score_writing.os.fsync", fail)
    run = score(HEAT)
    assert run.exit_code == 1
    assert run.stderr.endswith("results.csv: No space left on device\n")
    assert not list(tmp_path.glob("*results*"))
    assert not list(tmp_path.glob(".*"))


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    faults = FaultList()
    with pytest.raises(UnreadableFileError):
        find_encoding(tmp_path, faults)
    assert [(f.file, f.fault.code) for f in faults.listed] == [(tmp_path.name, "file_unreadable")]


def test_more_spellings_of_marks_than_are_remembered_are_still_read(score, monkeypatch, tmp_path):
    monkeypatch.setattr("judging.cli.score_reading._MAX_SPELLINGS", 1)
    assert score(HEAT).exit_code == 0
    assert [row["score"] for row in _rows(tmp_path)] == ["84.00", "84.00"]


def test_empty_lines_and_short_rows_beside_duplicates_do_no_harm(score):
    entries = "heat,entry\n\n1,A\n"
    text = HEADER + "\n1,A,1,content,20\n\n1,A\n1,A,1,content,20\n"
    assert score(text, entries=entries).stderr.splitlines() == [
        "marks.csv:4: the row has 2 cells, the header 5",
        "marks.csv:5:5: the same mark stands already in line 2",
        "Nothing was written.",
    ]


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
    ("setting", "language"),
    [("", "zh"), ("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("C", "en"), ("de_DE", "en")],
)
def test_a_terminal_without_a_language_is_spoken_to_in_chinese(setting, language):
    assert language_of_terminal(setting) == language


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
    assert {row["entry"] for row in _rows(tmp_path)} == {"B", "'=1+1"}


def test_a_progress_bar_appears_on_a_terminal_only(score, monkeypatch):
    monkeypatch.setattr("judging.cli.score_reading._TOLD_EVERY", 2)
    assert "marks.csv" not in score(HEAT).stderr
    monkeypatch.setattr("judging.cli.score_run.is_terminal", lambda: True)
    assert "marks.csv" in score(HEAT).stderr


def test_a_preset_is_read_as_it_stands(score, tmp_path):
    from judging.presets import get_rule_preset
    from judging.scoring.rules import to_toml

    rules = to_toml(get_rule_preset("chinese-convention").document)
    keys = (("content", "36"), ("language", "27"), ("image", "18"), ("overall", "9"))
    lines = [f"1,A,{seat},{key},{mark}" for seat in range(1, 6) for key, mark in keys]
    assert score("\n".join([HEADER, *lines]) + "\n", rules=rules).exit_code == 0
    assert [(r["score"], r["kept"]) for r in _rows(tmp_path)] == [("90.00", "3")]
