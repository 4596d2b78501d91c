"""Deductions, bonuses and the time rule in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import NamedDeduction, RuleSheet, TimeBand, TimeRules
from judging.wording.rule_words.carry_over import carry_over_lines
from judging.wording.rule_words.pairs import duration_words
from judging.wording.rule_words.tally import final_rounding


def deduction_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield what is taken off or added after the aggregate, and what earlier rounds bring in."""
    deductions = rules.deductions
    if deductions.time is not None:
        yield from _time(deductions.time)
    yield from (_named(each) for each in deductions.named)
    if deductions.floor is not None:
        floor = format_plain(deductions.floor)
        yield Bilingual(f"扣分后不低于 {floor} 分。", f"No score falls below {floor} points.")
    if rules.carry_over is not None:
        yield from carry_over_lines(rules.carry_over)
    yield final_rounding(rules.tally)


def _time(time: TimeRules) -> Iterator[Bilingual]:
    if time.limit_s is not None:
        limit = duration_words(time.limit_s)
        yield Bilingual(f"限时 {limit.zh}。", f"The time limit is {limit.en}.")
    if time.minimum_s is not None:
        least = duration_words(time.minimum_s)
        yield Bilingual(f"不得少于 {least.zh}。", f"A talk takes at least {least.en}.")
    yield from (_band(band) for band in time.bands)
    if time.disqualify_over_s is not None:
        yield _out(Bilingual("超时", "over"), time.disqualify_over_s)
    if time.disqualify_under_s is not None:
        yield _out(Bilingual("不足", "under"), time.disqualify_under_s)


def _out(side: Bilingual, from_s: int) -> Bilingual:
    if not from_s:
        return Bilingual(f"凡{side.zh}，取消成绩。", f"At all {side.en}: disqualified.")
    return Bilingual(
        f"{side.zh} {from_s} 秒及以上，取消成绩。",
        f"{from_s} seconds {side.en} or more: disqualified.",
    )


def _named(named: NamedDeduction) -> Bilingual:
    points = format_plain(named.points)
    zh_verb, sign = ("加", "+") if named.kind == "bonus" else ("扣", "−")
    zh, en = f"{named.name.zh}：{zh_verb} {points} 分", f"{named.name.en}: {sign}{points}"
    if named.most > 1:
        zh, en = f"{zh}，最多 {named.most} 次", f"{en}, at most {named.most} times"
    return Bilingual(f"{zh}。", f"{en}.")


def _band(band: TimeBand) -> Bilingual:
    points = format_plain(band.points)
    side = Bilingual("不足", "under") if band.is_under else Bilingual("超时", "over")
    if band.from_s:
        begin = Bilingual(f"{side.zh} {band.from_s} 秒起", f"From {band.from_s} s {side.en}")
    else:
        begin = Bilingual(f"凡{side.zh}", f"At all {side.en}")
    zh, en = f"{begin.zh}扣 {points} 分", f"{begin.en}: −{points}"
    if band.per_s is not None:
        zh = f"{begin.zh}，每 {band.per_s} 秒（不满亦计）扣 {points} 分"
        en = f"{en} for each started {band.per_s} s"
    if band.cap is not None:
        cap = format_plain(band.cap)
        zh, en = f"{zh}，最多扣 {cap} 分", f"{en}, at most {cap}"
    return Bilingual(f"{zh}。", f"{en}.")
