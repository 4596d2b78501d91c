"""From marks to the aggregate, in words."""

from collections.abc import Iterator

from judging.scoring.aggregates import AGGREGATES
from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rule_parts import JudgeGroup, RuleSheet, TallyRules
from judging.wording.rule_words.pairs import group_words
from judging.wording.rule_words.trim import FEW, least_panel, trim_clauses

#: scope → rounding point → what is rounded there.
_ROUNDED = {
    "judge_total": {
        "criterion": Bilingual("每位评委的分项得分", "each mark"),
        "weighted_criterion": Bilingual("每位评委加权后的分项得分", "each mark times its weight"),
        "judge_total": Bilingual("评委总分", "each judge total"),
        "aggregate": Bilingual("汇总分", "the aggregate"),
    },
    "criterion": {
        "criterion": Bilingual("每个评分项的汇总分", "each criterion's aggregate"),
        "weighted_criterion": Bilingual(
            "加权后的每个评分项汇总分", "each criterion's aggregate times its weight"
        ),
        "judge_total": Bilingual("评委总分（仅用于显示）", "each judge total, where it is shown"),
        "aggregate": Bilingual("汇总分", "the aggregate"),
    },
}


def tally_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield the sentences of the tally, in the order of its steps."""
    tally = rules.tally
    yield _total(rules)
    yield from _seats(tally)
    if tally.aggregate in RANK_METHODS:
        yield from _ranks(tally)
    else:
        yield _scope(rules)
        how = AGGREGATES[tally.aggregate]
        yield from _sentence(tuple(trim_clauses(tally.trim, tally.scope, how)))
        yield _aggregate(tally.aggregate)
    yield from (_group(group, tally) for group in tally.groups)
    if len(tally.groups) > 1:
        yield Bilingual(
            "各组得分按权重加权平均。", "The groups are combined as a mean by their weights."
        )
    if tally.factor != 1:
        factor = format_plain(tally.factor)
        yield Bilingual(f"结果乘以 {factor}。", f"The result is multiplied by {factor}.")
    yield from _rounding(tally)
    yield Bilingual(
        "缺席、回避、作废或未交的评分不计入，也不按零分计。",
        "A sheet that is absent, recused, void or not given does not enter, and is never a zero.",
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


def _seats(tally: TallyRules) -> Iterator[Bilingual]:
    if tally.practice_seats:
        zh, en = _list(tally.practice_seats)
        yield Bilingual(f"席位 {zh} 为见习席位，不计分。", f"Practice seats never count: {en}.")
    if tally.tie_break_seats:
        zh, en = _list(tally.tie_break_seats)
        yield Bilingual(
            f"席位 {zh} 不计入得分，只用于区分同分。",
            f"Seats that do not enter and only break ties: {en}.",
        )
    if tally.chief_seat:
        yield Bilingual(
            f"席位 {tally.chief_seat} 为评委会主任。",
            f"Seat {tally.chief_seat} is the chief judge's.",
        )


def _list(seats: tuple[str, ...]) -> tuple[str, str]:
    return "、".join(seats), ", ".join(seats)


def _scope(rules: RuleSheet) -> Bilingual:
    """Say what is dropped and aggregated, always: the two ways can give different winners."""
    if rules.tally.scope != "criterion":
        return Bilingual(
            "按评委总分计算：先得出每位评委的总分，再由这些总分得出结果。",
            "What counts are whole judge totals: the result is taken of these.",
        )
    if rules.rubric.combine == "sum":
        return Bilingual(
            "按评分项计算：每个评分项由各评委的分数单独得出结果，再（乘以权重）相加。",
            "Each criterion is counted by itself: of its marks a result is taken, and these "
            "results times their weights are added.",
        )
    return Bilingual(
        "按评分项计算：每个评分项由各评委的分数单独得出结果，再取加权平均。",
        "Each criterion is counted by itself: of its marks a result is taken, and of these results "
        "the weighted mean.",
    )


def _sentence(clauses: tuple[Bilingual, ...]) -> Iterator[Bilingual]:
    """Yield clauses as one sentence; nothing where there is none."""
    if clauses:
        zh = "；".join(each.zh for each in clauses)
        en = "; ".join(each.en for each in clauses)
        yield Bilingual(f"{zh}。", f"{en[0].upper()}{en[1:]}.")


def _aggregate(key: str) -> Bilingual:
    name = AGGREGATES[key].name
    if key == "interquartile_integer":
        return Bilingual(
            f"取{name.zh}：两端各去掉四分之一（向下取整）的评委，其余取平均。",
            f"The {name.en} counts: a quarter of the judges, rounded down, goes at each end.",
        )
    if key == "interquartile_fractional":
        return Bilingual(
            f"取{name.zh}：恰取中间一半，边上的分数按所占比例计入。",
            f"The {name.en} counts: those at its edges enter with the part inside.",
        )
    return Bilingual(f"其余分数取{name.zh}。", f"Of what is left the {name.en} counts.")


def _ranks(tally: TallyRules) -> Iterator[Bilingual]:
    method = RANK_METHODS[tally.aggregate]
    yield Bilingual(
        "每位评委的总分在本场内化为名次，分数相同的取平均名次。",
        "Each judge's totals become ranks within the heat; equal ones share the average rank.",
    )
    if tally.scope == "criterion":
        yield Bilingual("每个评分项分别排名。", "Each criterion is ranked by itself.")
    trim = tally.trim
    if trim.low or trim.high:
        yield Bilingual(
            f"每个参赛项目去掉 {trim.high} 个最大和 {trim.low} 个最小的数，"
            f"至少保留 {trim.min_kept} 个；{FEW[trim.few].zh}。",
            f"Of each entry the {trim.high} largest and the {trim.low} smallest are dropped, "
            f"at least {trim.min_kept} stay; {FEW[trim.few].en}.",
        )
    elif method.is_sum:
        yield from _sentence(tuple(least_panel(trim)))
    yield Bilingual(f"按{method.name.zh}决定。", f"What decides: {method.name.en}.")
    if tally.truncate_at is not None:
        at = tally.truncate_at
        yield Bilingual(
            f"第 {at} 名以后的名次一律按第 {at} 名计。", f"A rank beyond {at} counts as {at}."
        )
    if tally.positions:
        points = [format_plain(each) for each in tally.positions]
        yield Bilingual(
            f"第一名起依次得 {'、'.join(points)} 分，其后不得分。",
            f"Points for first, second, …: {', '.join(points)}; none beyond.",
        )


def _group(group: JudgeGroup, tally: TallyRules) -> Bilingual:
    name = group_words(group.key)
    weight = format_plain(group.weight)
    seats_zh = f"（席位 {'、'.join(group.seats)}）" if group.seats else ""
    seats_en = f" (seats {', '.join(group.seats)})" if group.seats else ""
    zh = f"{name.zh}{seats_zh}单独计算，权重 {weight}"
    en = f"The {name.en}{seats_en} are counted by themselves, weight {weight}"
    if group.trim is not None:
        how = AGGREGATES[group.aggregate or tally.aggregate]
        own = tuple(trim_clauses(group.trim, tally.scope, how))
        if own:
            zh = f"{zh}；该组{'，'.join(each.zh for each in own)}"
            en = f"{en}; there {', '.join(each.en for each in own)}"
    if group.aggregate:
        taken = AGGREGATES[group.aggregate].name
        zh, en = f"{zh}；该组取{taken.zh}", f"{en}; there the {taken.en} counts"
    return Bilingual(f"{zh}。", f"{en}.")


def _rounding(tally: TallyRules) -> Iterator[Bilingual]:
    for key, words in _ROUNDED[tally.scope].items():
        places = getattr(tally.rounding, key)
        if places is not None:
            yield Bilingual(
                f"{words.zh}四舍五入，保留 {places} 位小数。",
                f"Rounded half up to {places} places: {words.en}.",
            )


def final_rounding(tally: TallyRules) -> Bilingual:
    """Return how the final score is rounded."""
    places = tally.rounding.final
    return Bilingual(
        f"最后得分四舍五入，保留 {places} 位小数。",
        f"The final score is rounded half up to {places} places.",
    )
