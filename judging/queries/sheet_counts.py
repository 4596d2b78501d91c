"""How many score sheets were given, and how many never will be: one way to count for all pages."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from judging.models import SheetState


@dataclass(frozen=True)
class SheetCounts:
    """Sheets of scoring seats by how they stand; only ``given`` ones carry marks that count.

    ``missing`` are still waited for; ``recused``, ``absent`` and ``void`` are left out.

    >>> found = SheetCounts(given=1, absent=8)
    >>> found.expected, found.is_complete
    (9, False)
    """

    given: int = 0
    missing: int = 0
    recused: int = 0
    absent: int = 0
    void: int = 0

    @property
    def expected(self) -> int:
        """How many there would be if every seat gave one."""
        return self.given + self.missing + self.recused + self.absent + self.void

    @property
    def is_complete(self) -> bool:
        """Whether every seat that was free to mark gave its sheet."""
        return self.given > 0 and self.given + self.recused == self.expected


def standing_of(state: str, *, is_reopened: bool = False) -> str:
    """Return as what a sheet counts: the name of a field of ``SheetCounts``.

    Args:
        state: a value of ``SheetState``, or ``draft``.
        is_reopened: the desk took the answer back; an absence that was taken back is waited for.

    >>> standing_of("absent"), standing_of("absent", is_reopened=True), standing_of("draft")
    ('absent', 'missing', 'missing')
    """
    if state == SheetState.ABSENT and is_reopened:
        return "missing"
    return state if state in _ANSWERS else "missing"


def count_sheets(standings: Iterable[str]) -> SheetCounts:
    """Return how many stand how."""
    return SheetCounts(**Counter(standings))


def sum_counts(counts: Iterable[SheetCounts]) -> SheetCounts:
    """Return the counts of all together."""
    total: Counter[str] = Counter()
    for each in counts:
        total.update(vars(each))
    return SheetCounts(**total)


_ANSWERS = frozenset({SheetState.GIVEN, SheetState.RECUSED, SheetState.ABSENT, SheetState.VOID})
