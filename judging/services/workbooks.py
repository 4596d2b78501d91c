"""Tables that people send: XLSX and CSV, read as text, cell by cell, with bounds on everything.

Nothing is believed before it is checked: the zip directory before unpacking, each XML part before
parsing, rows and columns while reading. Whatever is wrong becomes a Problem that names the cell.
Source: trust.md of the specification, "Files in" (a 345 KB workbook can unpack to 117 MB).
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from judging.errors import InvalidInput, Problem, TooLarge
from judging.services.workbook_xlsx import read_xlsx

MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 64
LONGEST_CELL = 2_000
MOST_PROBLEMS = 200
_INVISIBLE = re.compile(r"[\ufeff\u200b-\u200f\u202a-\u202e\u2060\u00ad]")
_BLANKS = re.compile(r"[ \t\u00a0\u3000]+")


@dataclass(frozen=True)
class Table:
    """The first sheet of a workbook, or a CSV file.

    Args:
        name: the sheet's name, empty for CSV.
        rows: text of every cell, row by row; rows may be shorter than others.
        lines: the row number of each row as a reader of the file sees it.
        merged: areas of merged cells, e.g. ``"A1:F1"``.
        sheet_count: sheets of the workbook; all but the first are not read.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    merged: tuple[str, ...] = ()
    sheet_count: int = 1

    def address(self, index: int, column: int) -> str:
        """Return the address of a cell, e.g. ``Sheet1!C7``; both count from zero."""
        cell = f"{column_letters(column)}{self.lines[index]}"
        return f"{self.name}!{cell}" if self.name else cell


def column_letters(column: int) -> str:
    """Return the letters of a column that counts from zero.

    >>> [column_letters(n) for n in (0, 25, 26, 63)]
    ['A', 'Z', 'AA', 'BL']
    """
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_table(content: bytes) -> Table:
    """Read the first sheet of an XLSX workbook, or a CSV file in UTF-8 or GB18030.

    The kind is told by the content, never by the file's name. Cells come out as text: a number
    as it is shown without needless zeros, a date as ``2026-05-03``; formulas are refused.

    Args:
        content: the file.

    Raises:
        InvalidInput: with every fault found, each at its cell: ``workbook_broken``,
            ``workbook_old``, ``workbook_refused``, ``encoding_unknown``, ``csv_broken``,
            ``formula_in_cell``, ``error_in_cell``, ``too_long``, ``too_many_rows``,
            ``file_empty``.
        TooLarge: the file, or what it unpacks to, is over its bound.
    """
    if len(content) > MOST_BYTES:
        raise TooLarge("file_too_large", most_mib=MOST_BYTES // (1024 * 1024))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise InvalidInput((Problem("workbook_old"),))
    if content.startswith(b"PK"):
        table, problems = _from_xlsx(content)
    else:
        table, problems = _from_csv(content), []
    problems += list(_long_cells(table))
    if problems:
        raise InvalidInput(problems[:MOST_PROBLEMS])
    if not table.rows:
        raise InvalidInput((Problem("file_empty"),))
    return table


def _from_xlsx(content: bytes) -> tuple[Table, list[Problem]]:
    """Read the first sheet of a workbook."""
    sheet = read_xlsx(content, MOST_ROWS, MOST_COLUMNS)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    for number, cells in sheet.rows:
        cleaned = tuple(clean_cell(cell) for cell in cells)
        if any(cleaned):
            rows.append(cleaned)
            lines.append(number)
    table = Table(sheet.name, tuple(rows), tuple(lines), sheet.merged, sheet.sheet_count)
    return table, [Problem(code, f"{sheet.name}!{cell}") for code, cell in sheet.faults]


def _from_csv(content: bytes) -> Table:
    """Read a CSV file; separators are the comma, the semicolon or the tab, as its head shows."""
    text = _decoded(content)
    head = text[: text.find("\n") if "\n" in text else len(text)]
    separator = max(",;\t", key=head.count)
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    try:
        for line, cells in _csv_lines(text, separator):
            if len(lines) >= MOST_ROWS:
                raise InvalidInput((Problem("too_many_rows", "", {"most": MOST_ROWS}),))
            cleaned = tuple(clean_cell(cell) for cell in cells[:MOST_COLUMNS])
            if any(cleaned):
                rows.append(cleaned)
                lines.append(line)
    except csv.Error:
        place = f"line {lines[-1] + 1}" if lines else "line 1"
        raise InvalidInput((Problem("csv_broken", place),)) from None
    return Table("", tuple(rows), tuple(lines))


def _csv_lines(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each record with the number of the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    for cells in reader:
        yield begins, cells
        begins = reader.line_num + 1


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file: UTF-8 with or without mark, UTF-16 with mark, GB18030."""
    encodings = ("utf-8-sig", "gb18030")
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings = ("utf-16", "utf-16")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput((Problem("encoding_unknown"),))


def clean_cell(text: str) -> str:
    """Return a cell's text in one line, composed, without blanks at its ends.

    >>> clean_cell(" 林\\u3000 见微\\n")
    '林 见微'
    """
    joined = " ".join(text.splitlines()) if "\n" in text or "\r" in text else text
    composed = unicodedata.normalize("NFC", _INVISIBLE.sub("", joined))
    return _BLANKS.sub(" ", composed).strip()


def _long_cells(table: Table) -> Iterator[Problem]:
    """Yield the cells that hold more than any field of ours can."""
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            if len(cell) > LONGEST_CELL:
                yield Problem("too_long", table.address(index, column), {"most": LONGEST_CELL})
