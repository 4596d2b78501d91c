"""One's own account: the live sessions, the password, the language."""

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.permissions import ActorKind
from judging.queries.people import get_account, list_sessions
from judging.services.accounts import change_password, choose_language
from judging.services.sessions import revoke_session
from judging.web.access import current_actor, end_session, permission
from judging.web.auth import blueprint
from judging.web.auth.arrival import arrive, home_of
from judging.web.auth.devices import describe, device_for_writing
from judging.web.auth.forms import ChangePasswordForm, LanguageForm
from judging.web.auth.throttles import per_address
from judging.web.form_problems import show_on_form


@blueprint.get("/account")
@permission("signed_in")
def account() -> ResponseReturnValue:
    """List the reader's own sessions; people also see password and language."""
    return _page(ChangePasswordForm(formdata=None))


def _page(form: ChangePasswordForm, status: int = 200) -> ResponseReturnValue:
    """Render the page."""
    actor = current_actor()
    is_person = actor.kind is ActorKind.PERSON
    facts = get_account(actor) if is_person else None
    page = render_template(
        "auth/account.html",
        facts=facts,
        sessions=list_sessions(actor, utc_now()),
        password_form=form,
        language_form=LanguageForm(
            formdata=None, data={"language": facts.language if facts else ""}
        ),
        home_url=home_of(actor.kind),
        describe=describe,
    )
    return page, status


@blueprint.post("/account")
@per_address
@permission("signed_in")
def save_password() -> ResponseReturnValue:
    """Change the password; all other sessions end, this one goes on under a new token."""
    if current_actor().kind is not ActorKind.PERSON:
        raise NotFound()
    form = ChangePasswordForm()
    if not form.validate_on_submit():
        return _page(form, 400)
    device = device_for_writing()
    try:
        token = change_password(
            current_actor(), utc_now(), form.present.data, form.wished.data, device
        )
    except JudgingError as error:
        return _page(form, show_on_form(form, error))
    response = arrive(token, device, url_for("auth.account"))
    flash(_("The password was changed. All other sessions have ended."), "success")
    return response


@blueprint.post("/account/language")
@permission("signed_in")
def save_language() -> ResponseReturnValue:
    """Keep the reader's language for every sign-in to come."""
    language = request.form.get("language", "")[:10]
    choose_language(current_actor(), utc_now(), language)
    session.pop("language", None)
    flash(_("Saved."), "success")
    return redirect(url_for("auth.account"), 303)


@blueprint.post("/account/sessions/<int(max=2147483647):session_number>/end")
@permission("signed_in")
def end_one_session(session_number: int) -> ResponseReturnValue:
    """End one of the reader's own sessions."""
    actor = current_actor()
    revoke_session(actor, utc_now(), session_number)
    if session_number == actor.session_id:
        end_session()
        return redirect(url_for("auth.sign_in"), 303)
    flash(_("The session has ended."), "success")
    return redirect(url_for("auth.account"), 303)
