"""Entries from a file: the plan, all or nothing, and every fault at its cell."""

from datetime import datetime

import pytest

from judging.errors import InvalidInput, NotFound, Problem
from judging.extensions import db
from judging.models import Appearance, Contestant, Entry, EntryMember, JournalEntry
from judging.permissions import SYSTEM
from judging.services.entry_imports import import_entries
from tests.factories import Factory
from tests.workbook_files import drawn, workbook

HEAD = [
    "编号",
    "姓名",
    "拼音",
    "队名",
    "单位",
    "组别",
    "题目",
    "英文题目",
    "指导教师",
    "监护人联系方式",
]
LIN = [
    "A001",
    "林见微",
    "Lin Jianwei",
    "",
    "示例中学",
    "青年组",
    "月壤里的水",
    "Water",
    "陈",
    "13900000000",
]
TEAM = ["A002", "顾晚晴、𠮷野䶮", "Gu Wanqing, Yoshino Yan", "微光队", "", "Youth", "", "", "", ""]


@pytest.fixture
def competition_id(factory: Factory) -> int:
    """A competition with two divisions."""
    made = factory.competition()
    factory.division(made, key="youth", name_zh="青年组", name_en="Youth")
    factory.division(made, key="school", name_zh="中学生组", name_en="School")
    return made


def _stored() -> list[tuple[str, str, str, list[tuple[str, str, str]]]]:
    rows = db.session.query(Entry).order_by(Entry.number).all()
    return [
        (
            row.number,
            row.kind,
            row.division.key,
            [
                (m.contestant.name, m.contestant.name_latin, m.contestant.guardian_contact)
                for m in row.members
            ],
        )
        for row in rows
    ]


def test_a_workbook_becomes_entries(competition_id: int, now: datetime) -> None:
    report = import_entries(SYSTEM, now, competition_id, workbook([HEAD, LIN, TEAM]), "名单.xlsx")
    assert (report.counts, report.problems, report.filename) == (
        {"added": 2, "changed": 0, "unchanged": 0},
        (),
        "名单.xlsx",
    )
    assert _stored() == [
        ("A001", "person", "youth", [("林见微", "Lin Jianwei", "13900000000")]),
        ("A002", "team", "youth", [("顾晚晴", "Gu Wanqing", ""), ("𠮷野䶮", "Yoshino Yan", "")]),
    ]


def test_the_same_file_twice_changes_nothing(competition_id: int, now: datetime) -> None:
    content = workbook([HEAD, LIN, TEAM])
    import_entries(SYSTEM, now, competition_id, content)
    again = import_entries(SYSTEM, now, competition_id, content)
    assert again.counts == {"added": 0, "changed": 0, "unchanged": 2}
    assert [e.action for e in db.session.query(JournalEntry)] == ["desk:entries:import"]


def test_headers_stand_in_any_order_and_language_below_a_title(
    competition_id: int, now: datetime
) -> None:
    rows = [["2026 报名表"], [], ["Division", "Remarks", " Entry No.＊", "NAME"]]
    report = import_entries(
        SYSTEM, now, competition_id, workbook([*rows, ["school", "x", "Ａ００７ ", "林见微"]])
    )
    assert report.ignored == ("Remarks",)
    assert _stored() == [("A007", "person", "school", [("林见微", "", "")])]


def test_a_dry_run_plans_and_changes_nothing(competition_id: int, now: datetime) -> None:
    import_entries(SYSTEM, now, competition_id, workbook([HEAD, LIN]))
    moved = [*LIN[:4], "别的中学", *LIN[5:]]
    report = import_entries(
        SYSTEM, now, competition_id, workbook([HEAD, moved, TEAM]), dry_run=True
    )
    assert [(row.line, row.change, row.fields) for row in report.planned] == [
        (2, "changed", ("unit",)),
        (3, "added", ()),
    ]
    assert [row[0] for row in _stored()] == ["A001"]
    assert db.session.query(Entry).one().unit == "示例中学"


def test_a_missing_column_keeps_what_is_stored_and_an_empty_cell_empties_it(
    competition_id: int, now: datetime
) -> None:
    import_entries(SYSTEM, now, competition_id, workbook([HEAD, LIN]))
    few = workbook([["编号", "姓名", "组别", "单位"], ["A001", "林见微", "中学生组", ""]])
    import_entries(SYSTEM, now, competition_id, few)
    assert _stored() == [("A001", "person", "school", [("林见微", "Lin Jianwei", "13900000000")])]
    row = db.session.query(Entry).one()
    assert (row.unit, row.title_zh, row.adviser) == ("", "月壤里的水", "陈")


