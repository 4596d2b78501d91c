"""The running order of a heat: by hand, or by lot with a commitment before."""

import secrets

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, Problem
from judging.queries.draws import list_draws
from judging.queries.heats import HeatEntry, HeatFacts, list_heat_entries, list_heats
from judging.services.draws import clear_order, commit_draw, draw_order, set_order
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.heats import current_heat, heat_url
from judging.web.organizer.pages import render_desk
from judging.wording import problem_sentences

_PATH = "/<competition>/rounds/<round_key>/heats/<int:heat_number>/order"
_SEED_BYTES = 32
_HIGHEST_PLACE = 9999


@blueprint.get("/<competition>/order")
@permission("desk.read")
def order(competition: str) -> str:
    """List all heats with their running orders."""
    return render_desk("organizer/orders.html", "draw", heats=list_heats(current_competition().id))


@blueprint.get(_PATH)
@permission("desk.read")
def heat_order(competition: str, round_key: str, heat_number: int) -> str:
    """Show the running order of a heat, and every drawing of lots."""
    found = current_heat(round_key, heat_number)
    return _page(found, list_heat_entries(found.id))


def _page(
    found: HeatFacts,
    entries: tuple[HeatEntry, ...],
    problems: tuple[Problem, ...] = (),
    *,
    is_unsaved: bool = False,
) -> str:
    draws = list_draws(found.id)
    return render_desk(
        "organizer/order.html",
        "draw",
        heat=found,
        entries=entries,
        draws=draws,
        pending=next((draw for draw in draws if draw.drawn_at is None), None),
        needs_reason=any(draw.drawn_at for draw in draws),
        can_change=found.state in ("planned", "drawn"),
        problems=problem_sentences(problems),
        reason=request.form.get("reason", ""),
        is_unsaved=is_unsaved,
    )


@blueprint.post(_PATH)
@permission("order.edit")
def save_order(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Set the running order by the numbers typed, or move one line and show it again."""
    found = current_heat(round_key, heat_number)
    entries = list_heat_entries(found.id)
    try:
        ordered = read_places(entries)
        if "up" in request.form or "down" in request.form:
            return _page(found, _moved(ordered), is_unsaved=True)
        set_order(
            current_actor(),
            utc_now(),
            found.id,
            [entry.appearance_id for entry in ordered],
            request.form.get("reason", ""),
        )
    except InvalidInput as error:
        return _page(found, entries, error.problems, is_unsaved=True), 400
    flash(_("The running order is set."), "success")
    return redirect(heat_url("desk.heat_order", found))


def read_places(entries: tuple[HeatEntry, ...]) -> tuple[HeatEntry, ...]:
    """Return the entries in the order of the numbers typed for them.

    Raises:
        InvalidInput: a number is missing, absurd, or stands twice.
    """
    problems: list[Problem] = []
    places: dict[int, HeatEntry] = {}
    for entry in entries:
        text = request.form.get(f"place-{entry.entry_number}", "").strip()
        place = int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
        if not 1 <= place <= _HIGHEST_PLACE:
            params = {"number": entry.entry_number, "most": _HIGHEST_PLACE}
            problems.append(Problem("bad_place", "", params))
        elif place in places:
            params = {"place": place, "number": entry.entry_number}
            problems.append(Problem("place_twice", "", params))
        else:
            places[place] = entry
    if problems:
        raise InvalidInput(problems)
    return tuple(places[place] for place in sorted(places))


def _moved(entries: tuple[HeatEntry, ...]) -> tuple[HeatEntry, ...]:
    """Return the order with one line moved up or down, as the button pressed says."""
    step = -1 if "up" in request.form else 1
    number = request.form.get("up") or request.form.get("down")
    rows = list(entries)
    here = next((i for i, entry in enumerate(rows) if entry.entry_number == number), None)
    if here is not None and 0 <= here + step < len(rows):
        rows[here], rows[here + step] = rows[here + step], rows[here]
    return tuple(rows)


@blueprint.post(_PATH + "/commit")
@permission("order.edit")
def commit_lots(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Publish the commitment of a new seed."""
    found = current_heat(round_key, heat_number)
    seed = secrets.token_hex(_SEED_BYTES)
    try:
        commit_draw(current_actor(), utc_now(), found.id, seed, request.form.get("reason", ""))
    except InvalidInput as error:
        return _page(found, list_heat_entries(found.id), error.problems), 400
    flash(_("The commitment is published. Draw whenever everybody is ready."), "success")
    return redirect(heat_url("desk.heat_order", found) + "#lots")


@blueprint.post(_PATH + "/draw")
@permission("order.edit")
def draw_lots_now(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Reveal the seed and put the heat in the order drawn."""
    found = current_heat(round_key, heat_number)
    draw_order(current_actor(), utc_now(), found.id)
    flash(_("Drawn. The seed is published, and anybody can check the order."), "success")
    return redirect(heat_url("desk.heat_order", found))


@blueprint.post(_PATH + "/clear")
@permission("order.edit")
def take_order_back(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Take the running order back, so that entries can change."""
    found = current_heat(round_key, heat_number)
    try:
        clear_order(current_actor(), utc_now(), found.id, request.form.get("reason", ""))
    except InvalidInput as error:
        return _page(found, list_heat_entries(found.id), error.problems), 400
    flash(_("The running order is taken back."), "success")
    return redirect(heat_url("desk.heat_order", found))
