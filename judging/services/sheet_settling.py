"""Settling a conflict: the chief judge says which of two versions of a sheet is the judge's.

A tablet and a paper sheet, or two tablets, brought different marks. All versions are kept for
ever; the chosen one is repeated as a new revision, so that it counts from now on.
"""

import uuid
from datetime import datetime

from judging.errors import NotFound, WrongState
from judging.models import HeatState, ScoreSheet, SheetRevision
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.review_questions import asked_details, review_appearance
from judging.services.sheet_rows import (
    Place,
    find_sheet,
    get_place,
    make_current,
    newest_number,
    next_number,
)
from judging.services.sheet_values import check_reason, digest_of


def settle_conflict(
    actor: Actor, now: datetime, appearance_id: int, seat_id: int, number: int, reason: str
) -> None:
    """Let one of the versions of a sheet count.

    Args:
        actor: a chief judge.
        now: the present instant.
        appearance_id: the turn.
        seat_id: whose sheet it is.
        number: the revision that is the judge's: the current one, or one kept beside it.
        reason: how that is known.

    Raises:
        NotFound: no such sheet or revision, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: the heat is signed, nothing is in conflict, or the revision is no part of it.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        work.require("sheet.settle", place.competition_id)
        sheet, chosen = _chosen(work, place, number)
        make_current(work, sheet, _repeated(work, place, chosen, kept))
        asked = review_appearance(work, place.appearance)
        work.record(
            "desk:sheet:settle",
            sheet.id,
            competition_id=place.competition_id,
            revision=sheet.revision,
            details={
                "appearance": place.appearance.id,
                "seat": place.seat.id,
                "chosen": number,
                "reason": kept,
                **asked_details(asked),
            },
        )


def _chosen(work: Work, place: Place, number: int) -> tuple[ScoreSheet, SheetRevision]:
    """Return the sheet of a place and the version of that number, which may be chosen.

    Raises:
        NotFound: there is no such sheet or revision.
        WrongState: the heat is signed, nothing is in conflict, or the revision is no part of it.
    """
    sheet = find_sheet(work, place)
    chosen = next((r for r in sheet.revisions if r.number == number), None) if sheet else None
    if sheet is None or chosen is None:
        raise NotFound()
    if place.heat.state == HeatState.SIGNED:
        raise WrongState("heat_signed")
    if not sheet.has_conflict:
        raise WrongState("no_conflict")
    if not (chosen.is_current or (chosen.is_conflict and chosen.number > sheet.revision)):
        raise WrongState("not_in_conflict", number=number)
    return sheet, chosen


def _repeated(work: Work, place: Place, chosen: SheetRevision, reason: str) -> SheetRevision:
    """Make the row that says again what the chosen revision says, in its own words."""
    client_id = str(uuid.uuid4())
    payload = {
        "appearance": place.appearance.id,
        "chosen": chosen.payload_digest,
        "client_id": client_id,
        "reason": reason,
        "seat": place.seat.id,
    }
    return SheetRevision(
        sheet_id=chosen.sheet_id,
        number=next_number(work, chosen.sheet),
        client_id=client_id,
        replaces=newest_number(chosen.sheet),
        is_current=False,
        is_conflict=False,
        state=chosen.state,
        rule_sheet_id=chosen.rule_sheet_id,
        marks=chosen.marks,
        judge_total=chosen.judge_total,
        comment_contestant=chosen.comment_contestant,
        comment_panel=chosen.comment_panel,
        reason=reason,
        payload_digest=digest_of(payload),
        source=chosen.source,
        author=chosen.author,
        received_at=work.now,
    )
