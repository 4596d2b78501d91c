"""From the judges' totals of a whole heat to each entry's value under a rank method.

A judge counts only where he ranked all: whose marks are missing for one entry of the heat (absent,
recused, void, incomplete) has no rank for it, and ranks among fewer entries compare with no other.
Entries without a result of their own are no part of the heat.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from judging.scoring.faults import Fault, ScoringError
from judging.scoring.points import find_places, round_ratio
from judging.scoring.rank_methods.places import copeland_places, majority_places
from judging.scoring.rank_methods.sheets import Ballots, Dance, read_ballots
from judging.scoring.rank_methods.sums import worths
from judging.scoring.rank_methods.table import RANK_METHODS
from judging.scoring.rank_working import RankWorking
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.trimming import SeatValue, TrimChoice, choose_left_out, choose_trim
from judging.scoring.working import CriterionPart, GroupPart, JudgeLine, Reduction, Working

#: Above any heat that a panel can rank; each is compared with each.
MOST_RANKED = 200
#: Ranks are halves: equal totals share the average of their ranks.
RANK_UNIT = 2
_ONE = Fraction(1)
_UNTRIMMED = TrimChoice(0, 0)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One entry's part of the heat: a reduction a dance, its value, and how that came about."""

    reductions: tuple[tuple[str, Reduction], ...]
    value: Fraction
    ranks: RankWorking


@dataclass(frozen=True, slots=True)
class End:
    """The value after deductions; ``floor`` is set where it lifted the value."""

    exact: Fraction
    floor: Fraction | None = None


def rank_heat(rules: RuleSheet, workings: Sequence[Working]) -> list[Working]:
    """Return the workings of one heat's entries with their values under the rank method.

    Whatever a working holds of an earlier count is counted anew from its judges.

    Raises: ScoringError (``heat_too_large_to_rank``, ``deduction_with_rank_method``).

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules(tally={"aggregate": "rank_sum"})
    >>> heat = [specimen_outcome(rules, 90, 91).working, specimen_outcome(rules, 80, 92).working]
    >>> [working.score for working in rank_heat(rules, heat)]
    ['3', '3']
    """
    bare = [_bare(working) for working in workings]
    members = [index for index, working in enumerate(bare) if not working.no_result]
    if len(members) > MOST_RANKED:
        raise ScoringError([Fault("heat_too_large_to_rank", "", {"limit": MOST_RANKED})])
    if not members:
        return bare
    ballots = read_ballots(rules, [bare[index] for index in members])
    for index in members:
        bare[index] = ballots.mark_left_out(bare[index])
    ranked = _rank(rules, ballots) if ballots.is_complete else "nobody_ranked_all"
    if isinstance(ranked, str):
        for index in members:
            bare[index] = replace(bare[index], no_result=ranked)
        return bare
    ends = [
        _after_deductions(rules, bare[i], each) for i, each in zip(members, ranked, strict=True)
    ]
    places = _places(rules, [end.exact for end in ends])
    for index, each, end in zip(members, ranked, ends, strict=True):
        bare[index] = _finish(bare[index], each, end, places)
    return bare


def _bare(working: Working) -> Working:
    """Return a working as it stands before any ranking: the judges' totals alone."""
    return Working(
        scope=working.scope,
        aggregate_name=working.aggregate_name,
        judges=tuple(_unranked(line) for line in working.judges),
        total_divisor=working.total_divisor,
        places=working.places,
        factor=working.factor,
        deductions=working.deductions,
        no_result="" if working.no_result == "nobody_ranked_all" else working.no_result,
    )


def _unranked(line: JudgeLine) -> JudgeLine:
    return replace(line, left_out="") if line.left_out == "not_all" else line.untrimmed()


def _rank(rules: RuleSheet, ballots: Ballots) -> list[Ranked] | str:
    """Return each entry's part, or the word for why nobody has a result."""
    method = RANK_METHODS[rules.tally.aggregate]
    if method.is_sum:
        return _sum_up(rules, ballots.dances[0])
    if rules.tally.aggregate == "copeland":
        found = copeland_places(ballots.dances[0])
    else:
        found = majority_places(ballots.dances)
    return [
        Ranked(
            tuple(
                (dance.key, _reduction(dance, entry, place))
                for dance, place in zip(ballots.dances, placed.in_dances, strict=True)
            ),
            placed.place,
            placed.working,
        )
        for entry, placed in enumerate(found)
    ]


