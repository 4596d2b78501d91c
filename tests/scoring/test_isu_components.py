"""Real judging with officially published totals: a correct engine reproduces every one.

The data stands beside the checkout (``../shared/data/isu_components``); its README has the rule.
"""

import csv
import json
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest

from judging.cli.score import score_command
from judging.scoring.columns.counting import count_field
from judging.scoring.columns.field import field_of
from judging.scoring.points import format_scaled
from judging.scoring.results import score_round
from judging.scoring.rules import parse_rules, to_toml
from judging.scoring.sheet import SeatSheet, check_marks
from judging.scoring.standings import Appearance

DATA = Path(__file__).parents[3] / "shared" / "data" / "isu_components"
CRITERIA = {
    "Skating Skills": "factor_skating_skills",
    "Transitions": "factor_transitions",
    "Performance": "factor_performance",
    "Composition": "factor_composition",
    "Interpretation": "factor_interpretation",
}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the shared data does not stand beside this checkout"
)


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _document(factors):
    """Return the rules of a segment: the weight of a criterion is its factor."""
    return {
        "format": 1,
        "name": {"zh": "节目内容分", "en": "Programme components"},
        "rubric": {
            "criteria": [
                {
                    "key": key,
                    "name": {"en": key},
                    "min": "0.25",
                    "max": "10",
                    "step": "0.25",
                    "weight": factor,
                }
                for key, factor in zip(CRITERIA, factors, strict=True)
            ]
        },
        "tally": {
            "scope": "criterion",
            "trim": {"low": 1, "high": 1},
            "rounding": {"criterion": 2, "weighted_criterion": 2},
        },
    }


def _published():
    """Return {segment: {entry: (total as printed, 1224 rank)}}."""
    totals = defaultdict(dict)
    for row in _rows("entries.csv"):
        totals[row["segment"]][row["entry"]] = row["published_total"]
    return {
        segment: {
            entry: (total, 1 + sum(Fraction(other) > Fraction(total) for other in those.values()))
            for entry, total in those.items()
        }
        for segment, those in totals.items()
    }


def _factors():
    return {
        row["segment"]: tuple(row[column] for column in CRITERIA.values())
        for row in _rows("segments.csv")
    }


def test_the_library_gives_all_published_totals_and_ranks():
    marks = defaultdict(lambda: defaultdict(dict))
    for row in _rows("marks.csv"):
        marks[row["segment"], row["entry"]][row["seat"]][row["criterion"]] = row["mark"]
    published, factors = _published(), _factors()
    seen = {}
    for segment, entries in published.items():
        rules = parse_rules(_document(factors[segment]))
        appearances = [
            Appearance(
                key=entry,
                heat=segment,
                sheets=tuple(
                    SeatSheet(seat, check_marks(rules.rubric, texts))
                    for seat, texts in marks[segment, entry].items()
                ),
            )
            for entry in entries
        ]
        result = score_round(rules, appearances)
        seen[segment] = {line.key: (line.score, line.rank) for line in result.standings}
    assert seen == published
    assert sum(map(len, seen.values())) == 1135
    assert len(seen) == 87


def test_the_columns_give_all_published_totals_and_ranks():
    marks = defaultdict(lambda: defaultdict(dict))
    for row in _rows("marks.csv"):
        marks[row["segment"], row["entry"]][row["seat"]][row["criterion"]] = row["mark"]
    published, factors = _published(), _factors()
    seen = {}
    for segment, entries in published.items():
        rules = parse_rules(_document(factors[segment]))
        sheets = [
            [
                SeatSheet(seat, check_marks(rules.rubric, texts))
                for seat, texts in marks[segment, entry].items()
            ]
            for entry in entries
        ]
        counted = count_field(rules, field_of(rules.rubric, sheets))
        scores = [format_scaled(units, 2) for units in counted.published_units().tolist()]
        ranks = counted.places.ranks().tolist()
        seen[segment] = dict(zip(entries, zip(scores, ranks, strict=True), strict=True))
    assert seen == published


@pytest.mark.parametrize("suffix", [".csv", ".json"])
def test_the_command_gives_all_published_totals_and_ranks(runner, tmp_path, suffix):
    published, factors = _published(), _factors()
    by_factors = defaultdict(list)
    for row in _rows("marks.csv"):
        by_factors[factors[row["segment"]]].append(row)
    assert len(by_factors) == 5
    seen = defaultdict(dict)
    for number, (group, rows) in enumerate(by_factors.items()):
        marks, rules = tmp_path / f"marks{number}.csv", tmp_path / f"rules{number}.toml"
        rules.write_text(to_toml(_document(group)), encoding="utf-8")
        with marks.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["heat", "entry", "seat", "criterion", "mark"])
            columns = ("segment", "entry", "seat", "criterion", "mark")
            writer.writerows([row[column] for column in columns] for row in rows)
        out = tmp_path / f"results{number}{suffix}"
        arguments = [str(marks), "--rules", str(rules), "--out", str(out)]
        assert runner.invoke(score_command, arguments).exit_code == 0
        for line in _results(out):
            seen[line["heat"]][line["entry"]] = (line["score"], int(line["rank"]))
    assert dict(seen) == published


def _results(path):
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else list(csv.DictReader(text.splitlines()))


def test_rounding_only_once_at_the_end_would_get_many_of_them_wrong():
    """The data tells the order of the steps apart: this is what makes it a good check."""
    row = next(row for row in _rows("segments.csv"))
    factors = tuple(row[column] for column in CRITERIA.values())
    document = _document(factors)
    document["tally"]["rounding"] = {"final": 2}
    rules = parse_rules(document)
    sheets = defaultdict(lambda: defaultdict(dict))
    for mark in _rows("marks.csv"):
        if mark["segment"] == row["segment"]:
            sheets[mark["entry"]][mark["seat"]][mark["criterion"]] = mark["mark"]
    appearances = [
        Appearance(
            entry,
            row["segment"],
            sheets=tuple(SeatSheet(s, check_marks(rules.rubric, m)) for s, m in seats.items()),
        )
        for entry, seats in sheets.items()
    ]
    published = _published()[row["segment"]]
    lines = score_round(rules, appearances).standings
    assert any(line.score != published[line.key][0] for line in lines)
