"""The sign-in page with its three ways, the demo's doors, and signing out."""

from flask import (
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from judging.clock import utc_now
from judging.errors import JudgingError, NotFound
from judging.queries.competitions import find_competition
from judging.queries.demo_desks import list_demos
from judging.queries.seat_doors import is_taken_over, list_doors_of_device
from judging.services.demo_entrance import enter_demo
from judging.services.sessions import Device
from judging.services.sessions import sign_out as end_sign_in
from judging.services.sign_in import sign_in_entry, sign_in_person
from judging.tokens import normalise_letters
from judging.web.access import current_actor, end_session, public, safe_next
from judging.web.auth import blueprint
from judging.web.auth.arrival import arrive, home_of
from judging.web.auth.devices import device_for_writing, this_device
from judging.web.auth.forms import EntryForm, PersonForm, SeatForm
from judging.web.auth.throttles import per_address, per_device
from judging.web.form_problems import show_on_form

_FORMS: dict[str, type[FlaskForm]] = {"staff": PersonForm, "judge": SeatForm, "entry": EntryForm}


@blueprint.route("/sign-in", methods=["GET", "POST"])
@per_address
@per_device
@public
def sign_in() -> ResponseReturnValue:
    """Show one of three ways in, and take it."""
    target = safe_next(request.values.get("next"))
    way = _way(target)
    form = _FORMS[way]()
    status = 200
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                return _enter(way, form, target)
            except JudgingError as error:
                status = show_on_form(form, error)
    return _page(way, form, target, status)


def _way(target: str) -> str:
    """Return the way that was chosen, or that fits where the reader wants to go."""
    wished = request.values.get("as", "")
    if wished in _FORMS:
        return wished
    prefixes = {"/judge": "judge", "/me": "entry"}
    return next((way for start, way in prefixes.items() if target.startswith(start)), "staff")


def _enter(way: str, form: FlaskForm, target: str) -> ResponseReturnValue:
    """Sign in with what the form holds, or follow the letters of a seat card."""
    if way == "judge":
        secret = normalise_letters(form["secret"].data.rsplit("/", 1)[-1])
        return redirect(url_for("auth.seat_door", secret=secret or "-"), 303)
    device = device_for_writing()
    return arrive(_token(way, form, device), device, target)


def _token(way: str, form: FlaskForm, device: Device) -> str:
    """Return the token that e-mail and password, or number and code, are good for."""
    asks, now = current_actor(), utc_now()
    if way == "staff":
        return sign_in_person(asks, now, form["email"].data, form["password"].data, device)
    return sign_in_entry(asks, now, form["number"].data, form["code"].data, device)


def _page(way: str, form: FlaskForm, target: str, status: int) -> Response:
    """Render the page; it is never kept by a browser or a proxy."""
    actor = current_actor()
    page = render_template(
        "auth/sign_in.html",
        way=way,
        form=form,
        next_path=target,
        doors=list_doors_of_device(this_device().id) if way == "judge" else (),
        taken_over=way == "judge" and is_taken_over(str(session.get("_user_id", ""))),
        home_url=home_of(actor.kind) if actor.is_authenticated else "",
        demos=list_demos() if current_app.config["ENVIRONMENT"] != "production" else (),
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/sign-in/demo")
@per_address
@public
def enter_demo_desk() -> ResponseReturnValue:
    """Open a desk of a demo competition with one click."""
    competition = find_competition(request.form.get("competition", "")[:60])
    if competition is None:
        raise NotFound()
    device = device_for_writing()
    desk = request.form.get("desk", "")
    token = enter_demo(current_actor(), utc_now(), competition.id, desk, device)
    is_office = desk not in ("judge", "contestant")
    return arrive(token, device, f"/desk/{competition.slug}/" if is_office else "")


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this session, here and on the server."""
    end_sign_in(current_actor(), utc_now())
    end_session()
    return redirect(url_for("auth.sign_in"), 303)
