"""Wild cards: they move with a ruling at another border, and are ruled on themselves."""

from copy import deepcopy
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import Entry, Standing, Tally
from judging.permissions import SYSTEM
from judging.services.awards import rule_on_tie
from judging.services.tallies import run_tally
from tests.factories import Factory
from tests.rule_documents import CONVENTION


def document(**sections: Any) -> dict[str, Any]:
    """The convention with other sections."""
    return {**deepcopy(CONVENTION), **sections}


def on(tally_id: int) -> list[str]:
    """The numbers of the entries that go on."""
    db.session.rollback()
    rows = db.session.scalars(
        select(Standing).where(Standing.tally_id == tally_id, Standing.is_advancing)
    )
    numbers = {
        row.appearance_id: db.session.get_one(Entry, row.appearance.entry_id).number for row in rows
    }
    return sorted(numbers.values())


def test_a_ruling_at_the_border_frees_a_wild_card(factory: Factory, now: datetime) -> None:
    rules = document(advancement={"take": 1, "wild_cards": 1})
    heat = factory.judged_heat(("38", "38", "36"), document=rules)
    tally = run_tally(SYSTEM, now, heat.round_id)
    first, second, third = (db.session.get_one(Entry, key).number for key in heat.entry_ids)
    assert on(tally.id) == []
    ties = db.session.get_one(Tally, tally.id).notes["border_ties"]
    place = [tie["kind"] for tie in ties].index("advancement")

    rule_on_tie(SYSTEM, now, tally.id, place, [first], "加赛")
    assert on(tally.id) == sorted([first, second])

    rule_on_tie(SYSTEM, now, tally.id, place, [first, second], "并列晋级")
    assert on(tally.id) == sorted([first, second, third])
    rule_on_tie(SYSTEM, now, tally.id, place, [second], "更正")
    assert on(tally.id) == sorted([first, second])


def test_a_tie_for_the_last_wild_card_is_ruled_on(factory: Factory, now: datetime) -> None:
    rules = document(advancement={"take": 1, "wild_cards": 1})
    heat = factory.judged_heat(("38", "36", "36"), document=rules)
    tally = run_tally(SYSTEM, now, heat.round_id)
    first, _second, third = (db.session.get_one(Entry, key).number for key in heat.entry_ids)
    ties = db.session.get_one(Tally, tally.id).notes["border_ties"]
    place = [tie["kind"] for tie in ties].index("wild_card")

    rule_on_tie(SYSTEM, now, tally.id, place, [third], "评委组表决")

    assert on(tally.id) == sorted([first, third])
