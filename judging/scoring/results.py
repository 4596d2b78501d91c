"""A whole round in one call: tally, rank, advance, award. The same call everywhere."""

from collections.abc import Sequence
from dataclasses import replace

from judging.scoring.advancement import choose_advancing
from judging.scoring.awards import give_awards
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import natural_order, shorten
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rank_methods.heat import rank_heat
from judging.scoring.ranking import Place, Score, rank_group
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import (
    STATUSES,
    Appearance,
    BorderTie,
    RoundResult,
    Standing,
    Vacancy,
)
from judging.scoring.tally import Outcome, tally
from judging.scoring.ties import TieFacts


def score_round(rules: RuleSheet, appearances: Sequence[Appearance]) -> RoundResult:
    """Tally every appearance, rank within the rules' groups, advance and award.

    The result does not depend on the order in which appearances or sheets are given.

    Raises: ScoringError with every fault of every appearance (``appearance_twice`` and those of
    :func:`judging.scoring.tally.tally`), each placed ``key[seat]``.

    >>> from judging.scoring.rules import parse_rules
    >>> from judging.scoring.sheet import SeatSheet
    >>> talk = {"key": "talk", "name": {"zh": "演讲"}, "max": "100"}
    >>> rules = parse_rules({"name": {"zh": "例"}, "rubric": {"criteria": [talk]}})
    >>> def turn(key, *marks):
    ...     sheets = [SeatSheet(str(seat), (mark,)) for seat, mark in enumerate(marks, 1)]
    ...     return Appearance(key, "heat 1", sheets=tuple(sheets))
    >>> result = score_round(rules, [turn("A", 90000, 91000), turn("B", 92000, 93000)])
    >>> [(standing.key, standing.rank, standing.score) for standing in result.standings]
    [('B', 1, '92.50'), ('A', 2, '90.50')]
    """
    ordered = sorted(appearances, key=lambda a: (a.order, natural_order(a.key)))
    outcomes = rank_heats(rules, ordered, _tally_all(rules, ordered))
    standings = _rank(rules, ordered, outcomes)
    standings, border_ties = _advance(rules, standings)
    standings, award_ties, vacancies = _award(rules, standings)
    listed = sorted(standings, key=_listing)
    return RoundResult(rules.digest, tuple(listed), border_ties + award_ties, vacancies)


def _tally_all(rules: RuleSheet, appearances: Sequence[Appearance]) -> list[Outcome]:
    faults: list[Fault] = []
    outcomes = []
    seen: set[str] = set()
    for appearance in appearances:
        if appearance.key in seen:
            params = {"key": shorten(appearance.key)}
            faults.append(Fault("appearance_twice", appearance.key, params))
        seen.add(appearance.key)
        try:
            outcomes.append(_tally_one(rules, appearance))
        except ScoringError as error:
            faults += [replace(f, place=f"{appearance.key}{f.place}") for f in error.faults]
    if faults:
        raise ScoringError(faults)
    return outcomes


def _tally_one(rules: RuleSheet, appearance: Appearance) -> Outcome:
    if appearance.status not in STATUSES:
        params = {"text": shorten(appearance.status), "choices": ", ".join(STATUSES)}
        raise ScoringError([Fault("unknown_state", "", params)])
    outcome = tally(rules, appearance.sheets, appearance.deductions, appearance.carried)
    return outcome if appearance.status == "competing" else outcome.without(appearance.status)


def rank_heats(
    rules: RuleSheet, appearances: Sequence[Appearance], outcomes: list[Outcome]
) -> list[Outcome]:
    """Return the outcomes; under a rank method each heat's are ranked together.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(tally={"aggregate": "rank_sum"})
    >>> turns = [Appearance("A", "1"), Appearance("B", "1")]
    >>> alone = [specimen_outcome(rules, 90, 91), specimen_outcome(rules, 80, 81)]
    >>> [outcome.score for outcome in rank_heats(rules, turns, alone)]
    ['2', '4']
    """
    if rules.tally.aggregate not in RANK_METHODS:
        return outcomes
    ranked = list(outcomes)
    for _, members in _grouped(appearances, "heat"):
        workings = rank_heat(rules, [outcomes[index].working for index in members])
        for index, working in zip(members, workings, strict=True):
            ranked[index] = Outcome(working)
    return ranked


