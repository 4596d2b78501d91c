"""Steps that compare, judge by judge, what the same judges thought of the entries still tied.

They decide only among entries of one heat, which one panel has seen. Every seat that entered the
tally takes part, also where its total was dropped at an end; a judge who did not give a total to
all who are compared takes no part, so that nobody gains from a judge's absence.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from judging.scoring.bilingual import Bilingual
from judging.scoring.judge_ranks import average_ranks
from judging.scoring.rule_parts import TIE_BREAK_GROUP
from judging.scoring.seats import plain_seat
from judging.scoring.ties.case import TieCase, TieStep
from judging.scoring.working import COUNTED, JudgeLine

#: Each is compared with each, so that a whole field of equals would take for ever.
MOST_COMPARED = 200


def head_to_head(case: TieCase) -> list[Fraction] | None:
    """Count how many of the others each entry beats: more judges prefer it than prefer the other.

    Judges who gave both a total are asked, whatever they gave the rest. The step decides only where
    whoever beats more of the others also beats those who beat fewer, and nobody beats an equal: a
    circle (A beats B, B beats C, C beats A) or a gap in the order sets nobody apart. So it does
    among more than 200.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> outcomes = [specimen_outcome(rules, 80, 91, 92), specimen_outcome(rules, 83, 90, 90)]
    >>> head_to_head(TieCase(rules, outcomes))
    [Fraction(1, 1), Fraction(0, 1)]
    """
    if len(case.outcomes) > MOST_COMPARED:
        return None
    totals = [_totals(outcome.working.judges) for outcome in case.outcomes]
    beaten: list[set[int]] = [set() for _ in totals]
    for one, other in combinations(range(len(totals)), 2):
        lead = _lead(totals[one], totals[other])
        if lead > 0:
            beaten[one].add(other)
        elif lead < 0:
            beaten[other].add(one)
    wins = [len(others) for others in beaten]
    for one, others in enumerate(beaten):
        if others != {other for other, count in enumerate(wins) if count < wins[one]}:
            return None
    return [Fraction(count) for count in wins]


def _lead(one: dict[str, int], other: dict[str, int]) -> int:
    """Return by how many judges one is preferred to the other."""
    both = one.keys() & other.keys()
    return sum((one[seat] > other[seat]) - (one[seat] < other[seat]) for seat in both)


def first_places(case: TieCase) -> list[Fraction] | None:
    """Count how many judges put the entry first of those still tied.

    A judge who puts several first alike gives each of them an equal share.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> outcomes = [specimen_outcome(rules, 90, 91, 92), specimen_outcome(rules, 90, 92, 91)]
    >>> first_places(TieCase(rules, outcomes))
    [Fraction(3, 2), Fraction(3, 2)]
    """
    counts = [Fraction(0)] * len(case.outcomes)
    ballots = _ballots(case)
    for ballot in ballots:
        best = max(ballot)
        for index, total in enumerate(ballot):
            if total == best:
                counts[index] += Fraction(1, ballot.count(best))
    return counts if ballots else None


def judge_preference(case: TieCase) -> list[Fraction] | None:
    """Add up the ranks that each judge gives among those still tied; the lower sum stands first.

    Equal totals of a judge share the average of their ranks.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> outcomes = [specimen_outcome(rules, 90, 91, 93), specimen_outcome(rules, 90, 92, 92)]
    >>> judge_preference(TieCase(rules, outcomes))
    [Fraction(9, 2), Fraction(9, 2)]
    """
    ranked = [average_ranks(ballot) for ballot in _ballots(case)]
    return [sum(ranks, Fraction(0)) for ranks in zip(*ranked, strict=True)] or None


def reciprocal_ranks(case: TieCase) -> list[Fraction] | None:
    """Add up one over the rank that each judge gives among those still tied.

    So a first place weighs more than two third ones. Equal totals of a judge share the average of
    their ranks.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> outcomes = [specimen_outcome(rules, 90, 91, 93), specimen_outcome(rules, 89, 92, 92)]
    >>> reciprocal_ranks(TieCase(rules, outcomes))
    [Fraction(5, 2), Fraction(2, 1)]
    """
    ranked = [average_ranks(ballot) for ballot in _ballots(case)]
    sums = [sum((1 / rank for rank in ranks), Fraction(0)) for ranks in zip(*ranked, strict=True)]
    return sums or None


def chief_judge(case: TieCase) -> list[Fraction] | None:
    """Compare the total that the chief seat gave; it decides only where it gave one to all.

    >>> from dataclasses import replace
    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> rules = replace(rules, tally=replace(rules.tally, chief_seat="2"))
    >>> chief_judge(TieCase(rules, [specimen_outcome(rules, 90, 91)]))
    [Fraction(91, 1)]
    """
    chief = plain_seat(case.rules.tally.chief_seat)
    chosen = [
        [line for line in outcome.working.judges if plain_seat(line.sheet.seat) == chief]
        for outcome in case.outcomes
    ]
    return _mean_totals(case, [_totals(lines) for lines in chosen])


def tie_break_seat(case: TieCase) -> list[Fraction] | None:
    """Compare the totals on the tie-break seats, which count for nothing else; their mean if many.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> tie_break_seat(TieCase(rules, [specimen_outcome(rules, 90, 91)])) is None
    True
    """
    named = {plain_seat(seat) for seat in case.rules.tally.tie_break_seats}
    chosen = [
        {
            line.sheet.seat: line.total_units
            for line in outcome.working.judges
            if line.total_units is not None
            and (line.sheet.group == TIE_BREAK_GROUP or plain_seat(line.sheet.seat) in named)
        }
        for outcome in case.outcomes
    ]
    return _mean_totals(case, chosen)


def _mean_totals(case: TieCase, totals: Sequence[dict[str, int]]) -> list[Fraction] | None:
    """Return the mean total in points over the seats that gave one to everybody."""
    shared = _shared_seats(totals)
    if not shared:
        return None
    divisors = [outcome.working.total_divisor * len(shared) for outcome in case.outcomes]
    sums = [sum(given[seat] for seat in shared) for given in totals]
    return [Fraction(units, divisor) for units, divisor in zip(sums, divisors, strict=True)]


def _ballots(case: TieCase) -> list[list[int]]:
    """Return each judge's totals of the entries still tied, of those who gave one to all."""
    totals = [_totals(outcome.working.judges) for outcome in case.outcomes]
    return [[given[seat] for given in totals] for seat in sorted(_shared_seats(totals))]


