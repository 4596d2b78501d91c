"""Importing entries: choose a file, look at what would change, then import exactly that file."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError
from judging.services.entry_imports import ImportReport, import_entries
from judging.services.uploads import drop_upload, keep_upload, take_upload
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.entry_forms import ConfirmForm, UploadForm
from judging.web.organizer.pages import render_desk
from judging.wording import problem_sentences

MOST_SHOWN = 500


def _scope() -> str:
    """Return what a waiting file may be used for."""
    return f"entries {current_competition().id}"


def _page(
    form: UploadForm, problems: tuple[str, ...] = (), status: int = 200
) -> ResponseReturnValue:
    """Render the page on which a file is chosen."""
    page = render_desk("organizer/entries_import.html", "people", form=form, problems=problems)
    return page, status


@blueprint.get("/<competition>/entries/import")
@permission("entries.edit")
def choose_entries_file(competition: str) -> ResponseReturnValue:
    """Ask for a file."""
    return _page(UploadForm(formdata=None))


@blueprint.post("/<competition>/entries/import")
@permission("entries.edit")
def preview_entries(competition: str) -> ResponseReturnValue:
    """Show what a file would change, or every fault at its cell."""
    form = UploadForm()
    if not form.validate_on_submit():
        return _page(form, status=400)
    content, actor, now = form.file.data.read(), current_actor(), utc_now()
    name = form.file.data.filename or ""
    try:
        report = import_entries(actor, now, current_competition().id, content, name, dry_run=True)
        if report.problems:
            return _preview(report, "")
        return _preview(report, keep_upload(actor, now, _scope(), content))
    except InvalidInput as error:
        return _page(form, problem_sentences(error.problems), error.status)
    except JudgingError as error:
        return _page(form, status=show_on_form(form, error))


def _preview(report: ImportReport, token: str) -> ResponseReturnValue:
    """Render the plan; without a token there is nothing to confirm."""
    changing = sorted(report.planned, key=lambda row: row.change == "unchanged")
    page = render_desk(
        "organizer/entries_preview.html",
        "people",
        report=report,
        problems=problem_sentences(report.problems),
        rows=changing[:MOST_SHOWN],
        hidden_count=max(0, len(changing) - MOST_SHOWN),
        form=ConfirmForm(formdata=None, data={"token": token, "digest": report.digest}),
    )
    return page, 400 if report.problems else 200


@blueprint.post("/<competition>/entries/import/confirm")
@permission("entries.edit")
def confirm_entries(competition: str) -> ResponseReturnValue:
    """Import the file that was previewed, all or nothing."""
    form, actor, now = ConfirmForm(), current_actor(), utc_now()
    token, digest = form.token.data or "", form.digest.data or ""
    try:
        content = take_upload(actor, now, _scope(), token, digest)
        report = import_entries(actor, now, current_competition().id, content)
    except InvalidInput as error:
        return _page(UploadForm(formdata=None), problem_sentences(error.problems), error.status)
    except JudgingError as error:
        upload = UploadForm(formdata=None)
        return _page(upload, status=show_on_form(upload, error))
    drop_upload(actor, _scope(), token)
    said = _(
        "%(added)s entries were added, %(changed)s changed, %(unchanged)s stayed as they were."
    )
    flash(said % report.counts, "success")
    return redirect(url_for("desk.entries", competition=competition), 303)
