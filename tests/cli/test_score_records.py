"""``judging score --records``: extra rounds, rulings and draws out of a file."""

import pytest

from tests.cli.score_files import RULES, marks_text, panel, results

CHAIN = RULES.replace('"criterion:content"', '"extra_round", "ruling", "draw"')
TIED = marks_text({("1", entry): panel(80, 82, 84) for entry in "ABC"})
HEADER = "heat,entry,step,record,value\n"


def _ranks(tmp_path):
    return [(row["entry"], row["rank"], row["tie_break"]) for row in results(tmp_path)]


def test_an_extra_round_sets_apart_and_a_draw_does_the_rest(score, tmp_path):
    records = HEADER + (
        "1,A,extra_round,1,88.5\n1,B,extra_round,1,90\n1,C,extra_round,1,88.5\n"
        "1,A,draw,2,2\n1,C,draw,2,1\n"
    )
    assert score(TIED, rules=CHAIN, records=records).exit_code == 0
    assert _ranks(tmp_path) == [("B", "1", "extra_round"), ("C", "2", "draw"), ("A", "3", "draw")]


def test_a_newer_record_holds_and_one_of_some_of_the_tied_decides_nothing(score, tmp_path):
    rows = "1,{},ruling,{},{}\n"
    older = "".join(rows.format(entry, 1, place) for entry, place in zip("ABC", "123", strict=True))
    newer = "".join(rows.format(entry, 3, place) for entry, place in zip("ABC", "221", strict=True))
    assert score(TIED, rules=CHAIN, records=HEADER + older + newer).exit_code == 0
    # A and B stand in the newest one too, which leaves them together: the older is not asked.
    assert _ranks(tmp_path) == [("C", "1", "ruling"), ("A", "2", "ruling"), ("B", "2", "ruling")]
    part = HEADER + rows.format("A", 1, 2) + rows.format("B", 1, 1)
    assert score(TIED, rules=CHAIN, records=part).exit_code == 0
    assert _ranks(tmp_path) == [("A", "1", ""), ("B", "1", ""), ("C", "1", "")]


def test_records_hold_where_ranks_go_across_heats(score, tmp_path):
    marks = marks_text({("1", "A"): panel(80, 82, 84), ("2", "A"): panel(80, 82, 84)})
    rules = CHAIN.replace("[ranking]", '[ranking]\nper = "overall"')
    records = HEADER + "1,A,draw,7,2\n2,A,draw,7,1\n"
    assert score(marks, rules=rules, records=records).exit_code == 0
    assert [(row["heat"], row["rank"]) for row in results(tmp_path)] == [("1", "2"), ("2", "1")]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ("1,A,median,1,1\n", ":2:3: “median” is no step"),
        ("1,A,coin,1,1\n", ":2:3: “coin” is no step"),
        ("1,A,draw,0,1\n", ":2:4: “0” is not the number of a record"),
        ("1,A,draw,1.5,1\n", ":2:4: “1.5” is not the number of a record"),
        ("1,A,draw,1,x\n", ":2:5: “x” is not a plain decimal number"),
        ("1,A,draw,1,1.5\n", ":2:5: “1.5” is not a place from 1 to 9999"),
        ("1,A,ruling,1,0\n", ":2:5: “0” is not a place from 1 to 9999"),
        ("1,A,extra_round,1,-1\n", ":2:5: “-1” is not a score"),
        ("1,A,extra_round,1,10000.001\n", ":2:5: “10000.001” is not a score"),
        ("1,A,extra_round,1,1.2345\n", ":2:5: “1.2345” is not a score"),
        ("1,,draw,1,1\n", ":2:2: entry is blank"),
        ("1,A,draw,1\n", ":2: "),
        (
            "1,A,draw,1,1\n1,A,draw,1,2\n",
            ":3:4: the entry stands in this record already, in line 2",
        ),
        ("1,A,draw,1,1\n1,B,ruling,1,2\n", ":3:3: record 1 is of another step in line 2"),
        ("1,A,draw,1,1\n", ":2:4: record 1 needs at least two entries"),
        ("1,A,draw,1,1\n1,B,draw,1,1\n", ":2:5: record 1 must give each place from 1 to 2 once"),
        ("1,A,draw,1,2\n1,B,draw,1,3\n", ":2:5: record 1 must give each place from 1 to 2 once"),
        ("1,A,ruling,1,1\n1,B,ruling,1,3\n", ":3:5: “3” is not a place from 1 to 2"),
        ("1,A,ruling,1,1\n1,B,ruling,1,1\n", ":2:5: record 1 gives all the same place"),
        ("1,A,draw,1,1\n1,Z,draw,1,2\n", ":3: entry Z of heat 1 has no marks"),
        ('1,A,draw,1,"1\n', "records.csv:2"),
    ],
)
def test_a_record_that_no_competition_could_hold_is_refused_with_its_place(
    score, tmp_path, rows, words
):
    run = score(TIED, rules=CHAIN, records=HEADER + rows)
    assert run.exit_code == 1
    assert f"records.csv{words.removeprefix('records.csv')}" in run.stderr
    assert not (tmp_path / "results.csv").exists()


def test_a_step_that_the_rules_do_not_name_is_refused(score):
    run = score(TIED, records=HEADER + "1,A,draw,1,1\n1,B,draw,1,2\n")
    assert run.exit_code == 1
    assert "“draw” is no step of the rule sheet's tie chain" in run.stderr


def test_a_file_that_is_no_text_or_has_no_header_is_refused(score, tmp_path):
    assert "records.csv" in score(TIED, rules=CHAIN, records="").stderr
    assert "records.csv" in score(TIED, rules=CHAIN, records="heat,entry\0\n").stderr