def facts_of(appearance: Appearance) -> TieFacts:
    """Return what the tie-break steps may know of an appearance beside its outcome.

    >>> facts_of(Appearance("A", "heat 1")).heat
    'heat 1'
    """
    return TieFacts(appearance.heat, appearance.recorded)


def group_of(appearance: Appearance, per: str) -> str:
    """Return the group of an appearance: its heat, its division, or ``""`` overall.

    >>> group_of(Appearance("A", "heat 1", "junior"), "division")
    'junior'
    """
    return {"heat": appearance.heat, "division": appearance.division, "overall": ""}[per]


def _grouped(appearances: Sequence[Appearance], per: str) -> list[tuple[str, list[int]]]:
    groups: dict[str, list[int]] = {}
    for index, appearance in enumerate(appearances):
        groups.setdefault(group_of(appearance, per), []).append(index)
    return sorted(groups.items(), key=lambda item: natural_order(item[0]))


def _places(
    rules: RuleSheet, appearances: Sequence[Appearance], outcomes: Sequence[Outcome]
) -> list[Place]:
    scores = [
        None if o.published is None or o.exact is None else Score(o.published, o.exact)
        for o in outcomes
    ]
    return rank_group(
        rules, scores, outcomes.__getitem__, lambda index: facts_of(appearances[index])
    )


def _rank(
    rules: RuleSheet, appearances: Sequence[Appearance], outcomes: Sequence[Outcome]
) -> list[Standing]:
    standings = []
    for group, members in _grouped(appearances, rules.ranking.per):
        here = [appearances[index] for index in members]
        places = _places(rules, here, [outcomes[index] for index in members])
        standings += [
            Standing(appearances[index], group, outcomes[index], place)
            for index, place in zip(members, places, strict=True)
        ]
    return standings


def _advance(
    rules: RuleSheet, standings: list[Standing]
) -> tuple[list[Standing], tuple[BorderTie, ...]]:
    if rules.advancement is None:
        return standings, ()
    result = list(standings)
    ties = []
    for group, members in _grouped([s.appearance for s in standings], rules.advancement.per):
        here = [standings[index] for index in members]
        places = _places(rules, [s.appearance for s in here], [s.outcome for s in here])
        chosen = choose_advancing(places, rules.advancement.take)
        for at in chosen.advancing:
            result[members[at]] = replace(result[members[at]], is_advancing=True)
        if chosen.border_tie:
            keys = tuple(standings[members[at]].key for at in chosen.border_tie)
            ties.append(BorderTie("advancement", group, keys))
    return result, tuple(ties)


def _award(
    rules: RuleSheet, standings: list[Standing]
) -> tuple[list[Standing], tuple[BorderTie, ...], tuple[Vacancy, ...]]:
    result = list(standings)
    ties: list[BorderTie] = []
    vacancies: list[Vacancy] = []
    for group, members in _grouped([s.appearance for s in standings], rules.ranking.per):
        for tier in give_awards([standings[index].place for index in members], rules.awards):
            for at in tier.winners:
                line = result[members[at]]
                result[members[at]] = replace(line, awards=(*line.awards, tier.key))
            if tier.border_tie:
                keys = tuple(standings[members[at]].key for at in tier.border_tie)
                ties.append(BorderTie("award", group, keys, tier.key))
            if tier.vacant:
                vacancies.append(Vacancy(tier.key, group, tier.vacant))
    return result, tuple(ties), tuple(vacancies)


def _listing(standing: Standing) -> tuple[object, ...]:
    """Order the list: group, place, no result last, then the display order that was given."""
    appearance, place = standing.appearance, standing.place
    return (
        natural_order(standing.group),
        place.rank is None,
        place.first,
        appearance.order,
        natural_order(appearance.key),
    )
