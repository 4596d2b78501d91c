"""A rule sheet as its canonical document, and the digest of any such document."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from judging.scoring.advancement_section import write_advancement
from judging.scoring.award_section import write_award
from judging.scoring.bilingual import Bilingual
from judging.scoring.carry_over_section import write_carry_over
from judging.scoring.deduction_section import write_deductions
from judging.scoring.marking_section import MarkingRules, write_marking
from judging.scoring.ranking_section import write_ranking
from judging.scoring.review_section import ReviewRules, write_review
from judging.scoring.rubric import Rubric
from judging.scoring.rubric_section import write_rubric
from judging.scoring.rule_parts import (
    AdvancementRules,
    AwardRule,
    CarryOverRules,
    DeductionRules,
    RankingRules,
    TallyRules,
)
from judging.scoring.tally_section import write_tally


def canonical_document(
    name: Bilingual,
    rubric: Rubric,
    tally: TallyRules,
    deductions: DeductionRules,
    ranking: RankingRules,
    advancement: AdvancementRules | None,
    awards: Sequence[AwardRule],
    carry_over: CarryOverRules | None = None,
    review: ReviewRules | None = None,
    marking: MarkingRules | None = None,
) -> dict[str, Any]:
    """Return the one document that says these rules: defaults written out, numbers as plain text.

    >>> parts = (TallyRules(), DeductionRules(), RankingRules(), None, ())
    >>> canonical_document(Bilingual("例", "e"), Rubric(()), *parts)["ranking"]["per"]
    'heat'
    """
    document: dict[str, Any] = {
        "format": 1,
        "name": name.as_data(),
        "rubric": write_rubric(rubric),
        "tally": write_tally(tally),
        **({} if carry_over is None else {"carry_over": write_carry_over(carry_over)}),
        "deductions": write_deductions(deductions),
        "ranking": write_ranking(ranking),
    }
    if advancement is not None:
        document["advancement"] = write_advancement(advancement)
    if awards:
        document["awards"] = [write_award(award) for award in awards]
    if review is not None:
        document["review"] = write_review(review)
    if marking is not None:
        document["marking"] = write_marking(marking)
    return document


def digest_of(document: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a JSON-able mapping in its one canonical spelling.

    >>> digest_of({"b": 1, "a": 2}) == digest_of({"a": 2, "b": 1})
    True
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
