"""One heat: its facts, its entries, and the way to its panel and running order."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError, Problem
from judging.queries.candidates import Candidate, list_candidates
from judging.queries.heats import HeatFacts, get_heat, list_heat_entries
from judging.services.assignments import assign_entries
from judging.services.heats import HeatChange, edit_heat, remove_heat
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import find_url, render_desk
from judging.web.organizer.setup_forms import HeatForm, as_instant, as_local
from judging.wording import problem_sentences

_PATH = "/<competition>/rounds/<round_key>/heats/<int:heat_number>"


def current_heat(round_key: str, heat_number: int) -> HeatFacts:
    """Return a heat of the current competition, or raise NotFound."""
    return get_heat(current_competition().id, round_key, heat_number)


def heat_url(endpoint: str, heat: HeatFacts) -> str:
    """Return the address of a page of a heat; empty where no such page is registered."""
    return (
        find_url(
            endpoint,
            competition=current_competition().slug,
            round_key=heat.round_key,
            heat_number=heat.number,
        )
        or ""
    )


@blueprint.get(_PATH)
@permission("desk.read")
def heat(competition: str, round_key: str, heat_number: int) -> str:
    """Show a heat with its entries."""
    return _page(current_heat(round_key, heat_number))


def _page(found: HeatFacts, form: HeatForm | None = None) -> str:
    zone = current_competition().timezone
    data = {
        "name_zh": found.name_zh,
        "name_en": found.name_en,
        "place": found.place,
        "starts_at": as_local(found.starts_at, zone),
    }
    return render_desk(
        "organizer/heat.html",
        "setup",
        heat=found,
        entries=list_heat_entries(found.id),
        form=form or HeatForm(formdata=None, data=data),
        panel_url=heat_url("desk.panel", found),
    )


@blueprint.post(_PATH)
@permission("setup.edit")
def save_heat(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Save names, place and time."""
    found, form = current_heat(round_key, heat_number), HeatForm()
    if not form.validate_on_submit():
        return _page(found, form), 400
    starts_at = as_instant(form.starts_at.data, current_competition().timezone)
    change = HeatChange(
        form.name_zh.data, form.name_en.data or "", form.place.data or "", starts_at
    )
    try:
        edit_heat(current_actor(), utc_now(), found.id, change)
    except JudgingError as error:
        status = show_on_form(form, error)
        return _page(found, form), status
    flash(_("Saved."), "success")
    return redirect(heat_url("desk.heat", found))


@blueprint.post(_PATH + "/remove")
@permission("setup.edit")
def drop_heat(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Take an empty heat away."""
    found = current_heat(round_key, heat_number)
    remove_heat(current_actor(), utc_now(), found.id)
    flash(_("Taken away: %(name)s", name=in_language(found)), "success")
    return redirect(url_for("desk.round", competition=competition, round_key=round_key))


@blueprint.get(_PATH + "/entries")
@permission("setup.edit")
def heat_entries(competition: str, round_key: str, heat_number: int) -> str:
    """Show every candidate of the round with a box for this heat."""
    return _entries_page(current_heat(round_key, heat_number))


@blueprint.post(_PATH + "/entries")
@permission("setup.edit")
def save_heat_entries(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Let the heat have exactly the entries that are ticked."""
    found = current_heat(round_key, heat_number)
    wanted = request.form.getlist("entry")
    try:
        ids = _ids_of(list_candidates(found.round_id), wanted)
        assign_entries(current_actor(), utc_now(), found.id, ids)
    except InvalidInput as error:
        return _entries_page(found, frozenset(wanted), error.problems), 400
    flash(
        _("%(heat)s now has %(count)s entries.", heat=in_language(found), count=len(ids)), "success"
    )
    return redirect(heat_url("desk.heat", found))


def _entries_page(
    found: HeatFacts,
    wanted: frozenset[str] | None = None,
    problems: tuple[Problem, ...] = (),
) -> str:
    candidates = list_candidates(found.round_id)
    if wanted is None:
        here = (c for c in candidates if c.heat_number == found.number)
        wanted = frozenset(c.entry_number for c in here)
    return render_desk(
        "organizer/heat_entries.html",
        "setup",
        heat=found,
        candidates=candidates,
        wanted=wanted,
        problems=problem_sentences(problems),
    )


def _ids_of(candidates: tuple[Candidate, ...], numbers: list[str]) -> list[int]:
    """Return the entries of the numbers that were ticked.

    Raises:
        InvalidInput: a number is not one of the candidates.
    """
    known = {c.entry_number: c.entry_id for c in candidates}
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise InvalidInput(
            Problem("not_a_candidate", "entries", {"number": number[:40]}) for number in unknown
        )
    return [known[number] for number in dict.fromkeys(numbers)]
