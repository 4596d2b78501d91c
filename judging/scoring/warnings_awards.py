"""Warnings about advancement and awards of a rule sheet."""

from collections.abc import Iterator
from fractions import Fraction

from judging.scoring.points import format_plain
from judging.scoring.rule_parts import AwardRule, RuleSheet
from judging.scoring.rule_warning import Figures, RuleSetting, RuleWarning
from judging.scoring.warnings_tally import highest_score


def award_warnings(rules: RuleSheet, setting: RuleSetting) -> Iterator[RuleWarning]:
    """Yield quotas larger than the field, shares that reward nobody, lines that nobody can reach.

    >>> from judging.scoring.specimen import specimen_rules
    >>> rules = specimen_rules(advancement={"take": 9})
    >>> [warning.code for warning in award_warnings(rules, RuleSetting(entries=8))]
    ['take_above_field']
    """
    entries = setting.entries
    highest = highest_score(rules, max(setting.panel_sizes, default=None))
    advancement = rules.advancement
    if advancement is not None:
        if entries and advancement.take is not None and advancement.take >= entries:
            params = {"take": advancement.take, "entries": entries}
            yield RuleWarning("take_above_field", "advancement.take", params)
        yield from _line(
            advancement.score_line, highest, "score_line_above_maximum", "advancement.score_line"
        )
    counted = sum(award.count or 0 for award in rules.awards if award.kind == "tier")
    if entries and counted > entries:
        params = {"prizes": counted, "entries": entries}
        yield RuleWarning("prizes_above_field", "awards", params)
    for index, award in enumerate(rules.awards):
        place = f"awards[{index}]"
        if entries and _is_nobody(award, entries):
            share: Figures = {
                "percent": format_plain(award.percent or Fraction(0)),
                "entries": entries,
            }
            yield RuleWarning("percent_rewards_nobody", f"{place}.percent", share)
        yield from _line(award.minimum, highest, "minimum_above_maximum", f"{place}.minimum")


def _line(
    line: Fraction | None, highest: Fraction | None, code: str, place: str
) -> Iterator[RuleWarning]:
    if line is not None and highest is not None and line > highest:
        params = {"line": format_plain(line), "maximum": format_plain(highest)}
        yield RuleWarning(code, place, params)


def _is_nobody(award: AwardRule, entries: int) -> bool:
    """Say whether a percentage that is rounded down gives no place."""
    return award.percent is not None and award.round == "floor" and award.percent * entries < 100
