"""Advancement and awards in words."""

from collections.abc import Iterator
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import AdvancementRules, AwardRule, RuleSheet
from judging.wording.rule_words.pairs import PER, joined

_BORDER = {
    "chain": Bilingual(
        "晋级线上同分的，按同分规则定先后；仍相同的，待裁定后再公布",
        "a tie at the border is broken by the tie rules; what they leave tied waits for a ruling",
    ),
    "all": Bilingual("晋级线上同分的，全部晋级", "of a tie at the border everybody goes on"),
    "extra_round": Bilingual(
        "晋级线上同分的，以加赛决定", "a tie at the border is decided by an extra round"
    ),
}
_TIES = {
    "share": Bilingual(
        "同分跨越名额的，并列获较高奖项，下一奖项名额相应减少",
        "a tie across the border shares the better prize and takes its places from the next",
    ),
    "push_down": Bilingual(
        "同分跨越名额的，一并列入下一奖项", "a tie across the border goes to the next prize whole"
    ),
    "extend": Bilingual(
        "同分跨越名额的，并列获较高奖项，下一奖项名额不减",
        "a tie across the border shares the better prize, and the next keeps its full number",
    ),
}


def award_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield who goes on, and what the prizes are."""
    if rules.advancement is not None:
        yield from _advancement(rules.advancement)
    writers = {"tier": _tier, "special": _special, "unit": _unit, "adviser": _adviser}
    for award in rules.awards:
        yield writers[award.kind](rules, award)


def _advancement(advancement: AdvancementRules) -> Iterator[Bilingual]:
    per = PER[advancement.per]
    take, line = advancement.take, advancement.score_line
    border = _BORDER[advancement.border]
    if take is not None:
        yield Bilingual(
            f"{per.zh}前 {take} 名晋级；{border.zh}。",
            f"The first {take} of {per.en} advance; {border.en}.",
        )
    if line is not None:
        least = format_plain(line)
        yield Bilingual(
            f"公布得分达到 {least} 分的方可晋级。",
            f"Nobody with a published score below {least} advances.",
        )
    if advancement.wild_cards:
        count, among = advancement.wild_cards, PER[advancement.wild_cards_per]
        yield Bilingual(
            f"此外，在{among.zh}未晋级者中按成绩递补 {count} 名。",
            f"Beside them the {count} best of those not taken advance, within {among.en}.",
        )


def _tier(_rules: RuleSheet, award: AwardRule) -> Bilingual:
    amount = _amount(award)
    zh, en = f"{award.name.zh}：{amount.zh}", f"{award.name.en}: {amount.en}"
    if award.per is not None:
        zh, en = f"{zh}，按{PER[award.per].zh}计", f"{en}, counted within {PER[award.per].en}"
    if award.minimum is not None:
        least = format_plain(award.minimum)
        zh = f"{zh}；公布得分不足 {least} 分的不授此奖，名额空缺"
        en = f"{en}; not for a published score below {least}, the place stays vacant"
    if not award.is_rest:
        zh, en = f"{zh}；{_TIES[award.ties].zh}", f"{en}; {_TIES[award.ties].en}"
    return Bilingual(f"{zh}。", f"{en}.")


def _amount(award: AwardRule) -> Bilingual:
    if award.is_rest:
        return Bilingual("其余有成绩者", "everybody else with a result")
    if award.percent is None:
        return Bilingual(f"{award.count} 名", str(award.count))
    percent = format_plain(award.percent)
    up = award.round == "ceil"
    return Bilingual(
        f"有成绩者的 {percent}%（{'向上' if up else '向下'}取整）",
        f"{percent}% of those with a result (rounded {'up' if up else 'down'})",
    )


def _special(rules: RuleSheet, award: AwardRule) -> Bilingual:
    count = award.count or 1
    per = PER[award.per or rules.ranking.per]
    if award.by.startswith("criterion:"):
        key = award.by.partition(":")[2]
        name = rules.rubric.criteria[rules.rubric.index(key)].name
        return Bilingual(
            f"{award.name.zh}（单项奖）：{per.zh}“{name.zh}”得分最高的 {count} 名。",
            f"{award.name.en} (special): the best {count} of {per.en} in “{name.en}”.",
        )
    return Bilingual(
        f"{award.name.zh}（单项奖）：由组委会评定，{per.zh} {count} 名。",
        f"{award.name.en} (special): named by the organizer, {count} in {per.en}.",
    )


def _unit(rules: RuleSheet, award: AwardRule) -> Bilingual:
    points = award.points or (Fraction(1),) * len(award.of)
    names = [_tier_name(rules, key) for key in award.of]
    told = [
        Bilingual(f"{name.zh}每个计 {value} 分", f"{name.en} {value}")
        for name, value in zip(names, map(format_plain, points), strict=True)
    ]
    return Bilingual(
        f"{award.name.zh}（组织单位）：{joined(told).zh}，合计最高的 {award.count} 个单位。",
        f"{award.name.en} (units): points by prize, {joined(told).en}; "
        f"the best {award.count} units.",
    )


def _adviser(rules: RuleSheet, award: AwardRule) -> Bilingual:
    names = joined([_tier_name(rules, key) for key in award.of])
    return Bilingual(
        f"{award.name.zh}（指导教师）：授予获{names.zh}者的指导教师。",
        f"{award.name.en} (advisers): the advisers of the winners of {names.en}.",
    )


def _tier_name(rules: RuleSheet, key: str) -> Bilingual:
    return next(award.name for award in rules.awards if award.key == key)
