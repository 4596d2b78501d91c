"""A rule sheet in words: the printed 评分细则, in both languages side by side.

Both languages stand on the same paper, whatever language the reader has chosen; so these are pairs
and not entries of a catalogue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.points import MARK_UNITS, format_plain
from judging.scoring.rule_parts import AwardRule, JudgeGroup, RuleSheet, TimeBand
from judging.scoring.rules import parse_rules
from judging.scoring.ties import TIE_STEPS

_PER = {
    "heat": Bilingual("每个场次", "each heat"),
    "division": Bilingual("每个组别", "each division"),
    "overall": Bilingual("全部参赛项目", "all entries together"),
}
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
_STYLES = {
    "1224": Bilingual(
        "名次相同的，其后名次空缺（1、2、2、4）", "after a tie places are skipped (1, 2, 2, 4)"
    ),
    "1223": Bilingual(
        "名次相同的，其后名次不空缺（1、2、2、3）", "after a tie no place is skipped (1, 2, 2, 3)"
    ),
    "1334": Bilingual(
        "名次相同的，取最后的名次（1、3、3、4）", "a tie takes the last of its places (1, 3, 3, 4)"
    ),
}
_GROUPS = {
    "expert": Bilingual("专家评委", "experts"),
    "public": Bilingual("大众评委", "public judges"),
}
_ROUNDED = {
    "criterion": Bilingual("分项得分", "each criterion"),
    "weighted_criterion": Bilingual("加权后的分项得分", "each weighted criterion"),
    "judge_total": Bilingual("评委总分", "each judge total"),
    "aggregate": Bilingual("汇总分", "the aggregate"),
}


@dataclass(frozen=True)
class RuleSection:
    """One paragraph of the printed rules: a title and its sentences."""

    title: Bilingual
    lines: tuple[Bilingual, ...]


def describe_rules(document: object) -> tuple[RuleSection, ...]:
    """Return a rule sheet in words, in the order in which it is applied.

    Args:
        document: the rule sheet as a plain mapping.

    Raises:
        judging.scoring.faults.ScoringError: the document is refused.
    """
    rules = parse_rules(document)
    sections = (
        RuleSection(Bilingual("评分项", "Criteria"), tuple(_criteria(rules))),
        RuleSection(Bilingual("计分", "Tally"), tuple(_tally(rules))),
        RuleSection(Bilingual("扣分", "Deductions"), tuple(_deductions(rules))),
        RuleSection(Bilingual("名次", "Ranking"), tuple(_ranking(rules))),
        RuleSection(Bilingual("晋级与奖项", "Advancement and awards"), tuple(_awards(rules))),
    )
    return tuple(section for section in sections if section.lines)


def _criteria(rules: RuleSheet) -> Iterator[Bilingual]:
    for criterion in rules.rubric.criteria:
        low, high, step = (
            format_plain(Fraction(value, MARK_UNITS))
            for value in (criterion.min, criterion.max, criterion.step)
        )
        weight = format_plain(criterion.weight)
        zh = f"{criterion.name.zh}：{low}–{high} 分，以 {step} 分为一档"
        en = f"{criterion.name.en}: {low} to {high} points in steps of {step}"
        if criterion.weight != 1:
            zh, en = f"{zh}，权重 {weight}", f"{en}, weight {weight}"
        yield Bilingual(f"{zh}。", f"{en}.")
    high = format_plain(rules.rubric.max_total)
    if rules.rubric.combine == "sum":
        yield Bilingual(
            f"评委总分为各项得分（乘以权重）之和，满分 {high} 分。",
            f"A judge total is the sum of the marks times their weights, at most {high} points.",
        )
    else:
        yield Bilingual(
            f"评委总分为各项得分的加权平均，满分 {high} 分。",
            f"A judge total is the weighted mean of the marks, at most {high} points.",
        )


def _tally(rules: RuleSheet) -> Iterator[Bilingual]:
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


def _group(group: JudgeGroup) -> Bilingual:
    name = _GROUPS.get(group.key, Bilingual(group.key, group.key))
    weight = format_plain(group.weight)
    seats_zh = f"（席位 {'、'.join(group.seats)}）" if group.seats else ""
    seats_en = f" (seats {', '.join(group.seats)})" if group.seats else ""
    return Bilingual(
        f"{name.zh}{seats_zh}单独计算，权重 {weight}。",
        f"The {name.en}{seats_en} are counted by themselves, weight {weight}.",
    )


def _deductions(rules: RuleSheet) -> Iterator[Bilingual]:
    time = rules.deductions.time
    if time is not None:
        if time.limit_s is not None:
            yield Bilingual(
                f"限时 {time.limit_s} 秒。", f"The time limit is {time.limit_s} seconds."
            )
        if time.minimum_s is not None:
            yield Bilingual(
                f"不得少于 {time.minimum_s} 秒。",
                f"A talk takes at least {time.minimum_s} seconds.",
            )
        yield from (_band(band) for band in time.bands)
        if time.disqualify_over_s is not None:
            yield Bilingual(
                f"超时 {time.disqualify_over_s} 秒及以上，取消成绩。",
                f"{time.disqualify_over_s} seconds over or more: disqualified.",
            )
        if time.disqualify_under_s is not None:
            yield Bilingual(
                f"不足 {time.disqualify_under_s} 秒及以上，取消成绩。",
                f"{time.disqualify_under_s} seconds under or more: disqualified.",
            )
    if rules.deductions.floor is not None:
        floor = format_plain(rules.deductions.floor)
        yield Bilingual(f"扣分后不低于 {floor} 分。", f"No score falls below {floor} points.")


def _band(band: TimeBand) -> Bilingual:
    points = format_plain(band.points)
    over = Bilingual("不足", "under") if band.is_under else Bilingual("超时", "over")
    zh, en = (
        f"{over.zh} {band.from_s} 秒起扣 {points} 分",
        f"From {band.from_s} s {over.en}: −{points}",
    )
    if band.per_s is not None:
        zh = f"{over.zh} {band.from_s} 秒起，每满或不满 {band.per_s} 秒扣 {points} 分"
        en = f"{en} for each started {band.per_s} s"
    if band.cap is not None:
        cap = format_plain(band.cap)
        zh, en = f"{zh}，最多扣 {cap} 分", f"{en}, at most {cap}"
    return Bilingual(f"{zh}。", f"{en}.")


def _ranking(rules: RuleSheet) -> Iterator[Bilingual]:
    ranking = rules.ranking
    on = (
        Bilingual("公布的分数", "the published score")
        if ranking.on == "published"
        else Bilingual("未舍入的分数", "the exact score")
    )
    per = _PER[ranking.per]
    yield Bilingual(
        f"{per.zh}按{on.zh}由高到低排名；{_STYLES[ranking.style].zh}。",
        f"Ranked by {on.en}, highest first, within {per.en}; {_STYLES[ranking.style].en}.",
    )
    if ranking.ties:
        steps = [_tie(rules, step) for step in ranking.ties]
        yield Bilingual(
            f"同分时依次：{'；'.join(step.zh for step in steps)}。仍相同的，名次并列。",
            f"Ties are broken by, in this order: {'; '.join(step.en for step in steps)}. "
            "What is still equal shares its place.",
        )
    else:
        yield Bilingual("同分的，名次并列。", "Equal scores share their place.")


def _tie(rules: RuleSheet, step: str) -> Bilingual:
    name, _, key = step.partition(":")
    words = TIE_STEPS[name].name
    if not key:
        return words
    criterion = rules.rubric.criteria[rules.rubric.index(key)].name
    return Bilingual(f"比较“{criterion.zh}”得分", f"the criterion “{criterion.en}”")


def _awards(rules: RuleSheet) -> Iterator[Bilingual]:
    advancement = rules.advancement
    if advancement is not None:
        per = _PER[advancement.per]
        yield Bilingual(
            f"{per.zh}前 {advancement.take} 名晋级。",
            f"The first {advancement.take} of {per.en} advance.",
        )
    yield from (_award(award) for award in rules.awards)


def _award(award: AwardRule) -> Bilingual:
    if award.percent is None:
        return Bilingual(f"{award.name.zh}：{award.count} 名。", f"{award.name.en}: {award.count}.")
    percent = format_plain(award.percent)
    up = award.round == "ceil"
    return Bilingual(
        f"{award.name.zh}：{percent}%（{'向上' if up else '向下'}取整）。",
        f"{award.name.en}: {percent}% (rounded {'up' if up else 'down'}).",
    )
