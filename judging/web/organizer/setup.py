"""Setting up: facts and public settings, divisions, and the list of rounds."""

from dataclasses import asdict, fields

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.queries.competitions import CompetitionFacts
from judging.queries.heats import list_heats
from judging.queries.presets import get_rule_preset
from judging.queries.rounds import DivisionFacts, list_divisions, list_rounds
from judging.services.competitions import CompetitionSettings, edit_competition
from judging.services.divisions import (
    NewDivision,
    add_division,
    order_divisions,
    remove_division,
    rename_division,
)
from judging.services.round_plans import make_division_key
from judging.services.rounds import NewRound, add_round
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.rule_view import count_round_warnings, preset_choices
from judging.web.organizer.setup_forms import DivisionForm, FactsForm, RoundForm, design_choices


@blueprint.get("/<competition>/setup")
@permission("desk.read")
def setup(competition: str) -> str:
    """Show facts, divisions and rounds."""
    return _setup_page()


def _setup_page(
    division_form: DivisionForm | None = None, round_form: RoundForm | None = None
) -> str:
    found = current_competition()
    rounds = list_rounds(found.id)
    return render_desk(
        "organizer/setup.html",
        "setup",
        divisions=list_divisions(found.id),
        rounds=rounds,
        warning_counts={each.key: count_round_warnings(each) for each in rounds},
        heats=list_heats(found.id),
        division_form=division_form or DivisionForm(formdata=None),
        round_form=round_form or _round_form(is_sent=False),
    )


def _round_form(*, is_sent: bool) -> RoundForm:
    form = RoundForm() if is_sent else RoundForm(formdata=None)
    form.preset.choices = [SelectChoice(*pair) for pair in preset_choices()]
    return form


@blueprint.get("/<competition>/setup/facts")
@permission("setup.edit")
def facts(competition: str) -> str:
    """Show the facts and public settings for editing."""
    return _facts_page(_facts_form(current_competition()))


@blueprint.post("/<competition>/setup/facts")
@permission("setup.edit")
def save_facts(competition: str) -> ResponseReturnValue:
    """Save the facts and public settings."""
    found = current_competition()
    form = _facts_form(found)
    if not form.validate_on_submit():
        return _facts_page(form), 400
    names = [field.name for field in fields(CompetitionSettings)]
    settings = CompetitionSettings(**{name: form[name].data for name in names})
    try:
        edit_competition(current_actor(), utc_now(), found.id, settings)
    except JudgingError as error:
        status = show_on_form(form, error)
        return _facts_page(form), status
    flash(_("Saved."), "success")
    return redirect(url_for("desk.setup", competition=competition))


def _facts_form(found: CompetitionFacts) -> FactsForm:
    form = FactsForm(data=asdict(found))
    form.certificate_design.choices = design_choices(found.certificate_design)
    return form


def _facts_page(form: FactsForm) -> str:
    return render_desk("organizer/facts.html", "setup", form=form)


@blueprint.post("/<competition>/setup/divisions")
@permission("setup.edit")
def add_one_division(competition: str) -> ResponseReturnValue:
    """Add a division at the end."""
    form = DivisionForm()
    found = current_competition()
    if not form.validate_on_submit():
        return _setup_page(division_form=form), 400
    used = {division.key for division in list_divisions(found.id)}
    name_zh, name_en = form.name_zh.data, form.name_en.data or ""
    new = NewDivision(make_division_key(name_en or name_zh, used), name_zh, name_en)
    try:
        add_division(current_actor(), utc_now(), found.id, new)
    except JudgingError as error:
        status = show_on_form(form, error)
        return _setup_page(division_form=form), status
    flash(_("Added: %(name)s", name=new.name_zh), "success")
    return redirect(url_for("desk.setup", competition=competition, _anchor="divisions"))


@blueprint.get("/<competition>/setup/divisions/<division_key>")
@permission("setup.edit")
def division(competition: str, division_key: str) -> str:
    """Show a division for renaming."""
    found = _get_division(division_key)
    form = DivisionForm(data={"name_zh": found.name_zh, "name_en": found.name_en})
    return render_desk("organizer/division.html", "setup", form=form, division=found)


@blueprint.post("/<competition>/setup/divisions/<division_key>")
@permission("setup.edit")
def change_division(competition: str, division_key: str) -> ResponseReturnValue:
    """Give a division other names."""
    found, form = _get_division(division_key), DivisionForm()
    back = redirect(url_for("desk.setup", competition=competition, _anchor="divisions"))
    if form.validate_on_submit():
        try:
            name_zh, name_en = form.name_zh.data, form.name_en.data or ""
            rename_division(current_actor(), utc_now(), found.id, name_zh, name_en)
        except JudgingError as error:
            status = show_on_form(form, error)
        else:
            flash(_("Saved."), "success")
            return back
    else:
        status = 400
    return render_desk("organizer/division.html", "setup", form=form, division=found), status


@blueprint.post("/<competition>/setup/divisions/<division_key>/move")
@permission("setup.edit")
def move_division(competition: str, division_key: str) -> ResponseReturnValue:
    """Let a division change places with its neighbour."""
    return _move(competition, division_key, step=-1)


@blueprint.post("/<competition>/setup/divisions/<division_key>/move-down")
@permission("setup.edit")
def move_division_down(competition: str, division_key: str) -> ResponseReturnValue:
    """Let a division change places with the next one."""
    return _move(competition, division_key, step=1)


def _move(competition: str, key: str, step: int) -> ResponseReturnValue:
    rows = list(list_divisions(current_competition().id))
    here = rows.index(_get_division(key))
    there = min(max(here + step, 0), len(rows) - 1)
    rows[here], rows[there] = rows[there], rows[here]
    order = tuple(row.id for row in rows)
    order_divisions(current_actor(), utc_now(), current_competition().id, order)
    return redirect(url_for("desk.setup", competition=competition, _anchor="divisions"))


@blueprint.post("/<competition>/setup/divisions/<division_key>/remove")
@permission("setup.edit")
def drop_division(competition: str, division_key: str) -> ResponseReturnValue:
    """Take an empty division away."""
    found = _get_division(division_key)
    remove_division(current_actor(), utc_now(), found.id)
    flash(_("Taken away: %(name)s", name=in_language(found)), "success")
    return redirect(url_for("desk.setup", competition=competition, _anchor="divisions"))


def _get_division(key: str) -> DivisionFacts:
    """Return a division of the current competition, or raise NotFound."""
    for found in list_divisions(current_competition().id):
        if found.key == key:
            return found
    raise NotFound()


@blueprint.post("/<competition>/setup/rounds")
@permission("setup.edit")
def add_one_round(competition: str) -> ResponseReturnValue:
    """Add a round with a preset's rule sheet."""
    form = _round_form(is_sent=True)
    if not form.validate_on_submit():
        return _setup_page(round_form=form), 400
    name_zh, name_en = form.name_zh.data, form.name_en.data or ""
    document = get_rule_preset(form.preset.data).document
    new = NewRound(form.key.data.strip(), name_zh, name_en, document)
    try:
        add_round(current_actor(), utc_now(), current_competition().id, new)
    except JudgingError as error:
        status = show_on_form(form, error)
        return _setup_page(round_form=form), status
    flash(_("Added: %(name)s", name=name_zh), "success")
    return redirect(url_for("desk.round", competition=competition, round_key=new.key))
