"""The first sheet of an XLSX workbook as text, read by openpyxl after the package was checked."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from judging.errors import InvalidInput, Problem, TooLarge

MOST_PARTS = 400
MOST_UNPACKED = 40 * 1024 * 1024
MOST_RATIO = 250
_SMALL_PART = 256 * 1024
MOST_MERGED = 200
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"'
)
_ENCRYPTED = 0x1
MOST_SCANNED = 200_000  # rows, empty ones counted: a sheet may be formatted to its very end
#: Filled cells read at most; with 12 columns that is 25,000 entries, in a few seconds.
MOST_CELLS = 300_000
MOST_FAULTS = 200
_FAULTS = {"f": "formula_in_cell", "e": "error_in_cell"}


@dataclass(frozen=True)
class Sheet:
    """What the first sheet holds.

    ``rows`` are pairs of row number and cells, ``faults`` of problem code and cell.
    """

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merged: tuple[str, ...]
    faults: tuple[tuple[str, str], ...]
    sheet_count: int


def read_xlsx(content: bytes, most_rows: int, most_columns: int) -> Sheet:
    """Read the first sheet.

    Args:
        content: the file.
        most_rows: rows allowed that hold anything.
        most_columns: cells beyond this many columns are not read.

    Raises:
        InvalidInput: ``workbook_broken``, ``workbook_refused`` or ``too_many_rows``.
        TooLarge: it unpacks to more than allowed.
    """
    with _reading():
        _check_package(content)
    with _reading():
        return _read(content, most_rows, most_columns)


@contextmanager
def _reading() -> Iterator[None]:
    """Turn whatever the libraries raise on a malformed file into one refusal."""
    try:
        yield
    except (InvalidInput, TooLarge):
        raise
    except Exception as error:  # openpyxl and zipfile raise of every kind
        raise InvalidInput((Problem("workbook_broken"),)) from error


def _check_package(content: bytes) -> None:
    """Check the zip directory, then each XML part for document types, before any parsing."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MOST_PARTS or len(set(names)) != len(names):
            raise InvalidInput((Problem("workbook_refused"),))
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise InvalidInput((Problem("workbook_locked"),))
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise TooLarge("workbook_unpacks_too_large")
        for part in parts:
            squeezed = max(part.compress_size, 1)
            if part.file_size > _SMALL_PART and part.file_size > MOST_RATIO * squeezed:
                raise TooLarge("workbook_unpacks_too_large")
        for part in parts:
            if part.filename.endswith((".xml", ".rels", ".vml")):
                _refuse_document_type(package.read(part))


def _refuse_document_type(xml: bytes) -> None:
    """Refuse parts that declare entities, and encodings in which that could hide."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or b"\0" in xml[:400]:
        raise InvalidInput((Problem("workbook_refused"),))
    declaration = xml[:200].split(b"?>", 1)[0].lower()
    if b"encoding" in declaration and not any(
        known in declaration for known in (b"utf-8", b"us-ascii", b"iso-8859-1")
    ):
        raise InvalidInput((Problem("workbook_refused"),))


def _read(content: bytes, most_rows: int, most_columns: int) -> Sheet:
    """Read the cells of the first sheet in one pass."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions it passes over
        workbook = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            sheet = workbook.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size is often wrong
            rows, faults = _cells(sheet, most_rows, most_columns)
            merged = _merged_areas(content, sheet._worksheet_path)  # noqa: SLF001
            title = str(sheet.title)[:40]
            return Sheet(title, rows, merged, faults, len(workbook.worksheets))
        finally:
            workbook.close()


def _cells(
    sheet: Any, most_rows: int, most_columns: int
) -> tuple[tuple[tuple[int, tuple[str, ...]], ...], tuple[tuple[str, str], ...]]:
    """Return the rows that hold anything, with their numbers, and the cells that are unusable."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    faults: list[tuple[str, str]] = []
    cell_count = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=most_columns), start=1):
        filled = [cell for cell in cells if cell.value not in (None, "")]
        if filled:
            texts = [_as_text(cell.value) for cell in cells]
            while not texts[-1]:
                texts.pop()
            rows.append((number, tuple(texts)))
        cell_count += len(filled)
        if len(rows) > most_rows or number > MOST_SCANNED or cell_count > MOST_CELLS:
            raise InvalidInput((Problem("too_many_rows", sheet.title, {"most": most_rows}),))
        for cell in filled:
            fault = _FAULTS.get(cell.data_type)
            if fault and len(faults) < MOST_FAULTS:
                faults.append((fault, f"{cell.column_letter}{number}"))
    return tuple(rows), tuple(faults)


def _as_text(value: Any) -> str:
    """Return a cell's value as a person would type it."""
    from openpyxl.utils.escape import unescape

    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        is_day = value.time() == time(0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(unescape(str(value)))  # _x000D_ and the like


def _number_text(value: float) -> str:
    """Return a number without an exponent and without needless zeros.

    >>> [_number_text(n) for n in (1.0, 0.5, 1.5e17)]
    ['1', '0.5', '150000000000000000']
    """
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _merged_areas(content: bytes, path: str) -> tuple[str, ...]:
    """Return the merged areas of a sheet, which the fast reader passes over."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        found = _MERGED.findall(package.read(path.lstrip("/")))
    return tuple(area.decode("ascii") for area in found[:MOST_MERGED])
