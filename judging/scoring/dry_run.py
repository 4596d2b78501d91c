"""A dry run: the same marks through two rule sheets, and whose prize changes.

Both sides are full results of :func:`judging.scoring.results.score_round`; nothing is stored, and
nothing is counted in any other way here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import shorten
from judging.scoring.results import score_round
from judging.scoring.rubric import Rubric
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.same_awards import match_awards
from judging.scoring.standings import Appearance, RoundResult, Standing


@dataclass(frozen=True, slots=True)
class Side:
    """What one entry gets under one of the two rule sheets; see :class:`Standing`.

    ``group`` is what the rules rank within: the heat, the division, or ``""``.
    """

    group: str
    rank: int | None
    score: str | None
    no_result: str
    is_tied: bool
    tie_break: str
    is_advancing: bool
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One entry under both rule sheets.

    ``has_other_awards`` says whether its prizes are others, whatever their keys and their order in
    the list: see :func:`judging.scoring.same_awards.match_awards`.
    ``moved`` is how many ranks it climbs (negative: falls), or None where it has no rank under one
    of them or where they rank it within different groups: such ranks say nothing of each other.
    """

    key: str
    heat: str
    division: str
    before: Side
    after: Side
    has_other_awards: bool

    @property
    def moved(self) -> int | None:
        """Return how many ranks the entry climbs, negative where it falls."""
        if self.before.rank is None or self.after.rank is None:
            return None
        return self.before.rank - self.after.rank if self.is_comparable else None

    @property
    def is_comparable(self) -> bool:
        """Return whether both rule sheets rank the entry within the same group."""
        return self.before.group == self.after.group

    @property
    def has_other_advancement(self) -> bool:
        """Return whether it goes on under one of the rule sheets only."""
        return self.before.is_advancing != self.after.is_advancing

    @property
    def has_other_standing(self) -> bool:
        """Return whether score, rank, tie or reason for no result differ."""
        return _standing(self.before) != _standing(self.after)


