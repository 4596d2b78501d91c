"""``judging score`` under rank methods, which look at a whole heat at once."""

from tests.cli.score_files import RULES, marks_text, panel, results

RANKS = RULES.replace("trim = { low = 1, high = 1 }", 'aggregate = "rank_sum"')
MAJORITY = RANKS.replace("rank_sum", "majority")
# Ranks of A: 1 2 1 → 4. Of B: 2 1 2 → 5.
HEAT = marks_text({("1", "A"): panel(90, 80, 90), ("1", "B"): panel(80, 81, 82)})


def test_a_sum_of_ranks_is_written_with_its_working(score, tmp_path):
    assert score(HEAT, rules=RANKS).exit_code == 0
    assert results(tmp_path)[0] == {
        "heat": "1",
        "entry": "A",
        "rank": "1",
        "score": "4",
        "exact": "4/1",
        "judges": "3",
        "kept": "3",
        "dropped": "",
        "deduction": "0",
        "tie_break": "",
        "working": "1  2  1 → 4",
    }


def test_a_deduction_makes_a_sum_of_ranks_higher(score, tmp_path):
    entries = "heat,entry,deduction,deduction_reason\n1,A,2,overtime\n1,B,,\n"
    assert score(HEAT, rules=RANKS, entries=entries).exit_code == 0
    seen = [(row["entry"], row["rank"], row["working"]) for row in results(tmp_path)]
    assert seen == [("B", "1", "2  1  2 → 5"), ("A", "2", "1  2  1 → 4 + 2 (overtime) = 6")]


def test_a_deduction_that_places_have_no_use_for_is_refused_with_its_line(score):
    entries = "heat,entry,deduction,deduction_reason\n1,A,2,overtime\n1,B,,\n"
    run = score(HEAT, rules=MAJORITY, entries=entries)
    assert run.exit_code == 1
    reason = "the rank method “majority” gives places, from which no points can be taken"
    assert run.stderr.startswith(f"entries.csv:2: {reason}")


def test_a_heat_larger_than_any_panel_could_rank_is_refused(score):
    marks = marks_text({("1", f"E{number}"): panel(80) for number in range(201)})
    run = score(marks, rules=MAJORITY)
    assert run.exit_code == 1
    assert run.stderr.splitlines() == [
        "marks.csv: a rank method compares each entry with each: a heat may hold at most 200",
        "Nothing was written.",
    ]


def test_steps_that_go_judge_by_judge_set_nobody_apart_across_heats(score, tmp_path):
    chain = 'ties = ["head_to_head", "chief_judge"]\nper = "overall"'
    rules = RULES.replace('ties = ["more_decimals", "criterion:content"]', chain)
    rules = rules.replace("[tally]", '[tally]\nchief_seat = "1"')
    both = {"A": panel(80, 84, 90), "B": panel(81, 84, 89)}
    apart = marks_text({("1", "A"): both["A"], ("2", "B"): both["B"]})
    assert score(apart, rules=rules).exit_code == 0
    assert [(r["entry"], r["rank"]) for r in results(tmp_path)] == [("A", "1"), ("B", "1")]
    together = marks_text({("1", "A"): both["A"], ("1", "B"): both["B"]})
    assert score(together, rules=rules).exit_code == 0
    seen = [(r["entry"], r["rank"], r["tie_break"]) for r in results(tmp_path)]
    assert seen == [("B", "1", "chief_judge"), ("A", "2", "chief_judge")]
