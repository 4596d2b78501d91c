"""``[advancement]`` and ``[[awards]]``: read within bounds, and written as canonical data."""

from typing import Any

from judging.scoring.bilingual import Bilingual
from judging.scoring.document import Table, refuse_twice, without_none
from judging.scoring.points import find_plain
from judging.scoring.rule_parts import GROUPINGS, AdvancementRules, AwardRule

MAX_AWARDS = 30
MAX_TAKE = 1_000_000


def read_advancement(table: Table) -> AdvancementRules:
    """Read ``[advancement]``.

    >>> read_advancement(Table({"take": 3}, "advancement", [])).per
    'heat'
    """
    rules = AdvancementRules(
        take=table.integer("take", 1, MAX_TAKE), per=table.choice("per", GROUPINGS, "heat")
    )
    table.close()
    return rules


def read_awards(document: Table) -> tuple[AwardRule, ...]:
    """Read every ``[[awards]]`` table, highest prize first.

    >>> row = {"key": "first", "name": {"zh": "一等奖"}, "count": 1}
    >>> read_awards(Table({"awards": [row]}, "", []))[0].count
    1
    """
    awards = tuple(_award(row) for row in document.rows("awards", MAX_AWARDS))
    refuse_twice(document, "awards", [award.key for award in awards])
    return awards


def _award(table: Table) -> AwardRule:
    key = table.key_text("key")
    name = table.name("name", is_required=True) or Bilingual(key, key)
    count = table.find_integer("count", 1, MAX_TAKE)
    percent = table.find_points("percent", ">0", "100", 2)
    has_round = table.content.get("round") is not None
    rounding = table.choice("round", ("ceil", "floor"), "ceil")
    table.close()
    if (count is None) == (percent is None):
        table.fault("award_count_or_percent")
    elif has_round and percent is None:
        table.fault("award_round_without_percent", "round")
    return AwardRule(key, name, count, percent, rounding)


def write_advancement(advancement: AdvancementRules) -> dict[str, Any]:
    """Return ``[advancement]`` as canonical data.

    >>> write_advancement(AdvancementRules(take=3))
    {'take': 3, 'per': 'heat'}
    """
    return {"take": advancement.take, "per": advancement.per}


def write_award(award: AwardRule) -> dict[str, Any]:
    """Return one ``[[awards]]`` table as canonical data.

    >>> write_award(AwardRule("first", Bilingual("一等奖", "First"), count=1))["count"]
    1
    """
    return {"key": award.key, "name": award.name.as_data()} | without_none(
        count=award.count,
        percent=find_plain(award.percent),
        round=None if award.percent is None else award.round,
    )
