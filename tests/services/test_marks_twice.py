"""Paper sheets in a file count only where two people typed the same."""

from datetime import datetime

import pytest
from sqlalchemy import select

from judging.errors import InvalidInput, Problem
from judging.extensions import db
from judging.models import JournalDetail, ScoreSheet, SheetRevision
from judging.permissions import SYSTEM, Actor
from judging.services.marks_import import MarksReport, import_marks
from judging.services.marks_twice import SecondReading
from judging.services.sheet_desk import reopen_sheet
from tests.factories import Factory, HeatBundle
from tests.services.marked import mark

HEAD = "heat,entry,seat,criterion,mark,state\n"
MARKS = {"content": "36", "language": "25.5", "image": "16", "overall": "8"}


@pytest.fixture
def heat(factory: Factory) -> HeatBundle:
    return factory.ready_heat(seats=2, entries=1)


@pytest.fixture
def entry(factory: Factory, heat: HeatBundle) -> str:
    return factory.entry_number(heat.entry_ids[0])


@pytest.fixture
def readers(factory: Factory, heat: HeatBundle) -> tuple[Actor, Actor]:
    """An organizer, who types, and a stage manager, who confirms."""
    return (
        factory.actor(heat.competition_id, "organizer"),
        factory.actor(heat.competition_id, "stage_manager"),
    )


def file_of(entry: str, *seats: int, state: str = "", **other: str) -> bytes:
    """One sheet a seat; ``other`` changes marks of the last."""
    lines = [
        f"1,{entry},{seat},{key},{(other if seat == seats[-1] else {}).get(key, text)},"
        for seat in seats
        for key, text in MARKS.items()
    ]
    return (HEAD + "\n".join([*lines, state])).encode()


def problems(heat, now, content, second) -> list[Problem]:
    with pytest.raises(InvalidInput) as refused:
        import_marks(SYSTEM, now, heat.round_id, content, second=second)
    assert db.session.scalars(select(SheetRevision.source)).all() in ([], ["tablet"])
    db.session.rollback()
    return list(refused.value.problems)


def test_what_two_people_typed_the_same_counts_as_paper_and_names_both(
    factory: Factory, now: datetime, heat: HeatBundle, entry: str, readers: tuple[Actor, Actor]
) -> None:
    first, again = file_of(entry, 1, 2), file_of(entry, 2, 1, content="36.0")
    report = import_marks(SYSTEM, now, heat.round_id, first, second=SecondReading(again, *readers))

    assert report == MarksReport(2, 0, 0, 1)
    rows = db.session.execute(
        select(SheetRevision.source, SheetRevision.author, SheetRevision.judge_total)
    )
    assert set(rows) == {("paper", readers[0].pseudonym, 85500)}
    newest = select(JournalDetail.content).order_by(JournalDetail.entry_id.desc()).limit(1)
    assert db.session.scalar(newest) == {
        "new": 2,
        "changed": 0,
        "heats": [heat.heat_id],
        "source": "paper",
        "typed_by": readers[0].pseudonym,
        "confirmed_by": readers[1].pseudonym,
    }


def test_where_they_differ_it_is_told_where_and_nothing_is_stored(
    factory: Factory, now: datetime, heat: HeatBundle, entry: str, readers: tuple[Actor, Actor]
) -> None:
    first = file_of(entry, 1, 2)
    named = {"entry": entry, "seat": "2"}

    second = SecondReading(file_of(entry, 1, 2, image="1.6", overall="many"), *readers)
    assert problems(heat, now, first, second) == [
        Problem("paper_marks_differ", "8", named | {"line": 8, "criterion": "image"}),
        Problem("paper_marks_differ", "9", named | {"line": 9, "criterion": "overall"}),
    ]
    second = SecondReading(file_of(entry, 1, state=f"1,{entry},2,,,absent"), *readers)
    assert problems(heat, now, first, second) == [
        Problem("paper_states_differ", "6", named | {"line": 6})
    ]
    second = SecondReading(file_of(entry, 1), *readers)
    assert problems(heat, now, first, second) == [
        Problem("paper_in_one_file", "6", named | {"file": 1})
    ]
    assert problems(heat, now, file_of(entry, 1), SecondReading(first, *readers)) == [
        Problem("paper_in_one_file", "6", named | {"file": 2})
    ]


def test_two_people_are_two_and_hold_the_offices(
    factory: Factory, now: datetime, heat: HeatBundle, entry: str, readers: tuple[Actor, Actor]
) -> None:
    content, (organizer, manager) = file_of(entry, 1, 2), readers
    auditor = factory.actor(heat.competition_id, "auditor")
    stranger = factory.actor(factory.competition(), "organizer")
    also = factory.actor(heat.competition_id, "stage_manager")
    for pair, code in (
        ((organizer, organizer), "paper_same_reader"),
        ((organizer, auditor), "paper_reader_may_not"),
        ((stranger, manager), "paper_reader_may_not"),
        ((manager, also), "paper_reader_may_not"),
    ):
        assert problems(heat, now, content, SecondReading(content, *pair)) == [Problem(code)]
    second = SecondReading(content, manager, organizer)
    assert import_marks(SYSTEM, now, heat.round_id, content, second=second).new == 2


def test_paper_takes_no_tablets_place_unless_the_sheet_was_reopened(
    factory: Factory, now: datetime, heat: HeatBundle, entry: str, readers: tuple[Actor, Actor]
) -> None:
    mark(factory, heat, now, seat=0, turn=0)
    content = file_of(entry, 1, 2)
    second = SecondReading(content, *readers)
    assert problems(heat, now, content, second) == [
        Problem("row_sheet_came_otherwise", "2", {"entry": entry, "seat": "1"})
    ]
    chief = factory.actor(heat.competition_id, "chief_judge")
    reopen_sheet(chief, now, heat.appearance_ids[0], heat.seat_ids[0], "按纸质评分表补录")

    assert import_marks(SYSTEM, now, heat.round_id, content, second=second) == MarksReport(
        1, 1, 0, 1
    )
    assert set(db.session.scalars(select(ScoreSheet.judge_total))) == {85500}


def test_paper_voids_no_sheet(
    now: datetime, heat: HeatBundle, entry: str, readers: tuple[Actor, Actor]
) -> None:
    content = f"{HEAD}1,{entry},1,,,void\n".encode()
    found = problems(heat, now, content, SecondReading(content, *readers))
    assert [each.code for each in found] == ["row_may_not_void"]
