"""``judging score`` refuses bad input: every fault with its place, and nothing written."""

import pytest

from judging.cli.score import score_command
from judging.cli.score_csv import UnreadableFileError, find_encoding
from judging.cli.score_faults import FaultList
from tests.cli.score_files import HEADER, HEAT, RULES, results

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


def test_a_duplicate_names_the_first_line_that_gave_a_mark(score):
    lines = ["1,A,1,content,,absent", "1,A,1,content,99,", "1,A,2,content,8,", "1,A,1,content,7,"]
    run = score(STATE_HEADER + "\n".join([*lines, "1,A,1,content,6,"]) + "\n")
    assert "marks.csv:6:5: the same mark stands already in line 5" in run.stderr.splitlines()


@pytest.mark.parametrize("seat", ["01", "１"])
def test_two_spellings_of_one_seat_are_refused(score, seat):
    run = score(f"{HEADER}\n1,A,1,content,20\n1,A,{seat},content,30\n")
    assert run.stderr.splitlines()[0] == (
        f"marks.csv:3:3: “{seat}” and “1” would be the same seat; write one of them"
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
        ("1,A,1,,,absent\n1,A,1,content,3,\n", "2: the state “absent” contradicts “given”"),
        ("1,A,1,content,3,\n1,A,1,,,absent\n", "3: the state “absent” contradicts “given”"),
        ("1,A,1,content,3,\n1,A,1,content,,absent\n", "3: the state “absent” contradicts “given”"),
        ("1,A,1,content,,absent\n1,A,1,content,3,\n", "2: the state “absent” contradicts “given”"),
        ("1,A,1,content,,absent\n1,A,1,,,recused\n", "2: the state “absent” contradicts “recused”"),
    ],
)
def test_states_that_contradict_are_refused(score, text, reason):
    run = score(STATE_HEADER + text)
    assert run.exit_code == 1
    assert run.stderr.startswith(f"marks.csv:{reason}")


def test_one_criterion_called_absent_leaves_the_marks_on_the_others(score, tmp_path):
    text = STATE_HEADER + "1,A,1,content,,absent\n1,A,1,delivery,50,\n"
    text += "1,A,2,content,30,\n1,A,2,delivery,50,\n"
    run = score(text)
    assert (run.exit_code, results(tmp_path)[0]["score"]) == (0, "80.00")
    assert "1 score sheet lacks a mark and was left out." in run.stderr


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


def test_empty_lines_and_short_rows_beside_duplicates_do_no_harm(score):
    entries = "heat,entry\n\n1,A\n"
    text = HEADER + "\n1,A,1,content,20\n\n1,A\n1,A,1,content,20\n"
    assert score(text, entries=entries).stderr.splitlines() == [
        "marks.csv:4: the row has 2 cells, the header 5",
        "marks.csv:5:5: the same mark stands already in line 2",
        "Nothing was written.",
    ]


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    faults = FaultList()
    with pytest.raises(UnreadableFileError):
        find_encoding(tmp_path, faults)
    assert [(f.file, f.fault.code) for f in faults.listed] == [(tmp_path.name, "file_unreadable")]
