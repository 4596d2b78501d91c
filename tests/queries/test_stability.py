"""Whether results hold, read from the database and bounded."""

import pytest

from judging.extensions import db
from judging.models import Person, Round, Seat
from judging.queries.fairness_scope import Scope, get_scope
from judging.queries.panel_health import SEED
from judging.queries.stability import (
    FEWEST_RESAMPLES,
    MOST_DRAWN,
    MOST_RESAMPLES,
    count_resamples,
    count_work,
    find_stability,
)
from judging.scoring.sheet import SeatSheet
from judging.scoring.standings import Appearance
from tests.factories import CONVENTION, Factory, HeatBundle

_AWARDS = [{"key": "first", "name": {"zh": "一等奖", "en": "First Prize"}, "count": 1}]


def scope_of(heat: HeatBundle) -> Scope:
    """Return the scope of a heat's round."""
    key = db.session.get_one(Round, heat.round_id).key
    return get_scope(heat.competition_id, key)


@pytest.fixture
def close(factory: Factory) -> HeatBundle:
    """Three judges; the first entry wins only by the third of them, whom nobody drops."""
    heat = factory.ready_heat(3, 2, {**CONVENTION, "awards": _AWARDS}, "closed")
    marks = (("30", "30", "36"), ("31", "31", "31"))
    for appearance_id, contents in zip(heat.appearance_ids, marks, strict=True):
        for seat_id, content in zip(heat.seat_ids, contents, strict=True):
            factory.given_sheet(seat_id, appearance_id, content, "25", "16", "8")
    return heat


def test_a_winner_who_hangs_on_one_judge_is_named_with_the_judge(factory, close):
    person = factory.person()
    db.session.get_one(Seat, close.seat_ids[2]).person_id = person
    db.session.commit()

    found = find_stability(scope_of(close))

    assert found is not None
    (part,) = found.parts
    winner = part.borders[0]
    changes = [
        (change.scenario.kind, change.scenario.seat, change.enters) for change in winner.changes
    ]
    second = part.entries[1].key
    assert changes == [("seat", "3", (second,))]
    assert (part.seed, part.resamples, found.resamples) == (SEED, 500, 500)
    assert found.judges["1", "3"] == db.session.get_one(Person, person).name


def test_each_heat_is_a_part_where_heats_are_counted_by_themselves(factory, close):
    heat_id, seats = factory.heat(close.round_id, 1, number=2, state="closed")
    entry = factory.entry(close.competition_id, close.division_id)
    appearance = factory.appearance(heat_id, close.round_id, entry, order_number=1)
    factory.given_sheet(seats[0], appearance, "30", "25", "16", "8")

    found = find_stability(scope_of(close))

    assert found is not None
    assert [[entry.heat for entry in part.entries] for part in found.parts] == [["1", "1"], ["2"]]


def test_a_round_that_is_ranked_across_heats_is_one_part(factory):
    rules = {**CONVENTION, "ranking": {**CONVENTION["ranking"], "per": "overall"}}
    heat = factory.judged_heat(("36", "38"), document=rules)

    found = find_stability(scope_of(heat))

    assert found is not None
    assert [entry.rank for entry in found.parts[0].entries] == [1, 2]


def test_a_heat_without_marks_has_no_ranks_and_breaks_nothing(factory):
    found = find_stability(scope_of(factory.ready_heat(3, 2, state="closed")))

    assert found is not None
    assert [entry.rank for entry in found.parts[0].entries] == [None, None]


def test_the_work_is_seats_and_trims_times_entries():
    sheets = (SeatSheet("1", (1,)), SeatSheet("2", (1,)))

    assert count_work([Appearance("A", "1", sheets=sheets), Appearance("B", "1")]) == 12


def test_panels_are_drawn_as_often_as_time_allows_or_not_at_all():
    border = MOST_DRAWN // FEWEST_RESAMPLES

    assert count_resamples(0) == MOST_RESAMPLES
    assert count_resamples(border) == FEWEST_RESAMPLES
    assert count_resamples(border + 1) == 0
