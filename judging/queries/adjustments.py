"""Raw and adjusted means side by side, bench by bench: opt-in, and never part of a stored score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from judging.queries.benches import Bench, list_benches
from judging.queries.fairness_scope import EntryFace, Scope, find_faces, load_scope
from judging.scoring.groups import group_of

if TYPE_CHECKING:
    from judging.scoring.adjustment.adjust import AdjustedEntry, Adjustment

#: Decimals of offsets and adjusted values.
PLACES = 4


@dataclass(frozen=True)
class AdjustedLine:
    """One entry with its raw and adjusted mean.

    ``passes`` are the entries of the same ranking group whose raw mean is higher and whose
    adjusted mean is lower.
    """

    entry: AdjustedEntry
    heat: str
    passes: tuple[str, ...]


@dataclass(frozen=True)
class BenchAdjustment:
    """The adjustment of one bench, or why it is refused, with its lines by raw mean."""

    bench: Bench
    found: Adjustment
    lines: tuple[AdjustedLine, ...]


@dataclass(frozen=True)
class AdjustmentFacts:
    """All benches of a scope, by first heat; values of different benches are never compared.

    Args:
        benches: the benches.
        faces: who stands behind each entry number.
        is_per_heat: whether the rule sheet ranks heats by themselves.
    """

    benches: tuple[BenchAdjustment, ...]
    faces: Mapping[str, EntryFace]
    is_per_heat: bool

    @property
    def is_connected(self) -> bool:
        """Whether all entries hang together by judges who saw both sides."""
        return len(self.benches) == 1 and self.benches[0].found.because != "unconnected"


def find_adjustment(scope: Scope) -> AdjustmentFacts:
    """Return raw and adjusted means of a scope.

    Args:
        scope: a round or heat without an obstacle.
    """
    from judging.scoring.adjustment.adjust import adjust
    from judging.scoring.agreement.ratings import rate_totals

    rules, appearances = scope.rules, load_scope(scope).appearances
    per = rules.ranking.per
    places = {each.key: (each.heat, group_of(each, per)) for each in appearances}
    benches = []
    for bench in list_benches(scope, appearances):
        found = adjust(rate_totals(rules, bench.appearances, bench.judges), PLACES)
        benches.append(BenchAdjustment(bench, found, _lines(found.entries, places)))
    faces = find_faces(scope.round.competition_id, list(places))
    return AdjustmentFacts(tuple(benches), faces, scope.is_per_heat)


def _lines(
    entries: Sequence[AdjustedEntry], places: Mapping[str, tuple[str, str]]
) -> tuple[AdjustedLine, ...]:
    """Return the lines by raw mean, the highest first, equal ones as given."""
    unit = lcm(*(each.raw.denominator for each in entries))
    ranked = sorted(entries, key=lambda each: -each.raw)
    above: dict[str, list[tuple[int, Fraction, str]]] = {}
    lines = []
    for each in ranked:
        heat, group = places[each.key]
        raw, before = int(each.raw * unit), above.setdefault(group, [])
        passed = [
            key for other, adjusted, key in before if other > raw and adjusted < each.adjusted
        ]
        before.append((raw, each.adjusted, each.key))
        lines.append(AdjustedLine(each, heat, tuple(passed)))
    return tuple(lines)
