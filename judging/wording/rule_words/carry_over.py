"""What earlier rounds bring in, in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import CarryOverRules, EarlierRound

_MISSING = {
    "no_result": Bilingual(
        "没有前一轮成绩的，不产生成绩。", "Without an earlier result there is no result."
    ),
    "nothing": Bilingual(
        "没有前一轮成绩的，该部分按零计。", "Without an earlier result it brings in nothing."
    ),
}
_VALUES = {
    "published": Bilingual("公布得分", "the published score"),
    "exact": Bilingual("未舍入得分", "the exact score"),
}


def carry_over_lines(rules: CarryOverRules) -> Iterator[Bilingual]:
    """Yield the parts that the final value is made of."""
    weight = format_plain(rules.weight)
    parts = [_earlier(each) for each in rules.earlier]
    yield Bilingual(
        f"最后得分 = 本轮得分 × {weight}" + "".join(f" + {part.zh}" for part in parts) + "。",
        f"The final score = this round × {weight}"
        + "".join(f" + {part.en}" for part in parts)
        + ".",
    )
    yield _MISSING[rules.missing]


def _earlier(earlier: EarlierRound) -> Bilingual:
    name, weight = earlier.round, format_plain(earlier.weight)
    if earlier.points_by_rank:
        points = [format_plain(each) for each in earlier.points_by_rank]
        return Bilingual(
            f"轮次 {name} 名次加分（第一名起 {'、'.join(points)}）× {weight}",
            f"points for the rank in round {name} ({', '.join(points)} from the first) × {weight}",
        )
    value = _VALUES[earlier.value]
    return Bilingual(
        f"轮次 {name} 的{value.zh} × {weight}", f"{value.en} of round {name} × {weight}"
    )
