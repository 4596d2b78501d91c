"""Raw and adjusted means read from the database, bench by bench."""

from fractions import Fraction

import pytest

from judging.extensions import db
from judging.models import Entry, Round
from judging.queries.adjustments import find_adjustment
from judging.queries.fairness_scope import Scope, get_scope
from judging.scoring.adjustment.adjust import AdjustedEntry
from tests.factories import CONVENTION, Factory, HeatBundle


def scope_of(heat: HeatBundle, number: int | None = None) -> Scope:
    """Return the scope of a heat's round."""
    key = db.session.get_one(Round, heat.round_id).key
    return get_scope(heat.competition_id, key, number)


def give(factory: Factory, heat: HeatBundle, turn: int, contents: tuple[str | None, ...]) -> None:
    """Let the seats mark one entry; None is a seat that gave nothing."""
    for seat_id, content in zip(heat.seat_ids, contents, strict=True):
        if content is not None:
            factory.given_sheet(seat_id, heat.appearance_ids[turn], content, "25", "16", "8")


def numbers_of(heat: HeatBundle) -> list[str]:
    """Return the entry numbers in running order."""
    return [db.session.get_one(Entry, entry_id).number for entry_id in heat.entry_ids]


def missed_by_a_strict_judge(factory: Factory, last: tuple[str, str]) -> HeatBundle:
    """Return a heat whose strict third judge missed the last entry."""
    heat = factory.ready_heat(3, 4, state="closed")
    rows = (("30", "31", "24"), ("34", "34", "28"), ("26", "26", "20"), (*last, None))
    for turn, contents in enumerate(rows):
        give(factory, heat, turn, contents)
    return heat


@pytest.fixture
def missed(factory: Factory) -> HeatBundle:
    """The last entry stands lower than its judges' leniency makes it look, and passes nobody."""
    return missed_by_a_strict_judge(factory, ("31", "32"))


def test_an_entry_that_a_strict_judge_missed_is_put_right(missed):
    found = find_adjustment(scope_of(missed))
    last = numbers_of(missed)[3]

    (bench,) = found.benches
    (line,) = (line for line in bench.lines if line.entry.key == last)

    assert found.is_connected
    assert line.entry.raw == Fraction(161, 2)
    assert line.entry.correction < 0
    assert line.heat == "1"
    assert found.faces[last].name_zh.startswith("林小舟")


def test_who_would_pass_whom_is_told(factory):
    heat = missed_by_a_strict_judge(factory, ("33", "34"))
    second, last = numbers_of(heat)[1], numbers_of(heat)[3]

    (bench,) = find_adjustment(scope_of(heat)).benches

    assert [line.entry.key for line in bench.lines][:2] == [last, second]
    assert [(line.entry.key, line.passes) for line in bench.lines if line.passes] == [
        (second, (last,))
    ]


def test_panels_that_share_no_judge_are_two_benches_and_not_connected(factory, missed):
    heat_id, seats = factory.heat(missed.round_id, 2, number=2, state="closed")
    entry = factory.entry(missed.competition_id, missed.division_id)
    appearance = factory.appearance(heat_id, missed.round_id, entry)
    for seat_id in seats:
        factory.given_sheet(seat_id, appearance, "30", "25", "16", "8")

    found = find_adjustment(scope_of(missed))

    assert not found.is_connected
    assert [one.bench.heats for one in found.benches] == [(1,), (2,)]
    assert find_adjustment(scope_of(missed, 1)).is_connected


def test_one_panel_whose_judges_saw_different_entries_is_refused(factory):
    heat = factory.ready_heat(2, 2, state="closed")
    give(factory, heat, 0, ("30", None))
    give(factory, heat, 1, (None, "31"))

    found = find_adjustment(scope_of(heat))

    assert not found.is_connected
    (bench,) = found.benches
    assert (bench.found.because, bench.lines) == ("unconnected", ())


def test_judges_of_one_mind_leave_everything_as_it_is(factory):
    heat = factory.judged_heat(("36", "38"), document=CONVENTION)

    (bench,) = find_adjustment(scope_of(heat)).benches

    first, second = numbers_of(heat)
    assert [line.entry for line in bench.lines] == [
        AdjustedEntry(second, Fraction(87), Fraction(87), 0.0, 5),
        AdjustedEntry(first, Fraction(85), Fraction(85), 0.0, 5),
    ]
    assert bench.found.shrinkage is None
