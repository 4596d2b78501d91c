"""``[ranking]`` of a rules document: read within bounds, and written as canonical data."""

from typing import Any

from judging.scoring.document import Table
from judging.scoring.points import shorten
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import GROUPINGS, RankingRules
from judging.scoring.ties import TIE_STEPS

MAX_TIES = 20
AFTER_STEP = ("continue", "restart")
STYLES = ("1224", "1223", "1334")


def read_ranking(table: Table, rubric: Rubric) -> RankingRules:
    """Read ``[ranking]``; each tie step must exist, and name an existing criterion if any.

    >>> read_ranking(Table({"per": "division"}, "ranking", []), Rubric(())).per
    'division'
    """
    rules = RankingRules(
        on=table.choice("on", ("published", "exact"), "published"),
        style=table.choice("style", STYLES, "1224"),
        per=table.choice("per", GROUPINGS, "heat"),
        ties=_ties(table, rubric),
        after_step=table.choice("after_step", AFTER_STEP, "continue"),
    )
    table.close()
    return rules


def _ties(table: Table, rubric: Rubric) -> tuple[str, ...]:
    ties: list[str] = []
    for index, item in enumerate(table.items("ties", MAX_TIES)):
        place = f"ties[{index}]"
        step, colon, argument = item.partition(":") if isinstance(item, str) else (item, "", "")
        is_known = isinstance(step, str) and step in TIE_STEPS
        if not is_known or bool(colon) != TIE_STEPS[step].takes_criterion:
            choices = ", ".join(step.pattern for step in TIE_STEPS.values())
            table.fault("not_a_choice", place, text=shorten(item), choices=choices)
        elif colon and argument not in rubric.keys:
            choices = ", ".join(rubric.keys)
            table.fault("unknown_criterion", place, key=shorten(argument), choices=choices)
        elif item in ties:
            table.fault("duplicate_key", place, key=item)
        else:
            ties.append(item)
    return tuple(ties)


def write_ranking(ranking: RankingRules) -> dict[str, Any]:
    """Return ``[ranking]`` as canonical data, defaults written out but ``after_step``.

    >>> write_ranking(RankingRules())["per"]
    'heat'
    """
    later = {} if ranking.after_step == "continue" else {"after_step": ranking.after_step}
    return later | {
        "on": ranking.on,
        "style": ranking.style,
        "per": ranking.per,
        "ties": list(ranking.ties),
    }
