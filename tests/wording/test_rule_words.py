"""Every rule of the format has its words in both languages: each choice changes the text."""

import pytest

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.ties import TIE_STEPS
from judging.wording.rule_words import describe_rules
from judging.wording.rule_words.changes import list_rule_changes
from tests.wording.changed_rules import changed

_FIRST = {"key": "first", "name": {"zh": "一等奖", "en": "First"}}
_SECOND = {"key": "second", "name": {"zh": "二等奖", "en": "Second"}}


def _texts(changes):
    sections = describe_rules(changed(changes))
    return (
        tuple(line.zh for section in sections for line in section.lines),
        tuple(line.en for section in sections for line in section.lines),
    )


_NO_TRIM = {"tally.trim": None}
_TIME = {"deductions.time": {"limit_s": 360}}
_BAND = {"over_s": 30, "points": "1"}
#: what changes → what it is compared with. Each pair must read differently in both languages.
CHOICES = {
    "combine": ({"rubric.combine": "mean"}, {}),
    "scope": ({"tally.scope": "criterion"}, {}),
    "factor": ({"tally.factor": "2"}, {}),
    "low": ({"tally.trim.low": 2}, {}),
    "high": ({"tally.trim.high": 2}, {}),
    "min_kept": ({"tally.trim.min_kept": 2}, {}),
    "closest_two": ({"tally.trim.few": "closest_two"}, {}),
    "block": ({"tally.trim.few": "block"}, {}),
    **{
        f"rounding {point}": ({f"tally.rounding.{point}": 3}, {})
        for point in ("criterion", "weighted_criterion", "judge_total", "aggregate", "final")
    },
    "practice": ({"tally.practice_seats": ["8"]}, {}),
    "tie_break": ({"tally.tie_break_seats": ["9"]}, {}),
    "chief": ({"tally.chief_seat": "1"}, {}),
    "groups": ({"tally.groups": {"expert": {"weight": "70"}}}, {}),
    "group trim": (
        {"tally.groups": {"expert": {"weight": "1", "trim": {"low": 2}}}},
        {"tally.groups": {"expert": {"weight": "1"}}},
    ),
    "group aggregate": (
        {"tally.groups": {"expert": {"weight": "1", "aggregate": "median"}}},
        {"tally.groups": {"expert": {"weight": "1"}}},
    ),
    "truncate_at": (
        {
            **_NO_TRIM,
            "deductions.floor": None,
            "tally.aggregate": "truncated_ranks",
            "tally.truncate_at": 5,
        },
        {
            **_NO_TRIM,
            "deductions.floor": None,
            "tally.aggregate": "truncated_ranks",
            "tally.truncate_at": 6,
        },
    ),
    "positions": (
        {**_NO_TRIM, "tally.aggregate": "positional_weights", "tally.positions": ["10", "8"]},
        {**_NO_TRIM, "tally.aggregate": "positional_weights", "tally.positions": ["10", "7"]},
    ),
    "floor": ({"deductions.floor": "1"}, {"deductions.floor": "0"}),
    "limit": (_TIME, {}),
    "minimum": ({"deductions.time": {"limit_s": 360, "minimum_s": 300}}, _TIME),
    "band": ({"deductions.time": {"limit_s": 360, "bands": [_BAND]}}, _TIME),
    "per_s": (
        {"deductions.time": {"limit_s": 360, "bands": [{**_BAND, "per_s": 15}]}},
        {"deductions.time": {"limit_s": 360, "bands": [_BAND]}},
    ),
    "cap": (
        {"deductions.time": {"limit_s": 360, "bands": [{**_BAND, "per_s": 15, "cap": "5"}]}},
        {"deductions.time": {"limit_s": 360, "bands": [{**_BAND, "per_s": 15}]}},
    ),
    "under": (
        {"deductions.time": {"minimum_s": 300, "bands": [{"under_s": 9, "points": "1"}]}},
        {"deductions.time": {"minimum_s": 300, "bands": [{"under_s": 0, "points": "1"}]}},
    ),
    "out over": ({"deductions.time": {"limit_s": 360, "disqualify_over_s": 60}}, _TIME),
    "out over at all": (
        {"deductions.time": {"limit_s": 360, "disqualify_over_s": 0}},
        {"deductions.time": {"limit_s": 360, "disqualify_over_s": 60}},
    ),
    "out under": (
        {"deductions.time": {"limit_s": 360, "minimum_s": 300, "disqualify_under_s": 60}},
        {"deductions.time": {"limit_s": 360, "minimum_s": 300}},
    ),
    "named": ({"deductions.named": [{**_FIRST, "points": "1"}]}, {}),
    "named bonus": (
        {"deductions.named": [{**_FIRST, "points": "1", "kind": "bonus"}]},
        {"deductions.named": [{**_FIRST, "points": "1"}]},
    ),
    "named most": (
        {"deductions.named": [{**_FIRST, "points": "1", "most": 3}]},
        {"deductions.named": [{**_FIRST, "points": "1"}]},
    ),
    "carry over": ({"carry_over": {"earlier": [{"round": "semi"}]}}, {}),
    "carry weight": (
        {"carry_over": {"weight": "0.6", "earlier": [{"round": "semi", "weight": "0.4"}]}},
        {"carry_over": {"earlier": [{"round": "semi", "weight": "0.4"}]}},
    ),
    "carry exact": (
        {"carry_over": {"earlier": [{"round": "semi", "value": "exact"}]}},
        {"carry_over": {"earlier": [{"round": "semi"}]}},
    ),
    "carry missing": (
        {"carry_over": {"missing": "nothing", "earlier": [{"round": "semi"}]}},
        {"carry_over": {"earlier": [{"round": "semi"}]}},
    ),
    "carry ranks": (
        {"carry_over": {"earlier": [{"round": "semi", "points_by_rank": ["1", "0.5"]}]}},
        {"carry_over": {"earlier": [{"round": "semi"}]}},
    ),
    "on": ({"ranking.on": "exact"}, {}),
    "1223": ({"ranking.style": "1223"}, {}),
    "1334": ({"ranking.style": "1334"}, {}),
    "per division": ({"ranking.per": "division"}, {}),
    "per overall": ({"ranking.per": "overall"}, {}),
    "no ties": ({"ranking.ties": []}, {}),
    "restart": ({"ranking.after_step": "restart"}, {}),
    "take": ({"advancement": {"take": 3}}, {"advancement": {"take": 4}}),
    "score line": ({"advancement": {"take": 3, "score_line": "85"}}, {"advancement": {"take": 3}}),
    "wild cards": ({"advancement": {"take": 3, "wild_cards": 2}}, {"advancement": {"take": 3}}),
    "wild cards per": (
        {"advancement": {"take": 3, "wild_cards": 2, "wild_cards_per": "division"}},
        {"advancement": {"take": 3, "wild_cards": 2}},
    ),
    "border all": ({"advancement": {"take": 3, "border": "all"}}, {"advancement": {"take": 3}}),
    "border extra": (
        {"advancement": {"take": 3, "border": "extra_round"}},
        {"advancement": {"take": 3}},
    ),
    "count": ({"awards": [{**_FIRST, "count": 1}]}, {"awards": [{**_FIRST, "count": 2}]}),
    "percent": ({"awards": [{**_FIRST, "percent": "5"}]}, {"awards": [{**_FIRST, "count": 5}]}),
    "floor percent": (
        {"awards": [{**_FIRST, "percent": "5", "round": "floor"}]},
        {"awards": [{**_FIRST, "percent": "5"}]},
    ),
    "rest": ({"awards": [{**_FIRST, "rest": True}]}, {"awards": [{**_FIRST, "count": 1}]}),
    "award per": (
        {"awards": [{**_FIRST, "count": 1, "per": "overall"}]},
        {"awards": [{**_FIRST, "count": 1}]},
    ),
    "minimum award": (
        {"awards": [{**_FIRST, "count": 1, "minimum": "90"}]},
        {"awards": [{**_FIRST, "count": 1}]},
    ),
    "push down": (
        {"awards": [{**_FIRST, "count": 1, "ties": "push_down"}]},
        {"awards": [{**_FIRST, "count": 1}]},
    ),
    "extend": (
        {"awards": [{**_FIRST, "count": 1, "ties": "extend"}]},
        {"awards": [{**_FIRST, "count": 1}]},
    ),
    "special by hand": (
        {"awards": [{**_FIRST, "kind": "special", "by": "hand"}]},
        {"awards": [{**_FIRST, "kind": "special", "by": "criterion:content"}]},
    ),
    "unit": (
        {
            "awards": [
                {**_FIRST, "count": 1},
                {**_SECOND, "kind": "unit", "count": 1, "of": ["first"]},
            ]
        },
        {"awards": [{**_FIRST, "count": 1}]},
    ),
    "unit points": (
        {
            "awards": [
                {**_FIRST, "count": 1},
                {**_SECOND, "kind": "unit", "count": 1, "of": ["first"], "points": ["5"]},
            ]
        },
        {
            "awards": [
                {**_FIRST, "count": 1},
                {**_SECOND, "kind": "unit", "count": 1, "of": ["first"]},
            ]
        },
    ),
    "adviser": (
        {"awards": [{**_FIRST, "count": 1}, {**_SECOND, "kind": "adviser", "of": ["first"]}]},
        {
            "awards": [
                {**_FIRST, "count": 1},
                {**_SECOND, "kind": "unit", "count": 1, "of": ["first"]},
            ]
        },
    ),
    "handed in at once": ({"marking": {"due": "at_once"}}, {}),
    "handed in after the next": ({"marking": {"due": "after_next"}}, {"marking": {}}),
    "handed in together": ({"marking": {"due": "first:3"}}, {"marking": {"due": "first:4"}}),
    "review gap": ({"review": {"gap_percent": "6"}}, {"review": {}}),
    "review mad": ({"review": {"mad": "3.5"}}, {"review": {}}),
    "review grubbs": ({"review": {"grubbs": "0.05"}}, {"review": {}}),
    "review offset": ({"review": {"offset": "2"}}, {"review": {}}),
    "review slip": ({"review": {"slip": True}}, {"review": {}}),
    "review ask": ({"review": {"ask": False}}, {"review": {}}),
    "review off": ({"review": {"gap_percent": "0"}}, {"review": {}}),
}


