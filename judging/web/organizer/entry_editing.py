"""One entry by hand: added, edited, withdrawn, given a new access code."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError, Problem
from judging.queries.entries import EntryFacts, get_entry, list_division_choices
from judging.services.entries import add_entry, edit_entry, renew_code, set_withdrawn
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.entry_forms import EntryForm, data_of
from judging.web.organizer.pages import render_desk

_PATH = "/<competition>/entries/number/<number>"


def _page(form: EntryForm, entry: EntryFacts | None, status: int = 200) -> ResponseReturnValue:
    """Render the form of one entry."""
    page = render_desk("organizer/entry.html", "people", form=form, entry=entry)
    return page, status


@blueprint.route("/<competition>/entries/new", methods=["GET", "POST"])
@permission("entries.edit")
def new_entry(competition: str) -> ResponseReturnValue:
    """Add an entry by hand."""
    form = EntryForm().offer(list_division_choices(current_competition().id))
    if not form.is_submitted():
        return _page(form, None)
    if not form.validate():
        return _page(form, None, 400)
    try:
        new = form.as_entry()
        if new is None:
            raise InvalidInput((Problem("latin_names_count", "names_latin"),))
        add_entry(current_actor(), utc_now(), current_competition().id, new)
    except JudgingError as error:
        return _page(form, None, show_on_form(form, error))
    flash(_("Entry %(number)s was added.", number=new.number), "success")
    return redirect(url_for("desk.entries", competition=competition), 303)


@blueprint.route(_PATH, methods=["GET", "POST"])
@permission("entries.edit")
def entry(competition: str, number: str) -> ResponseReturnValue:
    """Edit an entry."""
    found = get_entry(current_competition().id, number)
    divisions = list_division_choices(current_competition().id)
    form = EntryForm(data=data_of(found)).offer(divisions)
    if not form.is_submitted():
        return _page(form, found)
    if not form.validate():
        return _page(form, found, 400)
    try:
        changed = form.as_entry()
        if changed is None:
            raise InvalidInput((Problem("latin_names_count", "names_latin"),))
        edit_entry(current_actor(), utc_now(), found.id, changed)
    except JudgingError as error:
        return _page(form, found, show_on_form(form, error))
    flash(_("Saved."), "success")
    return redirect(url_for("desk.entries", competition=competition), 303)


@blueprint.post(f"{_PATH}/withdraw")
@permission("entries.edit")
def withdraw_entry(competition: str, number: str) -> ResponseReturnValue:
    """Withdraw an entry that has not appeared."""
    return _set_withdrawn(competition, number, is_withdrawn=True)


@blueprint.post(f"{_PATH}/return")
@permission("entries.edit")
def return_entry(competition: str, number: str) -> ResponseReturnValue:
    """Take a withdrawn entry back in."""
    return _set_withdrawn(competition, number, is_withdrawn=False)


def _set_withdrawn(competition: str, number: str, *, is_withdrawn: bool) -> ResponseReturnValue:
    """Withdraw an entry or take it back, and show it."""
    found = get_entry(current_competition().id, number)
    set_withdrawn(current_actor(), utc_now(), found.id, is_withdrawn)
    said = (
        _("Entry %(number)s is withdrawn.") if is_withdrawn else _("Entry %(number)s is back in.")
    )
    flash(said % {"number": number}, "success")
    return redirect(url_for("desk.entry", competition=competition, number=number), 303)


@blueprint.post(f"{_PATH}/code")
@permission("access_codes.read")
def new_code(competition: str, number: str) -> ResponseReturnValue:
    """Give an entry a new access code."""
    found = get_entry(current_competition().id, number)
    renew_code(current_actor(), utc_now(), found.id)
    flash(
        _("Entry %(number)s has a new access code; the old one is void.", number=number), "success"
    )
    return redirect(url_for("desk.entry", competition=competition, number=number), 303)
