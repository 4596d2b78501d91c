"""The final summary over several dances: rules 9 to 11 of the Skating System.

Rule 9: the lowest sum of the places of all dances wins. Rule 10: of equal sums the one with more
"place under review or better" stands first, then the lower sum of those places. Rule 11: then the
judges' places of all dances are looked at as one dance, by rules 5 to 8, from the column of the
place under review. Those whom rule 10 leaves equal are resolved to their end before the others of
the tie return to rule 10 for the next place; and whom rule 11 leaves behind returns to rule 10 too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from judging.scoring.rank_methods.majority import Places, allocate, column


@dataclass(frozen=True, slots=True)
class Final:
    """A block of the final summary: whose it is, and the last rule that decided on it."""

    members: tuple[int, ...]
    rule: int


def summarize(dances: Sequence[Places], marks: Sequence[Places]) -> list[Final]:
    """Return the blocks of the final summary, the first one first.

    ``dances`` holds each entry's places in the dances, ``marks`` all judges' places of it over all
    dances.

    >>> one, two = [Fraction(1), Fraction(2)], [Fraction(2), Fraction(1)]
    >>> summarize([one, two], [[*one, Fraction(1)], [*two, Fraction(2)]])
    [Final(members=(0,), rule=11), Final(members=(1,), rule=11)]
    """
    sums: dict[Fraction, list[int]] = {}
    for index, places in enumerate(dances):
        sums.setdefault(sum(places, Fraction(0)), []).append(index)
    finals: list[Final] = []
    for total in sorted(sums):
        place = 1 + sum(len(final.members) for final in finals)
        finals += _Tie(dances, marks).resolve(sums[total], place, 9)
    return finals


@dataclass(frozen=True, slots=True)
class _Tie:
    """Those of equal sums, with all that rules 10 and 11 look at."""

    dances: Sequence[Places]
    marks: Sequence[Places]

    def resolve(self, tied: list[int], place: int, rule: int) -> list[Final]:
        """Return the blocks of those tied for ``place``; ``rule`` set them apart so far."""
        if len(tied) == 1:
            return [Final((tied[0],), rule)]
        best = self._best_by_dances(tied, place)
        if len(best) == len(tied):
            return self._by_marks(tied, place, rule)
        first = [Final((best[0],), 10)] if len(best) == 1 else self._by_marks(best, place, 10)
        rest = [index for index in tied if index not in best]
        return first + self.resolve(rest, place + len(best), 10)

    def _best_by_dances(self, tied: list[int], place: int) -> list[int]:
        """Return who stands first by rule 10."""
        keys = {index: column(self.dances[index], place).key for index in tied}
        return [index for index in tied if keys[index] == min(keys.values())]

    def _by_marks(self, tied: list[int], place: int, rule: int) -> list[Final]:
        """Return the blocks by rule 11; what it cannot tell apart stays tied."""
        best = [tied[at] for at in allocate([self.marks[index] for index in tied], place)[0]]
        if len(best) == len(tied):
            return [Final(tuple(tied), rule)]
        rest = [index for index in tied if index not in best]
        return [Final(tuple(best), 11), *self.resolve(rest, place + len(best), 11)]
