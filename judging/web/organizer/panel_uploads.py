"""Importing a panel: choose a file, look at what would change, then import exactly that file."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError
from judging.queries.heats import HeatFacts
from judging.services.panel_imports import PanelReport, import_panel
from judging.services.uploads import drop_upload, keep_upload, take_upload
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.entry_forms import ConfirmForm, UploadForm
from judging.web.organizer.heats import current_heat
from judging.web.organizer.pages import render_desk
from judging.web.organizer.panels import PATH, panel_url
from judging.wording import problem_sentences


def _scope(heat: HeatFacts) -> str:
    """Return what a waiting file may be used for."""
    return f"panel {current_competition().id} {heat.id}"


def _page(
    heat: HeatFacts,
    form: UploadForm | None = None,
    problems: tuple[str, ...] = (),
    report: PanelReport | None = None,
    token: str = "",
    status: int = 200,
) -> ResponseReturnValue:
    """Render the page: the choice of a file, its faults, or what it would change."""
    digest = report.digest if report else ""
    page = render_desk(
        "organizer/panel_import.html",
        "people",
        heat=heat,
        panel_url=panel_url(heat),
        form=form or UploadForm(formdata=None),
        problems=problems,
        report=report,
        confirm=ConfirmForm(formdata=None, data={"token": token, "digest": digest}),
        path={
            "competition": current_competition().slug,
            "round_key": heat.round_key,
            "heat_number": heat.number,
        },
    )
    return page, status


@blueprint.get(f"{PATH}/import")
@permission("panel.edit")
def choose_panel_file(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Ask for a file."""
    return _page(current_heat(round_key, heat_number))


@blueprint.post(f"{PATH}/import")
@permission("panel.edit")
def preview_panel(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show what a file would change, or every fault at its cell."""
    heat, form, actor = current_heat(round_key, heat_number), UploadForm(), current_actor()
    if not form.validate_on_submit():
        return _page(heat, form, status=400)
    content, now = form.file.data.read(), utc_now()
    try:
        report = import_panel(actor, now, heat.id, content, dry_run=True)
    except InvalidInput as error:
        return _page(heat, form, problem_sentences(error.problems), status=error.status)
    except JudgingError as error:
        return _page(heat, form, status=show_on_form(form, error))
    if report.problems:
        return _page(heat, form, problem_sentences(report.problems), status=400)
    token = keep_upload(actor, now, _scope(heat), content)
    return _page(heat, form, report=report, token=token)


@blueprint.post(f"{PATH}/import/confirm")
@permission("panel.edit")
def confirm_panel(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Import the file that was previewed, all or nothing."""
    heat, form = current_heat(round_key, heat_number), ConfirmForm()
    actor, now, upload = current_actor(), utc_now(), UploadForm(formdata=None)
    token = form.token.data or ""
    try:
        content = take_upload(actor, now, _scope(heat), token, form.digest.data or "")
        report = import_panel(actor, now, heat.id, content)
    except InvalidInput as error:
        return _page(heat, upload, problem_sentences(error.problems), status=error.status)
    except JudgingError as error:
        return _page(heat, upload, status=show_on_form(upload, error))
    drop_upload(actor, _scope(heat), token)
    said = _("%(added)s seats were added, %(changed)s changed, %(unchanged)s stayed as they were.")
    flash(said % report.counts, "success")
    return redirect(panel_url(heat), 303)
