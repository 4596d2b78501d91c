"""Finding and writing the rows of score sheets; shared by the seat's and the desk's commands."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import contains_eager

from judging.errors import NotFound, WrongState
from judging.models import (
    OUT_OF_COMPETITION,
    Appearance,
    Heat,
    HeatState,
    Panel,
    Round,
    ScoreSheet,
    Seat,
    SheetRevision,
    SheetState,
)
from judging.models.rules_in_force import RulesInForce, get_rules_in_force
from judging.permissions import ActorKind
from judging.services.command import Work
from judging.services.review_questions import settle_questions

#: The statements of every submission are built once: building costs as much as running them.
_PLACE = (
    select(Seat, Appearance, Heat)
    .join(Panel, Panel.id == Seat.panel_id)
    .join(Heat, Heat.id == Panel.heat_id)
    .join(Round, Round.id == Heat.round_id)
    .join(Appearance, Appearance.heat_id == Heat.id)
    .where(Seat.id == bindparam("seat_id"), Appearance.id == bindparam("appearance_id"))
    .options(contains_eager(Heat.round))
)
_SHEET = select(ScoreSheet).where(
    ScoreSheet.seat_id == bindparam("seat_id"),
    ScoreSheet.appearance_id == bindparam("appearance_id"),
)
_CURRENT = select(SheetRevision).where(
    SheetRevision.sheet_id == bindparam("sheet_id"), SheetRevision.is_current
)
_REVISION = select(SheetRevision).where(SheetRevision.client_id == bindparam("client_id"))


@dataclass(frozen=True)
class Place:
    """One cell of the heat's matrix: a seat and an appearance that belong to the same heat."""

    seat: Seat
    appearance: Appearance
    heat: Heat

    @property
    def competition_id(self) -> int:
        """The competition that all of it belongs to."""
        return self.heat.round.competition_id


def own_place(work: Work, appearance_id: int) -> Place:
    """Return the place of the seat that asks, for an appearance of its own heat.

    Raises:
        NotFound: nobody's seat asks, or the appearance is not in the seat's heat.
    """
    if work.actor.kind is not ActorKind.SEAT:
        raise NotFound()
    place = get_place(work, appearance_id, work.actor.id)
    work.require("judge.own", place.competition_id)
    return place


def get_place(work: Work, appearance_id: int, seat_id: int) -> Place:
    """Return a place by its ids.

    Raises:
        NotFound: there is no such row, or the two do not belong to the same heat.
    """
    keys = {"seat_id": seat_id, "appearance_id": appearance_id}
    found = work.session.execute(_PLACE, keys).one_or_none()
    if found is None:
        raise NotFound()
    return Place(*found)


def find_sheet(work: Work, place: Place) -> ScoreSheet | None:
    """Return the sheet of a place, or None where nothing was ever kept."""
    keys = {"seat_id": place.seat.id, "appearance_id": place.appearance.id}
    return work.session.scalar(_SHEET, keys)


def sheet_of(work: Work, place: Place) -> ScoreSheet:
    """Return the sheet of a place, made where there is none."""
    sheet = find_sheet(work, place)
    if sheet is None:
        sheet = empty_sheet(place)
        work.session.add(sheet)
        work.session.flush()
    return sheet


def empty_sheet(place: Place) -> ScoreSheet:
    """Return a new sheet of a place; its first revision brings it into the database."""
    return ScoreSheet(
        seat_id=place.seat.id,
        appearance_id=place.appearance.id,
        state=SheetState.NOT_YET,
        revision=0,
        is_reopened=False,
        has_conflict=False,
    )


