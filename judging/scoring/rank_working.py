"""What a rank method adds to a working: how the judges' ranks became the value."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from judging.scoring.points import fraction_text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table of majorities: how many judges say "``place`` or better".

    ``total`` is the sum of those judges' places.
    """

    place: int
    count: int
    total: Fraction

    @property
    def key(self) -> tuple[int, Fraction]:
        """Return what the columns of several entries are compared by; the lower stands first."""
        return (-self.count, self.total)


@dataclass(frozen=True, slots=True)
class RankWorking:
    """How one entry's ranks were counted, beside its reductions, which hold the ranks themselves.

    ``worths``: where ranks are added up, what each seat's rank is worth, in seat order.
    ``columns``: where majorities decide, the table of each dance up to the column that did.
    ``rule``: over several dances, the last rule of the Skating System that decided (9, 10 or 11).
    ``wins`` of ``others``: where pairs decide, how many of those still there the entry beat.
    """

    worths: tuple[Fraction, ...] = ()
    columns: tuple[tuple[Column, ...], ...] = ()
    rule: int = 0
    wins: Fraction | None = None
    others: int = 0

    def as_data(self) -> dict[str, object]:
        """Return the ranks' working as a JSON-able mapping; only what the method has.

        >>> RankWorking(rule=10).as_data()
        {'rule': 10}
        """
        data: dict[str, object] = {}
        if self.worths:
            data["worths"] = [fraction_text(worth) for worth in self.worths]
        if self.columns:
            data["columns"] = [
                [[one.place, one.count, fraction_text(one.total)] for one in dance]
                for dance in self.columns
            ]
        if self.rule:
            data["rule"] = self.rule
        if self.wins is not None:
            data |= {"wins": fraction_text(self.wins), "others": self.others}
        return data


def read_rank_working(data: Mapping[str, Any] | None) -> RankWorking | None:
    """Return what :meth:`RankWorking.as_data` wrote, or None where no rank method was used.

    >>> read_rank_working(RankWorking(rule=10).as_data()) == RankWorking(rule=10)
    True
    """
    if data is None:
        return None
    return RankWorking(
        worths=tuple(Fraction(worth) for worth in data.get("worths", ())),
        columns=tuple(
            tuple(Column(place, count, Fraction(total)) for place, count, total in dance)
            for dance in data.get("columns", ())
        ),
        rule=data.get("rule", 0),
        wins=Fraction(data["wins"]) if "wins" in data else None,
        others=data.get("others", 0),
    )
