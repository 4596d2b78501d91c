"""Methods whose values are places: blocks in order, where equals share the average of theirs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.rank_methods.copeland import take_out
from judging.scoring.rank_methods.majority import allocate, worked_columns
from judging.scoring.rank_methods.sheets import Dance
from judging.scoring.rank_methods.summary import summarize
from judging.scoring.rank_working import Column, RankWorking


@dataclass(frozen=True, slots=True)
class Placed:
    """One entry's place in each dance, its final place, and how that came about."""

    in_dances: tuple[Fraction, ...]
    place: Fraction
    working: RankWorking


def copeland_places(dance: Dance) -> list[Placed]:
    """Return each entry's place by pairwise majorities, one place after another.

    >>> from judging.scoring.rank_methods.sheets import dance_of
    >>> [placed.place for placed in copeland_places(dance_of("", {"1": (80, 90)}))]
    [Fraction(2, 1), Fraction(1, 1)]
    """
    taken = take_out(dance.ballots)
    places = shared_places([block.members for block in taken])
    workings = {
        entry: RankWorking(wins=block.wins, others=block.others)
        for block in taken
        for entry in block.members
    }
    return [Placed((place,), place, workings[entry]) for entry, place in enumerate(places)]


def majority_places(dances: Sequence[Dance]) -> list[Placed]:
    """Return each entry's place by the Skating System; over several dances by its rules 9 to 11.

    >>> from judging.scoring.rank_methods.sheets import dance_of
    >>> [placed.place for placed in majority_places([dance_of("", {"1": (80, 90)})])]
    [Fraction(2, 1), Fraction(1, 1)]
    """
    tables = [_table(dance) for dance in dances]
    by_dance = [shared_places(allocate(table)) for table in tables]
    count = len(tables[0])
    in_dances = [tuple(places[entry] for places in by_dance) for entry in range(count)]
    columns = list(zip(*(_worked(table) for table in tables), strict=True))
    if len(dances) == 1:
        return [
            Placed(placed, placed[0], RankWorking(columns=worked))
            for placed, worked in zip(in_dances, columns, strict=True)
        ]
    marks = [[rank for table in tables for rank in table[entry]] for entry in range(count)]
    finals = summarize(in_dances, marks)
    rules = {entry: final.rule for final in finals for entry in final.members}
    places = shared_places([final.members for final in finals])
    return [
        Placed(in_dances[entry], place, RankWorking(columns=columns[entry], rule=rules[entry]))
        for entry, place in enumerate(places)
    ]


def _table(dance: Dance) -> list[list[Fraction]]:
    """Return the judges' ranks entry by entry."""
    return [list(ranks) for ranks in zip(*dance.ranks, strict=True)]


def _worked(table: Sequence[Sequence[Fraction]]) -> list[tuple[Column, ...]]:
    """Return each entry's columns up to the one that set it apart, or to the last one."""
    last = max(-(-max(places) // 1) for places in table)
    needed = len(table[0]) // 2 + 1
    worked = [worked_columns(places, last) for places in table]
    return [_until_alone(worked, entry, needed) for entry in range(len(table))]


def _until_alone(worked: Sequence[Sequence[Column]], entry: int, needed: int) -> tuple[Column, ...]:
    """Return an entry's columns up to the first with a majority in which nobody is its equal."""
    equals = [other for other in range(len(worked)) if other != entry]
    for at, one in enumerate(worked[entry]):
        equals = [other for other in equals if worked[other][at] == one]
        if one.count >= needed and not equals:
            return tuple(worked[entry][: at + 1])
    return tuple(worked[entry])


def shared_places(blocks: Iterable[Sequence[int]]) -> list[Fraction]:
    """Return each index's place, where the members of a block share the average of theirs.

    >>> shared_places([[2], [0, 1]])
    [Fraction(5, 2), Fraction(5, 2), Fraction(1, 1)]
    """
    places: dict[int, Fraction] = {}
    for block in blocks:
        middle = len(places) + Fraction(len(block) + 1, 2)
        places |= dict.fromkeys(block, middle)
    return [places[index] for index in range(len(places))]
