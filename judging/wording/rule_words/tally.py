"""From marks to the aggregate, in words."""

from collections.abc import Iterator

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import JudgeGroup, RuleSheet
from judging.wording.rule_words.pairs import group_words

_FEW = {
    "step_down": Bilingual(
        "评委人数不足时，尽可能多地去分，仍不能去分的全部计入",
        "with fewer judges the largest trim that still fits applies",
    ),
    "closest_two": Bilingual(
        "只有三名评委时，取最接近的两个分数", "of exactly three judges the closest two count"
    ),
    "block": Bilingual("评委人数不足时，不产生成绩", "with fewer judges there is no result"),
}
_ROUNDED = {
    "criterion": Bilingual("分项得分", "each criterion"),
    "weighted_criterion": Bilingual("加权后的分项得分", "each weighted criterion"),
    "judge_total": Bilingual("评委总分", "each judge total"),
    "aggregate": Bilingual("汇总分", "the aggregate"),
}


def tally_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield the sentences of the tally, in the order of its steps."""
    yield _total(rules)
    trim = rules.tally.trim
    by_criterion = rules.tally.scope == "criterion"
    what = Bilingual("每个评分项的", "of each criterion ") if by_criterion else Bilingual("", "")
    if trim.low or trim.high:
        yield Bilingual(
            f"去掉{what.zh} {trim.high} 个最高分和 {trim.low} 个最低分，"
            f"至少保留 {trim.min_kept} 个；{_FEW[trim.few].zh}。",
            f"{trim.high} highest and {trim.low} lowest {what.en}are dropped, at least "
            f"{trim.min_kept} stay; {_FEW[trim.few].en}.",
        )
    else:
        yield Bilingual("不去掉最高分和最低分。", "Nobody's marks are dropped.")
    name = AGGREGATES[rules.tally.aggregate].name
    yield Bilingual(f"其余分数取{name.zh}。", f"Of what is left the {name.en} counts.")
    yield from (_group(group) for group in rules.tally.groups)
    if rules.tally.factor != 1:
        factor = format_plain(rules.tally.factor)
        yield Bilingual(f"结果乘以 {factor}。", f"The result is multiplied by {factor}.")
    rounding = rules.tally.rounding
    for key, words in _ROUNDED.items():
        places = getattr(rounding, key)
        if places is not None:
            yield Bilingual(
                f"{words.zh}四舍五入，保留 {places} 位小数。",
                f"Rounded half up to {places} places: {words.en}.",
            )
    yield Bilingual(
        f"最后得分四舍五入，保留 {rounding.final} 位小数。",
        f"The final score is rounded half up to {rounding.final} places.",
    )


def _total(rules: RuleSheet) -> Bilingual:
    high = format_plain(rules.rubric.max_total)
    if rules.rubric.combine == "sum":
        return Bilingual(
            f"评委总分为各项得分（乘以权重）之和，满分 {high} 分。",
            f"A judge total is the sum of the marks times their weights, at most {high} points.",
        )
    return Bilingual(
        f"评委总分为各项得分的加权平均，满分 {high} 分。",
        f"A judge total is the weighted mean of the marks, at most {high} points.",
    )


def _group(group: JudgeGroup) -> Bilingual:
    name = group_words(group.key)
    weight = format_plain(group.weight)
    seats_zh = f"（席位 {'、'.join(group.seats)}）" if group.seats else ""
    seats_en = f" (seats {', '.join(group.seats)})" if group.seats else ""
    return Bilingual(
        f"{name.zh}{seats_zh}单独计算，权重 {weight}。",
        f"The {name.en}{seats_en} are counted by themselves, weight {weight}.",
    )
