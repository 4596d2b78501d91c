"""Writing RESULTS: rows in heat and rank order, as CSV or JSON, all or nothing."""

import csv
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

from judging.cli.score_counting import SEPARATOR, CountedHeat
from judging.scoring.points import natural_order
from judging.scoring.ranking import NO_PLACE, Place

COLUMNS = (
    "heat",
    "entry",
    "rank",
    "score",
    "exact",
    "judges",
    "kept",
    "dropped",
    "deduction",
    "tie_break",
    "working",
)
#: Full-width signs as well: some spreadsheet programs read them as their plain ones.
_FORMULA = frozenset("=+-@\t\r＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


class ResultsSpool:
    """Finished rows of one heat after another, put into heat order at the end."""

    def __init__(self, spool: IO[bytes], spill: IO[bytes], *, is_json: bool) -> None:
        """Write to ``spool``; read the stored cells of entries from ``spill``."""
        self.spool, self.spill, self.is_json = spool, spill, is_json
        self.heats: list[tuple[str, int, int]] = []
        self.rows = 0

    def add(self, heat: CountedHeat, places: Sequence[Place]) -> None:
        """Write a heat's rows: by place, entries without a result last, true ties as listed."""
        order = _listing(heat, places)
        self.add_rows(heat.marks.heat, (self._row(heat, entry, places[entry]) for entry in order))

    def add_rows(self, heat: str, rows: Iterable[Sequence[str]]) -> None:
        """Write finished rows in their order; ``heat`` says where they stand among others."""
        start = self.spool.seek(0, 2)
        text = io.TextIOWrapper(self.spool, encoding="utf-8", newline="", write_through=False)
        self.rows += self._write(text, rows)
        text.flush()
        text.detach()
        self.heats.append((heat, start, self.spool.tell() - start))

    def _write(self, text: IO[str], rows: Iterable[Sequence[str]]) -> int:
        """Write rows as CSV or JSON; return how many."""
        count = 0
        writer = csv.writer(text, lineterminator="\n")
        for row in rows:
            count += 1
            if self.is_json:
                text.write(json.dumps(_json_row(row), ensure_ascii=False) + ",\n")
            else:
                heat, entry, rank, score, exact, judges, kept, dropped, taken, step, working = row
                head = safe_cell(heat), safe_cell(entry), rank, score, exact, judges, kept
                tail = safe_cell(dropped), taken, safe_cell(step), safe_cell(working)
                writer.writerow(head + tail)
        return count

    def _row(self, heat: CountedHeat, entry: int, place: Place) -> list[str]:
        self.spill.seek(heat.offsets[entry])
        line = self.spill.readline().decode().removesuffix("\n")
        score, exact, judges, kept, dropped, deduction, working = line.split(SEPARATOR)
        rank = "" if place.rank is None else str(place.rank)
        head = [heat.marks.heat, heat.marks.names[entry], rank, score, exact]
        return [*head, judges, kept, dropped, deduction, place.tie_break, working]

    def copy_to(self, out: IO[bytes]) -> None:
        """Write the whole file: heats in natural order, each a run of finished rows."""
        out.write(b"[\n" if self.is_json else (",".join(COLUMNS) + "\n").encode())
        for _, start, length in sorted(self.heats, key=lambda heat: natural_order(heat[0])):
            self.spool.seek(start)
            _copy(self.spool, out, length)
        if self.is_json:
            # The last row's comma and line end make way for the end of the list.
            out.seek(-2, os.SEEK_END)
            out.truncate()
            out.write(b"\n]\n")


def _listing(heat: CountedHeat, places: Sequence[Place]) -> list[int]:
    """Return the entries in the order of their rows; sorting block by block saves memory."""
    blocks: dict[int, list[int]] = {}
    for entry, place in enumerate(places):
        blocks.setdefault(place.first, []).append(entry)
    without = blocks.pop(NO_PLACE.first, [])
    ranked = [blocks[first] for first in sorted(blocks)]
    return [entry for block in (*ranked, without) for entry in sorted(block, key=heat.listing)]


def _copy(source: IO[bytes], target: IO[bytes], length: int) -> None:
    while length:
        block = source.read(min(length, 1 << 20))
        target.write(block)
        length -= len(block)


def safe_cell(text: str) -> str:
    """Return a text cell that no spreadsheet takes for a formula: an apostrophe goes in front.

    Plain numbers, negative ones too, stay as they are.
    """
    if text[:1] in _FORMULA and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _json_row(row: Sequence[str]) -> dict[str, str | int | None]:
    data: dict[str, str | int | None] = dict(zip(COLUMNS, row, strict=True))
    data["rank"] = int(row[2]) if row[2] else None
    data["score"], data["exact"] = row[3] or None, row[4] or None
    data["judges"] = int(row[5])
    data["kept"] = int(row[6]) if row[6].isdigit() else row[6]
    return data


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Yield a file beside ``path`` that takes its place when all went well, and never otherwise."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as stream:
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
            shutil.copymode(path, stream.name) if path.exists() else _usual_mode(stream.name)
            Path(stream.name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(stream.name).unlink()
            raise


def _usual_mode(name: str) -> None:
    """Give a new file the mode that the shell's mask allows, instead of the private one."""
    mask = os.umask(0)
    os.umask(mask)
    Path(name).chmod(0o666 & ~mask)
