"""Rounds, heats, candidates and draws as plain values; other competitions stay out of sight."""

import hashlib

import pytest

from judging.errors import NotFound
from judging.extensions import db
from judging.models import Standing, Tally
from judging.queries.candidates import has_advancing, is_first_round, list_candidates
from judging.queries.draws import DrawFacts, list_draws
from judging.queries.heats import get_heat, list_heat_entries, list_heats
from judging.queries.rounds import (
    get_round,
    get_rule_document,
    list_divisions,
    list_rounds,
    list_rule_sheets,
    list_seat_groups,
)
from judging.services.draws import commit_draw, draw_order

SEED = "ab" * 32


def test_a_heat_is_found_by_round_and_number_in_its_own_competition_only(factory):
    bundle = factory.ready_heat(seats=5, entries=3, state="drawn")
    other = factory.ready_heat()
    key = list_rounds(bundle.competition_id)[0].key
    heat = get_heat(bundle.competition_id, key, 1)
    assert (heat.id, heat.panel_id, heat.seat_count, heat.entry_count, heat.ordered_count) == (
        bundle.heat_id,
        bundle.panel_id,
        5,
        3,
        3,
    )
    assert list_heats(bundle.competition_id) == (heat,)
    for competition_id, round_key, number in (
        (other.competition_id, key, 1),
        (bundle.competition_id, "none", 1),
        (bundle.competition_id, key, 2),
        (bundle.competition_id, key, 10**20),
    ):
        with pytest.raises(NotFound):
            get_heat(competition_id, round_key, number)


def test_a_round_knows_its_rules_and_whether_marks_rest_on_them(factory):
    bundle = factory.ready_heat()
    (found,) = list_rounds(bundle.competition_id)
    assert (found.id, found.version, found.is_frozen) == (bundle.round_id, 1, False)
    assert get_round(bundle.competition_id, found.key) == found
    assert get_rule_document(found.id, 1) == found.document
    assert [(v.version, v.author) for v in list_rule_sheets(found.id)] == [(1, "")]
    for version in (2, 0):
        with pytest.raises(NotFound):
            get_rule_document(found.id, version)
    with pytest.raises(NotFound):
        get_round(factory.competition(), found.key)


def test_the_largest_panel_of_a_round_stands_for_its_seats(factory):
    competition_id = factory.competition()
    round_id = factory.round(competition_id)
    assert list_seat_groups(round_id) == ("expert",) * 5
    factory.heat(round_id, 3)
    factory.heat(round_id, 7)
    assert list_seat_groups(round_id) == ("expert",) * 7


def test_divisions_count_the_entries_that_were_not_withdrawn(factory):
    bundle = factory.ready_heat(entries=2)
    factory.entry(bundle.competition_id, bundle.division_id, withdrawn_at=factory.now)
    assert [(d.id, d.entry_count) for d in list_divisions(bundle.competition_id)] == [
        (bundle.division_id, 2)
    ]


def test_entries_stand_in_running_order_and_open_ones_by_number(factory):
    bundle = factory.ready_heat(entries=0, state="planned")
    for number, order in (("A10", None), ("A9", None), ("A1", 2), ("A2", 1)):
        entry_id = factory.entry(bundle.competition_id, bundle.division_id, number=number)
        factory.appearance(bundle.heat_id, bundle.round_id, entry_id, order_number=order)
    found = [entry.entry_number for entry in list_heat_entries(bundle.heat_id)]
    assert found == ["A2", "A1", "A9", "A10"]


def test_candidates_of_a_later_round_are_those_who_advance(factory, now):
    bundle = factory.ready_heat(entries=3, state="tallied")
    final = factory.round(bundle.competition_id)
    assert [c.entry_id for c in list_candidates(final)] == list(bundle.entry_ids)
    assert (has_advancing(final), is_first_round(final)) == (False, False)
    assert is_first_round(bundle.round_id)
    tally = Tally(
        round_id=bundle.round_id,
        heat_id=bundle.heat_id,
        number=1,
        rule_sheet_id=1,
        inputs_digest="0" * 64,
        digest="0" * 64,
        computed_at=now,
        computed_by="P1",
    )
    tally.standings = [
        Standing(
            appearance_id=appearance_id,
            position=place,
            ranking_group="",
            rank=place,
            score="90.00",
            exact="90/1",
            is_advancing=place == 1,
            working={},
        )
        for place, appearance_id in enumerate(bundle.appearance_ids, start=1)
    ]
    db.session.add(tally)
    db.session.commit()
    assert [c.entry_id for c in list_candidates(final)] == [bundle.entry_ids[0]]
    assert [c.heat_number for c in list_candidates(bundle.round_id)] == [1, 1, 1]


def test_a_draw_is_told_with_every_lot(factory, now):
    bundle = factory.ready_heat(entries=2, state="planned")
    actor = factory.actor(bundle.competition_id, "organizer")
    commit_draw(actor, now, bundle.heat_id, SEED)
    (pending,) = list_draws(bundle.heat_id)
    assert (pending.seed, pending.lots, pending.drawn_at) == ("", (), None)
    drawn = draw_order(actor, now, bundle.heat_id)
    lots = tuple(
        (place, number, hashlib.sha256(f"{SEED}|{number}".encode()).hexdigest())
        for place, number in enumerate(drawn.order, start=1)
    )
    commitment = hashlib.sha256(SEED.encode()).hexdigest()
    assert list_draws(bundle.heat_id) == (DrawFacts(1, commitment, SEED, "", now, now, lots),)
