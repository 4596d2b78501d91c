"""Reading a plain MARKS.csv in columns: five columns, no quotes, nothing wrong with it.

Whatever is unusual ends the attempt with :class:`judging.cli.score_words.UnusualError`; the exact
reader then reads the file, and names what is wrong with it if anything is.
"""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from judging.cli.score_csv import check_name
from judging.cli.score_reading import MAX_SEATS, REQUIRED
from judging.cli.score_words import Bytes, Column, UnusualError, Words
from judging.scoring.faults import ScoringError
from judging.scoring.keys import is_key
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.seats import plain_seat
from judging.scoring.sheet import check_mark

_CHUNK = 1 << 22
_COMMA, _LINE_END = 44, 10


@dataclass(slots=True)
class PlainMarks:
    """All marks of a file. ``marks[entry, seat, criterion]`` is 0 where there is none.

    Any other number is how many steps the mark lies above the criterion's minimum, plus one.
    ``heat_of`` is each entry's heat, an index into ``heats``.
    """

    heats: list[str]
    names: list[str]
    heat_of: Column
    seats: list[str]
    marks: Column


def read_plain(path: Path, rules: RuleSheet, tell: Callable[[int], None]) -> PlainMarks:
    """Read the file in one pass; ``tell`` hears how many bytes are read.

    Raises: UnusualError.
    """
    reader = _PlainReader(rules)
    with path.open("rb") as stream:
        reader.take_header(stream.readline())
        for block in _blocks(stream):
            reader.take(Bytes(block))
            tell(stream.tell())
    return reader.result()


