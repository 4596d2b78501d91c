"""Workbooks for tests: honest ones, and ones that mean harm."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter


def workbook(rows: Sequence[Sequence[Any]], sheet: str = "Sheet1") -> bytes:
    """Return an XLSX file with these rows on its first sheet."""

    def draw(_book: Any, page: Any) -> None:
        for index, row in enumerate(rows):
            for column, value in enumerate(row):
                page.write(index, column, value)

    return drawn(draw, sheet)


def drawn(draw: Callable[[Any, Any], Any], sheet: str = "Sheet1") -> bytes:
    """Return an XLSX file whose first sheet a function has written."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    draw(book, book.add_worksheet(sheet))
    book.close()
    return buffer.getvalue()


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """Return a copy of a package in which one part was changed, or added where it is new."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        for part in [*names, *([name] if name not in names else [])]:
            data = old.read(part) if part in names else b""
            packed = change(data) if part == name else data
            new.writestr(part, packed, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
