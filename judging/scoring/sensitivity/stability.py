"""Does the result hold? Ranks as intervals, and every border under every scenario.

The bootstrap over judges: B. Efron & R. J. Tibshirani, "An Introduction to the Bootstrap" (1993),
chapter 13 (percentile intervals). Everything is counted by
:func:`judging.scoring.results.score_round`, so that it is what the rules say, whatever they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from judging.scoring.points import natural_order
from judging.scoring.resampling import middle_of
from judging.scoring.results import score_round
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sensitivity.borders import Border, BorderName, list_borders
from judging.scoring.sensitivity.scenarios import (
    Scenario,
    draw_panels,
    list_seats,
    list_trims,
    without_seat,
)
from judging.scoring.standings import Appearance, RoundResult


@dataclass(frozen=True, slots=True)
class RankInterval:
    """The lowest and highest rank number an entry takes; both None where it never has a rank."""

    best: int | None
    worst: int | None


@dataclass(frozen=True, slots=True)
class EntryStability:
    """One entry: its rank, and the ranks that it takes otherwise.

    ``without_a_seat`` and ``other_trims`` span all scenarios; ``drawn_again`` is the middle 95 % of
    the resamples in which it has a rank. ``wins`` counts the resamples that it wins, alone or
    shared; ``ranked`` those in which it has a rank at all.
    """

    key: str
    heat: str
    group: str
    rank: int | None
    without_a_seat: RankInterval
    other_trims: RankInterval
    drawn_again: RankInterval
    wins: int
    ranked: int


@dataclass(frozen=True, slots=True)
class BorderChange:
    """A scenario under which others stand inside a border: who comes in, who falls out."""

    scenario: Scenario
    enters: tuple[str, ...]
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BorderStability:
    """One border and what becomes of it.

    ``keys`` stand inside it, in listing order; ``changes`` are the scenarios that change that;
    ``held`` counts the resamples in which the same entries stand inside.
    """

    kind: str
    group: str
    award: str
    keys: tuple[str, ...]
    changes: tuple[BorderChange, ...]
    held: int

    @property
    def holds_without_any_seat(self) -> bool:
        """Return whether leaving out any one judge changes nothing here."""
        return all(change.scenario.kind != "seat" for change in self.changes)

    @property
    def holds_under_any_trim(self) -> bool:
        """Return whether every other legal trim changes nothing here."""
        return all(change.scenario.kind != "trim" for change in self.changes)


@dataclass(frozen=True, slots=True)
class Stability:
    """How firmly a round's result stands.

    ``scenarios`` are those that were counted; ``without_result`` those under which no entry has a
    result (a judge group that lost its only judge): they change no border and no interval.
    ``resamples`` is how many drawn panels gave a result.
    """

    result: RoundResult
    entries: tuple[EntryStability, ...]
    borders: tuple[BorderStability, ...]
    scenarios: tuple[Scenario, ...]
    without_result: tuple[Scenario, ...]
    resamples: int
    seed: str


@dataclass(slots=True)
class _Seen:
    """What has been seen so far of one kind of scenario."""

    ranks: dict[str, list[int]] = field(default_factory=dict)
    wins: dict[str, int] = field(default_factory=dict)
    held: dict[BorderName, int] = field(default_factory=dict)
    count: int = 0

    def add(self, rules: RuleSheet, result: RoundResult, known: Iterable[Border]) -> None:
        self.count += 1
        for standing in result.standings:
            if standing.rank is not None:
                self.ranks.setdefault(standing.key, []).append(standing.rank)
            if standing.place.first == 1:
                self.wins[standing.key] = self.wins.get(standing.key, 0) + 1
        found = {border.name: border.keys for border in list_borders(rules, result)}
        for border in known:
            is_same = found[border.name] == border.keys
            self.held[border.name] = self.held.get(border.name, 0) + is_same


@dataclass(slots=True)
class _Tried:
    """What the scenarios gave: ranks by kind, changes by border, and those without a result."""

    changes: dict[BorderName, list[BorderChange]]
    seats: _Seen = field(default_factory=_Seen)
    trims: _Seen = field(default_factory=_Seen)
    scenarios: list[Scenario] = field(default_factory=list)
    without_result: list[Scenario] = field(default_factory=list)


def assess_stability(
    rules: RuleSheet, appearances: Sequence[Appearance], seed: str, resamples: int = 500
) -> Stability:
    """Count the round again without each judge, under every other trim, and with drawn panels.

    Where ranks, prizes and advancement are all counted per heat, give it one heat at a time: the
    others cannot change it, and it takes as many times less.

    Args:
        rules: the rule sheet in force.
        appearances: all of what is ranked together, as for ``score_round``.
        seed: any text; the same text draws the same panels.
        resamples: how many panels are drawn; 0 draws none.

    Raises: ScoringError (those of :func:`judging.scoring.results.score_round`).

    >>> from judging.scoring.sheet import SeatSheet
    >>> from judging.scoring.specimen import specimen_rules
    >>> def turn(key, *points):
    ...     sheets = [SeatSheet(str(seat), (mark * 1000,)) for seat, mark in enumerate(points, 1)]
    ...     return Appearance(key, "1", sheets=tuple(sheets))
    >>> marks = [turn("A", 80, 81, 95), turn("B", 82, 83, 84)]
    >>> found = assess_stability(specimen_rules(), marks, "2026", 100)
    >>> winner = found.borders[0]
    >>> [(change.scenario.seat, change.enters) for change in winner.changes]
    [('3', ('B',))]
    >>> winner.keys, winner.holds_without_any_seat
    (('A',), False)
    """
    result = score_round(rules, appearances)
    known = list_borders(rules, result)
    tried = _try_scenarios(rules, appearances, known)
    drawn = _draw_again(rules, appearances, known, seed, resamples)
    return Stability(
        result=result,
        entries=_entries(result, tried.seats, tried.trims, drawn),
        borders=tuple(_border(result, border, tried.changes, drawn) for border in known),
        scenarios=tuple(tried.scenarios),
        without_result=tuple(tried.without_result),
        resamples=drawn.count,
        seed=seed,
    )


def _try_scenarios(
    rules: RuleSheet, appearances: Sequence[Appearance], known: Sequence[Border]
) -> _Tried:
    """Count the round once under each scenario."""
    tried = _Tried({border.name: [] for border in known})
    for scenario, other_rules, others in _scenarios(rules, appearances):
        counted = score_round(other_rules, others)
        tried.scenarios.append(scenario)
        if not _has_result(counted):
            tried.without_result.append(scenario)
            continue
        seen = tried.seats if scenario.kind == "seat" else tried.trims
        seen.add(other_rules, counted, ())
        _note_changes(tried.changes, known, scenario, list_borders(other_rules, counted))
    return tried


def _draw_again(
    rules: RuleSheet,
    appearances: Sequence[Appearance],
    known: Sequence[Border],
    seed: str,
    resamples: int,
) -> _Seen:
    """Count the round once with each drawn panel that gives a result."""
    drawn = _Seen()
    for others in draw_panels(rules, appearances, seed, resamples):
        counted = score_round(rules, others)
        if _has_result(counted):
            drawn.add(rules, counted, known)
    return drawn


def _scenarios(
    rules: RuleSheet, appearances: Sequence[Appearance]
) -> Iterable[tuple[Scenario, RuleSheet, Sequence[Appearance]]]:
    for scenario in list_seats(appearances):
        yield scenario, rules, without_seat(appearances, scenario)
    for scenario, other in list_trims(rules, appearances):
        yield scenario, other, appearances


def _has_result(result: RoundResult) -> bool:
    return any(standing.rank is not None for standing in result.standings)


def _note_changes(
    changes: dict[BorderName, list[BorderChange]],
    known: Sequence[Border],
    scenario: Scenario,
    found: Sequence[Border],
) -> None:
    """Note each border inside which others stand now, by key order of the sets' difference."""
    now = {border.name: border.keys for border in found}
    for border in known:
        inside = now[border.name]
        if inside != border.keys:
            enters = tuple(sorted(inside - border.keys, key=natural_order))
            leaves = tuple(sorted(border.keys - inside, key=natural_order))
            changes[border.name].append(BorderChange(scenario, enters, leaves))