def _blocks(stream: Any) -> Iterator[bytes]:
    """Yield blocks of whole lines, each line ending in a line feed alone."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        end = chunk.rfind(b"\n") + 1
        if end:
            yield _plain_lines(rest + chunk[:end])
            rest = chunk[end:]
        else:
            rest += chunk
            if len(rest) > _CHUNK:
                raise UnusualError
    if rest:
        yield _plain_lines(rest + b"\n")


def _plain_lines(block: bytes) -> bytes:
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    if b"\r" in block or b'"' in block:
        raise UnusualError
    return block


@dataclass(slots=True)
class _PlainReader:
    rules: RuleSheet
    order: list[int] = field(default_factory=list)
    entries: dict[tuple[bytes, bytes], int] = field(default_factory=dict)
    seats: list[str] = field(default_factory=list)
    cells: Column = field(default_factory=lambda: np.zeros(0, np.uint16))
    room: int = 1
    rows: int = 0
    seat_words: Words = field(init=False)
    criterion_words: Words = field(init=False)
    mark_words: Words = field(init=False)
    criteria: list[int] = field(default_factory=list)
    values: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.seat_words = Words(self._learn_seat)
        self.criterion_words = Words(self._learn_criterion)
        self.mark_words = Words(self._learn_mark)
        most = max((c.max - c.min) // c.step for c in self.rules.rubric.criteria)
        self.cells = np.zeros(0, np.uint16 if most < 65_535 else np.int32)

    def take_header(self, line: bytes) -> None:
        cells = line.removeprefix(codecs.BOM_UTF8).rstrip(b"\r\n").split(b",")
        names = [cell.decode().strip() for cell in cells]
        if sorted(names) != sorted(REQUIRED):
            raise UnusualError
        self.order = [names.index(name) for name in REQUIRED]

    def take(self, block: Bytes) -> None:
        """Put the marks of a block of lines in their places."""
        ends, rows = self._ends(block)
        starts = np.empty_like(ends)
        starts[0], starts[1:] = 0, ends[:-1] + 1
        lengths = ends - starts
        heats, names, seat, criterion, mark = ((starts[at::5], lengths[at::5]) for at in self.order)
        entries = self._entries(block, heats, names, rows)
        seats = self.seat_words.numbers(block, *seat)
        numbers = self.criterion_words.numbers(block, *criterion)
        criteria = np.array(self.criteria, np.int64).take(numbers)
        words = self.mark_words.numbers(block, *mark)
        marks = np.array(self.values, self.cells.dtype)[words, criteria]
        if not marks.all():
            raise UnusualError
        width = len(self.rules.rubric.criteria)
        self._make_room(width)
        places = entries * (self.room * width)
        places += seats.astype(np.int64) * width
        places += criteria
        self.cells[places] = marks
        self.rows += rows

    def _ends(self, block: Bytes) -> tuple[Column, int]:
        """Return where the cells end, after making sure that every line has five."""
        letters = block.letters[: len(block.block)]
        is_line = letters == _LINE_END
        ends = np.flatnonzero(is_line | (letters == _COMMA))
        rows = int(np.count_nonzero(is_line))
        if len(ends) != 5 * rows or not is_line[ends[4::5]].all():
            raise UnusualError
        return ends, rows

    def _entries(
        self, block: Bytes, heats: tuple[Column, Column], names: tuple[Column, Column], rows: int
    ) -> Column:
        """Return each row's entry; a name is read only where it differs from the row before."""
        is_new = np.zeros(rows, bool)
        is_new[0] = True
        for starts, lengths in (heats, names):
            is_new[1:] |= lengths[1:] != lengths[:-1]
            for window in block.windows(starts, lengths):
                is_new[1:] |= window[1:] != window[:-1]
        firsts = np.flatnonzero(is_new)
        text, known = block.block, self.entries
        found = []
        cells = (part[firsts].tolist() for pair in (heats, names) for part in pair)
        for heat_at, heat_length, name_at, name_length in zip(*cells, strict=True):
            key = text[heat_at : heat_at + heat_length], text[name_at : name_at + name_length]
            number = known.get(key)
            if number is None:
                number = known[key] = len(known)
            found.append(number)
        return np.array(found, np.int64).take(np.cumsum(is_new) - 1)

    def _make_room(self, width: int) -> None:
        """Let every entry and every seat have a place; the room doubles where it is used up."""
        have = len(self.cells) // (self.room * width)
        room, count = self.room, max(have, 1)
        while room < len(self.seats):
            room *= 2
        while count < len(self.entries):
            count *= 2
        if (room, count) == (self.room, have):
            return
        cells = np.zeros((count, room, width), self.cells.dtype)
        cells[:have, : self.room] = self.cells.reshape(have, self.room, width)
        self.cells, self.room = cells.reshape(-1), room

    def _learn_seat(self, word: bytes) -> None:
        name = word.decode()
        groups = self.rules.tally.groups
        is_placed = not groups or any(name in (group.seats or ()) for group in groups)
        is_twice = plain_seat(name) in map(plain_seat, self.seats)
        if not is_key(name) or not is_placed or is_twice or len(self.seats) == MAX_SEATS:
            raise UnusualError
        self.seats.append(name)

    def _learn_criterion(self, word: bytes) -> None:
        keys = self.rules.rubric.keys
        if word.decode() not in keys:
            raise UnusualError
        self.criteria.append(keys.index(word.decode()))

    def _learn_mark(self, word: bytes) -> None:
        """Note what a spelling of a mark is worth on each criterion; 0 where it is none."""
        values = []
        for criterion in self.rules.rubric.criteria:
            try:
                mark = check_mark(criterion, word.decode())
            except ScoringError:
                values.append(0)
            else:
                values.append((mark - criterion.min) // criterion.step + 1)
        if word.strip() != word:
            raise UnusualError
        self.values.append(values)

    def result(self) -> PlainMarks:
        """Return what was read, after making sure that no mark was given twice.

        Raises: UnusualError.
        """
        width = len(self.rules.rubric.criteria)
        count = len(self.entries)
        marks = self.cells.reshape(-1, self.room, width)[:count, : len(self.seats)]
        if not self.rows or np.count_nonzero(marks) != self.rows:
            raise UnusualError
        heats: dict[bytes, int] = {}
        heat_of = [heats.setdefault(heat, len(heats)) for heat, _ in self.entries]
        names = [_name(name, "entry") for _, name in self.entries]
        return PlainMarks(
            heats=[_name(heat, "heat") for heat in heats],
            names=names,
            heat_of=np.array(heat_of, np.int64),
            seats=self.seats,
            marks=marks,
        )


def _name(word: bytes, key: str) -> str:
    """Return a heat's or an entry's name, which must be spelled as the exact reader keeps it."""
    name = word.decode()
    is_plain = name.isascii() and name.isprintable() and name and " " not in name
    if not is_plain and (name != name.strip() or check_name(name, key) is not None):
        raise UnusualError
    return name
