"""Does a result hold: without any one judge, under other trims, with panels drawn again.

Everything is counted by the core as a tally is. How much is counted is bounded, since somebody
waits for the page; what was counted stands in the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from judging.queries.benches import list_benches
from judging.queries.fairness_scope import (
    EntryFace,
    Scope,
    find_faces,
    find_group_names,
    load_scope,
)
from judging.queries.panel_health import SEED
from judging.scoring.bilingual import Bilingual
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import Appearance

if TYPE_CHECKING:
    from judging.scoring.sensitivity.stability import Stability

#: How many results of one entry may be counted while somebody waits: without seats and under other
#: trims, and for panels drawn again. About a third of a millisecond each.
MOST_COUNTED, MOST_DRAWN = 12_000, 6_000
#: Fewer drawn panels than this say nothing; more than that say no more.
FEWEST_RESAMPLES, MOST_RESAMPLES = 50, 500
_TRIMS = 4


@dataclass(frozen=True)
class StabilityFacts:
    """What was found.

    Args:
        rules: the rule sheet in force.
        parts: one for each heat where heats are counted by themselves, else one for all.
        resamples: how many panels were drawn for each; 0 where there are too many entries for it.
        faces: who stands behind each entry number.
        judges: (heat, seat) → the judge's name, where somebody is named.
        groups: names of ranking groups by (kind, key).
    """

    rules: RuleSheet
    parts: tuple[Stability, ...]
    resamples: int
    faces: Mapping[str, EntryFace]
    judges: Mapping[tuple[str, str], str]
    groups: Mapping[tuple[str, str], Bilingual]


def find_stability(scope: Scope) -> StabilityFacts | None:
    """Return how firmly the results of a scope stand; None where that is too much to count.

    Args:
        scope: a round or heat without an obstacle.

    Raises:
        judging.scoring.faults.ScoringError: the marks cannot be counted.
    """
    from judging.scoring.sensitivity.stability import assess_stability

    appearances, rules = load_scope(scope).appearances, scope.rules
    parts = list(_parts(scope, appearances))
    if sum(map(count_work, parts)) > MOST_COUNTED:
        return None
    resamples = count_resamples(len(appearances))
    return StabilityFacts(
        rules=rules,
        parts=tuple(assess_stability(rules, part, SEED, resamples) for part in parts),
        resamples=resamples,
        faces=find_faces(scope.round.competition_id, [each.key for each in appearances]),
        judges={
            at: face.name
            for bench in list_benches(scope, appearances)
            for face in bench.faces.values()
            for at in face.seats
            if face.name
        },
        groups=find_group_names(scope, {each.division for each in appearances}),
    )


def _parts(scope: Scope, appearances: Sequence[Appearance]) -> Iterator[list[Appearance]]:
    """Yield what is ranked together: heat by heat where each is counted by itself."""
    if not scope.is_per_heat:
        yield list(appearances)
        return
    for heat in scope.read:
        yield [each for each in appearances if each.heat == str(heat.number)]


def count_work(appearances: Sequence[Appearance]) -> int:
    """Return how many results are counted for the scenarios of one part."""
    seats = {(each.heat, sheet.seat) for each in appearances for sheet in each.sheets}
    return (len(seats) + _TRIMS) * len(appearances)


def count_resamples(entries: int) -> int:
    """Return how many panels are drawn again for so many entries; 0 where it would be too few."""
    resamples = min(MOST_RESAMPLES, MOST_DRAWN // max(entries, 1))
    return resamples if resamples >= FEWEST_RESAMPLES else 0
