"""Blank score sheets to print, for a heat that is judged on paper or whose tablets fail."""

from zoneinfo import ZoneInfo

from flask import Response, current_app, request, url_for

from judging.errors import InvalidInput, NotFound, Problem
from judging.queries.marking_rules import get_rubric
from judging.queries.paper_prints import BlankSheet, SheetCriterion, SheetPile, print_score_sheets
from judging.queries.progress import Progress, SeatFacts, TurnFacts
from judging.queries.rounds import list_rule_sheets
from judging.scoring.bilingual import Bilingual
from judging.web.access import current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.paper import PAPER_PATH
from judging.web.organizer.paper_form import has_weights
from judging.web.organizer.progress import current_progress, heat_args

MOST_SHEETS = 600


@blueprint.get(PAPER_PATH + "/sheets.pdf")
@permission("paper.confirm")
def papers_pdf(competition: str, round_key: str, heat_number: int) -> Response:
    """Send the blank sheets of a heat, of one seat (``seat``) or of one contestant (``order``)."""
    found = current_progress(round_key, heat_number)
    seat, order = request.args.get("seat", ""), request.args.get("order", "")
    pairs = [
        (each, turn)
        for each in found.seats
        for turn in found.turns
        if turn.order is not None and not turn.is_out
        if seat in ("", str(each.number)) and order in ("", str(turn.order))
    ]
    if not pairs:
        raise NotFound()
    if len(pairs) > MOST_SHEETS:
        raise InvalidInput((Problem("too_many_sheets", "", {"most": MOST_SHEETS}),))
    content = print_score_sheets(_pile(found, pairs))
    part = f"-seat-{seat}" if seat else f"-no-{order}" if order else ""
    name = f"{competition}-{round_key}-{heat_number}-sheets{part}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, mimetype="application/pdf", headers=headers)


def _pile(found: Progress, pairs: list[tuple[SeatFacts, TurnFacts]]) -> SheetPile:
    """Return everything that the sheets say."""
    competition, heat = current_competition(), found.heat
    rubric = get_rubric(heat.round_id)
    (version,) = (
        each for each in list_rule_sheets(heat.round_id) if each.version == rubric.version
    )
    return SheetPile(
        competition=_pair(competition.name_zh, competition.name_en),
        round=_pair(heat.round_name_zh, heat.round_name_en),
        heat=_pair(heat.name_zh, heat.name_en),
        place=heat.place,
        version=rubric.version,
        digest=rubric.digest,
        in_force=version.created_at.astimezone(ZoneInfo(competition.timezone)).date(),
        is_weighted=has_weights(rubric),
        criteria=tuple(
            SheetCriterion(each.name, f"{each.min_text}–{each.max_text}", each.step_text)
            for each in rubric.criteria
        ),
        sheets=tuple(_sheet(found, seat, turn) for seat, turn in pairs),
    )


def _sheet(found: Progress, seat: SeatFacts, turn: TurnFacts) -> BlankSheet:
    order = turn.order or 0
    base = current_app.config["PUBLIC_BASE_URL"].rstrip("/")
    path = url_for("desk.paper_seat", seat_number=seat.number, **heat_args(found))  # type: ignore[arg-type]
    return BlankSheet(
        seat=seat.number,
        judge=seat.name,
        order=order,
        entry=turn.entry_number,
        name="" if current_competition().is_blind else turn.name,
        title=_pair(turn.title_zh, turn.title_en),
        address=f"{base}{path}#{order}-{seat.number}-row",
    )


def _pair(zh: str, en: str) -> Bilingual:
    return Bilingual(zh or en, en or zh)
