"""``judging score --awards``: prizes, honours and advancement beside the results."""

import json

import pytest

from tests.cli.score_files import RULES, marks_text, panel, rows

SCHEME = """
[advancement]
take = 1
wild_cards = 1
[[awards]]
key = "first"
name = { zh = "一等奖", en = "First Prize" }
count = 1
[[awards]]
key = "second"
name = { zh = "二等奖", en = "Second Prize" }
count = 2
per = "overall"
minimum = "80"
[[awards]]
key = "voice"
name = { zh = "最佳表达", en = "Best Delivery" }
kind = "special"
by = "criterion:delivery"
per = "overall"
[[awards]]
key = "jury"
name = { zh = "评委会奖", en = "Jury Prize" }
kind = "special"
by = "hand"
[[awards]]
key = "unit"
name = { zh = "优秀组织奖", en = "Best Unit" }
kind = "unit"
of = ["first", "second"]
points = ["5", "3"]
count = 1
per = "overall"
[[awards]]
key = "adviser"
name = { zh = "指导奖", en = "Adviser" }
kind = "adviser"
of = ["first"]
per = "overall"
"""
FIELD = marks_text(
    {
        ("1", "A"): panel(90, 90, 90),
        ("1", "B"): panel(85, 85, 85),
        ("2", "A"): panel(84, 84, 84),
        ("2", "C"): panel(70, 70, 70),
    }
)
ENTRIES = "heat,entry,unit,adviser\n1,A,一中,王老师、李老师\n1,B,二中,\n2,A,一中,=张\n2,C,,\n"


def _short(tmp_path):
    return [
        (r["kind"], r["award"], r["group"], r["heat"] + r["entry"] + r["recipient"], r["state"])
        for r in rows(tmp_path / "awards.csv")
    ]


def test_prizes_honours_and_advancement_stand_in_the_order_of_the_scheme(score, tmp_path):
    assert score(FIELD, rules=RULES + SCHEME, entries=ENTRIES, awards="awards.csv").exit_code == 0
    assert _short(tmp_path) == [
        ("tier", "first", "1", "1A", "given"),
        ("tier", "first", "2", "2A", "given"),
        ("tier", "second", "", "1B", "given"),
        ("tier", "second", "", "", "vacant"),
        ("special", "voice", "", "1A", "given"),
        ("special", "jury", "", "", "by_hand"),
        ("unit", "unit", "", "一中", "given"),
        ("adviser", "adviser", "", "'=张", "given"),
        ("adviser", "adviser", "", "李老师", "given"),
        ("adviser", "adviser", "", "王老师", "given"),
        ("advancement", "", "1", "1A", "given"),
        ("advancement", "", "2", "2A", "given"),
        ("wild_card", "", "", "1B", "given"),
    ]
    best = rows(tmp_path / "awards.csv")
    assert best[0] | {} == {
        "kind": "tier",
        "award": "first",
        "name": "First Prize",
        "group": "1",
        "heat": "1",
        "entry": "A",
        "recipient": "",
        "unit": "一中",
        "rank": "1",
        "score": "90.00",
        "points": "",
        "state": "given",
        "count": "",
        "cause": "",
    }
    assert (best[3]["count"], best[3]["cause"], best[6]["points"]) == ("1", "minimum", "10")


def test_equals_across_a_border_are_told_as_tied(score, tmp_path):
    marks = marks_text({("1", entry): panel(80, 82, 84) for entry in "AB"})
    scheme = SCHEME.split('[[awards]]\nkey = "second"', maxsplit=1)[0]
    assert score(marks, rules=RULES + scheme, awards="awards.csv").exit_code == 0
    assert _short(tmp_path) == [
        ("tier", "first", "1", "1A", "tied"),
        ("tier", "first", "1", "1B", "tied"),
        ("advancement", "", "1", "1A", "tied"),
        ("advancement", "", "1", "1B", "tied"),
    ]


def test_a_record_decides_the_prize_as_it_decides_the_rank(score, tmp_path):
    marks = marks_text({("1", entry): panel(80, 82, 84) for entry in "AB"})
    rules = (
        RULES.replace('"criterion:content"', '"draw"') + SCHEME.split("wild_cards", maxsplit=1)[0]
    )
    records = "heat,entry,step,record,value\n1,A,draw,1,2\n1,B,draw,1,1\n"
    assert score(marks, rules=rules, records=records, awards="awards.csv").exit_code == 0
    assert _short(tmp_path) == [("advancement", "", "1", "1B", "given")]


