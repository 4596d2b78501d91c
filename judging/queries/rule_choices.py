"""Which rule sheets the marks of a round can be counted under, to see what would change.

Of a preset only what decides about given marks is taken; the rubric stays the round's, and so do
advancement and awards where the preset names none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from judging.errors import NotFound
from judging.presets import list_rule_presets
from judging.queries.rounds import RoundFacts, get_rule_document, list_rule_sheets
from judging.scoring.bilingual import Bilingual
from judging.scoring.faults import ScoringError
from judging.scoring.rules import RuleSheet, parse_rules
from judging.scoring.sensitivity.scenarios import with_trim

#: How many are dropped at each end under the trims that are always offered.
TRIMS = (0, 1, 2)
_FROM_PRESET = ("tally", "deductions", "ranking", "advancement", "awards")


@dataclass(frozen=True)
class RuleChoice:
    """One rule sheet to count under.

    Args:
        key: what a form sends: ``version:2``, ``trim:1-1`` or ``preset:coss``.
        kind: ``version``, ``trim``, ``preset`` or, typed and not saved, ``draft``.
        name: of a preset; else the round's own name of its rule sheet.
        rules: what it says.
        version: of a version; 0 else.
        is_in_force: whether it is the version in force.
    """

    key: str
    kind: str
    name: Bilingual
    rules: RuleSheet
    version: int = 0
    is_in_force: bool = False


def list_rule_choices(found: RoundFacts) -> tuple[RuleChoice, ...]:
    """Return the rule sheets that fit a round: versions newest first, trims, presets by key.

    What does not fit the round's criteria is left out, and so is a trim that says just what the
    version in force says.
    """
    in_force = parse_rules(found.document)
    versions = tuple(_versions(found, in_force))
    trims = (
        choice
        for each in TRIMS
        if (choice := _find_trim(in_force, each)) and choice.rules.digest != in_force.digest
    )
    return (*versions, *trims, *_presets(in_force))


def get_rule_choice(choices: tuple[RuleChoice, ...], key: str) -> RuleChoice:
    """Return the choice of a key.

    Raises:
        NotFound: there is none, or it does not fit the round.
    """
    for choice in choices:
        if choice.key == key:
            return choice
    raise NotFound()


def other_choice(choices: tuple[RuleChoice, ...], before: RuleChoice) -> RuleChoice:
    """Return what to set against a choice if nobody says: the first trim that is another."""
    others = [choice for choice in choices if choice.rules.digest != before.rules.digest]
    trims = [choice for choice in others if choice.kind == "trim"]
    return (trims or others or [before])[0]


def _versions(found: RoundFacts, in_force: RuleSheet) -> Iterator[RuleChoice]:
    """Yield the versions whose criteria are still those of the marks, newest first."""
    scales = _scales(in_force)
    for facts in list_rule_sheets(found.id):
        rules = parse_rules(get_rule_document(found.id, facts.version))
        if _scales(rules) == scales:
            is_in_force = facts.version == found.version
            key = f"version:{facts.version}"
            yield RuleChoice(key, "version", rules.name, rules, facts.version, is_in_force)


def _scales(rules: RuleSheet) -> list[tuple[str, int, int, int]]:
    """Return what marks must fit: keys, bounds and steps of the criteria in order."""
    return [(c.key, c.min, c.max, c.step) for c in rules.rubric.criteria]


def _find_trim(in_force: RuleSheet, each: int) -> RuleChoice | None:
    """Return the round's own rules with another trim; None where they do not allow it."""
    try:
        rules = with_trim(in_force, each)
    except ScoringError:
        return None
    return RuleChoice(f"trim:{each}-{each}", "trim", rules.name, rules)


def _presets(in_force: RuleSheet) -> Iterator[RuleChoice]:
    """Yield the presets that fit the round's criteria, by key."""
    for preset in list_rule_presets():
        taken = {name: preset.document[name] for name in _FROM_PRESET if name in preset.document}
        rules = _find_rules({**in_force.document, **taken})
        if rules is not None:
            yield RuleChoice(f"preset:{preset.key}", "preset", preset.name, rules)


def _find_rules(document: Mapping[str, Any]) -> RuleSheet | None:
    """Return what a document says; None where it is refused."""
    try:
        return parse_rules(document)
    except ScoringError:
        return None
