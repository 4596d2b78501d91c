"""The worked example of a printed rule sheet in words, in both languages side by side.

Both languages stand on the same paper, so these are pairs and not entries of a catalogue.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.rule_parts import RuleSheet

#: ``JudgeLine.left_out`` → what became of a seat's marks.
FATES: dict[str, Bilingual] = {
    "": Bilingual("", ""),
    "low": Bilingual("最低，去掉", "lowest, dropped"),
    "high": Bilingual("最高，去掉", "highest, dropped"),
    "practice": Bilingual("见习席位，不计", "practice seat"),
    "not_yet": Bilingual("尚未评分", "not given yet"),
    "absent": Bilingual("缺席", "absent"),
    "recused": Bilingual("回避", "recused"),
    "void": Bilingual("作废", "void"),
    "incomplete": Bilingual("不完整", "incomplete"),
    "tie_break": Bilingual("只用于区分同分", "only breaks ties"),
    "not_all": Bilingual("未评全部项目，不计", "did not mark every entry"),
    "lowered": Bilingual("最高，以次高代替", "highest, lowered to the next"),
    "raised": Bilingual("最低，以次低代替", "lowest, raised to the next"),
}
_NO_RESULT = Bilingual("按此细则，本例不产生成绩。", "Under these rules the example has no result.")
NO_EXAMPLE = Bilingual(
    "本轮评委组的席位与上述规则不符，无法给出计算示例。",
    "The seats of this round's panel do not fit these rules, so there is no worked example.",
)
SIGNATORIES = (
    Bilingual("评委会主任", "Chief judge"),
    Bilingual("监督员", "Supervisor"),
    Bilingual("统计员", "Statistician"),
)


def example_lead(seat_count: int, spoken_s: int) -> Iterator[Bilingual]:
    """Say what the example is.

    Args:
        seat_count: how many seats the panel has.
        spoken_s: how long the invented talk takes, in seconds; 0 where no time rule holds.
    """
    yield Bilingual(
        f"以本轮 {seat_count} 个席位的评委组为例，分数为虚构，任何人都可以照此复算。",
        f"An invented panel of {seat_count} seats, as many as this round has; anybody can redo it.",
    )
    if spoken_s:
        yield Bilingual(
            f"虚构的演讲用时 {spoken_s} 秒。", f"The invented talk takes {spoken_s} seconds."
        )


def example_total(
    rules: RuleSheet, seat: str, marks: Sequence[str], total: str
) -> Iterator[Bilingual]:
    """Say how the marks of one seat become its judge total; nothing for one unweighted mark."""
    weights = [criterion.weight for criterion in rules.rubric.criteria]
    if not total or len(marks) != len(weights) or not all(marks) or len(marks) > 12:
        return
    sides = " + ".join(
        mark if weight == 1 else f"{mark} × {format_plain(weight)}"
        for mark, weight in zip(marks, weights, strict=True)
    )
    if len(marks) == 1 and weights[0] == 1:
        return
    if rules.rubric.combine == "mean":
        sides = f"({sides}) / {format_plain(sum(weights, Fraction(0)))}"
    yield Bilingual(
        f"评委总分，以席位 {seat} 为例：{sides} → {total}",
        f"A judge total, that of seat {seat}: {sides} → {total}",
    )


def example_field(ranks: Sequence[tuple[str, str]]) -> Iterator[Bilingual]:
    """Say how the entries of the invented heat are ranked; nothing without such a heat.

    Args:
        ranks: name and rank of each entry; the marks shown are those of the first.
    """
    if ranks:
        yield Bilingual(
            f"本细则只比较名次，故以 {len(ranks)} 个虚构项目为例；上表为项目 {ranks[0][0]} 的评分。"
            f"名次：{'，'.join(f'{name} 第 {rank} 名' for name, rank in ranks)}。",
            f"The rules only rank entries among each other, so that the example has {len(ranks)}; "
            f"the table shows entry {ranks[0][0]}. "
            f"Ranks: {', '.join(f'{name} {rank}' for name, rank in ranks)}.",
        )


def example_result(score: str, *, is_disqualified: bool) -> Iterator[Bilingual]:
    """Say what comes out."""
    if not score:
        yield _NO_RESULT
    else:
        yield Bilingual(f"最后得分：{score}", f"Final score: {score}")
    if is_disqualified:
        yield Bilingual(
            "按用时规定，该选手取消成绩。", "By the time rule this talk would be disqualified."
        )
