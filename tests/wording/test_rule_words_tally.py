"""The tally in words: what is dropped and counted, and from how many judges there is a result."""

import pytest

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.wording.rule_words import describe_rules
from judging.wording.rule_words.changes import list_rule_changes
from tests.wording.changed_rules import changed


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
    by_total, by_criterion = changed(changes), changed({**changes, "tally.scope": "criterion"})
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
    (section,) = (each for each in describe_rules(changed(changes)) if each.key == "tally")
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
