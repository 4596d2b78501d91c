"""The shipped rule sheets and rubrics are whole, bilingual and scored without a fault."""

import tomllib
from pathlib import Path

import pytest

from judging.errors import NotFound
from judging.presets import (
    get_rubric_preset,
    get_rule_preset,
    list_rubric_presets,
    list_rule_presets,
)
from judging.queries.rule_examples import make_example
from judging.scoring.explain import explain
from judging.scoring.rules import load_rules, parse_rules, to_toml
from judging.scoring.specimen import specimen_sheets
from judging.scoring.tally import tally
from judging.wording.rule_words import describe_rules

WORKED = Path(__file__).parents[1] / "worked_examples"

RULES = [preset.key for preset in list_rule_presets()]
RUBRICS = [preset.key for preset in list_rubric_presets()]


def test_the_presets_of_the_notice_are_there():
    assert RULES == [
        "academic-speech",
        "anhui-popsci-2022",
        "ballroom-majority",
        "beijing-heat",
        "chengxinbei",
        "chinese-convention",
        "coss",
        "diving-like",
        "isu-like",
        "nsda-ranks",
        "plain-mean",
    ]
    assert len(RUBRICS) == 17


def test_every_rule_preset_is_worked_by_hand():
    text = (WORKED / "14_presets.toml").read_text(encoding="utf-8")
    assert {case["preset"] for case in tomllib.loads(text)["case"]} == set(RULES)


@pytest.mark.parametrize("key", RULES)
def test_a_rule_preset_is_printed_with_words_and_an_example(key):
    document = get_rule_preset(key).document
    groups = ("expert",) * 4 + ("public",) * 3
    example = make_example(document, groups)
    assert (example.no_result, len(example.lines)) == ("", 7)
    lines = [line for section in describe_rules(document) for line in section.lines]
    assert all(line.zh and line.en for line in lines)


@pytest.mark.parametrize("key", RULES)
def test_a_rule_preset_is_a_rule_sheet_with_a_source_in_both_languages(key):
    preset = get_rule_preset(key)
    rules = parse_rules(preset.document)
    assert rules.document == preset.document
    assert load_rules(to_toml(preset.document)).digest == rules.digest
    assert preset.source
    for pair in (preset.name, preset.description, *(c.name for c in rules.rubric.criteria)):
        assert pair.zh != pair.en


@pytest.mark.parametrize("key", RULES)
def test_a_rule_preset_scores_a_panel_of_seven(key):
    rules = parse_rules(get_rule_preset(key).document)
    groups = [group.key for group in rules.tally.groups] or [""]
    seats = [(str(number), groups[number % len(groups)]) for number in range(1, 8)]
    outcome = tally(rules, specimen_sheets(rules, seats))
    assert outcome.no_result == ""
    assert outcome.score is not None
    assert explain(outcome.working).endswith(outcome.score)


@pytest.mark.parametrize("key", RUBRICS)
def test_a_rubric_preset_fits_into_a_rule_sheet(key):
    preset = get_rubric_preset(key)
    rules = parse_rules({"name": preset.name.as_data(), "rubric": preset.document})
    assert rules.document["rubric"] == preset.document
    assert preset.source
    assert preset.description.zh != preset.description.en


@pytest.mark.parametrize(
    ("key", "maximum"),
    [
        ("zh-speech-40", 100),
        ("zh-10-a", 10),
        ("tm-international", 100),
        ("academic-speech", 100),
        ("3mt-30", 30),
        ("zh-popsci-3", 100),
        ("zh-detail-100", 100),
        ("zh-10-b", 10),
        ("3mt-uq", 20),
        ("nsda-oratory", 100),
    ],
)
def test_a_rubric_adds_up_to_what_its_source_says(key, maximum):
    preset = get_rubric_preset(key)
    rules = parse_rules({"name": preset.name.as_data(), "rubric": preset.document})
    assert rules.rubric.max_total == maximum


def test_a_preset_that_does_not_exist_is_not_found():
    for get in (get_rule_preset, get_rubric_preset):
        with pytest.raises(NotFound):
            get("no-such")
