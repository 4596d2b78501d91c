"""Advancement over a whole round: every group by itself, then the wild cards across them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from judging.scoring.advancement import (
    Contender,
    WildCardChoice,
    WildCards,
    choose_advancing,
    line_up,
)
from judging.scoring.borders import BorderTie, named_per
from judging.scoring.groups import RankedGroup, RoundField
from judging.scoring.rule_parts import AdvancementRules


@dataclass(frozen=True, slots=True)
class GoingOn:
    """Who goes on (indices), the ties at the borders, and the wild cards with their choice.

    ``wild_card_ties`` stand apart: they follow from what is decided at the other borders.
    """

    advancing: frozenset[int] = frozenset()
    ties: tuple[BorderTie, ...] = ()
    wild_cards: tuple[WildCards, ...] = ()
    wild_card_ties: tuple[BorderTie, ...] = ()


def advance(field: RoundField) -> GoingOn:
    """Return who of a round goes on under its rules.

    >>> from judging.scoring.groups import Field
    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> from judging.scoring.standings import Appearance
    >>> rules = specimen_rules(advancement={"take": 1, "wild_cards": 1})
    >>> turns = [Appearance("A", "1"), Appearance("B", "1"), Appearance("C", "2")]
    >>> outcomes = [specimen_outcome(rules, mark) for mark in (90, 89, 70)]
    >>> sorted(advance(Field(rules, turns, outcomes)).advancing)
    [0, 1, 2]
    """
    rules = field.rules.advancement
    if rules is None:
        return GoingOn()
    advancing: set[int] = set()
    waiting: set[int] = set()
    ties = []
    for group in field.groups(rules.per):
        chosen = choose_advancing(_contenders(field, group), rules)
        advancing.update(chosen.advancing)
        waiting.update(chosen.border_tie)
        if chosen.border_tie:
            per = named_per(field.rules, rules.per)
            keys = tuple(map(field.key, field.listed(chosen.border_tie)))
            ties.append(BorderTie("advancement", group.name, keys, "", per, chosen.places))
    wild_cards, by_key = _wild_cards(field, rules, advancing, waiting)
    taken, held = ({field.key(index) for index in each} for each in (advancing, waiting))
    choices = [each.choose(taken, held) for each in wild_cards]
    advancing.update(by_key[key] for choice in choices for key in choice.chosen)
    per = named_per(field.rules, rules.wild_cards_per)
    wild_card_ties = wild_card_border(wild_cards, choices, per)
    return GoingOn(frozenset(advancing), tuple(ties), tuple(wild_cards), wild_card_ties)


def wild_card_border(
    wild_cards: Sequence[WildCards], choices: Sequence[WildCardChoice], per: str
) -> tuple[BorderTie, ...]:
    """Return the ties for the last wild card of each group.

    >>> choice = WildCardChoice(tie=("B", "C"))
    >>> wild_card_border([WildCards("", 1, (("B", "C"),))], [choice], "overall")[0].keys
    ('B', 'C')
    """
    return tuple(
        BorderTie("wild_card", each.group, choice.tie, per=per, places=choice.places)
        for each, choice in zip(wild_cards, choices, strict=True)
        if choice.tie
    )


def _contenders(field: RoundField, group: RankedGroup) -> list[Contender]:
    return [
        Contender(
            index,
            group.places[index],
            field.value(index),
            field.points(index),
            is_settled=field.is_settled(index),
        )
        for index in group.ranked
    ]


def _wild_cards(
    field: RoundField, rules: AdvancementRules, advancing: Collection[int], waiting: Collection[int]
) -> tuple[list[WildCards], dict[str, int]]:
    """Return the wild cards of each group with those who may get one, as far as they can reach.

    Beside them stands the index of everybody in a line, by key.
    """
    found: list[WildCards] = []
    by_key: dict[str, int] = {}
    for group in field.groups(rules.wild_cards_per) if rules.wild_cards else ():
        free = [each for each in _contenders(field, group) if each.index not in advancing]
        line: list[tuple[str, ...]] = []
        reached = 0
        for block in line_up(free, rules):
            if reached >= rules.wild_cards:
                break
            reached += sum(index not in waiting for index in block)
            listed = field.listed(block)
            line.append(tuple(map(field.key, listed)))
            by_key.update(zip(line[-1], listed, strict=True))
        shares = rules.border == "all"
        found.append(WildCards(group.name, rules.wild_cards, tuple(line), shares))
    return found, by_key
