"""The running order: by hand, by lot with a commitment, again with a reason."""

import hashlib

import pytest
from sqlalchemy import select

from judging.errors import Conflict, InvalidInput, NotFound, Problem, WrongState
from judging.extensions import db
from judging.models import Appearance, Draw, Entry, Heat, JournalEntry
from judging.services.draws import Commitment, clear_order, commit_draw, draw_order, set_order

SEED = hashlib.sha256(b"one").hexdigest()
SECOND_SEED = hashlib.sha256(b"two").hexdigest()


def _order(heat_id):
    rows = db.session.execute(
        select(Appearance.order_number, Entry.number)
        .join(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.heat_id == heat_id)
        .order_by(Appearance.order_number)
    )
    return [tuple(row) for row in rows]


def _by_hand(seed, numbers):
    """The stated algorithm, written out a second time."""
    return sorted(numbers, key=lambda n: hashlib.sha256(f"{seed}|{n}".encode()).hexdigest())


@pytest.fixture
def heat(factory):
    bundle = factory.ready_heat(entries=5, state="planned")
    return bundle, factory.actor(bundle.competition_id, "stage_manager")


def test_an_order_by_hand_is_marked_as_such(now, heat):
    bundle, actor = heat
    set_order(actor, now, bundle.heat_id, bundle.appearance_ids[::-1])
    row = db.session.get_one(Heat, bundle.heat_id)
    assert (row.state, row.order_source) == ("drawn", "manual")
    numbers = [number for _, number in _order(bundle.heat_id)]
    assert numbers == sorted(numbers, reverse=True)
    set_order(actor, now, bundle.heat_id, bundle.appearance_ids)
    assert [place for place, _ in _order(bundle.heat_id)] == [1, 2, 3, 4, 5]


def test_a_list_that_is_not_the_heats_is_refused(now, heat, factory):
    bundle, actor = heat
    foreign = factory.ready_heat(state="planned").appearance_ids
    for ids in ((), bundle.appearance_ids[:4], (*bundle.appearance_ids[:4], foreign[0]), foreign):
        with pytest.raises(Conflict) as refused:
            set_order(actor, now, bundle.heat_id, ids)
        assert refused.value.code == "list_is_old"


def test_lots_follow_from_the_seed_that_was_committed_to(now, heat):
    bundle, actor = heat
    numbers = [number for _, number in _order(bundle.heat_id)]
    promised = commit_draw(actor, now, bundle.heat_id, SEED)
    assert promised == Commitment(1, hashlib.sha256(SEED.encode()).hexdigest())
    stored = db.session.scalars(select(Draw)).one()
    assert stored.seed is None
    assert stored.sealed_seed != SEED
    db.session.commit()
    drawn = draw_order(actor, now, bundle.heat_id)
    assert (drawn.number, drawn.seed, list(drawn.order)) == (1, SEED, _by_hand(SEED, numbers))
    assert [number for _, number in _order(bundle.heat_id)] == list(drawn.order)
    row = db.session.get_one(Heat, bundle.heat_id)
    assert (row.state, row.order_source) == ("drawn", "lot")
    actions = list(db.session.scalars(select(JournalEntry.action)))
    assert actions == ["desk:heat:commit", "desk:heat:draw"]


def test_drawing_again_needs_a_reason_and_stays_on_record(now, heat):
    bundle, actor = heat
    commit_draw(actor, now, bundle.heat_id, SEED)
    draw_order(actor, now, bundle.heat_id)
    with pytest.raises(InvalidInput) as refused:
        commit_draw(actor, now, bundle.heat_id, SECOND_SEED)
    assert refused.value.problems == (Problem("required", "reason"),)
    commit_draw(actor, now, bundle.heat_id, SECOND_SEED, "漏了一名选手")
    draw_order(actor, now, bundle.heat_id)
    rows = db.session.scalars(select(Draw).order_by(Draw.number))
    assert [(row.number, row.seed, row.reason) for row in rows] == [
        (1, SEED, ""),
        (2, SECOND_SEED, "漏了一名选手"),
    ]


def test_an_order_by_hand_after_lots_needs_a_reason(now, heat):
    bundle, actor = heat
    commit_draw(actor, now, bundle.heat_id, SEED)
    with pytest.raises(WrongState) as refused:
        set_order(actor, now, bundle.heat_id, bundle.appearance_ids)
    assert refused.value.code == "draw_is_committed"
    draw_order(actor, now, bundle.heat_id)
    with pytest.raises(InvalidInput):
        set_order(actor, now, bundle.heat_id, bundle.appearance_ids)
    with pytest.raises(InvalidInput):
        clear_order(actor, now, bundle.heat_id)
    clear_order(actor, now, bundle.heat_id, "退赛两人")
    assert {place for place, _ in _order(bundle.heat_id)} == {None}
    with pytest.raises(InvalidInput):
        set_order(actor, now, bundle.heat_id, bundle.appearance_ids)
    set_order(actor, now, bundle.heat_id, bundle.appearance_ids, "选手协商")
    assert db.session.get_one(Heat, bundle.heat_id).order_source == "manual"


def test_what_is_out_of_turn_is_refused_and_repeating_is_harmless(now, heat):
    bundle, actor = heat
    with pytest.raises(WrongState) as refused:
        draw_order(actor, now, bundle.heat_id)
    assert refused.value.code == "no_commitment"
    commit_draw(actor, now, bundle.heat_id, SEED)
    with pytest.raises(WrongState) as refused:
        commit_draw(actor, now, bundle.heat_id, SECOND_SEED, "again")
    assert refused.value.code == "draw_is_committed"
    before = draw_order(actor, now, bundle.heat_id).order
    with pytest.raises(WrongState):
        draw_order(actor, now, bundle.heat_id)
    assert tuple(number for _, number in _order(bundle.heat_id)) == before


@pytest.mark.parametrize("seed", ["", "0" * 63, "G" * 64, "0" * 10_000])
def test_a_seed_that_is_none_is_refused(now, heat, seed):
    bundle, actor = heat
    with pytest.raises(InvalidInput) as refused:
        commit_draw(actor, now, bundle.heat_id, seed)
    assert refused.value.problems == (Problem("bad_seed", "seed", {"length": 64}),)


def test_an_empty_heat_and_an_open_heat_are_not_drawn(now, factory):
    opened = factory.ready_heat(state="open")
    actor = factory.actor(opened.competition_id, "organizer")
    empty, _ = factory.heat(opened.round_id)
    for heat_id, code in ((opened.heat_id, "heat_is_past_drawing"), (empty, "heat_has_no_entries")):
        with pytest.raises(WrongState) as refused:
            commit_draw(actor, now, heat_id, SEED)
        assert refused.value.code == code
    with pytest.raises(WrongState):
        set_order(actor, now, opened.heat_id, opened.appearance_ids)
    with pytest.raises(WrongState):
        clear_order(actor, now, opened.heat_id)


def test_strangers_and_auditors_touch_no_order(now, heat, factory):
    bundle, _ = heat
    stranger = factory.actor(factory.competition(), "organizer")
    auditor = factory.actor(bundle.competition_id, "auditor", "chief_judge")
    for actor in (stranger, auditor):
        for act in (
            lambda a: set_order(a, now, bundle.heat_id, bundle.appearance_ids[::-1]),
            lambda a: commit_draw(a, now, bundle.heat_id, SEED),
            lambda a: draw_order(a, now, bundle.heat_id),
            lambda a: clear_order(a, now, bundle.heat_id),
        ):
            with pytest.raises(NotFound):
                act(actor)
    assert db.session.get_one(Heat, bundle.heat_id).state == "planned"
