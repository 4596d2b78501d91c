"""Entries into heats: by hand and dealt out; what has marks stays where it is."""

import pytest
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongState
from judging.extensions import db
from judging.models import Appearance, Deduction, Entry, JournalEntry
from judging.services.assignments import assign_entries
from judging.services.dealing import Dealt, deal, deal_entries


@pytest.fixture
def plan(factory):
    """Two planned heats of a round and four entries, two in each division."""
    competition_id = factory.competition()
    divisions = [factory.division(competition_id) for _ in range(2)]
    round_id = factory.round(competition_id)
    heats = [factory.heat(round_id, number=n)[0] for n in (1, 2)]
    entries = [
        factory.entry(competition_id, divisions[i // 2], number=f"A{i + 1}") for i in range(4)
    ]
    return competition_id, round_id, heats, entries, factory.actor(competition_id, "organizer")


def _placed():
    rows = db.session.execute(
        select(Appearance.heat_id, Entry.number)
        .join(Entry, Entry.id == Appearance.entry_id)
        .order_by(Appearance.heat_id, Entry.number)
    )
    return [tuple(row) for row in rows]


def test_a_heat_has_exactly_the_entries_given(now, plan):
    _, _, (first, second), (a1, a2, a3, a4), actor = plan
    assert assign_entries(actor, now, first, [a1, a2, a3]) == 3
    assert assign_entries(actor, now, second, [a3, a4]) == 2
    assert assign_entries(actor, now, first, [a2]) == 1
    assert assign_entries(actor, now, first, [a2]) == 0
    assert _placed() == [(first, "A2"), (second, "A3"), (second, "A4")]
    actions = list(db.session.scalars(select(JournalEntry.action)))
    assert actions == ["desk:heat:assign"] * 3


def test_another_competitions_entry_or_heat_is_not_found(now, plan, factory):
    _, _, (first, _), (a1, *_), actor = plan
    other = factory.ready_heat(state="planned")
    for heat_id, entries in ((first, other.entry_ids), (other.heat_id, (a1,)), (10**12, (a1,))):
        with pytest.raises(NotFound):
            assign_entries(actor, now, heat_id, list(entries))
    assert len(_placed()) == len(other.entry_ids)


def test_a_withdrawn_entry_and_an_entry_twice_are_refused(now, plan, factory):
    competition_id, _, (first, _), (a1, *_), actor = plan
    division_id = factory.division(competition_id)
    gone = factory.entry(competition_id, division_id, number="W1", withdrawn_at=now)
    for entries, problem in (
        ([gone], Problem("entry_is_withdrawn", "entries", {"number": "W1"})),
        ([a1, a1], Problem("entry_listed_twice", "entries")),
        ([a1] * 501, Problem("too_many", "entries", {"most": 500})),
    ):
        with pytest.raises(InvalidInput) as refused:
            assign_entries(actor, now, first, entries)
        assert refused.value.problems == (problem,)
    assert _placed() == []


def test_a_heat_past_planning_keeps_its_entries(now, factory):
    bundle = factory.ready_heat(state="drawn")
    actor = factory.actor(bundle.competition_id, "organizer")
    with pytest.raises(WrongState) as refused:
        assign_entries(actor, now, bundle.heat_id, [])
    assert refused.value.code == "heat_is_not_planned"
    other_heat, _ = factory.heat(bundle.round_id)
    with pytest.raises(WrongState):
        assign_entries(actor, now, other_heat, [bundle.entry_ids[0]])
    assert len(_placed()) == 3


def test_an_entry_with_a_deduction_stays(now, factory):
    bundle = factory.ready_heat(state="planned")
    actor = factory.actor(bundle.competition_id, "organizer")
    db.session.add(
        Deduction(
            appearance_id=bundle.appearance_ids[0],
            points_milli=500,
            reason_zh="超时",
            created_at=now,
            created_by="P1",
        )
    )
    db.session.commit()
    with pytest.raises(Conflict) as refused:
        assign_entries(actor, now, bundle.heat_id, [])
    assert refused.value.code == "appearance_has_records"
    assert len(_placed()) == 3


def test_dealing_spreads_each_division_and_leaves_who_stands_already(now, plan):
    _, round_id, (first, second), (a1, a2, a3, a4), actor = plan
    assign_entries(actor, now, second, [a1])
    assert deal_entries(actor, now, round_id, [a4, a3, a2, a1]) == Dealt(3, {first: 2, second: 2})
    assert _placed() == [(first, "A2"), (first, "A3"), (second, "A1"), (second, "A4")]
    assert deal_entries(actor, now, round_id, [a1, a2]) == Dealt(0, {first: 2, second: 2})


def test_dealing_together_keeps_a_division_in_one_heat(now, plan):
    _, round_id, (first, second), entries, actor = plan
    deal_entries(actor, now, round_id, entries, "together")
    assert _placed() == [(first, "A1"), (first, "A2"), (second, "A3"), (second, "A4")]


def test_dealing_without_a_planned_heat_or_by_an_unknown_way_is_refused(now, factory):
    bundle = factory.ready_heat(state="open")
    actor = factory.actor(bundle.competition_id, "organizer")
    with pytest.raises(WrongState) as refused:
        deal_entries(actor, now, bundle.round_id, [])
    assert refused.value.code == "no_planned_heat"
    with pytest.raises(InvalidInput):
        deal_entries(actor, now, bundle.round_id, [], "by chance")


@pytest.mark.parametrize("way", ["spread", "together"])
def test_heats_end_up_within_one_entry_of_each_other(way):
    entries = {key: key % 3 for key in range(100)}
    plan = deal(entries, {1: 0, 2: 5, 3: 0, 4: 0, 5: 0, 6: 0, 7: 0}, way)
    sizes = [
        sum(heat == key for heat in plan.values()) + (5 if key == 2 else 0) for key in range(1, 8)
    ]
    assert (sum(sizes), max(sizes) - min(sizes)) == (105, 0)
    assert set(plan) == set(entries)
