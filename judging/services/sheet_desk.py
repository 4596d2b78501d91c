"""The desk's commands on score sheets: excuse a seat, reopen a sheet, void a sheet.

Nothing is ever overwritten: each of them adds a revision or a flag, and earlier revisions stay.
"""

import uuid
from datetime import datetime
from typing import Any

from judging.errors import WrongState
from judging.models import HeatState, ScoreSheet, SheetRevision, SheetState
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.models.voided_sheets import find_results
from judging.permissions import Actor, may
from judging.services.command import Work, writing
from judging.services.review_questions import asked_details, review_appearance
from judging.services.sheet_rows import (
    Place,
    find_sheet,
    get_place,
    is_desk_recusal,
    make_current,
    next_number,
    rules_of,
    sheet_of,
)
from judging.services.sheet_values import check_reason, digest_of


def excuse_seat(actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str) -> None:
    """Mark a seat absent for an appearance: no mark will come, and none counts.

    Raises:
        NotFound: no such seat in the appearance's heat, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: the heat is signed, or the seat has handed in a sheet already (void it then).
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        work.require("sheet.excuse", place.competition_id)
        require_unsigned(place)
        sheet = sheet_of(work, place)
        if sheet.state != SheetState.NOT_YET:
            raise WrongState("sheet_is_handed_in", state=sheet.state)
        add_desk_revision(work, place, sheet, SheetState.ABSENT, kept)
        asked = review_appearance(work, place.appearance)
        record_at_desk(work, "desk:sheet:excuse", place, sheet, **asked_details(asked))


def reopen_sheet(
    actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str
) -> None:
    """Let one seat correct one sheet, also after the heat has closed.

    The sheet keeps its state and marks until the seat submits again. The chief judge may reopen
    any sheet; who may excuse or recuse a seat may also take that back.

    Raises:
        NotFound: no such sheet, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: the heat is signed, or the sheet is open anyway.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        sheet = find_sheet(work, place)
        is_own = sheet is not None and (sheet.state == SheetState.ABSENT or is_desk_recusal(sheet))
        if not (is_own and may(actor, "sheet.excuse", place.competition_id)):
            work.require("sheet.reopen", place.competition_id)
        require_unsigned(place)
        sheet = sheet or sheet_of(work, place)
        if sheet.is_reopened:
            raise WrongState("sheet_is_open")
        sheet.is_reopened = True
        record_at_desk(work, "desk:sheet:reopen", place, sheet, reason=kept)


def void_sheet(actor: Actor, now: datetime, appearance_id: int, seat_id: int, reason: str) -> None:
    """Take one seat's sheet out of the count. Its marks stay readable in its revisions.

    The result with the sheet and the one without it both stand in the journal, as they were at
    this moment; :func:`judging.models.voided_sheets.find_results` counts both again at any time.

    Raises:
        NotFound: no such sheet, or not for this actor.
        InvalidInput: the reason is missing.
        WrongState: the heat is signed, or there is nothing to void.
    """
    kept = check_reason(reason)
    with writing(actor, now) as work:
        place = get_place(work, appearance_id, seat_id)
        work.require("sheet.void", place.competition_id)
        require_unsigned(place)
        sheet = find_sheet(work, place)
        if sheet is None or sheet.state in (SheetState.NOT_YET, SheetState.VOID):
            raise WrongState("nothing_to_void")
        add_desk_revision(work, place, sheet, SheetState.VOID, kept)
        asked = review_appearance(work, place.appearance)
        both = _both_results(work, place)
        record_at_desk(work, "desk:sheet:void", place, sheet, **asked_details(asked), **both)


def add_desk_revision(
    work: Work, place: Place, sheet: ScoreSheet, state: SheetState, reason: str
) -> SheetRevision:
    """Add a revision without marks that the desk made, and let the sheet show it."""
    client_id = str(uuid.uuid4())
    payload = {
        "appearance": place.appearance.id,
        "client_id": client_id,
        "reason": reason,
        "replaces": sheet.revision,
        "seat": place.seat.id,
        "state": str(state),
    }
    revision = SheetRevision(
        sheet_id=sheet.id,
        number=next_number(work, sheet),
        client_id=client_id,
        replaces=sheet.revision,
        is_conflict=False,
        state=state,
        rule_sheet_id=_rules_beneath(work, place, state).row.id,
        reason=reason,
        payload_digest=digest_of(payload),
        source="desk",
        author=work.actor.pseudonym,
        received_at=work.now,
    )
    make_current(work, sheet, revision)
    work.session.flush()
    return revision


def _rules_beneath(work: Work, place: Place, state: SheetState) -> RulesInForce:
    """Return the rules in force; a recusal beforehand freezes none, for no mark rests on them."""
    if state == SheetState.RECUSED:
        return get_rules_in_force(work.session, place.heat.round_id)
    return rules_of(work, place.heat)


def require_unsigned(place: Place) -> None:
    """Nothing changes under a signature."""
    if place.heat.state == HeatState.SIGNED:
        raise WrongState("heat_signed")


def _both_results(work: Work, place: Place) -> dict[str, Any]:
    """Return the result with a sheet that was just voided and without it; nothing without marks."""
    rules = rules_of(work, place.heat).rules
    where = place.heat.id, rules, place.seat.id, place.appearance.id
    found = find_results(work.session, *where)
    return {} if found is None else found.as_details()


def record_at_desk(
    work: Work, action: str, place: Place, sheet: ScoreSheet, **details: Any
) -> None:
    """Write the journal entry of a desk's command on one sheet."""
    work.record(
        action,
        sheet.id,
        competition_id=place.competition_id,
        revision=sheet.revision,
        details={"appearance": place.appearance.id, "seat": place.seat.id, **details},
    )
