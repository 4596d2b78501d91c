"""The people of a competition: offices are given and taken, newcomers get a link."""

from flask import current_app, flash, redirect, url_for
from flask import request as asked
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, Length

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.permissions import Role
from judging.queries.people import get_person, list_people
from judging.services.invitations import LASTS_DAYS, make_invitation
from judging.services.people import GRANTED, NewPerson, create_person, grant_role, revoke_role
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk

ROLE_NAMES = {
    Role.ORGANIZER: _l("Organizer"),
    Role.CHIEF_JUDGE: _l("Chief judge"),
    Role.STAGE_MANAGER: _l("Stage manager"),
    Role.AUDITOR: _l("Auditor"),
}
_PERSON = "/<competition>/people/<int(max=2147483647):number>"
_REQUIRED = DataRequired(_l("must be filled in"))


class NewPersonForm(FlaskForm):
    """Somebody who is given an office."""

    name = StringField(_l("Full name"), [_REQUIRED, Length(max=100)])
    email = StringField(_l("E-mail"), [_REQUIRED, Length(max=200)])
    unit = StringField(_l("Unit"), [Length(max=200)])
    roles = SelectField(
        _l("Office"), choices=[SelectChoice(str(r), name) for r, name in ROLE_NAMES.items()]
    )


def _page(
    form: NewPersonForm, status: int = 200, link: str = "", name: str = ""
) -> ResponseReturnValue:
    """Render the list with the form, and a link that is shown this once."""
    people = list_people(current_competition().id)
    page = render_desk(
        "organizer/people.html",
        "people",
        officers=[row for row in people if row.roles != (Role.JUDGE,)],
        judges=[row for row in people if row.roles == (Role.JUDGE,)],
        form=form,
        link=link,
        link_name=name,
        link_days=LASTS_DAYS,
        role_names=ROLE_NAMES,
        granted=GRANTED,
    )
    return page, status


@blueprint.get("/<competition>/people")
@permission("people.read")
def people(competition: str) -> ResponseReturnValue:
    """List everybody with an office."""
    return _page(NewPersonForm(formdata=None))


@blueprint.post("/<competition>/people")
@permission("people.edit")
def add_person(competition: str) -> ResponseReturnValue:
    """Give somebody an office; a new account gets a link to set the password, shown once."""
    form, actor, now = NewPersonForm(), current_actor(), utc_now()
    if not form.validate_on_submit():
        return _page(form, 400)
    competition_id = current_competition().id
    role = Role(form.roles.data)
    new = NewPerson(
        form.name.data, form.email.data, form.unit.data or "", "", (role,), competition_id
    )
    try:
        person_id = create_person(actor, now, new)
    except JudgingError as error:
        return _page(form, show_on_form(form, error))
    person = get_person(competition_id, person_id)
    if person.has_password:
        flash(
            _("%(name)s has the office now, and signs in as before.", name=person.name), "success"
        )
        return redirect(url_for("desk.people", competition=competition), 303)
    return _with_link(person_id)


def _with_link(person_id: int) -> ResponseReturnValue:
    """Make an invitation and show its link, once."""
    actor, competition_id = current_actor(), current_competition().id
    person = get_person(competition_id, person_id)
    form = NewPersonForm(formdata=None)
    try:
        secret = make_invitation(actor, utc_now(), competition_id, person_id)
    except JudgingError as error:
        return _page(form, show_on_form(form, error))
    base = current_app.config["PUBLIC_BASE_URL"].rstrip("/")
    return _page(form, 200, f"{base}{url_for('auth.welcome', secret=secret)}", person.name)


@blueprint.post(f"{_PERSON}/link")
@permission("people.edit")
def invite_person(competition: str, number: int) -> ResponseReturnValue:
    """Make a new link by which a person sets the first password."""
    return _with_link(get_person(current_competition().id, number).number)


@blueprint.post(f"{_PERSON}/offices/give")
@permission("people.edit")
def give_office(competition: str, number: int) -> ResponseReturnValue:
    """Give a person another office."""
    return _change_office(competition, number, is_given=True)


@blueprint.post(f"{_PERSON}/offices/take")
@permission("people.edit")
def take_office(competition: str, number: int) -> ResponseReturnValue:
    """Take an office from a person."""
    return _change_office(competition, number, is_given=False)


def _change_office(competition: str, number: int, *, is_given: bool) -> ResponseReturnValue:
    """Give or take the office that was sent; errors are shown above the list."""
    wished = asked.form.get("role", "")
    if wished not in [str(role) for role in Role]:
        raise NotFound()
    command = grant_role if is_given else revoke_role
    try:
        command(current_actor(), utc_now(), current_competition().id, number, Role(wished))
    except JudgingError as error:
        if isinstance(error, NotFound):
            raise
        form = NewPersonForm(formdata=None)
        return _page(form, show_on_form(form, error))
    flash(_("Saved. It holds at once."), "success")
    return redirect(url_for("desk.people", competition=competition), 303)