def _shared_seats(totals: Sequence[dict[str, int]]) -> set[str]:
    return set(totals[0]).intersection(*totals[1:])


def _totals(lines: Sequence[JudgeLine]) -> dict[str, int]:
    """Return the judge totals of the seats that entered."""
    return {
        line.sheet.seat: line.total_units
        for line in lines
        if line.total_units is not None and line.left_out in COUNTED
    }


JUDGE_STEPS: dict[str, TieStep] = {
    "head_to_head": TieStep(
        "head_to_head",
        Bilingual("两两比较，多数评委认为较优者在前", "head to head, by the majority of judges"),
        head_to_head,
        is_by_judge=True,
    ),
    "first_places": TieStep(
        "first_places",
        Bilingual("获第一名评委票多者在前", "more judges' first places"),
        first_places,
        is_by_judge=True,
    ),
    "judge_preference": TieStep(
        "judge_preference",
        Bilingual("各评委排位之和小者在前", "judge preference: the lower sum of ranks"),
        judge_preference,
        is_lower_first=True,
        is_by_judge=True,
    ),
    "reciprocal_ranks": TieStep(
        "reciprocal_ranks",
        Bilingual("各评委排位的倒数之和大者在前", "the higher sum of reciprocal ranks"),
        reciprocal_ranks,
        is_by_judge=True,
    ),
    "chief_judge": TieStep(
        "chief_judge",
        Bilingual("裁判长所评总分", "the chief judge's own total"),
        chief_judge,
        is_by_judge=True,
    ),
    "tie_break_seat": TieStep(
        "tie_break_seat",
        Bilingual("决胜席评委所评总分", "the total on the tie-break seat"),
        tie_break_seat,
        is_by_judge=True,
    ),
}
