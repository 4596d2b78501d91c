"""When the judges' score sheets are taken, in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet


def marking_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield when sheets are due; nothing where no rule says it."""
    marking = rules.marking
    if marking is None:
        return
    if marking.due == "at_once":
        yield Bilingual(
            "评委在选手演讲结束后即可提交评分表。",
            "Judges hand in each score sheet as soon as the talk has ended.",
        )
    elif marking.due == "after_next":
        yield Bilingual(
            "每位选手的评分表在下一位选手演讲结束后提交，此前评委可以修改；最后一位随即提交。",
            "Each score sheet is handed in after the next talk has ended, and may be changed until "
            "then; the last one is handed in at once.",
        )
    else:
        yield Bilingual(
            f"前 {marking.first} 位选手的评分表在第 {marking.first} 位演讲结束后一并提交，"
            "此前评委可以比较和修改；其后的选手逐一提交。",
            f"The score sheets of the first {marking.first} are handed in together after talk "
            f"{marking.first} has ended, and may be compared and changed until then; the others "
            "follow one by one.",
        )