@pytest.mark.parametrize("choice", CHOICES)
def test_each_choice_changes_the_words_in_both_languages(choice):
    one, other = (_texts(changes) for changes in CHOICES[choice])
    assert one[0] != other[0]
    assert one[1] != other[1]


def test_every_aggregate_and_rank_method_reads_differently():
    told = {}
    for key in (*AGGREGATES, *RANK_METHODS):
        changes = {"tally.aggregate": key, "deductions.floor": None}
        if key != "winsorised":
            changes["tally.trim"] = None
        if key == "truncated_ranks":
            changes["tally.truncate_at"] = 5
        if key == "positional_weights":
            changes["tally.positions"] = ["10"]
        told[key] = _texts(changes)
    for language in (0, 1):
        assert len({texts[language] for texts in told.values()}) == len(told)


def test_every_tie_step_reads_differently():
    told = set()
    for key, step in TIE_STEPS.items():
        name = f"{key}:content" if step.takes_criterion else key
        told.add(_texts({"ranking.ties": [name], "tally.chief_seat": "1"}))
    assert len(told) == len(TIE_STEPS)


def test_two_versions_differ_in_the_sentences_that_changed():
    (change,) = list_rule_changes(changed({}), changed({"tally.rounding.final": 3}))
    assert (
        change.title.en,
        [line.en for line in change.gone],
        [line.en for line in change.come],
    ) == (
        "Deductions, bonuses and the final score",
        ["The final score is rounded half up to 2 places."],
        ["The final score is rounded half up to 3 places."],
    )
    assert list_rule_changes(changed({}), changed({})) == ()


def test_a_section_that_goes_and_a_new_name_are_told():
    before, after = (
        changed({"advancement": {"take": 3}}),
        changed({"name": {"zh": "新", "en": "New"}, "advancement": None}),
    )
    before["awards"], after["awards"] = [], []
    changes = list_rule_changes(before, after)
    assert [change.title.en for change in changes] == ["Name", "Advancement and awards"]
    assert [(len(change.gone), len(change.come)) for change in changes] == [(1, 1), (1, 0)]
