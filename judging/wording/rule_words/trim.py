"""What is dropped, what few judges leave of it, and the least panel, in words."""

from collections.abc import Iterator

from judging.scoring.aggregates import Aggregate
from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import Trim

_CLOSEST = Bilingual(
    "只有三名评委时，取最接近的两个分数", "of exactly three judges the closest two count"
)
#: What few judges leave of a trim.
FEW = {
    "step_down": Bilingual(
        "评委人数不足时，尽可能多地去分，仍不能去分的全部计入",
        "with fewer judges the largest trim that still fits applies",
    ),
    "closest_two": _CLOSEST,
    "block": Bilingual("评委人数不足时，不产生成绩", "with fewer judges there is no result"),
}
#: A closest pair is looked for among so many judges, where they are too few.
_PAIR_OF = 3


def least_panel(trim: Trim) -> Iterator[Bilingual]:
    """Yield what few judges mean where the rules drop nobody; nothing where they mean nothing.

    >>> [each.en for each in least_panel(Trim(min_kept=5, few="block"))]
    ['with fewer than 5 judges there is no result']
    >>> list(least_panel(Trim(min_kept=5)))
    []
    """
    least = trim.min_kept
    if trim.few == "block" and least > 1:
        yield Bilingual(
            f"评委少于 {least} 名时，不产生成绩",
            f"with fewer than {least} judges there is no result",
        )
    if trim.few == "closest_two" and least > _PAIR_OF:
        yield _CLOSEST


def trim_clauses(trim: Trim, scope: str, how: Aggregate) -> Iterator[Bilingual]:
    """Yield the clauses of a trim, without capitals and full stops.

    Args:
        trim: the trim, of the tally or of a judge group.
        scope: ``judge_total`` or ``criterion``.
        how: the aggregate that it comes before.

    >>> from judging.scoring.aggregates import AGGREGATES
    >>> [each.en for each in trim_clauses(Trim(), "judge_total", AGGREGATES["mean"])]
    ["nobody's marks are dropped"]
    """
    if trim.low or trim.high:
        yield _extremes(trim, scope, replaces=how.replaces)
        yield Bilingual(f"至少保留 {trim.min_kept} 个", f"at least {trim.min_kept} stay")
        yield FEW[trim.few]
        return
    if not how.has_own_trim:
        yield Bilingual("不去掉最高分和最低分", "nobody's marks are dropped")
    yield from least_panel(trim)


def _extremes(trim: Trim, scope: str, *, replaces: bool) -> Bilingual:
    zh, en = ("每个评分项的", "of each criterion ") if scope == "criterion" else ("", "")
    high, low = trim.high, trim.low
    if replaces:
        return Bilingual(
            f"将{zh} {high} 个最高分和 {low} 个最低分以留下的最接近的分数代替，而不去掉",
            f"{high} highest and {low} lowest {en}are replaced by the nearest one kept",
        )
    return Bilingual(
        f"去掉{zh} {high} 个最高分和 {low} 个最低分",
        f"{high} highest and {low} lowest {en}are dropped",
    )
