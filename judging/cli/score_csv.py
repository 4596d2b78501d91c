"""Opening the CSV files of ``judging score``: encoding, header, rows with their lines."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from judging.cli.score_faults import FaultList
from judging.scoring.faults import Fault
from judging.scoring.keys import is_control
from judging.scoring.points import shorten

_BLOCK = 1 << 20
_ENCODINGS = ("utf-8-sig", "gb18030")
MAX_NAME = 100


class UnreadableFileError(Exception):
    """The file cannot be read at all; the fault is in the list already."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where each column stands: its index by name, and how many cells a row has."""

    columns: dict[str, int]
    width: int

    def column(self, name: str) -> int:
        """Return the 1-based column of a name, 0 where the file has none."""
        return self.columns.get(name, -1) + 1


def find_encoding(path: Path, faults: FaultList) -> str:
    """Return ``utf-8-sig`` or ``gb18030``, whichever the whole file is; UTF-8 where both fit.

    Raises: UnreadableFileError, with the fault noted.
    """
    try:
        for encoding in _ENCODINGS:
            if _decodes(path, encoding):
                return encoding
    except OSError as error:
        reason = error.strerror or str(error)
        faults.add(path.name, 0, 0, Fault("file_unreadable", "", {"reason": reason}))
        raise UnreadableFileError from None
    faults.add(path.name, 0, 0, Fault("csv_not_text"))
    raise UnreadableFileError


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as stream:
        try:
            while block := stream.read(_BLOCK):
                if b"\0" in block:
                    return False
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


@contextmanager
def open_rows(path: Path, encoding: str) -> Iterator[tuple[IO[str], Any]]:
    """Open a file for :func:`csv.reader`; yield the stream and the reader."""
    with path.open(encoding=encoding, newline="") as stream:
        yield stream, csv.reader(stream, strict=True)


def read_header(
    reader: Any, file: str, required: Sequence[str], optional: Sequence[str], faults: FaultList
) -> Header | None:
    """Read the header row; None where it cannot be used, with every fault noted."""
    try:
        cells = [cell.strip() for cell in next(reader)]
    except StopIteration:
        faults.add(file, 0, 0, Fault("csv_empty"))
        return None
    except csv.Error as error:
        faults.add(file, 1, 0, Fault("csv_syntax", "", {"reason": str(error)}))
        return None
    before = faults.count
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        params = {"key": shorten(cell)}
        if cell in columns:
            faults.add(file, 1, index + 1, Fault("header_twice", "", params))
        elif cell not in required and cell not in optional:
            faults.add(file, 1, index + 1, Fault("header_unknown", "", params))
        columns.setdefault(cell, index)
    for name in required:
        if name not in columns:
            faults.add(file, 1, 0, Fault("header_missing", "", {"key": name}))
    return Header(columns, len(cells)) if faults.count == before else None


def check_name(text: str, key: str) -> Fault | None:
    """Return what is wrong with a heat's, entry's or division's name, or None."""
    if not text:
        return Fault("cell_blank", "", {"key": key})
    if len(text) > MAX_NAME:
        return Fault("text_too_long", "", {"limit": MAX_NAME})
    if any(is_control(letter) for letter in text):
        return Fault("text_has_control_characters")
    return None
