"""What a border leaves for people to see: ties that it cuts, and prizes that nobody holds."""

from dataclasses import dataclass

from judging.scoring.rule_parts import RuleSheet


@dataclass(frozen=True, slots=True)
class BorderTie:
    """A tie across a border for a person to resolve.

    ``kind`` is ``advancement``, ``award``, ``wild_card`` or ``unit``; the keys of the last are
    names of units. ``per`` says what ``group`` is where it is not what the ranking goes by.
    """

    kind: str
    group: str
    keys: tuple[str, ...]
    award: str = ""
    per: str = ""

    def as_data(self) -> dict[str, object]:
        """Return the tie as a JSON-able mapping."""
        data: dict[str, object] = {
            "kind": self.kind,
            "group": self.group,
            "keys": list(self.keys),
            "award": self.award,
        }
        return data | _given(per=self.per)


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
