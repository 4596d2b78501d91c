"""What follows from the prizes and from who goes on: honours, and the wild cards.

Units and advisers are honoured for the prizes that their entries hold in the end, and a wild card
goes to the best of those who do not go on otherwise. So both are decided again, by the core, when
a person gives or takes a prize or rules on a tie. A ruling on a tie that is still the same stays.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select, update

from judging.models import (
    Appearance,
    Award,
    Division,
    Entry,
    Heat,
    Honour,
    RuleSheetVersion,
    Standing,
    Tally,
)
from judging.scoring import honours as core
from judging.scoring.advancement import WildCards
from judging.scoring.advancing import wild_card_border
from judging.scoring.points import format_plain
from judging.scoring.rules import RuleSheet, parse_rules
from judging.services.award_scheme import tier_of
from judging.services.command import Work

#: Ties by kind as they stand in a tally's list; the last two follow from decisions on others.
_KINDS = ("advancement", "award", "wild_card", "unit")


def settle_honours(work: Work, tally: Tally) -> None:
    """Decide the honours of a tally again, from the prizes that its entries hold now."""
    rules = rules_of(work, tally)
    if not core.has_honours(rules):
        return
    found = core.give_honours(rules, _holders(work, tally))
    replace_ties(tally, "unit", [tie.as_data() for tie in found.ties])
    kinds = {award.key: award.kind for award in rules.awards}
    kept = [v for v in tally.notes["vacancies"] if kinds.get(v["award"]) != "unit"]
    vacancies = [*kept, *(vacancy.as_data() for vacancy in found.vacancies)]
    tally.notes = {**tally.notes, "vacancies": vacancies}
    refused = _refused_units(tally)
    given = [each for each in found.given if (each.award, each.group, each.name) not in refused]
    _store(work, tally, rules, given)


def withdraw_wild_cards(work: Work, tally: Tally) -> None:
    """Take back who goes on by a wild card, before another border is decided."""
    keys = {key for card in tally.notes.get("wild_cards", []) for key in card["chosen"]}
    keys |= {
        key
        for ruling in tally.notes.get("rulings", [])
        if ruling["kind"] == "wild_card"
        for key in ruling["chosen"]
    }
    _let_on(work, tally, keys, is_advancing=False)


def settle_wild_cards(work: Work, tally: Tally) -> None:
    """Decide the wild cards of a tally again, beside those who go on by now."""
    cards = tally.notes.get("wild_cards", [])
    if not cards:
        return
    ruled = {ruling["tie"] for ruling in tally.notes.get("rulings", [])}
    waiting = {
        key
        for place, tie in enumerate(tally.notes["border_ties"])
        if tie["kind"] == "advancement" and place not in ruled
        for key in tie["keys"]
    }
    taken = set(_advancing(work, tally))
    lines = [
        WildCards(card["group"], card["count"], tuple(map(tuple, card["line"])), card["shares"])
        for card in cards
    ]
    choices = [line.choose(taken, waiting) for line in lines]
    _let_on(work, tally, {key for each in choices for key in each.chosen}, is_advancing=True)
    ties = wild_card_border(lines, choices, tally.notes.get("wild_cards_per", ""))
    replace_ties(tally, "wild_card", [tie.as_data() for tie in ties])
    chosen = [
        {**card, "chosen": list(choice.chosen)} for card, choice in zip(cards, choices, strict=True)
    ]
    tally.notes = {**tally.notes, "wild_cards": chosen}
    for ruling in tally.notes.get("rulings", []):
        if ruling["kind"] == "wild_card":
            _let_on(work, tally, set(ruling["chosen"]), is_advancing=True)


def rules_of(work: Work, tally: Tally) -> RuleSheet:
    """Return the rules that a tally was counted under."""
    return parse_rules(work.get(RuleSheetVersion, tally.rule_sheet_id).document)


def replace_ties(tally: Tally, kind: str, ties: Sequence[dict[str, Any]]) -> None:
    """Put ties of a kind in the place of older ones; rulings go on with their ties."""
    before = tally.notes["border_ties"]
    after = [*(tie for tie in before if tie["kind"] != kind), *ties]
    after.sort(key=lambda tie: _KINDS.index(tie["kind"]))
    rulings = []
    for ruling in tally.notes.get("rulings", []):
        tie = before[ruling["tie"]]
        if tie in after:
            rulings.append({**ruling, "tie": after.index(tie)})
    tally.notes = {**tally.notes, "border_ties": after, "rulings": rulings}


def _refused_units(tally: Tally) -> set[tuple[str, str, str]]:
    """Return the units to whom a ruling on a tie gave nothing, as (prize, group, unit)."""
    return {
        (ruling["award"], ruling["group"], name)
        for ruling in tally.notes.get("rulings", [])
        if ruling["kind"] == "unit"
        for name in set(ruling["keys"]) - set(ruling["chosen"])
    }


def _holders(work: Work, tally: Tally) -> list[core.Holder]:
    """Return every entry of a tally with the prizes that it holds."""
    held: dict[int, list[str]] = {}
    for appearance_id, key in work.session.execute(
        select(Award.appearance_id, Award.key)
        .join(Standing, Standing.appearance_id == Award.appearance_id)
        .where(Standing.tally_id == tally.id)
    ):
        held.setdefault(appearance_id, []).append(key)
    rows = work.session.execute(
        select(Appearance.id, Entry.number, Heat.number, Division.key, Entry.unit, Entry.adviser)
        .join(Standing, Standing.appearance_id == Appearance.id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .join(Heat, Heat.id == Appearance.heat_id)
        .join(Division, Division.id == Entry.division_id)
        .where(Standing.tally_id == tally.id)
        .order_by(Standing.position)
    )
    return [
        core.Holder(number, str(heat), division, unit, adviser, tuple(held.get(key, ())))
        for key, number, heat, division, unit, adviser in rows
    ]


def _store(work: Work, tally: Tally, rules: RuleSheet, given: Sequence[core.Honour]) -> None:
    """Keep the rows that still say the right thing, retire the others, add what is missing."""
    wanted = [_row(tally, rules, each) for each in given]
    standing = work.session.scalars(
        select(Honour).where(Honour.tally_id == tally.id, Honour.is_current)
    ).all()
    kept = []
    for honour in standing:
        said = {name: getattr(honour, name) for name in wanted[0]} if wanted else {}
        if said in wanted:
            kept.append(said)
        else:
            honour.is_current = False
    work.session.flush()
    last = work.session.scalar(
        select(func.max(Honour.number)).where(Honour.round_id == tally.round_id)
    )
    new = [row for row in wanted if row not in kept]
    for number, row in enumerate(new, start=(last or 0) + 1):
        work.session.add(Honour(**row, number=number))
    work.session.flush()


def _row(tally: Tally, rules: RuleSheet, honour: core.Honour) -> dict[str, Any]:
    """Return what a row says about an honour."""
    position, name = tier_of(rules, honour.award)
    return {
        "round_id": tally.round_id,
        "tally_id": tally.id,
        "kind": honour.kind,
        "key": honour.award,
        "name_zh": name.zh,
        "name_en": name.en,
        "position": position,
        "ranking_group": honour.group,
        "recipient": honour.name,
        "recipient_unit": honour.unit,
        "points": format_plain(honour.points),
        "working": honour.as_data()["prizes"],
    }


def _advancing(work: Work, tally: Tally) -> list[str]:
    """Return the numbers of the entries that go on."""
    return list(
        work.session.scalars(
            select(Entry.number)
            .join(Appearance, Appearance.entry_id == Entry.id)
            .join(Standing, Standing.appearance_id == Appearance.id)
            .where(Standing.tally_id == tally.id, Standing.is_advancing)
        )
    )


def _let_on(work: Work, tally: Tally, numbers: set[str], *, is_advancing: bool) -> None:
    """Let entries of a tally go on, or not."""
    of_entries = (
        select(Appearance.id)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Entry.number.in_(numbers), Appearance.round_id == tally.round_id)
    )
    work.session.execute(
        update(Standing)
        .where(Standing.tally_id == tally.id, Standing.appearance_id.in_(of_entries))
        .values(is_advancing=is_advancing)
    )
