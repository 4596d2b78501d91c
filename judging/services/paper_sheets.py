"""A paper sheet that two people read the same becomes a revision of the score sheet."""

import uuid
from collections.abc import Sequence

from judging.models import PaperReading, PaperState, ScoreSheet, SheetRevision, SheetState
from judging.models.rules_in_force import RulesInForce
from judging.scoring.paper import PaperReading as Reading
from judging.scoring.sheet import judge_total, pack_marks
from judging.services.command import Work
from judging.services.paper_values import HandedIn
from judging.services.review_questions import (
    Asked,
    ask_about_paper,
    asked_details,
    review_appearance,
)
from judging.services.sheet_rows import Place, make_current, next_number, rules_of, sheet_of
from judging.services.sheet_values import Submission


def take_in(
    work: Work,
    place: Place,
    reading: Reading,
    first: PaperReading,
    second: PaperReading,
    others: Sequence[PaperReading],
) -> HandedIn:
    """Store ``reading``, which two people read the same; return what became of it.

    Where nothing stands, or the sheet was reopened, the paper counts from now on. Where a sheet
    came otherwise, the paper is kept beside it as a conflict, for the chief judge to settle:
    nobody's marks are dropped. ``others`` read it otherwise and are kept as outvoted.
    """
    in_force = rules_of(work, place.heat)
    sheet = sheet_of(work, place)
    revision = _new_revision(work, place, sheet, first, reading, in_force)
    outcome = _put(work, sheet, revision)
    for row in (first, second, *others):
        row.revision = revision.number
        row.state = PaperState.AGREED if row in (first, second) else PaperState.OUTVOTED
    work.session.flush()
    asked = _ask(work, place, sheet, reading) if outcome == "agreed" else ()
    work.record(
        "desk:sheet:paper",
        sheet.id,
        competition_id=place.competition_id,
        revision=revision.number,
        details={
            "appearance": place.appearance.id,
            "seat": place.seat.id,
            "digest": revision.payload_digest,
            "rule_sheet": in_force.row.version,
            "state": reading.state,
            "typed_by": first.author,
            "confirmed_by": second.author,
            "outcome": outcome,
            "has_slip": reading.has_slip,
            **asked_details(asked),
        },
    )
    return HandedIn(outcome, revision=revision.number)


def _ask(work: Work, place: Place, sheet: ScoreSheet, reading: Reading) -> tuple[Asked, ...]:
    """Ask where the judge's own sum is another, and whoever stands apart now; return whom."""
    where = place.appearance.order_number or 0, place.seat.number
    flag = reading.slip_data(str(place.seat.number))
    asked = ask_about_paper(work, sheet, where, flag) if reading.has_slip else ()
    return (*asked, *review_appearance(work, place.appearance))


def _put(work: Work, sheet: ScoreSheet, revision: SheetRevision) -> str:
    """Let a revision count, or keep it beside what stands; return which."""
    if sheet.state == SheetState.NOT_YET or sheet.is_reopened:
        make_current(work, sheet, revision)
        return "agreed"
    current = next(old for old in sheet.revisions if old.is_current)
    is_same = (current.state, current.marks) == (revision.state, revision.marks)
    revision.is_current, revision.is_conflict = False, not is_same
    sheet.has_conflict = sheet.has_conflict or not is_same
    work.session.add(revision)
    work.session.flush()
    return "same" if is_same else "beside"


def _new_revision(
    work: Work,
    place: Place,
    sheet: ScoreSheet,
    first: PaperReading,
    reading: Reading,
    in_force: RulesInForce,
) -> SheetRevision:
    """Make the row of a revision; who confirmed it stands with the readings and in the journal."""
    is_given = reading.state == SheetState.GIVEN
    rules = in_force.rules
    total = judge_total(rules.rubric, reading.marks, rules.tally.rounding) if is_given else None
    payload = Submission(
        client_id=str(uuid.uuid4()),
        appearance_id=place.appearance.id,
        marks=first.typed["marks"],
        comment_contestant=reading.comments[0],
        comment_panel=reading.comments[1],
        replaces=sheet.revision,
        reason=first.typed["note"],
        state=reading.state,
    )
    return SheetRevision(
        sheet_id=sheet.id,
        number=next_number(work, sheet),
        client_id=payload.client_id,
        replaces=sheet.revision,
        is_current=False,
        is_conflict=False,
        state=reading.state,
        rule_sheet_id=in_force.row.id,
        marks=pack_marks(reading.marks) if is_given else None,
        judge_total=None if total is None else total.units,
        comment_contestant=payload.comment_contestant,
        comment_panel=payload.comment_panel,
        reason=payload.reason,
        payload_digest=payload.digest(),
        source="paper",
        author=first.author,
        received_at=work.now,
    )
