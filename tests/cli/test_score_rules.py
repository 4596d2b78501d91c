"""``judging score`` refuses rules that a file of marks cannot carry out."""

from pathlib import Path

import judging
from tests.cli.score_files import HEADER, HEAT, RULES, results

PRESETS = Path(judging.__file__).parent / "presets" / "rules"
OPEN_GROUPS = (
    "a file of marks does not say who sits in which judge group: name the seats of expert, public"
)
PER_DIVISION = RULES.replace("[ranking]", '[ranking]\nper = "division"')


def test_judge_groups_without_seats_are_one_fault_before_anything_is_read(score):
    rules = (PRESETS / "beijing-heat.toml").read_text(encoding="utf-8")
    run = score(HEADER + "\n1,A,1,content,40\n1,A,2,content,41\n", rules=rules)
    line = next(n for n, text in enumerate(rules.splitlines(), 1) if text.startswith("groups"))
    assert run.exit_code == 1
    assert run.stderr.splitlines() == [
        f"rules.toml:{line}: tally.groups: {OPEN_GROUPS}",
        "Nothing was written.",
    ]


def test_the_preset_with_judge_groups_scores_once_they_name_their_seats(score, tmp_path):
    rules = (PRESETS / "beijing-heat.toml").read_text(encoding="utf-8")
    rules = rules.replace('{ weight = "1" }', '{ weight = "1", seats = ["1"] }', 1)
    rules = rules.replace('{ weight = "1" }', '{ weight = "1", seats = ["2"] }', 1)
    keys = {"content": (40, 50), "delivery": (30, 20), "presence": (10, 20)}
    rows = [f"1,A,{seat},{key},{m[seat - 1]}\n" for key, m in keys.items() for seat in (1, 2)]
    assert score(HEADER + "\n" + "".join(rows), rules=rules).exit_code == 0
    assert results(tmp_path)[0]["score"] == "85.00"


def test_ranks_by_division_need_the_divisions(score):
    reason = "rules.toml: ranking.per: ranks go by division: give a file of entries with the column"
    for entries in (None, "heat,entry\n1,A\n1,B\n"):
        run = score(HEAT, rules=PER_DIVISION, entries=entries)
        assert run.exit_code == 1
        assert run.stderr.startswith(reason)


def test_every_entry_without_a_division_is_named(score):
    entries = "heat,entry,division\n1,A,junior\n1,B,\n2,C,\n"
    run = score(HEAT + "3,D,1,content,20\n", rules=PER_DIVISION, entries=entries)
    assert run.exit_code == 1
    assert run.stderr.splitlines() == [
        "entries.csv:3: ranks go by division, and entry B of heat 1 has none",
        "entries.csv:4: ranks go by division, and entry C of heat 2 has none",
        "entries.csv: ranks go by division, and entry D of heat 3 has none",
        "Nothing was written.",
    ]
