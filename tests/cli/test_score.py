"""``judging score``: exact results out of a file of marks."""

import json
import random
from itertools import product

import pytest

from judging.cli.score_writing import COLUMNS
from tests.cli.score_files import HEADER, HEAT, RULES, marks_text, panel, results, rows


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
    assert row["working"] == (
        "80.00  82.00  84.00  86.00  — (trimming not applied, n = 4) → 332.00 / 4 = 83.00"
    )


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
        "80.00  —  —  — (trimming not applied, n = 1) → 80.00 / 1 = 80.00",
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
    seen = [(r["entry"], r["rank"], r["score"], r["deduction"]) for r in results(tmp_path)]
    assert seen == [("A", "1", "84.00", "0"), ("B", "2", "83.50", "0.5")]
    assert results(tmp_path)[1]["working"].endswith("= 84.00 − 0.50 (overtime 12 s) = 83.50")


def test_true_ties_are_listed_in_the_order_that_entries_gives(score, tmp_path):
    entries = "heat,entry,order\n1,A,2\n1,B,1\n"
    assert score(HEAT, entries=entries).exit_code == 0
    assert [(r["entry"], r["rank"]) for r in results(tmp_path)] == [("B", "1"), ("A", "1")]


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
    seen = [(r["heat"], r["entry"], r["rank"]) for r in results(tmp_path)]
    assert seen == [("1", "B", "1"), ("1", "A", "3"), ("2", "C", "1"), ("2", "D", "1")]


def test_everything_may_be_ranked_together(score, tmp_path):
    marks = marks_text({("1", "A"): panel(80, 80), ("2", "B"): panel(81, 81)})
    assert score(marks, rules=RULES + 'per = "overall"\n').exit_code == 0
    assert [(r["entry"], r["rank"]) for r in results(tmp_path)] == [("A", "2"), ("B", "1")]


def test_the_tie_break_used_is_named(score, tmp_path):
    marks = marks_text(
        {
            ("1", "A"): {1: ("31", "49"), 2: ("31", "49")},
            ("1", "B"): {1: ("30", "50"), 2: ("30", "50")},
        }
    )
    assert score(marks).exit_code == 0
    seen = [(r["entry"], r["rank"], r["tie_break"]) for r in results(tmp_path)]
    assert seen == [("A", "1", "criterion:content"), ("B", "2", "criterion:content")]


def test_by_criterion_the_dropped_and_kept_name_their_criterion(score, tmp_path):
    rules = RULES.replace("[tally]", '[tally]\nscope = "criterion"')
    lines = HEAT.splitlines()
    text = "\n".join(line for line in lines if line != "1,A,5,delivery,58") + "\n"
    assert score(text, rules=rules).exit_code == 0
    row = next(row for row in results(tmp_path) if row["entry"] == "A")
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
    assert {row["entry"] for row in results(tmp_path)} == {"甲", "B"}


def test_columns_may_come_in_any_order_and_cells_may_have_blanks_around(score, tmp_path):
    text = "mark, seat ,entry,criterion,heat\n 30,1, A ,content,1\n50,1,A, delivery ,1\n\n"
    assert score(text).exit_code == 0
    assert [(r["entry"], r["score"]) for r in results(tmp_path)] == [("A", "80.00")]


def test_a_heat_that_comes_back_in_another_spelling_is_the_same_heat(score, tmp_path):
    text = f"{HEADER}\n1,A,1,content,30\n2,B,1,content,20\n2,B,1,delivery,20\n 1 ,A,1,delivery,50\n"
    assert score(text).exit_code == 0
    assert [(r["entry"], r["score"]) for r in results(tmp_path)] == [("A", "80.00"), ("B", "40.00")]


def test_many_seats_and_widening_keep_every_mark_in_its_place(score, tmp_path):
    marks = marks_text({("1", name): panel(*range(50, 90)) for name in "AB"})
    assert (
        score(marks, rules=RULES.replace("low = 1, high = 1", "low = 0, high = 0")).exit_code == 0
    )
    seen = [(r["entry"], r["score"], r["judges"]) for r in results(tmp_path)]
    assert seen == [("A", "69.50", "40"), ("B", "69.50", "40")]


def test_more_spellings_of_marks_than_are_remembered_are_still_read(score, monkeypatch, tmp_path):
    monkeypatch.setattr("judging.cli.score_reading._MAX_SPELLINGS", 1)
    assert score(HEAT).exit_code == 0
    assert [row["score"] for row in results(tmp_path)] == ["84.00", "84.00"]


def test_a_preset_is_read_as_it_stands(score, tmp_path):
    from judging.presets import get_rule_preset
    from judging.scoring.rules import to_toml

    rules = to_toml(get_rule_preset("chinese-convention").document)
    keys = (("content", "36"), ("language", "27"), ("image", "18"), ("overall", "9"))
    lines = [f"1,A,{seat},{key},{mark}" for seat in range(1, 6) for key, mark in keys]
    assert score("\n".join([HEADER, *lines]) + "\n", rules=rules).exit_code == 0
    assert [(r["score"], r["kept"]) for r in results(tmp_path)] == [("90.00", "3")]


def test_choices_that_may_not_be_meant_are_told_on_standard_error(score):
    rules = RULES.replace("high = 1 }", "high = 1, min_kept = 1 }")
    run = score(marks_text({("1", "A"): panel(80, 85, 90)}), rules=rules)
    sentence = (
        "tally.trim: Of 3 judges 1 highest and 1 lowest are dropped: a single judge decides every "
        "score."
    )
    assert (run.exit_code, run.stderr.splitlines()) == (0, ["1 entry scored.", sentence])
