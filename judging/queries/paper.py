"""Paper sheets of a heat as one person may see them: the own typing, never another's marks.

What others typed and is not settled yet is read only to say where two readings differ; but for
comments (:mod:`judging.queries.paper_comments`).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from judging.extensions import db
from judging.models import (
    Appearance,
    HeatState,
    PaperReading,
    PaperState,
    Person,
    ScoreSheet,
    SheetRevision,
)
from judging.queries.marking_rules import find_rules
from judging.queries.paper_comments import PaperComment, comments_of
from judging.queries.progress import Cell, Progress, SeatFacts, TurnFacts
from judging.scoring.faults import Fault, ScoringError
from judging.scoring.paper import COMMENTS, find_differences, find_paper, read_kept
from judging.scoring.rubric import Rubric

_WAITS_FOR_MORE = {"mark_missing", "sum_missing"}


@dataclass(frozen=True)
class OwnPaper:
    """What the reader typed for one sheet, as texts; ``faults`` are what is wrong with it by place.

    Places are ``marks.<key>``, ``sum``, ``note`` and ``state``; what is only missing is no fault.
    ``comments`` are the own ones that are not empty, by their place.
    """

    state: str = "given"
    marks: Mapping[str, str] = field(default_factory=dict)
    total: str = ""
    note: str = ""
    comments: Mapping[str, str] = field(default_factory=dict)
    typed_at: datetime | None = None
    rejected_by: str = ""
    rejected_reason: str = ""
    faults: Mapping[str, Fault] = field(default_factory=dict)


@dataclass(frozen=True)
class OtherPaper:
    """That another person typed a sheet and waits with it: who and when, not what."""

    reading_id: int
    name: str
    typed_at: datetime


@dataclass(frozen=True)
class PaperLine:
    """One sheet, that is one seat and one appearance, as it stands for the reader.

    Args:
        turn: the appearance.
        seat: whose sheet it is.
        cell: what stands in the matrix.
        state: ``out`` of the competition; ``sent_back``, ``differs``, ``waits``, ``begun``: the
            reader's own typing; ``to_confirm``: somebody else's; ``conflict`` with another sheet;
            ``counts`` from paper; ``came`` otherwise; ``shut`` or ``blank``.
        own: what the reader typed; empty where nothing is open.
        others: who else typed it and waits, oldest first.
        differing: places where the own reading differs from others'.
        comments: as their fields show them, by place.
        is_open: whether it can be typed now by whoever may.
    """

    turn: TurnFacts
    seat: SeatFacts
    cell: Cell
    state: str
    own: OwnPaper
    others: tuple[OtherPaper, ...]
    differing: tuple[str, ...]
    comments: Mapping[str, PaperComment]
    is_open: bool


@dataclass(frozen=True)
class PaperPile:
    """A pile of sheets: one seat's or one appearance's, with how many stand how."""

    seat: SeatFacts | None
    turn: TurnFacts | None
    lines: tuple[PaperLine, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """How many sheets are in each state; 0 where none is."""
        return Counter(line.state for line in self.lines)


def list_papers(progress: Progress, author: str) -> tuple[PaperLine, ...]:
    """Return every sheet of a heat in running order and by seat, as one person may see it.

    Args:
        progress: the heat's matrix.
        author: pseudonym of the reader.
    """
    rules = find_rules(progress.heat.round_id)
    rubric = Rubric(()) if rules is None else rules.rubric
    readings = _readings(progress.heat.id)
    sources = _sources(progress.heat.id)
    names = _names(
        {row.author for rows in readings.values() for row in rows} | _rejecters(readings)
    )
    lines = []
    for turn in progress.turns:
        for seat, cell in zip(progress.seats, turn.cells, strict=True):
            key = turn.appearance_id, seat.seat_id
            kept = _Kept(rubric, readings.get(key, ()), author, names)
            is_open = _is_open(progress, turn, cell)
            state = _state(turn, cell, kept, sources.get(key, ""), is_open=is_open)
            if state == "counts" and not cell.is_reopened:
                is_open = False
            lines.append(kept.line(turn, seat, cell, state, is_open=is_open))
    return tuple(line for line in lines if line.turn.order is not None)


def list_piles(
    lines: Iterable[PaperLine],
) -> tuple[tuple[PaperPile, ...], tuple[PaperPile, ...]]:
    """Return the piles of a heat's sheets: by seat number, and in running order."""
    by_seat: dict[int, list[PaperLine]] = {}
    by_turn: dict[int, list[PaperLine]] = {}
    for line in lines:
        by_seat.setdefault(line.seat.number, []).append(line)
        by_turn.setdefault(line.turn.order or 0, []).append(line)
    seats = tuple(PaperPile(pile[0].seat, None, tuple(pile)) for _, pile in sorted(by_seat.items()))
    turns = tuple(PaperPile(None, pile[0].turn, tuple(pile)) for _, pile in sorted(by_turn.items()))
    return seats, turns


