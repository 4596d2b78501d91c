"""The tables of tie-break steps and aggregates are the one place where a new one goes."""

import re
from fractions import Fraction
from pathlib import Path

import judging
from judging.scoring.aggregates import AGGREGATES, Aggregate
from judging.scoring.bilingual import Bilingual
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.results import score_round
from judging.scoring.rules import load_rules
from judging.scoring.sheet import SeatSheet
from judging.scoring.specimen import specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.ties import TIE_STEPS, TieStep

PAGE = Path(judging.__file__).parents[1] / "docs" / "rule-sheet.md"


def _spread(case):
    """Return the smaller spread as the higher value."""
    spreads = []
    for outcome in case.outcomes:
        units = [line.total_units for line in outcome.working.judges]
        spreads.append(Fraction(min(units) - max(units)))
    return spreads


def _turn(key, *points):
    sheets = tuple(SeatSheet(str(n), (p * 1000,)) for n, p in enumerate(points, 1))
    return Appearance(key, "1", sheets=sheets)


def test_a_new_step_in_the_table_is_read_ranked_and_named(monkeypatch):
    name = Bilingual("分差较小者在前", "smaller spread")
    monkeypatch.setitem(TIE_STEPS, "narrowest", TieStep("narrowest", name, _spread))
    rules = specimen_rules(ranking={"ties": ["narrowest"]})
    result = score_round(rules, [_turn("A", 80, 90, 100), _turn("B", 89, 90, 91)])
    seen = [(line.key, line.rank, line.tie_break) for line in result.standings]
    assert seen == [("B", 1, "narrowest"), ("A", 2, "narrowest")]


def test_a_new_aggregate_in_the_table_is_read_and_used(monkeypatch):
    best = Aggregate(Bilingual("最高分", "best"), lambda kept: Fraction(kept[-1]))
    monkeypatch.setitem(AGGREGATES, "best", best)
    result = score_round(specimen_rules(tally={"aggregate": "best"}), [_turn("A", 80, 90)])
    assert result.standings[0].score == "90.00"


def test_the_page_on_rule_sheets_names_every_step_and_aggregate():
    text = PAGE.read_text(encoding="utf-8")
    for step in TIE_STEPS.values():
        assert f"| `{step.pattern}` |" in text
    for aggregate in (*AGGREGATES, *RANK_METHODS):
        assert f"`{aggregate}`" in text


def test_the_example_of_the_page_on_rule_sheets_is_one():
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert load_rules(example).ranking.ties[1] == "criterion:content"