@dataclass(frozen=True, slots=True)
class Winners:
    """Who stands first in a group: several keys where the first place is tied."""

    group: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two results of the same marks, side by side.

    ``lines`` stand in the order of the first result. ``ties_gained`` are the blocks of equals that
    stand under the second rule sheet alone, ``ties_lost`` those under the first alone, each with
    its keys in listing order.
    """

    before: RoundResult
    after: RoundResult
    lines: tuple[ComparisonLine, ...]
    ties_gained: tuple[tuple[str, ...], ...]
    ties_lost: tuple[tuple[str, ...], ...]

    @property
    def changed(self) -> tuple[ComparisonLine, ...]:
        """Return the entries whose prize or advancement changes."""
        return tuple(line for line in self.lines if _matters(line))

    @property
    def unchanged(self) -> tuple[ComparisonLine, ...]:
        """Return the other entries; their scores and ranks may still differ."""
        return tuple(line for line in self.lines if not _matters(line))

    @property
    def changed_awards(self) -> tuple[ComparisonLine, ...]:
        """Return the entries whose prizes change."""
        return tuple(line for line in self.lines if line.has_other_awards)

    @property
    def changed_advancement(self) -> tuple[ComparisonLine, ...]:
        """Return the entries that go on under one of the rule sheets only."""
        return tuple(line for line in self.lines if line.has_other_advancement)

    @property
    def changed_standings(self) -> tuple[ComparisonLine, ...]:
        """Return the entries whose score, rank or tie changes."""
        return tuple(line for line in self.lines if line.has_other_standing)

    @property
    def prize_holders(self) -> tuple[ComparisonLine, ...]:
        """Return the entries that have a prize under the first rule sheet."""
        return tuple(line for line in self.lines if line.before.awards)

    @property
    def winners_before(self) -> tuple[Winners, ...]:
        """Return who stands first under the first rule sheet, group by group."""
        return _winners(self.before)

    @property
    def winners_after(self) -> tuple[Winners, ...]:
        """Return who stands first under the second rule sheet, group by group."""
        return _winners(self.after)

    @property
    def has_other_winners(self) -> bool:
        """Return whether somebody else stands first in any group, or the groups are others."""
        return _sets(self.winners_before) != _sets(self.winners_after)


def compare_rules(
    before: RuleSheet, after: RuleSheet, appearances: Sequence[Appearance]
) -> Comparison:
    """Count the same appearances under two rule sheets and say what changes.

    The rubrics must have the same criteria in the same order, with the same bounds and steps; the
    weights may differ. The order of the appearances means nothing.

    Raises: ScoringError (``criteria_differ``, and those of
    :func:`judging.scoring.results.score_round`).

    >>> from judging.scoring.sheet import SeatSheet
    >>> from judging.scoring.specimen import specimen_rules
    >>> plain = specimen_rules(awards=[{"key": "first", "name": {"en": "First"}, "count": 1}])
    >>> trimmed = specimen_rules(
    ...     tally={"trim": {"low": 1, "high": 1}}, awards=plain.document["awards"])
    >>> def turn(key, *points):
    ...     sheets = [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(points, 1)]
    ...     return Appearance(key, "heat 1", sheets=tuple(sheets))
    >>> marks = [turn("A", 90, 90, 90, 90, 60), turn("B", 89, 89, 89, 89, 89)]
    >>> comparison = compare_rules(plain, trimmed, marks)
    >>> [(line.key, line.before.score, line.after.score, line.moved, line.after.awards)
    ...     for line in comparison.changed_awards]
    [('B', '89.00', '89.00', -1, ()), ('A', '84.00', '90.00', 1, ('first',))]
    >>> comparison.winners_before, comparison.has_other_winners
    ((Winners(group='heat 1', keys=('B',)),), True)
    """
    check_same_criteria(before.rubric, after.rubric)
    first, second = score_round(before, appearances), score_round(after, appearances)
    other = {standing.key: standing for standing in second.standings}
    same = match_awards(before.awards, after.awards)
    lines = tuple(_line(standing, other[standing.key], same) for standing in first.standings)
    ties_before, ties_after = _ties(first), _ties(second)
    return Comparison(
        before=first,
        after=second,
        lines=lines,
        ties_gained=_without(ties_after, ties_before),
        ties_lost=_without(ties_before, ties_after),
    )


def check_same_criteria(before: Rubric, after: Rubric) -> None:
    """Refuse two rubrics that one set of marks cannot serve.

    Raises: ScoringError (``criteria_differ``, naming the criteria that are not the same).

    >>> from judging.scoring.specimen import specimen_rules
    >>> rubric = specimen_rules().rubric
    >>> check_same_criteria(rubric, rubric)
    >>> check_same_criteria(rubric, Rubric(()))
    Traceback (most recent call last):
    judging.scoring.faults.ScoringError: criteria_differ (criteria=talk)
    """
    ours, theirs = _scales(before), _scales(after)
    differing = [
        scale[0] if scale is not None else other[0]
        for scale, other in zip_longest(ours, theirs)
        if scale != other
    ]
    if differing:
        params = {"criteria": shorten(", ".join(differing))}
        raise ScoringError([Fault("criteria_differ", "", params)])


def _scales(rubric: Rubric) -> list[tuple[str, int, int, int]]:
    """Return what a mark must fit, in criterion order: the weights are no part of it."""
    return [(c.key, c.min, c.max, c.step) for c in rubric.criteria]


def _line(before: Standing, after: Standing, same: Mapping[str, str]) -> ComparisonLine:
    """Return one entry under both; a prize that the first rule sheet lacks is always another."""
    ours, theirs = set(before.awards), {same.get(key) for key in after.awards}
    return ComparisonLine(
        before.key,
        before.appearance.heat,
        before.appearance.division,
        _side(before),
        _side(after),
        has_other_awards=ours != theirs,
    )


def _side(standing: Standing) -> Side:
    return Side(
        group=standing.group,
        rank=standing.rank,
        score=standing.score,
        no_result=standing.no_result,
        is_tied=standing.is_tied,
        tie_break=standing.tie_break,
        is_advancing=standing.is_advancing,
        awards=standing.awards,
    )


def _standing(side: Side) -> tuple[object, ...]:
    return side.group, side.rank, side.score, side.no_result, side.is_tied


def _matters(line: ComparisonLine) -> bool:
    return line.has_other_awards or line.has_other_advancement


def _ties(result: RoundResult) -> list[tuple[str, ...]]:
    """Return the blocks of equals in listing order, each with its keys in that order."""
    blocks: dict[tuple[str, int], list[str]] = {}
    for standing in result.standings:
        if standing.is_tied:
            at = (standing.group, standing.place.first)
            blocks.setdefault(at, []).append(standing.key)
    return [tuple(keys) for keys in blocks.values()]


def _without(
    blocks: list[tuple[str, ...]], others: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], ...]:
    known = {frozenset(block) for block in others}
    return tuple(block for block in blocks if frozenset(block) not in known)


def _winners(result: RoundResult) -> tuple[Winners, ...]:
    first: dict[str, list[str]] = {}
    for standing in result.standings:
        if standing.place.first == 1:
            first.setdefault(standing.group, []).append(standing.key)
    return tuple(Winners(group, tuple(keys)) for group, keys in first.items())


def _sets(winners: tuple[Winners, ...]) -> set[tuple[str, frozenset[str]]]:
    return {(group.group, frozenset(group.keys)) for group in winners}
