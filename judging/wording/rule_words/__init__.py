"""A rule sheet in words: the printed 评分细则, in both languages side by side.

Both languages stand on the same paper, whatever language the reader has chosen; so these are pairs
and not entries of a catalogue. One module a section of the document.
"""

from dataclasses import dataclass

from judging.scoring.bilingual import Bilingual
from judging.scoring.rules import parse_rules
from judging.wording.rule_words.awards import award_lines
from judging.wording.rule_words.criteria import criteria_lines
from judging.wording.rule_words.deductions import deduction_lines
from judging.wording.rule_words.marking import marking_lines
from judging.wording.rule_words.pairs import group_words
from judging.wording.rule_words.ranking import ranking_lines
from judging.wording.rule_words.review import review_lines
from judging.wording.rule_words.tally import tally_lines

__all__ = ["RuleSection", "describe_rules", "group_words"]


@dataclass(frozen=True)
class RuleSection:
    """One section of the printed rules: a stable key, a title and its sentences."""

    key: str
    title: Bilingual
    lines: tuple[Bilingual, ...]


#: key → title and the sentences, in the order in which the rules are applied.
_SECTIONS = (
    ("criteria", Bilingual("评分项", "Criteria"), criteria_lines),
    ("marking", Bilingual("评分时间", "When marks are handed in"), marking_lines),
    ("tally", Bilingual("计分", "Tally"), tally_lines),
    (
        "deductions",
        Bilingual("扣分、加分与最后得分", "Deductions, bonuses and the final score"),
        deduction_lines,
    ),
    ("review", Bilingual("评分复核", "Review of marks"), review_lines),
    ("ranking", Bilingual("名次", "Ranking"), ranking_lines),
    ("awards", Bilingual("晋级与奖项", "Advancement and awards"), award_lines),
)


def describe_rules(document: object) -> tuple[RuleSection, ...]:
    """Return a rule sheet in words, in the order in which it is applied.

    Args:
        document: the rule sheet as a plain mapping.

    Raises:
        judging.scoring.faults.ScoringError: the document is refused.
    """
    rules = parse_rules(document)
    sections = (RuleSection(key, title, tuple(lines(rules))) for key, title, lines in _SECTIONS)
    return tuple(section for section in sections if section.lines)
