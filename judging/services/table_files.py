"""Tables that people download: text stays text, in CSV and in XLSX.

A cell that begins like a formula would be run by spreadsheet programs, so in CSV it gets an
apostrophe in front (OWASP, "CSV Injection"; ASVS 5.0 1.2.10); XLSX cells are typed as text. Numbers
stay numbers, negative ones too.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format

_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫")
_WIDEST = 60
Cell = str | int


def neutral(text: str) -> str:
    """Return a text that no spreadsheet program takes for a formula.

    >>> [neutral(t) for t in ("=1+1", " @SUM", "林", "")]
    ["'=1+1", "' @SUM", '林', '']
    """
    return f"'{text}" if text.lstrip(" \u3000\u00a0").startswith(_DANGEROUS) else text


def as_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file in UTF-8 with the mark that Excel needs to read Chinese."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in (head, *rows):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in row])
    return buffer.getvalue().encode("utf-8-sig")


def as_xlsx(
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    sheet: str,
    notes: Sequence[tuple[str, str]] = (),
    notes_sheet: str = "",
) -> bytes:
    """Return a workbook with one table, and a sheet of notes behind it where there are any.

    Args:
        head: the header row.
        rows: the cells; text is written as text, integers as numbers.
        sheet: name of the sheet.
        notes: pairs of a word and what it means.
        notes_sheet: name of their sheet.
    """
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(buffer, options)
    bold = book.add_format({"bold": True, "bg_color": "#f0ede6", "bottom": 1})
    _add_table(book, sheet, head, rows, bold)
    if notes:
        _add_notes(book, notes_sheet, notes, bold)
    book.close()
    return buffer.getvalue()


def _add_table(
    book: "Workbook",
    sheet: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    bold: "Format",
) -> None:
    """Write a table with a header that stays, in columns as wide as their longest cell."""
    text = book.add_format({"num_format": "@"})
    page = book.add_worksheet(sheet[:31])
    page.freeze_panes(1, 0)
    widths = [len(cell) for cell in head]
    for column, title in enumerate(head):
        page.write_string(0, column, title, bold)
    for index, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(index, column, cell, text)
            else:
                page.write_number(index, column, cell)
            widths[column] = max(widths[column], len(str(cell)))
    for column, width in enumerate(widths):
        page.set_column(column, column, min(_WIDEST, width * 2 + 2), text)


def _add_notes(
    book: "Workbook", sheet: str, notes: Sequence[tuple[str, str]], bold: "Format"
) -> None:
    """Write a sheet of words and what they mean."""
    behind = book.add_worksheet(sheet[:31])
    behind.set_column(0, 0, 28)
    behind.set_column(1, 1, 90, book.add_format({"text_wrap": True}))
    for index, (word, meaning) in enumerate(notes):
        behind.write_string(index, 0, word, bold)
        behind.write_string(index, 1, meaning)