def require_open(place: Place, sheet: ScoreSheet) -> None:
    """Go on only where marks may change now.

    Raises:
        WrongState: the heat is signed, or not open and the sheet not reopened, or the appearance
            has left the competition.
    """
    if place.heat.state == HeatState.SIGNED:
        raise WrongState("heat_signed")
    if place.heat.state != HeatState.OPEN and not sheet.is_reopened:
        is_early = place.heat.state in (HeatState.PLANNED, HeatState.DRAWN)
        raise WrongState("heat_not_open_yet" if is_early else "heat_closed")
    if place.appearance.state in OUT_OF_COMPETITION:
        raise WrongState("appearance_is_out", order=place.appearance.order_number or 0)


def is_desk_recusal(sheet: ScoreSheet) -> bool:
    """Whether the desk recused the seat beforehand; what the judge did is the judge's to undo."""
    if sheet.state != SheetState.RECUSED:
        return False
    return any(revision.is_current and revision.source == "desk" for revision in sheet.revisions)


def newest_number(sheet: ScoreSheet) -> int:
    """Return the newest number that a tablet can have seen: of what stands, or of a conflict."""
    if not sheet.has_conflict:
        return sheet.revision
    numbers = (r.number for r in sheet.revisions if r.is_conflict)
    return max((sheet.revision, *numbers))


def least_replaced(sheet: ScoreSheet) -> int:
    """Return the number that a submission must name at least so as to count; 0 for a first one.

    While versions are in conflict that is the newest of them: whoever names an older one has not
    seen it. An absence that the desk entered and that was taken back is looked through: the sheet
    that was meanwhile held on a tablet answers to what stood before.
    """
    if sheet.has_conflict or not (sheet.is_reopened and sheet.state == SheetState.ABSENT):
        return newest_number(sheet)
    absences = {
        revision.number: revision.replaces
        for revision in sheet.revisions
        if revision.source == "desk" and revision.state == SheetState.ABSENT
    }
    number = sheet.revision
    while number in absences:
        number = absences[number]
    return number


def find_revision(work: Work, client_id: str) -> SheetRevision | None:
    """Return the revision that was accepted under a client-made id, or None."""
    return work.session.scalar(_REVISION, {"client_id": client_id})


def rules_of(work: Work, heat: Heat) -> RulesInForce:
    """Return the rule sheet in force, frozen from now on because marks rest on it.

    Raises:
        NotFound: the round has none.
    """
    found = get_rules_in_force(work.session, heat.round_id)
    if found.row.frozen_at is None:
        found.row.frozen_at = work.now
    return found


def next_number(work: Work, sheet: ScoreSheet) -> int:
    """Return the number of the sheet's next revision; conflicts are counted too."""
    if sheet.revision == 0:
        return 1
    newest = work.session.scalar(
        select(func.max(SheetRevision.number)).where(SheetRevision.sheet_id == sheet.id)
    )
    return (newest or 0) + 1


def make_current(work: Work, sheet: ScoreSheet, revision: SheetRevision) -> None:
    """Let a new revision take the place of the current one, and the sheet show it.

    The old one is let go first: the database allows one current revision at any instant. What the
    judge has typed goes only with the judge's own revision; the desk's word may be taken back.
    Questions about the old one are settled.
    """
    is_first = sheet.revision == 0
    if not is_first:
        _let_go(work, sheet)
    sheet.state = revision.state
    sheet.revision = revision.number
    sheet.judge_total = revision.judge_total
    sheet.submitted_at = work.now
    sheet.is_reopened = False
    sheet.has_conflict = False
    if revision.source == "tablet":
        sheet.draft = None
        sheet.draft_at = None
    work.session.add(sheet)
    work.session.flush()
    revision.is_current = True
    revision.sheet_id = sheet.id
    work.session.add(revision)
    work.session.flush()
    if not is_first:
        settle_questions(work, [sheet.id], is_answer=revision.source in ("tablet", "paper"))


def _let_go(work: Work, sheet: ScoreSheet) -> None:
    """Let the current revision be current no longer."""
    for old in work.session.scalars(_CURRENT, {"sheet_id": sheet.id}):
        old.is_current = False
    work.session.flush()
