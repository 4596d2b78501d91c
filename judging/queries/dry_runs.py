"""The same marks through two rule sheets: what the page of the dry run shows. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from judging.queries.fairness_scope import (
    EntryFace,
    Scope,
    find_faces,
    find_group_names,
    load_scope,
)
from judging.queries.rule_choices import (
    RuleChoice,
    get_rule_choice,
    list_rule_choices,
    other_choice,
)
from judging.scoring.bilingual import Bilingual
from judging.scoring.dry_run import Comparison, compare_rules
from judging.scoring.rules import RuleSheet
from judging.scoring.standings import RoundResult

__all__ = ["Comparison", "DryRun", "RuleChoice", "list_rule_choices", "run_dry", "run_dry_on_draft"]


@dataclass(frozen=True)
class DryRun:
    """Two rule sheets over the same marks.

    Args:
        choices: the rule sheets to choose from.
        before: the first of the two.
        after: the second.
        comparison: what changes from the first to the second.
        faces: who stands behind each entry number.
        groups: names of ranking groups by (kind, key).
        awards_before: names of the first rule sheet's prizes, by key.
        awards_after: those of the second, where a key may stand for another prize.
        fewer_dropped: how many entries had too few judges for the trim, under each of the two.
    """

    choices: tuple[RuleChoice, ...]
    before: RuleChoice
    after: RuleChoice
    comparison: Comparison
    faces: Mapping[str, EntryFace]
    groups: Mapping[tuple[str, str], Bilingual]
    awards_before: Mapping[str, Bilingual]
    awards_after: Mapping[str, Bilingual]
    fewer_dropped: tuple[int, int]


def run_dry(scope: Scope, before_key: str = "", after_key: str = "") -> DryRun:
    """Count the marks of a scope under two rule sheets.

    Args:
        scope: a round or heat without an obstacle.
        before_key: key of the first rule sheet; ``""`` for the one in force.
        after_key: key of the second; ``""`` for another trim.

    Raises:
        NotFound: no such rule sheet for this round.
        judging.scoring.faults.ScoringError: the marks cannot be counted under one of them.
    """
    choices = list_rule_choices(scope.round)
    before = get_rule_choice(choices, before_key) if before_key else choices[0]
    after = get_rule_choice(choices, after_key) if after_key else other_choice(choices, before)
    return _compare(scope, choices, before, after)


def run_dry_on_draft(scope: Scope, rules: RuleSheet) -> DryRun:
    """Count the marks of a scope under the rule sheet in force and under one that is not saved.

    Args:
        scope: a round or heat without an obstacle.
        rules: the rule sheet that somebody typed.

    Raises:
        judging.scoring.faults.ScoringError: the marks cannot be counted under it.
    """
    before = list_rule_choices(scope.round)[0]
    after = RuleChoice("draft", "draft", rules.name, rules)
    return _compare(scope, (before, after), before, after)


def _compare(
    scope: Scope, choices: tuple[RuleChoice, ...], before: RuleChoice, after: RuleChoice
) -> DryRun:
    """Count the marks under both, and say who and what stands behind the keys."""
    inputs = load_scope(scope)
    comparison = compare_rules(before.rules, after.rules, inputs.appearances)
    numbers = [line.key for line in comparison.lines]
    divisions = {line.division for line in comparison.lines}
    return DryRun(
        choices=choices,
        before=before,
        after=after,
        comparison=comparison,
        faces=find_faces(scope.round.competition_id, numbers),
        groups=find_group_names(scope, divisions),
        awards_before={award.key: award.name for award in before.rules.awards},
        awards_after={award.key: award.name for award in after.rules.awards},
        fewer_dropped=(_fewer(comparison.before), _fewer(comparison.after)),
    )


def _fewer(result: RoundResult) -> int:
    """Return in how many results fewer were dropped than the rules ask for."""
    return sum(
        any(
            reduction.trim.because
            for part in standing.outcome.working.groups
            for _key, reduction in part.reductions
        )
        for standing in result.standings
    )
