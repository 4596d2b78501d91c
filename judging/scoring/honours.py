"""Honours: prizes of those who stand behind the entries, the units and the advisers.

They follow from the tiers that the entries hold in the end, so that a desk which decides a tie or
takes a prize away asks here again.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from unicodedata import normalize

from judging.scoring.blocks import Block, blocks_by, fill_places
from judging.scoring.borders import BorderTie, Vacancy
from judging.scoring.points import format_plain, natural_order
from judging.scoring.rule_parts import AwardRule, RuleSheet

#: Several advisers of one entry stand in one text. A comma parts names only between Chinese
#: characters: "Kingsley, Mary" is one person.
_BETWEEN_NAMES = re.compile(r"[、，；;/\n]|(?<=[\u3400-\u9fff]),(?=\s*[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Holder:
    """An entry with the keys of the prizes that it holds, and who stands behind it."""

    key: str
    heat: str
    division: str
    unit: str
    adviser: str
    awards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CountedPrize:
    """One prize of one entry that counted for an honour, with its points."""

    entry: str
    award: str
    points: Fraction


@dataclass(frozen=True, slots=True)
class Honour:
    """A prize of a unit or an adviser, with its working: the prizes that counted.

    ``kind`` is ``unit`` or ``adviser``. ``name`` is the unit's or the adviser's; ``unit`` is that
    of an adviser. ``points`` is the sum over ``prizes``.
    """

    kind: str
    award: str
    group: str
    name: str
    unit: str
    points: Fraction
    prizes: tuple[CountedPrize, ...]

    def as_data(self) -> dict[str, object]:
        """Return the honour as a JSON-able mapping.

        >>> prizes = (CountedPrize("A", "first", Fraction(5)),)
        >>> Honour("unit", "best-unit", "", "一中", "", Fraction(5), prizes).as_data()["points"]
        '5'
        """
        return {
            "kind": self.kind,
            "award": self.award,
            "group": self.group,
            "name": self.name,
            "unit": self.unit,
            "points": format_plain(self.points),
            "prizes": [
                {"entry": each.entry, "award": each.award, "points": format_plain(each.points)}
                for each in self.prizes
            ],
        }


@dataclass(frozen=True, slots=True)
class Honours:
    """The honours of a round, ties at their borders and what stays vacant."""

    given: tuple[Honour, ...] = ()
    ties: tuple[BorderTie, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()


def has_honours(rules: RuleSheet) -> bool:
    """Return whether the scheme honours units or advisers.

    >>> from judging.scoring.specimen import specimen_rules
    >>> has_honours(specimen_rules())
    False
    """
    return any(award.kind in ("unit", "adviser") for award in rules.awards)


def give_honours(rules: RuleSheet, holders: Sequence[Holder]) -> Honours:
    """Return the honours of a round.

    A unit has the points of its entries' prizes in the tiers that count, and the best ``count``
    units are honoured; who has no points is never among them. Units of equal points at the end are
    not divided: they share, and are reported. Advisers are honoured for each entry that holds one
    of the tiers; one adviser of one unit once in a group.

    >>> from judging.scoring.specimen import specimen_rules
    >>> first = {"key": "first", "name": {"zh": "一等奖"}, "count": 1}
    >>> unit = {"key": "unit", "name": {"zh": "优秀组织奖"}, "count": 1, "kind": "unit",
    ...         "of": ["first"], "points": ["5"]}
    >>> holder = Holder("A", "1", "", "一中", "", ("first",))
    >>> give_honours(specimen_rules(awards=[first, unit]), [holder]).given[0].name
    '一中'
    """
    given: list[Honour] = []
    ties: list[BorderTie] = []
    vacancies: list[Vacancy] = []
    for award in rules.awards:
        if award.kind not in ("unit", "adviser"):
            continue
        per = award.per or rules.ranking.per
        for group, members in _by_group(holders, per):
            found = _collect(award, group, members)
            if award.kind == "adviser":
                given += found
                continue
            filled = fill_places(_blocks(found), award.count or 1)
            best = filled.inside + filled.cut
            given += [found[index] for index in best]
            if filled.cut:
                names = tuple(found[index].name for index in filled.cut)
                tie = BorderTie("unit", group, names, award.key, award.per or "", filled.left)
                ties.append(tie)
            vacant = (award.count or 1) - len(best)
            if vacant > 0:
                vacancies.append(Vacancy(award.key, group, vacant, per=award.per or ""))
    return Honours(tuple(given), tuple(ties), tuple(vacancies))


def split_names(text: str) -> tuple[str, ...]:
    """Return the names of a text that may hold several, each once.

    >>> split_names("王老师、李老师"), split_names("Kingsley, Mary; Lee Ann")
    (('王老师', '李老师'), ('Kingsley, Mary', 'Lee Ann'))
    """
    names = (name.strip() for name in _BETWEEN_NAMES.split(normalize("NFC", text)))
    return tuple(dict.fromkeys(name for name in names if name))


def _by_group(holders: Iterable[Holder], per: str) -> list[tuple[str, list[Holder]]]:
    groups: dict[str, list[Holder]] = {}
    for each in holders:
        name = {"heat": each.heat, "division": each.division, "overall": ""}[per]
        groups.setdefault(name, []).append(each)
    return sorted(groups.items(), key=lambda item: natural_order(item[0]))


def _collect(award: AwardRule, group: str, holders: Sequence[Holder]) -> list[Honour]:
    """Return everybody who has a prize that counts: most points first, then by name."""
    points = dict(zip(award.of, award.points or (Fraction(1),) * len(award.of), strict=True))
    prizes: dict[tuple[str, str], list[CountedPrize]] = {}
    for holder in sorted(holders, key=lambda each: natural_order(each.key)):
        counted = [
            CountedPrize(holder.key, key, points[key]) for key in award.of if key in holder.awards
        ]
        for who in _behind(award.kind, holder) if counted else ():
            prizes.setdefault(who, []).extend(counted)
    found = [
        Honour(
            award.kind,
            award.key,
            group,
            *who,
            sum((p.points for p in won), Fraction(0)),
            tuple(won),
        )
        for who, won in prizes.items()
    ]
    return sorted(found, key=lambda each: (-each.points, natural_order(each.name), each.unit))


def _behind(kind: str, holder: Holder) -> list[tuple[str, str]]:
    unit = normalize("NFC", holder.unit).strip()
    if kind == "unit":
        return [(unit, "")] if unit else []
    return [(name, unit) for name in split_names(holder.adviser)]


def _blocks(found: Sequence[Honour]) -> list[Block]:
    return blocks_by(range(len(found)), lambda index: found[index].points)