def test_members_come_and_go(competition_id: int, now: datetime) -> None:
    import_entries(SYSTEM, now, competition_id, workbook([HEAD, TEAM]))
    one = [TEAM[0], "𠮷野䶮", "", "", *TEAM[4:]]
    import_entries(SYSTEM, now, competition_id, workbook([HEAD, one]))
    assert _stored() == [("A002", "person", "youth", [("𠮷野䶮", "", "")])]
    assert (db.session.query(EntryMember).count(), db.session.query(Contestant).count()) == (1, 1)


def test_every_fault_is_named_by_its_cell_and_nothing_is_imported(
    competition_id: int, now: datetime
) -> None:
    def row(number: object = "A001", name: object = "林", latin: object = "", division="青年组"):
        return [number, name, latin, division]

    rows = [
        ["编号", "姓名", "拼音", "组别"],
        row(""),
        row("A 001/x"),
        row("A003", ""),
        row("A004", division="老年组"),
        row("A005", "甲、甲"),
        row("A006", "甲、乙", "Jia"),
        row("A007", "x" * 101),
        row("A008"),
        row("Ａ００８"),
        row("A009", "\ue000\x07"),
    ]
    content = workbook(rows)
    with pytest.raises(InvalidInput) as refused:
        import_entries(SYSTEM, now, competition_id, content)
    expected = (
        Problem("required", "Sheet1!A2"),
        Problem("entry_number_form", "Sheet1!A3"),
        Problem("required", "Sheet1!B4"),
        Problem("unknown_division", "Sheet1!D5", {"value": "老年组"}),
        Problem("name_twice", "Sheet1!B6", {"name": "甲"}),
        Problem("latin_names_count", "Sheet1!C7"),
        Problem("too_long", "Sheet1!B8", {"most": 100}),
        Problem("entry_twice", "Sheet1!A10", {"line": 9}),
        Problem("control_characters", "Sheet1!B11"),
    )
    assert refused.value.problems == expected
    dry = import_entries(SYSTEM, now, competition_id, content, dry_run=True)
    assert (dry.problems, [p.line for p in dry.planned]) == (expected, [9])
    assert _stored() == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ([["x", "y"], ["1", "2"]], Problem("header_not_found", "Sheet1")),
        ([["编号", "姓名"], ["1", "2"]], Problem("column_missing_division", "Sheet1")),
        (
            [["编号", "姓名", "组别", "name"], ["1", "2"]],
            Problem("column_twice", "Sheet1!D1", {"column": "name"}),
        ),
        ([["编号", "姓名", "组别"]], Problem("file_empty")),
    ],
)
def test_a_table_without_its_columns_is_refused(
    competition_id: int, now: datetime, rows: list[list[str]], problem: Problem
) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_entries(SYSTEM, now, competition_id, workbook(rows))
    assert refused.value.problems == (problem,)


def test_merged_cells_below_the_header_are_refused(competition_id: int, now: datetime) -> None:
    def draw(_book, page):
        page.merge_range("A1:C1", "报名表")
        page.write_row(1, 0, ["编号", "姓名", "组别"])
        page.write_row(2, 0, ["A1", "甲", "青年组"])
        page.merge_range("C3:C4", "青年组")
        page.write_row(3, 0, ["A2", "乙"])

    with pytest.raises(InvalidInput) as refused:
        import_entries(SYSTEM, now, competition_id, drawn(draw))
    assert [(p.code, p.place) for p in refused.value.problems] == [
        ("merged_cells", "Sheet1!C3:C4"),
        ("required", "Sheet1!C4"),
    ]


def test_the_division_is_fixed_once_the_heat_has_begun(factory: Factory, now: datetime) -> None:
    heat = factory.ready_heat(entries=1)
    factory.division(heat.competition_id, key="other", name_zh="另一组")
    number = db.session.query(Entry).one().number
    content = workbook([["编号", "姓名", "组别"], [number, "林小舟", "另一组"]])
    with pytest.raises(InvalidInput) as refused:
        import_entries(SYSTEM, now, heat.competition_id, content)
    assert refused.value.problems == (Problem("division_fixed", "Sheet1!C2"),)
    assert db.session.query(Appearance).count() == 1


def test_nobody_but_an_organizer_of_this_competition_imports(
    factory: Factory, competition_id: int, now: datetime
) -> None:
    strangers = (
        factory.actor(competition_id, "auditor"),
        factory.actor(factory.competition(), "organizer"),
    )
    for actor in strangers:
        with pytest.raises(NotFound):
            import_entries(actor, now, competition_id, b"not even read", dry_run=True)
    assert _stored() == []
