"""Marks from a file, all or nothing."""

from datetime import datetime

import pytest
from sqlalchemy import select, update

from judging.errors import InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Entry, Heat, RuleSheetVersion, ScoreSheet, SheetRevision
from judging.permissions import SYSTEM
from judging.services.marks_import import MarksReport, import_marks
from judging.services.sheet_desk import reopen_sheet, void_sheet
from judging.services.tallies import run_tally
from tests.factories import Factory, HeatBundle

HEAD = "heat,entry,seat,criterion,mark,state\n"
MARKS = (("content", "36"), ("language", "25.5"), ("image", "16"), ("overall", "8"))


def file_of(heat: HeatBundle, content: str = "36") -> bytes:
    """Marks of every seat for every entry of heat 1."""
    numbers = [db.session.get_one(Entry, key).number for key in heat.entry_ids]
    lines = [
        f"1,{number},{seat},{key},{content if key == 'content' else mark},"
        for number in numbers
        for seat in range(1, len(heat.seat_ids) + 1)
        for key, mark in MARKS
    ]
    return (HEAD + "\n".join(lines)).encode()


def sheets() -> list[tuple[str, int]]:
    """State and revision of every sheet."""
    return [(s.state, s.revision) for s in db.session.scalars(select(ScoreSheet))]


def test_a_file_becomes_sheets_that_can_be_counted(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=3, entries=2)

    report = import_marks(SYSTEM, now, heat.round_id, file_of(heat))

    assert report == MarksReport(6, 0, 0, 1)
    assert sheets() == [("given", 1)] * 6
    revisions = db.session.scalars(select(SheetRevision)).all()
    assert {(r.source, r.judge_total, r.is_current) for r in revisions} == {("desk", 85500, True)}
    assert db.session.scalars(select(RuleSheetVersion.frozen_at)).all() == [now]
    db.session.execute(update(Heat).values(state="closed"))
    db.session.commit()
    assert run_tally(SYSTEM, now, heat.round_id, heat.heat_id).count == 2


def test_the_same_file_twice_changes_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=3, entries=2)
    import_marks(SYSTEM, now, heat.round_id, file_of(heat))

    assert import_marks(SYSTEM, now, heat.round_id, file_of(heat)) == MarksReport(0, 0, 6, 1)
    assert len(db.session.scalars(select(SheetRevision.id)).all()) == 6


def test_other_marks_become_a_new_revision_and_the_old_one_is_kept(
    now: datetime, factory: Factory
) -> None:
    heat = factory.ready_heat(seats=3, entries=1)
    import_marks(SYSTEM, now, heat.round_id, file_of(heat))

    report = import_marks(SYSTEM, now, heat.round_id, file_of(heat, "37.5"))

    assert report == MarksReport(0, 3, 0, 1)
    assert sheets() == [("given", 2)] * 3
    current = db.session.scalars(
        select(SheetRevision.judge_total).order_by(SheetRevision.number)
    ).all()
    assert current == [85500] * 3 + [87000] * 3


def test_a_dry_run_writes_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=3, entries=1)

    report = import_marks(SYSTEM, now, heat.round_id, file_of(heat), is_dry_run=True)

    assert report == MarksReport(3, 0, 0, 1)
    assert sheets() == []


def test_states_are_read_and_are_not_zeros(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=2, entries=1)
    number = db.session.get_one(Entry, heat.entry_ids[0]).number
    content = f"{HEAD}1,{number},1,,,absent\n1,{number},2,,,recused\n".encode("gb18030")

    import_marks(SYSTEM, now, heat.round_id, content)

    assert sorted(sheets()) == [("absent", 1), ("recused", 1)]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("9,{entry},1,content,36,", "row_unknown_heat"),
        ("1,NOBODY,1,content,36,", "row_unknown_entry"),
        ("1,{entry},7,content,36,", "row_unknown_seat"),
        ("1,{entry},1,content,40.5,", "mark_out_of_range"),
        ("1,{entry},1,content,36.3,", "mark_off_step"),
        ("1,{entry},1,content,many,", "not_a_decimal"),
        ("1,{entry},1,wit,36,", "unknown_criterion"),
        ("1,{entry},1,content,36,maybe", "unknown_sheet_state"),
        ("1,{entry},,content,36,", "cell_required"),
        ("1,{entry},1,content,36,absent", "mark_with_state"),
        ("1,{entry},1,content,36,recused", "mark_with_state"),
        ("1,{entry},2,,,absent", "states_differ"),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_written(
    now: datetime, factory: Factory, line: str, code: str
) -> None:
    heat = factory.ready_heat(seats=2, entries=1)
    number = db.session.get_one(Entry, heat.entry_ids[0]).number
    good = "\n".join(f"1,{number},2,{key},{mark}," for key, mark in MARKS)
    content = f"{HEAD}{good}\n{line.format(entry=number)}\n".encode()

    with pytest.raises(InvalidInput) as refused:
        import_marks(SYSTEM, now, heat.round_id, content)

    found = [p for p in refused.value.problems if p.code == code]
    assert found
    assert found[0].place.startswith("6")
    assert sheets() == []


