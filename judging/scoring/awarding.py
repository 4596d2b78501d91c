"""The award scheme over a whole round: tiers from the highest, then special prizes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from judging.scoring.award_section import BY_HAND
from judging.scoring.awards import Candidates, Rule, Tier, give_special, give_tier
from judging.scoring.blocks import Block, blocks_by
from judging.scoring.borders import BorderTie, Ruling, Vacancy, find_ruling
from judging.scoring.groups import RankedGroup, RoundField
from judging.scoring.rule_parts import AwardRule


@dataclass(frozen=True, slots=True)
class Prizes:
    """Who earns what: award keys by index, ties across an end, and what stays open."""

    awards: dict[int, list[str]]
    ties: tuple[BorderTie, ...] = ()
    vacancies: tuple[Vacancy, ...] = ()


@dataclass(slots=True)
class _Giving:
    """The state while the scheme is gone through: who has a tier, and places owed by a group."""

    rulings: Sequence[Ruling]
    awards: dict[int, list[str]] = field(default_factory=dict)
    has_tier: set[int] = field(default_factory=set)
    owed: dict[tuple[str, str], int] = field(default_factory=dict)
    ties: list[BorderTie] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)

    def rule(self, round_field: RoundField, award: AwardRule, group: str) -> Rule:
        """Return what was ruled on ties at the end of a prize in a group."""

        def chosen_of(block: Block, left: int) -> Collection[int] | None:
            ruling = find_ruling(self.rulings, _tie(round_field, award, group, block, left))
            if ruling is None:
                return None
            return {index for index in block if round_field.key(index) in ruling.chosen}

        return chosen_of


def _tie(
    round_field: RoundField, award: AwardRule, group: str, block: Block, left: int
) -> BorderTie:
    keys = tuple(map(round_field.key, round_field.listed(block)))
    return BorderTie("award", group, keys, award.key, award.per or "", left)


def give_prizes(round_field: RoundField, rulings: Sequence[Ruling] = ()) -> Prizes:
    """Return who of a round earns which tier and which special prize.

    ``rulings`` are what people decided of ties across the end of a prize; a tie is reported whether
    it is decided or not. The tiers are given in the order of the scheme. Each looks at those of a
    group who have no tier yet, in their places there, so that nobody gets two and a better place
    never has a worse one.

    >>> from judging.scoring.groups import Field
    >>> from judging.scoring.specimen import specimen_outcome, specimen_rules
    >>> from judging.scoring.standings import Appearance
    >>> rules = specimen_rules(awards=[{"key": "first", "name": {"zh": "一等奖"}, "count": 1}])
    >>> turns = [Appearance("A", "1"), Appearance("B", "1")]
    >>> outcomes = [specimen_outcome(rules, mark) for mark in (88, 90)]
    >>> give_prizes(Field(rules, turns, outcomes)).awards
    {1: ['first']}
    """
    giving = _Giving(rulings)
    for award in round_field.rules.awards:
        if award.kind == "tier":
            _give_tier(giving, round_field, award)
        elif award.kind == "special" and award.by != BY_HAND:
            _give_special(giving, round_field, award)
    return Prizes(giving.awards, tuple(giving.ties), tuple(giving.vacancies))


def _give_tier(giving: _Giving, round_field: RoundField, award: AwardRule) -> None:
    per = award.per or round_field.rules.ranking.per
    for group in round_field.groups(per):
        ranked = group.ranked
        waiting = [index for index in ranked if index not in giving.has_tier]
        candidates = _candidates(round_field, group, waiting, award)
        owed = giving.owed.get((per, group.name), 0)
        rule = giving.rule(round_field, award, group.name)
        tier = give_tier(award, candidates, len(ranked), owed, rule)
        giving.has_tier.update(tier.winners)
        giving.owed[per, group.name] = tier.owed
        _note(giving, round_field, award, group.name, tier)


def _candidates(
    round_field: RoundField, group: RankedGroup, waiting: Sequence[int], award: AwardRule
) -> list[Candidates]:
    blocks = blocks_by(waiting, lambda index: group.places[index].first)
    return [Candidates(block, _is_good_enough(round_field, block, award)) for block in blocks]


def _is_good_enough(round_field: RoundField, block: Block, award: AwardRule) -> bool:
    low = award.minimum
    return low is None or all(round_field.points(index) >= low for index in block)


def _give_special(giving: _Giving, round_field: RoundField, award: AwardRule) -> None:
    """Give a prize to the best in one criterion, counted as the tie step counts it."""
    for group in round_field.groups(award.per or round_field.rules.ranking.per):
        ranked = group.ranked
        by_index = round_field.values_by(award.by, ranked)
        best = sorted(ranked, key=lambda index: by_index[index], reverse=True)
        rule = giving.rule(round_field, award, group.name)
        tier = give_special(award, blocks_by(best, by_index.__getitem__), rule)
        _note(giving, round_field, award, group.name, tier)


def _note(
    giving: _Giving, round_field: RoundField, award: AwardRule, group: str, tier: Tier
) -> None:
    for index in tier.winners:
        giving.awards.setdefault(index, []).append(award.key)
    per = award.per or ""
    if tier.border_tie:
        giving.ties.append(_tie(round_field, award, group, tier.border_tie, tier.left))
    open_places = (tier.vacant, ""), (tier.unearned, "minimum"), (tier.passed_over, "tie")
    giving.vacancies += [
        Vacancy(award.key, group, count, cause, per) for count, cause in open_places if count
    ]
