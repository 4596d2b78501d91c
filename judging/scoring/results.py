"""A whole round in one call: tally, rank, advance, award, honour. The same call everywhere."""

from collections.abc import Sequence
from dataclasses import replace

from judging.scoring.advancing import GoingOn, advance
from judging.scoring.awarding import Prizes, give_prizes
from judging.scoring.borders import Ruling
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.groups import Field, members_of
from judging.scoring.honours import Holder, give_honours
from judging.scoring.points import natural_order, shorten
from judging.scoring.rank_methods import RANK_METHODS
from judging.scoring.rank_methods.heat import rank_heat
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import STATUSES, Appearance, RoundResult, Standing
from judging.scoring.tally import Outcome, tally


def score_round(
    rules: RuleSheet, appearances: Sequence[Appearance], rulings: Sequence[Ruling] = ()
) -> RoundResult:
    """Tally every appearance, rank within the rules' groups, advance and award.

    ``rulings`` are what people decided of ties across the end of a prize.

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
    return decide_round(rules, ordered, outcomes, rulings)


def decide_round(
    rules: RuleSheet,
    ordered: Sequence[Appearance],
    outcomes: Sequence[Outcome],
    rulings: Sequence[Ruling] = (),
) -> RoundResult:
    """Rank, advance, award and honour a round that is tallied already.

    ``ordered`` are the appearances in the order to list true ties, ``outcomes`` theirs, under a
    rank method already ranked. The appearances need no sheets.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> turns = [Appearance("A", "1"), Appearance("B", "1")]
    >>> outcomes = [specimen_outcome(rules, mark) for mark in (88, 90)]
    >>> [standing.key for standing in decide_round(rules, turns, outcomes).standings]
    ['B', 'A']
    """
    field = Field(rules, ordered, outcomes)
    going, prizes = advance(field), give_prizes(field, rulings)
    standings = sorted(_standings(rules, field, going, prizes), key=_listing)
    honours = give_honours(rules, [_holder(standing) for standing in standings])
    return RoundResult(
        rules.digest,
        tuple(standings),
        going.ties + prizes.ties + going.wild_card_ties + honours.ties,
        prizes.vacancies + honours.vacancies,
        going.wild_cards,
        honours.given,
    )


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
            outcomes.append(tally_appearance(rules, appearance))
        except ScoringError as error:
            faults += [replace(f, place=f"{appearance.key}{f.place}") for f in error.faults]
    if faults:
        raise ScoringError(faults)
    return outcomes


def tally_appearance(rules: RuleSheet, appearance: Appearance) -> Outcome:
    """Tally one appearance; who does not compete has no result, for that reason.

    Raises: ScoringError (``unknown_state``, and those of :func:`judging.scoring.tally.tally`).

    >>> from judging.scoring.specimen import specimen_rules
    >>> tally_appearance(specimen_rules(), Appearance("A", "1", status="absent")).no_result
    'absent'
    """
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
    for _, members in members_of(appearances, "heat"):
        workings = rank_heat(rules, [outcomes[index].working for index in members])
        for index, working in zip(members, workings, strict=True):
            ranked[index] = Outcome(working)
    return ranked


def _standings(rules: RuleSheet, field: Field, going: GoingOn, prizes: Prizes) -> list[Standing]:
    return [
        Standing(
            field.appearances[index],
            group.name,
            field.outcomes[index],
            place,
            index in going.advancing,
            tuple(prizes.awards.get(index, ())),
        )
        for group in field.groups(rules.ranking.per)
        for index, place in group.places.items()
    ]


def _holder(standing: Standing) -> Holder:
    about = standing.appearance
    return Holder(about.key, about.heat, about.division, about.unit, about.adviser, standing.awards)


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