def _reduction(dance: Dance, entry: int, place: Fraction) -> Reduction:
    """Return an entry's ranks in one dance, all of them kept."""
    ranks = [(seat, int(rank * RANK_UNIT)) for seat, rank in dance.ranks_of(entry)]
    total = Fraction(sum(rank for _, rank in ranks), RANK_UNIT)
    return Reduction(tuple(ranks), RANK_UNIT, _UNTRIMMED, (), total, len(ranks), place)


def _sum_up(rules: RuleSheet, dance: Dance) -> list[Ranked] | str:
    """Return each entry's sum over the judges who are kept; ``high`` drops its best ranks."""
    by_seat = [worths(rules.tally, totals) for totals in dance.ballots]
    found = []
    for entry in range(len(dance.ballots[0])):
        ranks = [(seat, int(rank * RANK_UNIT)) for seat, rank in dance.ranks_of(entry)]
        rising = _rising_to_the_best(rules, ranks, [of[entry] for of in by_seat])
        choice = choose_trim(rising, rules.tally.trim)
        if choice is None:
            return "too_few_judges"
        left_out = choose_left_out(rising, choice)
        gone = {out.seat for out in left_out}
        kept = [
            (rank, of[entry])
            for (seat, rank), of in zip(ranks, by_seat, strict=True)
            if seat not in gone
        ]
        total = Fraction(sum(rank for rank, _ in kept), RANK_UNIT)
        value = sum((worth for _, worth in kept), Fraction(0))
        reduction = Reduction(tuple(ranks), RANK_UNIT, choice, left_out, total, len(kept), value)
        working = RankWorking(worths=tuple(of[entry] for of in by_seat))
        found.append(Ranked((("", reduction),), value, working))
    return found


def _rising_to_the_best(
    rules: RuleSheet, ranks: Sequence[tuple[str, int]], worth: Sequence[Fraction]
) -> list[SeatValue]:
    """Return what the trim compares, the best highest: ranks, but of points by place the points.

    Equal ranks are worth the same but there: who shares the second and third place may get other
    points than who shares the first to fourth, and the seat's number must not decide which go.
    """
    if rules.tally.aggregate != "positional_weights":
        return [(seat, -rank) for seat, rank in ranks]
    unit = lcm(*(each.denominator for each in worth))
    return [(seat, int(each * unit)) for (seat, _), each in zip(ranks, worth, strict=True)]


def _after_deductions(rules: RuleSheet, working: Working, ranked: Ranked) -> End:
    """Return the value with what is taken off: a sum of ranks rises, a sum of points falls."""
    method = RANK_METHODS[rules.tally.aggregate]
    if not method.takes_deductions and any(not each.is_waived for each in working.deductions):
        params = {"method": rules.tally.aggregate}
        raise ScoringError([Fault("deduction_with_rank_method", "", params)])
    exact = ranked.value + (working.deducted if method.is_lower_better else -working.deducted)
    floor = rules.deductions.floor
    is_lifted = floor is not None and exact < floor
    return End(floor, floor) if floor is not None and is_lifted else End(exact)


def _places(rules: RuleSheet, values: Sequence[Fraction]) -> int:
    """Return with how many decimals the heat's values are published.

    Sums of ranks and places end: all of a heat are written with the decimals that the longest
    needs. Reciprocals and points by place are rounded as the rule sheet says.
    """
    if not RANK_METHODS[rules.tally.aggregate].is_lower_better:
        return rules.tally.rounding.final
    return max(find_places(value) or 0 for value in values)


def _finish(working: Working, ranked: Ranked, end: End, places: int) -> Working:
    """Return the working with the entry's part of the heat in it."""
    first = ranked.reductions[0][1]
    criteria = tuple(
        CriterionPart(key, reduction, reduction.result, _ONE, reduction.result)
        for key, reduction in ranked.reductions
        if key
    )
    part = GroupPart("", _ONE, None if criteria else first, criteria, _ONE, ranked.value)
    why = {} if criteria else {out.seat: out.why for out in first.left_out}
    return replace(
        working,
        judges=tuple(
            replace(line, left_out=why.get(line.sheet.seat, line.left_out))
            for line in working.judges
        ),
        places=places,
        groups=(part,),
        combined=ranked.value,
        aggregate=ranked.value,
        floor=end.floor,
        exact=end.exact,
        published=round_ratio(end.exact.numerator, end.exact.denominator, places),
        ranks=ranked.ranks,
    )
