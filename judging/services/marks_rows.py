"""A file of marks read into sheets: the MARKS format of ``judging score`` (docs/formats.md).

CSV in UTF-8 (a byte order mark is allowed) or GB18030, with the header
``heat,entry,seat,criterion,mark`` and optionally ``state``; one row a mark. Every fault is
reported with its line.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from judging.errors import InvalidInput, Problem

COLUMNS = ("heat", "entry", "seat", "criterion", "mark")
STATES = ("given", "absent", "recused", "void")
MOST_ROWS = 1_000_000
MOST_PROBLEMS = 100
_MOST_FIELD = 200


@dataclass
class FileSheet:
    """One seat's sheet as the file says it: criterion key → decimal text, and → its line."""

    heat: str
    entry: str
    seat: str
    line: int
    state: str = "given"
    marks: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_sheets(content: bytes) -> tuple[FileSheet, ...]:
    """Return the sheets of a file, in the order in which they first appear.

    Raises:
        InvalidInput: up to a hundred faults, each with its line: ``file_not_text``,
            ``marks_header``, ``csv_damaged``, ``too_many_rows``, ``unknown_sheet_state``,
            ``cell_required``, ``mark_twice``, ``mark_with_state``, ``states_differ``.
    """
    sheets: dict[tuple[str, str, str], FileSheet] = {}
    problems: list[Problem] = []
    for line, row in _rows(content):
        problem = _take(sheets, line, row)
        if problem is not None:
            problems.append(problem)
            if len(problems) >= MOST_PROBLEMS:
                break
    if problems:
        raise InvalidInput(problems)
    return tuple(sheets.values())


def _rows(content: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield line number and cells of every row that is not empty."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if not set(COLUMNS) <= set(header) or len(set(header)) != len(header):
            expected = ",".join((*COLUMNS, "state"))
            raise InvalidInput((Problem("marks_header", "1", {"expected": expected}),))
        for count, cells in enumerate(reader):
            if count >= MOST_ROWS:
                raise InvalidInput((Problem("too_many_rows", "", {"most": MOST_ROWS}),))
            if any(cell.strip() for cell in cells):
                padded = [*cells, *[""] * (len(header) - len(cells))]
                texts = (cell.strip()[:_MOST_FIELD] for cell in padded)
                yield reader.line_num, dict(zip(header, texts, strict=False))
    except csv.Error:
        raise InvalidInput((Problem("csv_damaged", str(reader.line_num)),)) from None


def _decoded(content: bytes) -> str:
    """Return the text of a file in UTF-8 or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput((Problem("file_not_text"),))


def _take(
    sheets: dict[tuple[str, str, str], FileSheet], line: int, row: Mapping[str, str]
) -> Problem | None:
    """Add one row to its sheet; return what is wrong with it, if anything."""
    place = str(line)
    missing = next((name for name in ("heat", "entry", "seat") if not row[name]), None)
    if missing:
        return Problem("cell_required", place, {"column": missing})
    state = row.get("state") or "given"
    if state not in STATES:
        return Problem("unknown_sheet_state", place, {"text": state, "choices": ", ".join(STATES)})
    key = (row["heat"], row["entry"], row["seat"])
    sheet = sheets.setdefault(key, FileSheet(*key, line=line, state=state))
    if sheet.state != state:
        return Problem("states_differ", place, {"line": sheet.line})
    if row["mark"] and state in ("absent", "recused"):
        return Problem("mark_with_state", place, {"text": state})
    if state != "given" or not row["mark"]:
        return None
    if not row["criterion"]:
        return Problem("cell_required", place, {"column": "criterion"})
    if row["criterion"] in sheet.marks:
        return Problem("mark_twice", place, {"criterion": row["criterion"]})
    sheet.marks[row["criterion"]], sheet.lines[row["criterion"]] = row["mark"], line
    return None
