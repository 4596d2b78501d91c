"""Advancement and awards in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import AwardRule, RuleSheet
from judging.wording.rule_words.pairs import PER


def award_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield who goes on, and what the prizes are."""
    advancement = rules.advancement
    if advancement is not None:
        per = PER[advancement.per]
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
