"""Making a competition from presets, in one form."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.presets import list_rule_presets
from judging.services.competitions import create_competition
from judging.web.access import current_actor, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.creation_form import (
    TEMPLATE_NAMES,
    CompetitionForm,
    as_new_competition,
    defaults_of,
)


@blueprint.get("/new")
@permission("competition.create")
def new_competition() -> str:
    """Show the form, filled in by a template."""
    template = request.args.get("template", "three")
    return _page(CompetitionForm(data=defaults_of(template)), template)


@blueprint.post("/new")
@permission("competition.create")
def create() -> ResponseReturnValue:
    """Make the competition and open its desk."""
    form = CompetitionForm()
    if not form.validate_on_submit():
        return _page(form, ""), 400
    now = utc_now()
    try:
        made = create_competition(current_actor(), now, as_new_competition(form, now.date()))
    except JudgingError as error:
        status = show_on_form(form, error)
        return _page(form, ""), status
    flash(_("The competition stands. Everything can still be changed."), "success")
    return redirect(url_for("desk.overview", competition=made.slug))


def _page(form: CompetitionForm, template: str) -> str:
    return render_template(
        "organizer/new_competition.html",
        form=form,
        template=template,
        templates=list(TEMPLATE_NAMES.items()),
        presets=list_rule_presets(),
    )
