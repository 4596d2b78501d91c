"""The judges' totals of a heat side by side: one ballot a judge and dance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from judging.scoring.judge_ranks import average_ranks
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.working import JudgeLine, Working


@dataclass(frozen=True, slots=True)
class Dance:
    """What is ranked by itself: the judge totals (key ``""``), or one criterion.

    ``ballots`` holds, seat by seat, the whole units that the judge gave to each entry, and
    ``ranks`` what follows from them.
    """

    key: str
    seats: tuple[str, ...]
    ballots: tuple[tuple[int, ...], ...]
    ranks: tuple[tuple[Fraction, ...], ...]

    def ranks_of(self, entry: int) -> list[tuple[str, Fraction]]:
        """Return one entry's ranks with their seats.

        >>> dance_of("", {"1": (90, 80), "2": (70, 70)}).ranks_of(1)
        [('1', Fraction(2, 1)), ('2', Fraction(3, 2))]
        """
        return [(seat, ranks[entry]) for seat, ranks in zip(self.seats, self.ranks, strict=True)]


def dance_of(key: str, ballots: Mapping[str, tuple[int, ...]]) -> Dance:
    """Return a dance from its ballots by seat.

    >>> dance_of("", {"1": (90, 80)}).ranks
    ((Fraction(1, 1), Fraction(2, 1)),)
    """
    ranks = tuple(tuple(average_ranks(ballot)) for ballot in ballots.values())
    return Dance(key, tuple(ballots), tuple(ballots.values()), ranks)


@dataclass(frozen=True, slots=True)
class Ballots:
    """All dances of a heat."""

    dances: tuple[Dance, ...]

    @property
    def is_complete(self) -> bool:
        """Return whether every dance has a judge who ranked all."""
        return all(dance.seats for dance in self.dances)

    def mark_left_out(self, working: Working) -> Working:
        """Return a working that says of its seats who did not rank all.

        >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
        >>> working = specimen_outcome(specimen_rules(), 90).working
        >>> Ballots((dance_of("", {}),)).mark_left_out(working).judges[0].left_out
        'not_all'
        """
        counting = {seat for dance in self.dances for seat in dance.seats}
        return replace(working, judges=tuple(_marked(line, counting) for line in working.judges))


def _marked(line: JudgeLine, counting: set[str]) -> JudgeLine:
    is_out = not line.left_out and line.sheet.seat not in counting
    return replace(line, left_out="not_all") if is_out else line


def read_ballots(rules: RuleSheet, heat: Sequence[Working]) -> Ballots:
    """Return the ballots of the judges who gave a total, or a mark, to every entry of a heat.

    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> rules = specimen_rules()
    >>> heat = [specimen_outcome(rules, 90, 91).working, specimen_outcome(rules, 80).working]
    >>> [(dance.seats, dance.ballots) for dance in read_ballots(rules, heat).dances]
    [(('1',), ((90000, 80000),))]
    """
    if rules.tally.scope == "judge_total":
        return Ballots((_dance("", [_totals(working) for working in heat]),))
    return Ballots(
        tuple(
            _dance(criterion.key, [_marks(working, index) for working in heat])
            for index, criterion in enumerate(rules.rubric.criteria)
        )
    )


def _totals(working: Working) -> dict[str, int]:
    return {
        line.sheet.seat: line.total_units
        for line in working.judges
        if not line.left_out and line.total_units is not None
    }


def _marks(working: Working, index: int) -> dict[str, int]:
    marks = [
        (line.sheet.seat, line.sheet.marks[index]) for line in working.judges if not line.left_out
    ]
    return {seat: mark for seat, mark in marks if mark is not None}


def _dance(key: str, given: Sequence[dict[str, int]]) -> Dance:
    """Return a dance of those seats, in the order of the first entry, that gave to everybody."""
    seats = tuple(seat for seat in given[0] if all(seat in each for each in given))
    return dance_of(key, {seat: tuple(each[seat] for each in given) for seat in seats})
