"""The criteria in words."""

from collections.abc import Iterator
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import MARK_UNITS, format_plain
from judging.scoring.rule_parts import RuleSheet


def criteria_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield one sentence for each criterion."""
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