def find_readers(appearance_id: int, seat_id: int) -> Mapping[int, tuple[str, ...]]:
    """Return who read a paper sheet the same, by the number of the revision that it became."""
    rows = db.session.execute(
        select(PaperReading.revision, Person.name)
        .join(Person, Person.pseudonym == PaperReading.author)
        .where(
            PaperReading.appearance_id == appearance_id,
            PaperReading.seat_id == seat_id,
            PaperReading.state == PaperState.AGREED,
        )
        .order_by(PaperReading.typed_at, PaperReading.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for number, name in rows:
        found[number or 0] = (*found.get(number or 0, ()), name)
    return found


class _Kept:
    """The open readings of one sheet, seen by one person."""

    def __init__(
        self, rubric: Rubric, rows: Iterable[PaperReading], author: str, names: Mapping[str, str]
    ) -> None:
        rows = tuple(rows)
        mine = next((row for row in rows if row.author == author), None)
        waiting = [r for r in rows if r.author != author and r.state == PaperState.WAITING]
        self.state = mine.state if mine else ""
        self.own = _own(rubric, mine, names) if mine else OwnPaper()
        self.others = tuple(OtherPaper(r.id, names.get(r.author, ""), r.typed_at) for r in waiting)
        self.differing = _differing(rubric, mine, waiting)
        self.comments = comments_of(mine, waiting, names)

    def line(
        self, turn: TurnFacts, seat: SeatFacts, cell: Cell, state: str, *, is_open: bool
    ) -> PaperLine:
        """Return the sheet as it stands for that person."""
        return PaperLine(
            turn, seat, cell, state, self.own, self.others, self.differing, self.comments, is_open
        )


def _own(rubric: Rubric, row: PaperReading, names: Mapping[str, str]) -> OwnPaper:
    typed = row.typed
    faults: tuple[Fault, ...] = ()
    try:
        read_kept(rubric, typed)
    except ScoringError as error:
        faults = tuple(fault for fault in error.faults if fault.code not in _WAITS_FOR_MORE)
    return OwnPaper(
        state=typed["state"],
        marks=typed["marks"],
        total=typed["sum"],
        note=typed["note"],
        comments={place: typed[place] for place in COMMENTS if place in typed},
        typed_at=row.typed_at,
        rejected_by=names.get(row.rejected_by, ""),
        rejected_reason=row.rejected_reason,
        faults={fault.place: fault for fault in faults},
    )


def _differing(
    rubric: Rubric, mine: PaperReading | None, waiting: list[PaperReading]
) -> tuple[str, ...]:
    """Return where the own reading differs from that of others which is nearest to it."""
    own = find_paper(rubric, mine.typed) if mine and mine.state == PaperState.WAITING else None
    if own is None or not waiting:
        return ()
    read = [find_paper(rubric, row.typed) for row in waiting]
    places = [find_differences(rubric, each, own) if each else ("state",) for each in read]
    return min(places, key=len)


def _is_open(progress: Progress, turn: TurnFacts, cell: Cell) -> bool:
    """Whether marks may change now; the command decides the same."""
    if turn.is_out or progress.heat.state == HeatState.SIGNED:
        return False
    return progress.heat.state == HeatState.OPEN or cell.is_reopened


def _state(turn: TurnFacts, cell: Cell, kept: _Kept, source: str, *, is_open: bool) -> str:
    """Return how a sheet stands for the reader; what asks for something comes first."""
    if turn.is_out:
        return "out"
    if kept.state == PaperState.REJECTED:
        return "sent_back"
    if kept.state == PaperState.WAITING:
        return "differs" if kept.differing else "waits"
    own = kept.own
    if kept.state == PaperState.DRAFT and any((own.marks, own.total, own.note, own.comments)):
        return "begun"
    if kept.others:
        return "to_confirm"
    if cell.has_conflict:
        return "conflict"
    if source == "paper" and not cell.is_reopened:
        return "counts"
    if source and not cell.is_reopened:
        return "came"
    return "blank" if is_open else "shut"


def _readings(heat_id: int) -> dict[tuple[int, int], tuple[PaperReading, ...]]:
    """Return the readings that are not settled, by appearance and seat, oldest first."""
    rows = db.session.scalars(
        select(PaperReading)
        .join(Appearance, Appearance.id == PaperReading.appearance_id)
        .where(Appearance.heat_id == heat_id, PaperReading.revision.is_(None))
        .order_by(PaperReading.id)
    )
    found: dict[tuple[int, int], tuple[PaperReading, ...]] = {}
    for row in rows:
        key = row.appearance_id, row.seat_id
        found[key] = (*found.get(key, ()), row)
    return found


def _sources(heat_id: int) -> dict[tuple[int, int], str]:
    """Return how each sheet that stands came in, by appearance and seat."""
    rows: Any = db.session.execute(
        select(ScoreSheet.appearance_id, ScoreSheet.seat_id, SheetRevision.source)
        .join(Appearance, Appearance.id == ScoreSheet.appearance_id)
        .join(SheetRevision, (SheetRevision.sheet_id == ScoreSheet.id) & SheetRevision.is_current)
        .where(Appearance.heat_id == heat_id)
    )
    return {(appearance_id, seat_id): source for appearance_id, seat_id, source in rows}


def _rejecters(readings: Mapping[tuple[int, int], tuple[PaperReading, ...]]) -> set[str]:
    return {row.rejected_by for rows in readings.values() for row in rows if row.rejected_by}


def _names(pseudonyms: set[str]) -> dict[str, str]:
    query = select(Person.pseudonym, Person.name).where(Person.pseudonym.in_(pseudonyms))
    return {row.pseudonym: row.name for row in db.session.execute(query)}
