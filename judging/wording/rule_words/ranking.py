"""Ranking and the tie chain in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
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


def ranking_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield how entries are ranked, and how ties are broken."""
    ranking = rules.ranking
    on = (
        Bilingual("公布的分数", "the published score")
        if ranking.on == "published"
        else Bilingual("未舍入的分数", "the exact score")
    )
    per = PER[ranking.per]
    yield Bilingual(
        f"{per.zh}按{on.zh}由高到低排名；{_STYLES[ranking.style].zh}。",
        f"Ranked by {on.en}, highest first, within {per.en}; {_STYLES[ranking.style].en}.",
    )
    if ranking.ties:
        steps = [_tie(rules, step) for step in ranking.ties]
        yield Bilingual(
            f"同分时依次：{'；'.join(step.zh for step in steps)}。仍相同的，名次并列。",
            f"Ties are broken by, in this order: {'; '.join(step.en for step in steps)}. "
            "What is still equal shares its place.",
        )
    else:
        yield Bilingual("同分的，名次并列。", "Equal scores share their place.")


def _tie(rules: RuleSheet, step: str) -> Bilingual:
    name, _, key = step.partition(":")
    words = TIE_STEPS[name].name
    if not key:
        return words
    criterion = rules.rubric.criteria[rules.rubric.index(key)].name
    return Bilingual(f"比较“{criterion.zh}”得分", f"the criterion “{criterion.en}”")