def _entries(
    result: RoundResult, seats: _Seen, trims: _Seen, drawn: _Seen
) -> tuple[EntryStability, ...]:
    return tuple(
        EntryStability(
            key=standing.key,
            heat=standing.appearance.heat,
            group=standing.group,
            rank=standing.rank,
            without_a_seat=_span(seats.ranks.get(standing.key, [])),
            other_trims=_span(trims.ranks.get(standing.key, [])),
            drawn_again=_middle(drawn.ranks.get(standing.key, [])),
            wins=drawn.wins.get(standing.key, 0),
            ranked=len(drawn.ranks.get(standing.key, [])),
        )
        for standing in result.standings
    )


def _span(ranks: Sequence[int]) -> RankInterval:
    return RankInterval(min(ranks), max(ranks)) if ranks else RankInterval(None, None)


def _middle(ranks: Sequence[int]) -> RankInterval:
    return RankInterval(*middle_of(ranks)) if ranks else RankInterval(None, None)


def _border(
    result: RoundResult,
    border: Border,
    changes: dict[BorderName, list[BorderChange]],
    drawn: _Seen,
) -> BorderStability:
    keys = tuple(s.key for s in result.standings if s.key in border.keys)
    held = drawn.held.get(border.name, 0)
    return BorderStability(*border.name, keys, tuple(changes[border.name]), held)
