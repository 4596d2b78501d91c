"""Paper sheets at the desk: the piles, the grid to type them in, what is sent back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, NotFound, NotPermitted, WrongState
from judging.permissions import may
from judging.queries.marking_rules import find_rules, get_rubric
from judging.queries.paper import PaperLine, PaperPile, list_papers, list_piles
from judging.queries.progress import Progress
from judging.services.paper_readings import hand_in, keep_typed, reject_reading
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.paper_form import (
    cell_name,
    fault_words,
    has_weights,
    is_whole,
    tell,
    typed_lines,
)
from judging.web.organizer.paper_words import CELL_WORDS
from judging.web.organizer.progress import HEAT_PATH, current_progress, heat_args
from judging.web.organizer.sheets import SHEET_PATH
from judging.wording import words_for

PAPER_PATH = HEAT_PATH + "/paper"
SEAT_PILE = PAPER_PATH + "/seats/<int:seat_number>"
TURN_PILE = PAPER_PATH + "/turns/<int:order>"
#: Whose sheet, total, kind of sheet, state.
_OTHER_COLUMNS = 4


@blueprint.get(PAPER_PATH)
@permission("paper.confirm")
def papers(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show the piles of a heat: who typed what, and what waits for whom."""
    found = current_progress(round_key, heat_number)
    by_seat, by_turn = list_piles(_lines(found))
    return render_desk(
        "organizer/papers.html",
        "stage",
        progress=found,
        path=heat_args(found),
        by_seat=by_seat,
        by_turn=by_turn,
        may_print=find_rules(found.heat.round_id) is not None,
    )


@blueprint.get(SEAT_PILE)
@permission("paper.confirm")
def paper_seat(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Show one judge's pile as a grid: all contestants."""
    return _grid(current_progress(round_key, heat_number), seat_number=seat_number)


@blueprint.get(TURN_PILE)
@permission("paper.confirm")
def paper_turn(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Show one contestant's pile as a grid: all seats."""
    return _grid(current_progress(round_key, heat_number), order=order)


@blueprint.post(SEAT_PILE)
@permission("paper.confirm")
def hand_in_seat(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Hand in what is complete of one judge's pile."""
    found = current_progress(round_key, heat_number)
    _hand_in(found, _pile(found, seat_number, None))
    args = heat_args(found) | {"seat_number": seat_number}
    return redirect(url_for("desk.paper_seat", **args), 303)  # type: ignore[arg-type]


@blueprint.post(TURN_PILE)
@permission("paper.confirm")
def hand_in_turn(
    competition: str, round_key: str, heat_number: int, order: int
) -> ResponseReturnValue:
    """Hand in what is complete of one contestant's pile."""
    found = current_progress(round_key, heat_number)
    _hand_in(found, _pile(found, None, order))
    args = heat_args(found) | {"order": order}
    return redirect(url_for("desk.paper_turn", **args), 303)  # type: ignore[arg-type]


@blueprint.post(PAPER_PATH + "/draft")
@permission("paper.confirm")
def keep_paper(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Keep what is typed so far; answers nothing, or which words to show."""
    found = current_progress(round_key, heat_number)
    rows = typed_lines(_lines(found), get_rubric(found.heat.round_id))
    keep_typed(current_actor(), utc_now(), [typed for _line, typed in rows])
    return "", 204


@blueprint.post(SHEET_PATH + "/send-back")
@permission("paper.confirm")
def send_paper_back(
    competition: str, round_key: str, heat_number: int, order: int, seat_number: int
) -> ResponseReturnValue:
    """Send what another person typed back to that person."""
    found = current_progress(round_key, heat_number)
    (line,) = _pile(found, seat_number, order).lines
    wanted = request.form.get("reading", "")
    other = next((each for each in line.others if str(each.reading_id) == wanted), None)
    if other is None:
        raise NotFound()
    try:
        reject_reading(current_actor(), utc_now(), other.reading_id, request.form.get("reason", ""))
        flash(_("Sent back to %(name)s.", name=other.name), "success")
    except InvalidInput as error:
        flash(" ".join(words_for(error).details), "error")
    by_turn = request.form.get("back") == "turn"
    args = heat_args(found) | ({"order": order} if by_turn else {"seat_number": seat_number})
    return redirect(url_for("desk.paper_turn" if by_turn else "desk.paper_seat", **args), 303)  # type: ignore[arg-type]


def _lines(found: Progress) -> tuple[PaperLine, ...]:
    return list_papers(found, current_actor().pseudonym)


def _pile(found: Progress, seat_number: int | None, order: int | None) -> PaperPile:
    """Return the pile of a seat, of an appearance, or the one sheet of both.

    Raises:
        NotFound: the heat has no such seat or order number.
    """
    return _chosen(_lines(found), seat_number, order)


def _chosen(every: tuple[PaperLine, ...], seat_number: int | None, order: int | None) -> PaperPile:
    lines = tuple(
        line
        for line in every
        if seat_number in (None, line.seat.number) and order in (None, line.turn.order)
    )
    if not lines:
        raise NotFound()
    return PaperPile(
        lines[0].seat if seat_number is not None else None,
        lines[0].turn if order is not None else None,
        lines,
    )


def _grid(
    found: Progress, seat_number: int | None = None, order: int | None = None
) -> ResponseReturnValue:
    lines = _lines(found)
    pile = _chosen(lines, seat_number, order)
    rubric = get_rubric(found.heat.round_id)
    may_begin = may(current_actor(), "paper.type", current_competition().id)
    return render_desk(
        "organizer/paper_grid.html",
        "stage",
        progress=found,
        path=heat_args(found),
        pile=pile,
        piles=list_piles(lines)[0 if pile.seat else 1],
        rubric=rubric,
        is_weighted=has_weights(rubric),
        columns=len(rubric.criteria) + _OTHER_COLUMNS,
        may_begin=may_begin,
        cell_name=cell_name,
        fault_words=fault_words,
        words=CELL_WORDS,
    )


def _hand_in(found: Progress, pile: PaperPile) -> None:
    """Keep everything that is typed, hand in each sheet that is whole, and say what became of it.

    A sheet with a fault stays a draft, and the page shows the fault in its cell.
    """
    actor, now = current_actor(), utc_now()
    rubric = get_rubric(found.heat.round_id)
    rows = typed_lines(pile.lines, rubric)
    keep_typed(actor, now, [typed for _line, typed in rows])
    outcomes, refused, barred = [], 0, set()
    for line, typed in rows:
        if typed.is_blank or not is_whole(line, typed, rubric):
            continue
        try:
            outcomes.append(hand_in(actor, now, typed))
        except InvalidInput:
            refused += 1
        except (WrongState, NotPermitted) as error:
            barred.add(words_for(error).what_happened)
    tell(outcomes, refused, sorted(barred))
