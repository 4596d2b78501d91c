"""Deductions, bonuses and the time rule in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import RuleSheet, TimeBand
from judging.wording.rule_words.pairs import duration_words


def deduction_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield the sentences of what is taken off or added after the aggregate."""
    time = rules.deductions.time
    if time is not None:
        if time.limit_s is not None:
            limit = duration_words(time.limit_s)
            yield Bilingual(f"限时 {limit.zh}。", f"The time limit is {limit.en}.")
        if time.minimum_s is not None:
            least = duration_words(time.minimum_s)
            yield Bilingual(f"不得少于 {least.zh}。", f"A talk takes at least {least.en}.")
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