def test_one_sheet_under_two_names_is_refused(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    db.session.execute(update(Heat).values(name_en="Morning", name_zh="上午场"))
    db.session.commit()
    lines = file_of(heat).decode().splitlines()
    again = [line.replace("1,", "Morning,", 1).replace(",36,", ",30,") for line in lines[1:]]

    with pytest.raises(InvalidInput) as refused:
        import_marks(SYSTEM, now, heat.round_id, "\n".join([*lines, *again]).encode())

    found = [(p.code, p.place, p.params) for p in refused.value.problems]
    assert found == [("sheet_twice", "6", {"line": 2})]
    assert sheets() == []


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", b"\x00\x01\x02", b"heat,entry,seat,criterion\n"]
)
def test_what_is_no_marks_file_is_refused(now: datetime, factory: Factory, content: bytes) -> None:
    heat = factory.ready_heat(seats=1, entries=1)

    with pytest.raises(InvalidInput):
        import_marks(SYSTEM, now, heat.round_id, content)


def test_a_closed_heat_takes_no_marks(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=1, entries=1, state="closed")

    with pytest.raises(InvalidInput) as refused:
        import_marks(SYSTEM, now, heat.round_id, file_of(heat))

    assert refused.value.problems[0].code == "row_heat_not_open"


def test_who_may_not_import_learns_nothing(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    for actor in (
        factory.actor(heat.competition_id, "chief_judge"),
        factory.actor(factory.competition(), "organizer"),
    ):
        with pytest.raises(NotFound):
            import_marks(actor, now, heat.round_id, file_of(heat))


def test_a_file_cannot_bring_a_voided_sheet_back_until_the_chief_judge_reopens_it(
    now: datetime, factory: Factory
) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    import_marks(SYSTEM, now, heat.round_id, file_of(heat))
    chief = factory.actor(heat.competition_id, "chief_judge")
    cell = (heat.appearance_ids[0], heat.seat_ids[0])
    void_sheet(chief, now, *cell, "评委打错选手")
    organizer = factory.actor(heat.competition_id, "organizer")

    with pytest.raises(InvalidInput) as refused:
        import_marks(organizer, now, heat.round_id, file_of(heat, "37"))

    number = db.session.get_one(Entry, heat.entry_ids[0]).number
    assert refused.value.problems == (
        Problem("row_sheet_is_void", "2", {"entry": number, "seat": "1"}),
    )
    assert sheets() == [("void", 2)]
    reopen_sheet(chief, now, *cell, "按纸质评分表补录")
    assert import_marks(organizer, now, heat.round_id, file_of(heat, "37")).changed == 1
    assert sheets() == [("given", 3)]


def test_a_file_voids_a_sheet_only_for_those_who_may(now: datetime, factory: Factory) -> None:
    heat = factory.ready_heat(seats=1, entries=1)
    number = db.session.get_one(Entry, heat.entry_ids[0]).number
    content = (HEAD + f"1,{number},1,,,void\n").encode()
    organizer = factory.actor(heat.competition_id, "organizer")

    with pytest.raises(InvalidInput) as refused:
        import_marks(organizer, now, heat.round_id, content)

    assert [each.code for each in refused.value.problems] == ["row_may_not_void"]
    assert sheets() == []
    assert import_marks(SYSTEM, now, heat.round_id, content).new == 1
