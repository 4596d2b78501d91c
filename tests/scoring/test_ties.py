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
from judging.scoring.specimen import specimen_outcome, specimen_rules
from judging.scoring.standings import Appearance
from judging.scoring.tie_chain import value_texts
from judging.scoring.ties import TIE_STEPS, TieCase, TieStep
from judging.scoring.ties.by_judge import MOST_COMPARED, head_to_head
from judging.scoring.ties.by_record import draw
from judging.scoring.ties.by_score import smaller_spread

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


def test_beyond_two_hundred_nobody_is_compared_with_everybody():
    rules = specimen_rules()
    outcomes = [specimen_outcome(rules, mark % 100) for mark in range(MOST_COMPARED)]
    assert head_to_head(TieCase(rules, outcomes)) is not None
    assert head_to_head(TieCase(rules, [*outcomes, outcomes[0]])) is None


def test_a_record_among_nobody_decides_nothing():
    assert draw(TieCase(specimen_rules(), [])) is None


def test_an_entry_whom_nobody_marked_has_no_spread():
    rules = specimen_rules()
    case = TieCase(rules, [specimen_outcome(rules), specimen_outcome(rules, 90, 92)])
    assert smaller_spread(case) == [Fraction(0), Fraction(1)]


def test_values_too_close_for_any_decimals_shown_are_written_as_far_as_it_goes():
    close = Fraction(1, 3), Fraction(1, 3) + Fraction(1, 10**40)
    texts = value_texts(close)
    assert texts[0] == texts[1]
    assert texts[0].startswith("0.333333")
