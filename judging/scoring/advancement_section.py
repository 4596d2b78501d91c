"""``[advancement]`` of a rules document: read within bounds, and written as canonical data."""

from typing import Any

from judging.scoring.document import Table, without_none
from judging.scoring.points import find_plain
from judging.scoring.rule_parts import GROUPINGS, AdvancementRules

MAX_TAKE = 1_000_000
#: Scores lie within these bounds and have at most six places (``rounding.final``).
LOWEST_SCORE, HIGHEST_SCORE, SCORE_PLACES = "-100000000", "100000000", 6
BORDERS = ("chain", "all", "extra_round")
WILD_CARD_GROUPINGS = ("overall", "division")


def read_advancement(table: Table) -> AdvancementRules:
    """Read ``[advancement]``: either ``take`` or ``score_line`` must stand there.

    >>> read_advancement(Table({"take": 3}, "advancement", [])).per
    'heat'
    >>> read_advancement(Table({"score_line": "85"}, "advancement", [])).take is None
    True
    """
    score_line = table.find_points("score_line", LOWEST_SCORE, HIGHEST_SCORE, SCORE_PLACES)
    has_line = table.content.get("score_line") is not None
    has_take = table.content.get("take") is not None or not has_line
    wild_cards = table.find_integer("wild_cards", 1, MAX_TAKE)
    has_own_per = table.content.get("wild_cards_per") is not None
    rules = AdvancementRules(
        take=table.integer("take", 1, MAX_TAKE) if has_take else None,
        per=table.choice("per", GROUPINGS, "heat"),
        score_line=score_line,
        wild_cards=wild_cards or 0,
        wild_cards_per=table.choice("wild_cards_per", WILD_CARD_GROUPINGS, "overall"),
        border=table.choice("border", BORDERS, "chain"),
    )
    table.close()
    if not has_take and wild_cards is not None:
        table.fault("wild_cards_without_take", "wild_cards")
    if has_own_per and wild_cards is None:
        table.fault("wild_cards_per_alone", "wild_cards_per")
    return rules


def write_advancement(advancement: AdvancementRules) -> dict[str, Any]:
    """Return ``[advancement]`` as canonical data; what is at its default stays out.

    >>> write_advancement(AdvancementRules(take=3))
    {'take': 3, 'per': 'heat'}
    >>> write_advancement(AdvancementRules(take=3, wild_cards=2, border="all"))
    {'take': 3, 'per': 'heat', 'wild_cards': 2, 'border': 'all'}
    """
    return without_none(
        take=advancement.take,
        per=advancement.per,
        score_line=find_plain(advancement.score_line),
        wild_cards=advancement.wild_cards or None,
        wild_cards_per=find_other(advancement.wild_cards_per, "overall"),
        border=find_other(advancement.border, "chain"),
    )


def find_other(word: str, default: str) -> str | None:
    """Return a word, or None where it is the default and therefore not written.

    >>> find_other("all", "chain"), find_other("chain", "chain")
    ('all', None)
    """
    return None if word == default else word
