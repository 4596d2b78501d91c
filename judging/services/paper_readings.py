"""Typing paper sheets in: a draft, a sheet handed in, a reading sent back.

Everybody types from the paper and never sees what another person typed. The first reading waits;
as soon as a second person's is the same in every mark and in the written total, it becomes a
revision of the score sheet (:mod:`judging.services.paper_sheets`). Why so: docs/decisions/0015.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from judging.errors import InvalidInput, NotFound, NotPermitted, Problem, WrongState
from judging.models import PaperReading, PaperState
from judging.permissions import Actor, may
from judging.scoring.paper import find_differences, find_paper
from judging.services.command import Work, writing
from judging.services.paper_sheets import take_in
from judging.services.paper_values import (
    MAX_ROWS,
    HandedIn,
    TypedSheet,
    check_typed,
    read_typed,
)
from judging.services.sheet_rows import Place, get_place, require_open, rules_of, sheet_of
from judging.services.sheet_values import check_reason

_OPEN = (PaperState.DRAFT, PaperState.WAITING, PaperState.REJECTED)


def keep_typed(actor: Actor, now: datetime, rows: Sequence[TypedSheet]) -> int:
    """Keep what is typed so far, whole or not; return how many sheets changed.

    A sheet that waits for a second person and is changed waits no longer: it has to be handed in
    again. Sheets that cannot be marked now are left as they are.

    Raises:
        InvalidInput: a text is too long, or there are too many sheets.
        NotFound: a place is in no heat of the actor's competitions.
    """
    if len(rows) > MAX_ROWS:
        raise InvalidInput((Problem("too_many", "rows", {"most": MAX_ROWS}),))
    for typed in rows:
        check_typed(typed)
    changed = 0
    with writing(actor, now) as work:
        work.leave_unrecorded()
        for typed in rows:
            place = get_place(work, typed.appearance_id, typed.seat_id)
            work.require("paper.confirm", place.competition_id)
            changed += _keep(work, place, typed)
    return changed


def hand_in(actor: Actor, now: datetime, typed: TypedSheet) -> HandedIn:
    """Hand in one sheet that is typed in full.

    Whoever is first needs the right to type; whoever is second, the right to confirm.

    Raises:
        InvalidInput: with every fault at its cell; the draft that was kept before stays.
        NotFound: no such place for this actor.
        NotPermitted: the actor may only be second, and nobody was first.
        WrongState: the heat is not open and the sheet not reopened, or the appearance has left
            the competition.
    """
    with writing(actor, now) as work:
        place = get_place(work, typed.appearance_id, typed.seat_id)
        others = list_waiting(work, place)
        _require_right(work, place, is_second=bool(others))
        require_open(place, sheet_of(work, place))
        rubric = rules_of(work, place.heat).rules.rubric
        reading = read_typed(rubric, typed)
        own = _own_row(work, place)
        own.typed, own.typed_at, own.state = typed.as_data(), now, PaperState.WAITING
        own.rejected_by, own.rejected_reason = "", ""
        read = [(row, find_paper(rubric, row.typed)) for row in others]
        first = next((row for row, other in read if other == reading), None)
        if first is not None:
            rest = [row for row in others if row is not first]
            return take_in(work, place, reading, first, own, rest)
        differing = [
            find_differences(rubric, other, reading) if other else ("state",) for _, other in read
        ]
        _record(work, "desk:paper:type", place, own, differs=bool(differing))
    if differing:
        return HandedIn("differs", min(differing, key=len))
    return HandedIn("waiting")


def reject_reading(actor: Actor, now: datetime, reading_id: int, reason: str) -> None:
    """Send what another person typed back to that person, with a reason.

    Raises:
        NotFound: no such reading for this actor.
        InvalidInput: the reason is missing.
        WrongState: it does not wait, or the actor typed it (``paper_is_your_own``).
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        row = work.get(PaperReading, reading_id)
        place = get_place(work, row.appearance_id, row.seat_id)
        work.require("paper.confirm", place.competition_id)
        if row.author == actor.pseudonym:
            raise WrongState("paper_is_your_own")
        if row.state != PaperState.WAITING:
            raise WrongState("paper_waits_no_more")
        row.state, row.rejected_by, row.rejected_reason = (
            PaperState.REJECTED,
            actor.pseudonym,
            kept,
        )
        _record(work, "desk:paper:reject", place, row, author=row.author, reason=kept)


def list_waiting(work: Work, place: Place) -> tuple[PaperReading, ...]:
    """Return what others typed for a place and wait with, oldest first."""
    return tuple(
        work.session.scalars(
            select(PaperReading)
            .where(
                PaperReading.seat_id == place.seat.id,
                PaperReading.appearance_id == place.appearance.id,
                PaperReading.state == PaperState.WAITING,
                PaperReading.author != work.actor.pseudonym,
            )
            .order_by(PaperReading.id)
        )
    )


def _require_right(work: Work, place: Place, *, is_second: bool) -> None:
    """Go on only where the actor may type first, or second where somebody typed before."""
    work.require("paper.confirm", place.competition_id)
    if not is_second and not may(work.actor, "paper.type", place.competition_id):
        raise NotPermitted("paper_first_typing")


def _keep(work: Work, place: Place, typed: TypedSheet) -> bool:
    """Keep one row as a draft where it says something new; return whether it did."""
    row = _find_own(work, place)
    data = typed.as_data()
    if (row is None and typed.is_blank) or (row is not None and row.typed == data):
        return False
    try:
        require_open(place, sheet_of(work, place))
    except WrongState:
        return False
    row = row or _own_row(work, place)
    row.typed, row.typed_at, row.state = data, work.now, PaperState.DRAFT
    row.rejected_by, row.rejected_reason = "", ""
    return True


def _find_own(work: Work, place: Place) -> PaperReading | None:
    """Return the actor's own reading of a place that is not settled, or None."""
    return work.session.scalar(
        select(PaperReading).where(
            PaperReading.seat_id == place.seat.id,
            PaperReading.appearance_id == place.appearance.id,
            PaperReading.author == work.actor.pseudonym,
            PaperReading.state.in_(_OPEN),
        )
    )


def _own_row(work: Work, place: Place) -> PaperReading:
    """Return the actor's own reading of a place, made where there is none."""
    row = _find_own(work, place)
    if row is None:
        if not work.actor.pseudonym:
            raise NotFound()
        row = PaperReading(
            seat_id=place.seat.id,
            appearance_id=place.appearance.id,
            author=work.actor.pseudonym,
            state=PaperState.DRAFT,
            typed={},
            typed_at=work.now,
        )
        work.session.add(row)
    return row


def _record(
    work: Work, action: str, place: Place, row: PaperReading, **details: str | bool
) -> None:
    work.session.flush()
    work.record(
        action,
        row.id,
        competition_id=place.competition_id,
        details={"appearance": place.appearance.id, "seat": place.seat.id, **details},
    )
