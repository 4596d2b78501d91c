"""A person sets the password by the link of an invitation."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue

from judging.clock import utc_now
from judging.errors import InvalidInput, NotFound
from judging.services.invitations import accept_invitation, find_invited
from judging.web.access import current_actor, public
from judging.web.auth import blueprint
from judging.web.auth.arrival import arrive
from judging.web.auth.devices import device_for_writing
from judging.web.auth.forms import PasswordForm
from judging.web.auth.throttles import per_address
from judging.web.form_problems import show_on_form


@blueprint.route("/welcome/<secret>", methods=["GET", "POST"])
@per_address
@public
def welcome(secret: str) -> ResponseReturnValue:
    """Ask for a password, set it, and go in."""
    now = utc_now()
    name = find_invited(secret, now)
    if name is None:
        raise NotFound("invitation_over")
    form = PasswordForm()
    status = 400 if form.is_submitted() else 200
    if form.validate_on_submit():
        device = device_for_writing()
        try:
            token = accept_invitation(current_actor(), now, secret, form.wished.data, device)
            return arrive(token, device)
        except InvalidInput as error:
            status = show_on_form(form, error)
    page = make_response(render_template("auth/welcome.html", form=form, name=name), status)
    page.headers["Cache-Control"] = "no-store"
    return page
