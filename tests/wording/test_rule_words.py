"""Every rule of the format has its words in both languages: each choice changes the text."""

from copy import deepcopy

import pytest

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rules import parse_rules
from judging.scoring.ties import TIE_STEPS
from judging.wording.rule_words import describe_rules
from judging.wording.rule_words.changes import list_rule_changes
from tests.rule_documents import CONVENTION

_FIRST = {"key": "first", "name": {"zh": "一等奖", "en": "First"}}
_SECOND = {"key": "second", "name": {"zh": "二等奖", "en": "Second"}}


def _with(changes):
    """Return the convention with values set at dotted paths; None takes one away."""
    document = deepcopy(parse_rules(CONVENTION).document)
    for path, value in changes.items():
        *above, last = path.split(".")
        table = document
        for part in above:
            table = table.setdefault(part, {})
        table.pop(last, None)
        if value is not None:
            table[last] = value
    return document


def _texts(changes):
    sections = describe_rules(_with(changes))
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


@pytest.mark.parametrize("aggregate", AGGREGATES)
@pytest.mark.parametrize("combine", ["sum", "mean"])
@pytest.mark.parametrize(
    "rounding", ["criterion", "weighted_criterion", "judge_total", "aggregate", "final"]
)
def test_what_is_dropped_and_counted_is_always_said(aggregate, combine, rounding):
    changes = {"tally.aggregate": aggregate, "rubric.combine": combine}
    changes[f"tally.rounding.{rounding}"] = 1
    if aggregate != "winsorised":
        changes["tally.trim"] = None
    by_total, by_criterion = _with(changes), _with({**changes, "tally.scope": "criterion"})
    change = list_rule_changes(by_total, by_criterion)[0]
    assert change.title.en == "Tally"
    assert change.gone[0].en == (
        "What counts are whole judge totals: the result is taken of these."
    )
    assert change.come[0].en == (
        "Each criterion is counted by itself: of its marks a result is taken, and "
        + (
            "these results times their weights are added."
            if combine == "sum"
            else "of these results the weighted mean."
        )
    )


def _tally(changes):
    (section,) = (each for each in describe_rules(_with(changes)) if each.key == "tally")
    return section.lines


_BLOCK = {"min_kept": 5, "few": "block"}
_FEWER = Bilingual("评委少于 5 名时，不产生成绩", "with fewer than 5 judges there is no result")
_NOBODY = Bilingual("不去掉最高分和最低分", "nobody's marks are dropped")
_PAIR = Bilingual(
    "只有三名评委时，取最接近的两个分数", "of exactly three judges the closest two count"
)


@pytest.mark.parametrize(
    ("aggregate", "trim", "expected"),
    [
        ("mean", {}, [_NOBODY]),
        ("mean", {"min_kept": 5}, [_NOBODY]),
        ("mean", _BLOCK, [_NOBODY, _FEWER]),
        ("mean", {"min_kept": 1, "few": "block"}, [_NOBODY]),
        ("mean", {"min_kept": 4, "few": "closest_two"}, [_NOBODY, _PAIR]),
        ("mean", {"min_kept": 3, "few": "closest_two"}, [_NOBODY]),
        ("interquartile_integer", {}, []),
        ("interquartile_integer", _BLOCK, [_FEWER]),
        ("rank_sum", {}, []),
        ("rank_sum", _BLOCK, [_FEWER]),
        ("majority", _BLOCK, []),
    ],
)
def test_the_least_panel_is_said_where_it_means_something(aggregate, trim, expected):
    changes = {"tally.aggregate": aggregate, "tally.trim": trim, "deductions.floor": None}
    zh, en = (line.zh for line in _tally(changes)), [line.en for line in _tally(changes)]
    wanted = "；".join(each.zh for each in expected), "; ".join(each.en for each in expected)
    clauses = (_NOBODY.en, _FEWER.en, _PAIR.en)
    assert [line for line in zh if any(each.zh in line for each in (_NOBODY, _FEWER, _PAIR))] == (
        [f"{wanted[0]}。"] if expected else []
    )
    assert [line for line in en if any(each in line.lower() for each in clauses)] == (
        [f"{wanted[1][0].upper()}{wanted[1][1:]}."] if expected else []
    )


_WINSORISED = Bilingual(
    "；该组将 1 个最高分和 1 个最低分以留下的最接近的分数代替，而不去掉，至少保留 2 个，"
    "评委人数不足时，尽可能多地去分，仍不能去分的全部计入；该组取缩尾平均分。",
    "; there 1 highest and 1 lowest are replaced by the nearest one kept, at least 2 stay, "
    "with fewer judges the largest trim that still fits applies; there the winsorised mean counts.",
)
_UNTRIMMED = Bilingual(
    "；该组不去掉最高分和最低分，评委少于 5 名时，不产生成绩。",
    "; there nobody's marks are dropped, with fewer than 5 judges there is no result.",
)
_MIDDLE = Bilingual(
    "；该组取四分位平均分（整数法）。", "; there the interquartile mean (whole judges) counts."
)


@pytest.mark.parametrize(
    ("group", "told"),
    [
        ({"trim": {"low": 0, "high": 0, **_BLOCK}}, _UNTRIMMED),
        (
            {"aggregate": "winsorised", "trim": {"low": 1, "high": 1, "min_kept": 2}},
            _WINSORISED,
        ),
        ({"aggregate": "interquartile_integer", "trim": {"low": 0, "high": 0}}, _MIDDLE),
    ],
    ids=["untrimmed", "winsorised", "interquartile"],
)
def test_a_group_says_its_own_least_panel(group, told):
    lines = _tally({"tally.groups": {"expert": {"weight": "1", **group}}, "tally.trim": None})
    (line,) = (each for each in lines if "专家评委" in each.zh)
    assert line == Bilingual(
        f"专家评委单独计算，权重 1{told.zh}",
        f"The experts are counted by themselves, weight 1{told.en}",
    )


def test_every_tie_step_reads_differently():
    told = set()
    for key, step in TIE_STEPS.items():
        name = f"{key}:content" if step.takes_criterion else key
        told.add(_texts({"ranking.ties": [name], "tally.chief_seat": "1"}))
    assert len(told) == len(TIE_STEPS)


def test_two_versions_differ_in_the_sentences_that_changed():
    (change,) = list_rule_changes(_with({}), _with({"tally.rounding.final": 3}))
    assert (
        change.title.en,
        [line.en for line in change.gone],
        [line.en for line in change.come],
    ) == (
        "Deductions, bonuses and the final score",
        ["The final score is rounded half up to 2 places."],
        ["The final score is rounded half up to 3 places."],
    )
    assert list_rule_changes(_with({}), _with({})) == ()


def test_a_section_that_goes_and_a_new_name_are_told():
    before, after = (
        _with({"advancement": {"take": 3}}),
        _with({"name": {"zh": "新", "en": "New"}, "advancement": None}),
    )
    before["awards"], after["awards"] = [], []
    changes = list_rule_changes(before, after)
    assert [change.title.en for change in changes] == ["Name", "Advancement and awards"]
    assert [(len(change.gone), len(change.come)) for change in changes] == [(1, 1), (1, 0)]
