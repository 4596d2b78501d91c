"""The borders of a result, as sets of entries: who wins, who has a prize or better, who goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from judging.scoring.groups import group_of
from judging.scoring.points import natural_order
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.standings import RoundResult, Standing

#: (kind, group, award): which border it is.
BorderName = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Border:
    """One border and who stands inside it.

    ``kind`` is ``winner``, ``award`` or ``advancement``. An award's border lies below it: inside
    are the holders of ``award`` and of every tier that the rule sheet names before it. A special
    prize stands by itself; prizes of units and advisers are nobody's here.
    """

    kind: str
    group: str
    award: str
    keys: frozenset[str]

    @property
    def name(self) -> BorderName:
        """Return which border it is, whoever stands inside."""
        return self.kind, self.group, self.award


def list_borders(rules: RuleSheet, result: RoundResult) -> list[Border]:
    """Return every border of a result, by group: the winner, each award in order, who goes on.

    >>> from judging.scoring.results import score_round
    >>> from judging.scoring.specimen import specimen_rules, specimen_sheets
    >>> from judging.scoring.standings import Appearance
    >>> rules = specimen_rules()
    >>> turn = Appearance("A", "1", sheets=tuple(specimen_sheets(rules, [("1", "")])))
    >>> list_borders(rules, score_round(rules, [turn]))
    [Border(kind='winner', group='1', award='', keys=frozenset({'A'}))]
    """
    borders = [
        Border("winner", group, "", _keys(s for s in members if s.place.first == 1))
        for group, members in _by_group(result, [s.group for s in result.standings])
    ]
    inside: set[str] = set()
    for award in rules.awards:
        if award.kind not in ("tier", "special"):
            continue
        holders = {s.key for s in result.standings if award.key in s.awards}
        if award.kind == "tier":
            inside |= holders
            holders = inside
        for group, members in _grouped(result, award.per or rules.ranking.per):
            borders.append(Border("award", group, award.key, _keys(members) & holders))
    if rules.advancement is not None:
        for group, members in _grouped(result, rules.advancement.per):
            chosen = _keys(s for s in members if s.is_advancing)
            borders.append(Border("advancement", group, "", chosen))
    return sorted(borders, key=lambda border: natural_order(border.group))


def _grouped(result: RoundResult, per: str) -> list[tuple[str, list[Standing]]]:
    return _by_group(result, [group_of(s.appearance, per) for s in result.standings])


def _by_group(result: RoundResult, names: Sequence[str]) -> list[tuple[str, list[Standing]]]:
    groups: dict[str, list[Standing]] = {}
    for name, standing in zip(names, result.standings, strict=True):
        groups.setdefault(name, []).append(standing)
    return sorted(groups.items(), key=lambda item: natural_order(item[0]))


def _keys(standings: Iterable[Standing]) -> frozenset[str]:
    return frozenset(standing.key for standing in standings)
