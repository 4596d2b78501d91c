"""What a border leaves for people to see: ties that it cuts, and prizes that nobody holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True, slots=True)
class BorderTie:
    """A tie across a border for a person to resolve.

    ``kind`` is ``advancement``, ``award``, ``wild_card`` or ``unit``; the keys of the last are
    names of units. ``per`` says what ``group`` is where it is not what the ranking goes by.
    ``places`` is how many are left for those tied.
    """

    kind: str
    group: str
    keys: tuple[str, ...]
    award: str = ""
    per: str = ""
    places: int = 1

    def as_data(self) -> dict[str, object]:
        """Return the tie as a JSON-able mapping."""
        data: dict[str, object] = {
            "kind": self.kind,
            "group": self.group,
            "keys": list(self.keys),
            "award": self.award,
            "places": self.places,
        }
        return data | _given(per=self.per)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person decided of a tie: to whom of those tied it goes."""

    tie: BorderTie
    chosen: tuple[str, ...]


def find_ruling(rulings: Iterable[Ruling], tie: BorderTie) -> Ruling | None:
    """Return the ruling on a tie: same kind, group and prize, as many places, the same tied.

    With another number of places it is another question, and waits for another answer.

    >>> tie = BorderTie("award", "1", ("A", "B"), "first")
    >>> ruling = Ruling(tie, ("B",))
    >>> find_ruling([ruling], BorderTie("award", "1", ("B", "A"), "first")).chosen
    ('B',)
    >>> find_ruling([ruling], BorderTie("award", "1", ("A", "B"), "first", places=2)) is None
    True
    """
    return next((each for each in rulings if _is_same(each.tie, tie)), None)


def _is_same(one: BorderTie, two: BorderTie) -> bool:
    return replace(one, keys=()) == replace(two, keys=()) and set(one.keys) == set(two.keys)


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Prizes of a group that nobody holds; a place that a shared prize used up is none of them.

    ``cause`` is ``""`` where there is no entry for them, ``minimum`` where nobody was good enough,
    and ``tie`` where equals went on to the next prize together.
    """

    award: str
    group: str
    count: int
    cause: str = ""
    per: str = ""

    def as_data(self) -> dict[str, object]:
        """Return the vacancy as a JSON-able mapping."""
        data: dict[str, object] = {"award": self.award, "group": self.group, "count": self.count}
        return data | _given(cause=self.cause, per=self.per)


def _given(**words: str) -> dict[str, str]:
    return {name: word for name, word in words.items() if word}


def named_per(rules: RuleSheet, per: str) -> str:
    """Return a grouping, or ``""`` where it is what the ranking goes by and needs no name.

    >>> from judging.scoring.specimen import specimen_rules
    >>> named_per(specimen_rules(), "overall"), named_per(specimen_rules(), "heat")
    ('overall', '')
    """
    return "" if per == rules.ranking.per else per