def test_wild_cards_that_are_tied_and_json(score, tmp_path):
    marks = marks_text(
        {
            ("1", "A"): panel(90, 90, 90),
            ("2", "B"): panel(90, 90, 90),
            ("1", "C"): panel(80, 80, 80),
            ("2", "D"): panel(80, 80, 80),
        }
    )
    rules = RULES + "[advancement]\ntake = 1\nwild_cards = 1\n"
    assert score(marks, rules=rules, awards="awards.json", lang="zh").exit_code == 0
    found = json.loads((tmp_path / "awards.json").read_text(encoding="utf-8"))
    assert [(r["kind"], r["entry"], r["rank"], r["state"], r["count"]) for r in found] == [
        ("advancement", "A", 1, "given", None),
        ("advancement", "B", 1, "given", None),
        ("wild_card", "C", 2, "tied", None),
        ("wild_card", "D", 2, "tied", None),
    ]


def test_units_of_equal_points_are_tied(score, tmp_path):
    entries = "heat,entry,unit,adviser\n1,A,一中,\n2,A,二中,\n"
    rules = RULES + SCHEME.replace('points = ["5", "3"]', 'points = ["5", "0.5"]')
    marks = marks_text({("1", "A"): panel(90, 90, 90), ("2", "A"): panel(84, 84, 84)})
    assert score(marks, rules=rules, entries=entries, awards="awards.csv").exit_code == 0
    found = [row for row in rows(tmp_path / "awards.csv") if row["kind"] == "unit"]
    assert [(row["recipient"], row["state"]) for row in found] == [
        ("一中", "tied"),
        ("二中", "tied"),
    ]


@pytest.mark.parametrize(
    ("scheme", "entries", "words"),
    [
        ("", None, "neither prizes nor advancement"),
        (
            '[advancement]\ntake = 1\nper = "division"\n',
            None,
            "advancement.per: ranks go by division",
        ),
        (
            '[advancement]\ntake = 1\nwild_cards = 1\nwild_cards_per = "division"\n',
            None,
            "advancement.wild_cards_per: ranks go by division",
        ),
        (
            SCHEME.replace('per = "overall"', 'per = "division"', 1),
            ENTRIES,
            "awards[1].per: ranks go",
        ),
        (
            '[advancement]\ntake = 1\nper = "division"\n',
            "heat,entry,division\n1,A,junior\n1,B,\n",
            "entries.csv:3",
        ),
        (
            '[advancement]\ntake = 1\nper = "division"\n',
            "heat,entry,division\n1,A,junior\n1,B,junior\n2,A,junior\n",
            "entry C of heat 2",
        ),
    ],
)
def test_what_the_scheme_lacks_is_refused_and_nothing_written(
    score, tmp_path, scheme, entries, words
):
    run = score(FIELD, rules=RULES + scheme, entries=entries, awards="awards.csv")
    assert run.exit_code == 1
    assert words in run.stderr
    assert not list(tmp_path.glob("awards*"))
    assert not list(tmp_path.glob("results*"))


def test_no_tiers_leave_an_empty_list(score, tmp_path):
    rules = RULES + '[advancement]\nscore_line = "99"\n'
    assert score(FIELD, rules=rules, awards="awards.json").exit_code == 0
    assert json.loads((tmp_path / "awards.json").read_text()) == []


def test_awards_over_results_or_over_an_input_are_refused(score):
    rules = RULES + SCHEME
    assert score(FIELD, rules=rules, awards="results.csv").exit_code == 2
    assert score(FIELD, rules=rules, awards="marks.csv").exit_code == 2
    assert score(FIELD, rules=rules, awards="awards.txt").exit_code == 2


def test_more_entries_than_can_be_held_are_refused(score, tmp_path, monkeypatch):
    monkeypatch.setattr("judging.cli.score_awards.MAX_ENTRIES", 3)
    run = score(FIELD, rules=RULES + SCHEME, awards="awards.csv")
    assert (run.exit_code, "prizes can be given to at most" in run.stderr) == (1, True)
