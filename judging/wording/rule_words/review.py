"""What is looked at before a heat closes, in words."""

from collections.abc import Iterator

from judging.scoring.bilingual import Bilingual
from judging.scoring.points import format_plain
from judging.scoring.review_section import ReviewRules
from judging.scoring.rule_parts import RuleSheet
from judging.wording.rule_words.pairs import joined


def review_lines(rules: RuleSheet) -> Iterator[Bilingual]:
    """Yield which judge totals are flagged, and who is asked; nothing where no rule says it."""
    review = rules.review
    if review is None:
        return
    flags = list(_flags(review))
    if not flags:
        yield Bilingual("不标记评分中的异常。", "No mark is flagged.")
        return
    yield Bilingual(
        f"下列情形予以标记：{joined(flags).zh}。",
        f"Flagged are: {joined(flags).en}.",
    )
    if review.ask:
        yield Bilingual(
            "被标记的评委在本场关闭前确认或更正自己的评分。",
            "A flagged judge confirms or corrects the sheet before the heat closes.",
        )
    yield Bilingual(
        "标记不影响任何得分；作废评分表只能由评委会主任决定，并保留两种结果。",
        "A flag changes no score; only the chief judge voids a sheet, and both results are kept.",
    )


def _flags(review: ReviewRules) -> Iterator[Bilingual]:
    if review.gap_percent:
        value = format_plain(review.gap_percent)
        yield Bilingual(
            f"评委总分与平均分相差超过满分幅度的 {value}%",
            f"a judge total further from the mean than {value}% of the scale",
        )
    if review.mad:
        value = format_plain(review.mad)
        yield Bilingual(
            f"修正 Z 分数（MAD）超过 {value}", f"a modified z-score (MAD) above {value}"
        )
    if review.grubbs:
        value = format_plain(review.grubbs)
        yield Bilingual(
            f"格拉布斯检验（水平 {value}）的离群值", f"an outlier by Grubbs' test (level {value})"
        )
    if review.offset:
        value = format_plain(review.offset)
        yield Bilingual(
            f"偏离该评委一贯差异超过 {value} 个标准差",
            f"more than {value} standard deviations from the judge's usual offset",
        )
    if review.slip:
        yield Bilingual("疑似误录的分数", "a mark that looks like a typing slip")
