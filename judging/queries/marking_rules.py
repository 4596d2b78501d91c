"""A rubric as pages and tablets need it, with the whole numbers that a judge total is made of."""

from dataclasses import dataclass
from fractions import Fraction

from judging.errors import NotFound
from judging.extensions import db
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.bilingual import Bilingual
from judging.scoring.points import MARK_UNITS, format_plain
from judging.scoring.rubric import Criterion, Rubric
from judging.scoring.rules import RuleSheet
from judging.scoring.sheet import JudgeTotal
from judging.scoring.total_text import total_places, total_text


@dataclass(frozen=True)
class LevelFacts:
    """What a mark stands for; ``at`` is decimal text."""

    at: str
    text: Bilingual


@dataclass(frozen=True)
class CriterionFacts:
    """One line of the rubric.

    ``min``, ``max`` and ``step`` are thousandths of a point with their decimal texts beside them;
    ``weight`` is a whole number over the rubric's ``weight_scale``.
    """

    key: str
    name: Bilingual
    description: Bilingual | None
    min: int
    max: int
    step: int
    min_text: str
    max_text: str
    step_text: str
    places: int
    weight: int
    weight_text: str
    levels: tuple[LevelFacts, ...]
    quick_phrases: tuple[Bilingual, ...]


@dataclass(frozen=True)
class RubricFacts:
    """The rubric in force and everything a device needs to add up a sheet exactly.

    Args:
        version: of the rule sheet.
        digest: of the rule sheet's canonical document.
        combine: ``sum`` or ``mean``.
        weight_scale: what whole weights are divided by to give the weights.
        weight_sum: sum of the whole weights.
        rounding_criterion: decimals at this point, or None.
        rounding_weighted_criterion: decimals at this point, or None.
        rounding_judge_total: decimals at this point, or None.
        places: decimals that every judge total is shown with.
        max_total: the largest judge total as shown.
        criteria: in order.
    """

    version: int
    digest: str
    combine: str
    weight_scale: int
    weight_sum: int
    rounding_criterion: int | None
    rounding_weighted_criterion: int | None
    rounding_judge_total: int | None
    places: int
    max_total: str
    criteria: tuple[CriterionFacts, ...]


def get_rubric(round_id: int) -> RubricFacts:
    """Return the rubric in force of a round.

    Raises:
        NotFound: the round has no rule sheet.
    """
    found = get_rules_in_force(db.session(), round_id)
    return rubric_facts(found.rules, found.row.version)


def find_rules(round_id: int) -> RuleSheet | None:
    """Return the rule sheet in force of a round, or None where it has none."""
    try:
        return get_rules_in_force(db.session(), round_id).rules
    except NotFound:
        return None


def rubric_facts(rules: RuleSheet, version: int) -> RubricFacts:
    """Turn a rule sheet's rubric into plain values."""
    rubric, rounding = rules.rubric, rules.tally.rounding
    highest = rubric.max_total
    total = JudgeTotal(highest.numerator, highest.denominator)
    return RubricFacts(
        version=version,
        digest=rules.digest,
        combine=rubric.combine,
        weight_scale=rubric.weight_scale,
        weight_sum=sum(rubric.weights),
        rounding_criterion=rounding.criterion,
        rounding_weighted_criterion=rounding.weighted_criterion,
        rounding_judge_total=rounding.judge_total,
        places=total_places(rubric, rounding),
        max_total=total_text(rubric, rounding, total),
        criteria=tuple(
            _criterion(rubric, criterion, weight)
            for criterion, weight in zip(rubric.criteria, rubric.weights, strict=True)
        ),
    )


def marks_text(rubric: Rubric, marks: tuple[int, ...]) -> dict[str, str]:
    """Return marks (thousandths, criterion order) as decimal text by criterion.

    Marks that were given under an older rubric with other criteria are left out.
    """
    if len(marks) != len(rubric.criteria):
        return {}
    return {c.key: c.format_mark(mark) for c, mark in zip(rubric.criteria, marks, strict=True)}


def _criterion(rubric: Rubric, criterion: Criterion, weight: int) -> CriterionFacts:
    return CriterionFacts(
        key=criterion.key,
        name=criterion.name,
        description=criterion.description,
        min=criterion.min,
        max=criterion.max,
        step=criterion.step,
        min_text=_text(criterion.min),
        max_text=_text(criterion.max),
        step_text=_text(criterion.step),
        places=criterion.places,
        weight=weight,
        weight_text=format_plain(Fraction(weight, rubric.weight_scale)),
        levels=tuple(LevelFacts(_text(level.at), level.text) for level in criterion.levels),
        quick_phrases=criterion.quick_phrases,
    )


def _text(units: int) -> str:
    return format_plain(Fraction(units, MARK_UNITS))
