"""``judging score`` with results of earlier rounds in ENTRIES."""

import pytest

from tests.cli.score_files import HEAT, RULES, results

CARRY = """
[carry_over]
weight = "0.6"
earlier = [ { round = "semi", weight = "0.4" }, { round = "quiz", points_by_rank = ["1", "0.5"] } ]
"""
EXACT = '[carry_over]\nearlier = [ { round = "semi", value = "exact" } ]\n'


def test_earlier_results_come_out_of_the_columns_of_their_rounds(score, tmp_path):
    entries = "heat,entry,carried:semi,carried_rank:quiz\n1,A,88,2\n1,B,80.5,12\n"
    assert score(HEAT, rules=RULES + CARRY, entries=entries).exit_code == 0
    # 84 · 0.6 + 88 · 0.4 + 0.5 = 86.1; 84 · 0.6 + 80.5 · 0.4 + 0 = 82.6.
    assert [(r["entry"], r["rank"], r["score"], r["exact"]) for r in results(tmp_path)] == [
        ("A", "1", "86.10", "861/10"),
        ("B", "2", "82.60", "413/5"),
    ]
    assert results(tmp_path)[0]["working"].endswith(
        "= 84.00; 84.00 × 0.6 + 88.00 (semi) × 0.4 + 0.50 (quiz, rank 2) = 86.10"
    )


def test_an_empty_cell_is_no_earlier_result(score, tmp_path):
    entries = "heat,entry,carried:semi\n1,A,\n1,B,253/3\n"
    assert score(HEAT, rules=RULES + EXACT, entries=entries).exit_code == 0
    assert [(r["entry"], r["rank"], r["exact"]) for r in results(tmp_path)] == [
        ("B", "1", "505/3"),
        ("A", "", ""),
    ]
    assert results(tmp_path)[1]["working"].endswith("→ — (no_earlier_result)")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("carried:semi,carried_rank:quiz\n1,A,x,2", "“x” is not a plain decimal number"),
        ("carried:semi,carried_rank:quiz\n1,A,1/3,2", "“1/3” is not a plain decimal number"),
        ("carried:semi,carried_rank:quiz\n1,A,88,0", "“0” is not a rank"),
        ("carried:semi,carried_rank:quiz\n1,A,88,1.5", "“1.5” is not a rank"),
        ("carried:semi\n1,A,88", "“carried_rank:quiz”"),
        ("carried:quarter,carried_rank:quiz\n1,A,88,1", "“carried:quarter” is not known"),
    ],
)
def test_what_cannot_be_carried_over_is_refused_with_its_place(score, tmp_path, cells, words):
    run = score(HEAT, rules=RULES + CARRY, entries=f"heat,entry,{cells}\n")
    assert run.exit_code == 1
    assert words in run.stderr
    assert not (tmp_path / "results.csv").exists()


def test_without_a_file_of_entries_the_column_is_named(score, tmp_path):
    run = score(HEAT, rules=RULES + CARRY)
    assert run.exit_code == 1
    assert "“carried:semi”" in run.stderr
    assert "“carried_rank:quiz”" in run.stderr
