"""Ranking and the tie chain in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.rank_methods import is_lower_better
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.ties import TIE_STEPS
from judging.wording.rule_words.pairs import PER

_STYLES = {
    "1224": Bilingual(
        "名次相同的，其后名次空缺（1、2、2、4）", "after a tie places are skipped (1, 2, 2, 4)"
    ),
    "1223": Bilingual(
        "名次相同的，其后名次不空缺（1、2、2、3）", "after a tie no place is skipped (1, 2, 2, 3)"
    ),
    "1334": Bilingual(
        "名次相同的，取最后的名次（1、3、3、4）", "a tie takes the last of its places (1, 3, 3, 4)"
    ),
}


_AFTER = {
    "continue": Bilingual(
        "每一步只比较仍相同者，未分出的继续下一步",
        "each step sees only those still tied, and what it leaves tied goes on with the next",
    ),
    "restart": Bilingual(
        "每一步只比较仍相同者；分出先后后，余下相同者从第一步重新比较",
        "each step sees only those still tied; those it leaves tied begin the chain again",
    ),
}


def ranking_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield how entries are ranked, and how ties are broken."""
    ranking = rules.ranking
    on = (
        Bilingual("公布的分数", "the published score")
        if ranking.on == "published"
        else Bilingual("未舍入的分数", "the exact score")
    )
    lower = is_lower_better(rules.tally.aggregate)
    order = Bilingual("由低到高", "lowest") if lower else Bilingual("由高到低", "highest")
    per, style = PER[ranking.per], _STYLES[ranking.style]
    yield Bilingual(
        f"{per.zh}按{on.zh}{order.zh}排名；{style.zh}。",
        f"Ranked by {on.en}, {order.en} first, within {per.en}; {style.en}.",
    )
    if not ranking.ties:
        yield Bilingual("同分的，名次并列。", "Equal scores share their place.")
        return
    after = _AFTER[ranking.after_step]
    yield Bilingual(
        f"同分时依次按下列各步定先后；{after.zh}。",
        f"Ties are broken by these steps in order; {after.en}.",
    )
    for number, step in enumerate(ranking.ties, start=1):
        words = tie_words(rules, step)
        yield Bilingual(f"同分第 {number} 步：{words.zh}。", f"Tie step {number}: {words.en}.")
    yield Bilingual("仍相同的，名次并列。", "What is still equal shares its place.")


def tie_words(rules: RuleSheet, step: str) -> Bilingual:
    """Return a step of the tie chain in words."""
    name, _, key = step.partition(":")
    words = TIE_STEPS[name].name
    if not key:
        return words
    criterion = rules.rubric.criteria[rules.rubric.index(key)].name
    return Bilingual(f"比较“{criterion.zh}”得分", f"the criterion “{criterion.en}”")
