"""Taking in sheets of tablets without a network: choose or scan, look, then store exactly that."""

import hashlib

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, SelectMultipleField, TextAreaField
from wtforms.validators import Length

from judging.clock import utc_now
from judging.errors import InvalidInput, JudgingError
from judging.services.intake import Acceptance, Card, Fate, look_at_sheets, take_in_sheets
from judging.services.uploads import keep_upload, take_upload
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.intake_files import MOST_FILES, SheetsFile, read_sheets
from judging.web.organizer.intake_view import make_intake, name_of
from judging.web.organizer.intake_words import words_for_scanner
from judging.web.organizer.pages import render_desk
from judging.wording import problem_sentences

_MOST_CARDS = 99


class IntakeForm(FlaskForm):
    """Files of sheets, or what a camera read off codes."""

    files = MultipleFileField(_l("Files from tablets"))
    scanned = HiddenField()

    def parts(self) -> list[tuple[str, bytes]]:
        """Return name and bytes of each file that was sent, and of what was scanned."""
        found = []
        for file in (self.files.data or [])[:MOST_FILES]:
            if file.filename:
                found.append((file.filename, file.read()))
            file.close()
        if self.scanned.data:
            found.append((_("Codes"), self.scanned.data.encode()))
        return found


class TakeInForm(FlaskForm):
    """Which upload was looked at, and the reason where replaced cards are accepted."""

    token = HiddenField()
    digest = HiddenField()
    reason = TextAreaField(_l("Reason"), [Length(max=500)])
    card = SelectMultipleField(_l("These marks are genuine"), validate_choice=False)

    def acceptance(self) -> Acceptance:
        """Return the word that was given about replaced cards."""
        cards = set()
        for value in (self.card.data or [])[:_MOST_CARDS]:
            seat, _bar, version = value[:40].partition("|")
            if version.isdecimal() and len(version) < 6:
                cards.add(Card(seat, int(version)))
        return Acceptance(frozenset(cards), self.reason.data or "")


def _scope() -> str:
    """Return what a waiting file may be used for."""
    return f"intake {current_competition().id}"


def _page(form: IntakeForm, status: int = 200) -> ResponseReturnValue:
    """Render the page on which files are chosen or codes are scanned."""
    words = words_for_scanner()
    return render_desk("organizer/intake.html", "stage", form=form, words=words), status


@blueprint.get("/<competition>/intake")
@permission("sheets.take_in")
def intake(competition: str) -> ResponseReturnValue:
    """Ask for files or codes; or show once more what was looked at before."""
    token, digest = request.args.get("token", ""), request.args.get("digest", "")
    form = IntakeForm(formdata=None)
    if not token:
        return _page(form)
    try:
        content = take_upload(current_actor(), utc_now(), _scope(), token, digest)
        return _look(read_sheets([("", content)]), token)
    except JudgingError as error:
        return _page(form, show_on_form(form, error))


@blueprint.post("/<competition>/intake")
@permission("sheets.take_in")
def look_into_intake(competition: str) -> ResponseReturnValue:
    """Show seat by seat what taking in would do; nothing is stored."""
    form = IntakeForm()
    if not form.validate_on_submit():
        return _page(form, 400)
    try:
        found = read_sheets(form.parts())
        token = keep_upload(current_actor(), utc_now(), _scope(), found.content)
        return _look(found, token)
    except InvalidInput as error:
        form.form_errors.extend(problem_sentences(error.problems))
        return _page(form, error.status)
    except JudgingError as error:
        return _page(form, show_on_form(form, error))


def _look(found: SheetsFile, token: str, form: TakeInForm | None = None) -> ResponseReturnValue:
    """Render what would become of each envelope."""
    competition_id = current_competition().id
    fates = look_at_sheets(current_actor(), utc_now(), competition_id, found.envelopes)
    digest = hashlib.sha256(found.content).hexdigest()
    shown = form or TakeInForm(formdata=None, data={"token": token, "digest": digest})
    page = render_desk(
        "organizer/intake_look.html",
        "stage",
        view=make_intake(competition_id, fates, problem_sentences(found.faults)),
        form=shown,
        name_of=name_of,
    )
    return page, 400 if form else 200


@blueprint.post("/<competition>/intake/confirm")
@permission("sheets.take_in")
def confirm_intake(competition: str) -> ResponseReturnValue:
    """Store what was looked at, each sheet once."""
    form, actor, now = TakeInForm(), current_actor(), utc_now()
    token, digest = form.token.data or "", form.digest.data or ""
    try:
        found = read_sheets([("", take_upload(actor, now, _scope(), token, digest))])
    except JudgingError as error:
        again = IntakeForm(formdata=None)
        return _page(again, show_on_form(again, error))
    try:
        fates = take_in_sheets(
            actor, now, current_competition().id, found.envelopes, form.acceptance()
        )
    except InvalidInput as error:
        show_on_form(form, error)
        return _look(found, token, form)
    flash(*_outcome(fates))
    address = url_for("desk.intake", competition=competition, token=token, digest=digest)
    return redirect(address, 303)


def _outcome(fates: tuple[Fate, ...]) -> tuple[str, str]:
    """Say what became of the sheets, and whether all is well."""
    kinds = [fate.kind for fate in fates]
    said = _(
        "%(new)s taken in, %(known)s there already, %(conflict)s kept beside a newer version, "
        "%(rest)s not taken in.",
        new=kinds.count("new"),
        known=kinds.count("known"),
        conflict=kinds.count("conflict"),
        rest=kinds.count("refused") + kinds.count("old_card"),
    )
    is_well = set(kinds) <= {"new", "known"}
    return said, "success" if is_well else "warning"
