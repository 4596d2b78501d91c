"""Who judged together, and the figures of each bench."""

import pytest

from judging.extensions import db
from judging.models import Entry, Heat, Person, Round, Seat
from judging.queries.benches import list_benches
from judging.queries.fairness_scope import Scope, get_scope, load_scope
from judging.queries.panel_health import list_bench_health
from tests.factories import Factory, HeatBundle


def scope_of(heat: HeatBundle, number: int | None = None) -> Scope:
    """Return the scope of a heat's round."""
    key = db.session.get_one(Round, heat.round_id).key
    return get_scope(heat.competition_id, key, number)


def seat_person(seat_id: int, person_id: int) -> None:
    """Put a person on a seat."""
    db.session.get_one(Seat, seat_id).person_id = person_id
    db.session.commit()


def add_heat(factory: Factory, first: HeatBundle, number: int, marks: tuple[str, ...]) -> list[int]:
    """Add a closed heat with one entry that every seat marked; return its seats."""
    heat_id, seats = factory.heat(first.round_id, len(marks), number=number, state="closed")
    entry = factory.entry(first.competition_id, first.division_id)
    appearance = factory.appearance(heat_id, first.round_id, entry, order_number=1)
    for seat_id, mark in zip(seats, marks, strict=True):
        factory.given_sheet(seat_id, appearance, mark, "25", "16", "8")
    return list(seats)


@pytest.fixture
def heat(factory: Factory) -> HeatBundle:
    """Three judges over twelve entries: the second always a point above, the third below."""
    heat = factory.ready_heat(3, 12, state="closed")
    for turn, appearance_id in enumerate(heat.appearance_ids):
        for seat_id, shift in zip(heat.seat_ids, (0, 1, -1), strict=True):
            factory.given_sheet(seat_id, appearance_id, str(20 + turn + shift), "25", "16", "8")
    return heat


def test_heats_that_share_a_judge_are_one_bench_and_others_stand_alone(factory, heat):
    second = add_heat(factory, heat, 2, ("30", "31"))
    add_heat(factory, heat, 3, ("30", "31"))
    person = factory.person()
    seat_person(heat.seat_ids[2], person)
    seat_person(second[0], person)
    scope = scope_of(heat)

    benches = list_benches(scope, load_scope(scope).appearances)

    assert [bench.heats for bench in benches] == [(1, 2), (3,)]
    shared, alone = benches
    assert list(shared.faces) == ["1/1", "1/2", "1/3", "2/2"]
    assert shared.faces["1/3"].seats == (("1", "3"), ("2", "1"))
    assert shared.faces["1/3"].name == db.session.get_one(Person, person).name
    assert shared.judges["2", "1"] == "1/3"
    assert [len(bench.appearances) for bench in benches] == [13, 1]
    assert list(alone.faces) == ["3/1", "3/2"]


def test_a_practice_seat_is_no_judge_of_a_bench(heat):
    db.session.get_one(Seat, heat.seat_ids[0]).group = "practice"
    db.session.commit()
    scope = scope_of(heat)

    (bench,) = list_benches(scope, load_scope(scope).appearances)

    assert list(bench.faces) == ["1/2", "1/3"]


def test_the_figures_of_a_bench_are_those_of_its_marks(heat):
    (found,) = list_bench_health(scope_of(heat))

    assert found.entries == 12
    offsets = [round(each.severity.offset.value or 0, 6) for each in found.report.judges]
    assert offsets == [0.0, 1.0, -1.0]
    assert found.icc.consistency_panel.value == 1.0
    assert found.order.w.value == 1.0
    assert found.resamples == 1000


def test_the_same_page_gives_the_same_figures(heat):
    first, second = (list_bench_health(scope_of(heat))[0] for _ in range(2))

    assert (first.alpha, first.order, first.report) == (second.alpha, second.order, second.report)


@pytest.mark.parametrize(
    ("seats", "entries", "because"),
    [(1, 2, "one_judge"), (2, 1, "one_entry"), (2, 2, "no_difference")],
)
def test_figures_that_cannot_be_said_say_why(factory, seats, entries, because):
    heat = factory.judged_heat(("36",) * entries, seats)

    (found,) = list_bench_health(scope_of(heat))

    assert found.icc.agreement_panel.because == because


def test_a_heat_without_a_single_mark_says_so(factory):
    heat = factory.ready_heat(3, 2, state="closed")

    (found,) = list_bench_health(scope_of(heat))

    assert (found.entries, found.icc.agreement_panel.because) == (0, "no_marks")


def test_a_judge_and_an_entry_of_one_unit_are_set_beside_the_panel(factory, heat):
    person = factory.person()
    db.session.get_one(Person, person).unit = "示例中学"
    seat_person(heat.seat_ids[0], person)
    for entry_id in heat.entry_ids[2:]:
        db.session.get_one(Entry, entry_id).unit = "另一中学"
    db.session.commit()

    (found,) = list_bench_health(scope_of(heat))

    own = [(each.judge, each.affiliation.own) for each in found.report.judges]
    assert own == [("1/1", 2), ("1/2", 0), ("1/3", 0)]


def test_only_the_chosen_heat_is_read_and_never_an_open_one(factory, heat):
    seats = add_heat(factory, heat, 2, ("30", "31"))
    panel = db.session.get_one(Seat, seats[0]).panel
    db.session.get_one(Heat, panel.heat_id).state = "open"
    db.session.commit()

    assert [found.bench.heats for found in list_bench_health(scope_of(heat))] == [(1,)]
    assert [found.bench.heats for found in list_bench_health(scope_of(heat, 1))] == [(1,)]
