"""Paper sheets typed into two files by two people: what counts is what both read.

One file is one person's word, and typing slips (docs/decisions/0015). Where two files differ, it is
told where, never what either says, so that both look at the paper again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from judging.errors import InvalidInput, Problem
from judging.permissions import Actor, may
from judging.scoring.faults import ScoringError
from judging.scoring.points import MARK_PLACES, parse_scaled
from judging.services.marks_rows import MOST_PROBLEMS, FileSheet, read_sheets

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class SecondReading:
    """The same paper sheets as a second person typed them.

    Args:
        content: the second file.
        typed_by: who typed the first file.
        confirmed_by: who typed the second.
    """

    content: bytes
    typed_by: Actor
    confirmed_by: Actor

    def require_readers(self, competition_id: int) -> None:
        """Go on only where two people typed who may: one of them types, both confirm.

        Raises:
            InvalidInput: it is one person (``paper_same_reader``), or they hold no such office
                (``paper_reader_may_not``).
        """
        readers = (self.typed_by, self.confirmed_by)
        if self.typed_by.pseudonym == self.confirmed_by.pseudonym:
            raise InvalidInput((Problem("paper_same_reader"),))
        if not all(may(each, "paper.confirm", competition_id) for each in readers) or not any(
            may(each, "paper.type", competition_id) for each in readers
        ):
            raise InvalidInput((Problem("paper_reader_may_not"),))


def read_twice(content: bytes, second: SecondReading) -> tuple[FileSheet, ...]:
    """Return the sheets of the first file, which the second one says as well.

    Raises:
        InvalidInput: a file is damaged, or up to a hundred differences: ``paper_in_one_file``,
            ``paper_states_differ`` and ``paper_marks_differ``, each with line, entry and seat.
    """
    first, other = read_sheets(content), read_sheets(second.content)
    found = list(islice(_differences(first, other), MOST_PROBLEMS))
    if found:
        raise InvalidInput(found)
    return first


def _differences(first: Sequence[FileSheet], second: Sequence[FileSheet]) -> Iterator[Problem]:
    """Yield where two files differ, in the order of the first, then what only the second has."""
    others = {_key(sheet): sheet for sheet in second}
    for sheet in first:
        other = others.pop(_key(sheet), None)
        if other is None:
            yield _only(sheet, 1)
        else:
            yield from _of_one_sheet(sheet, other)
    for other in others.values():
        yield _only(other, 2)


def _key(sheet: FileSheet) -> _Key:
    return sheet.heat, sheet.entry, sheet.seat


def _only(sheet: FileSheet, file: int) -> Problem:
    named = {"entry": sheet.entry, "seat": sheet.seat, "file": file}
    return Problem("paper_in_one_file", str(sheet.line), named)


def _of_one_sheet(sheet: FileSheet, other: FileSheet) -> Iterator[Problem]:
    """Yield where two readings of one paper sheet differ."""
    named: dict[str, str | int] = {"entry": sheet.entry, "seat": sheet.seat, "line": other.line}
    if sheet.state != other.state:
        yield Problem("paper_states_differ", str(sheet.line), named)
        return
    for key in dict.fromkeys((*sheet.marks, *other.marks)):
        if _value(sheet.marks.get(key)) != _value(other.marks.get(key)):
            line = sheet.lines.get(key, sheet.line)
            at = {"criterion": key, "line": other.lines.get(key, other.line)}
            yield Problem("paper_marks_differ", str(line), named | at)


def _value(text: str | None) -> int | str | None:
    """Return what a mark is worth, so that 36 is 36.0; its text where it is no number."""
    try:
        return None if text is None else parse_scaled(text, MARK_PLACES)
    except ScoringError:
        return text
