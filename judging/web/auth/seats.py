"""Seat links and PINs: the door of a seat, and going in. Looking at a link enrols nothing."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from judging.clock import utc_now
from judging.errors import Conflict, JudgingError, NotFound
from judging.queries.seat_doors import SeatDoor, find_door, list_doors_of_device
from judging.services.seat_sessions import enrol_seat, sign_in_with_pin
from judging.services.sessions import sign_out
from judging.web.access import current_actor, end_session, public
from judging.web.auth import blueprint
from judging.web.auth.arrival import arrive
from judging.web.auth.devices import device_for_writing, this_device
from judging.web.auth.forms import PinForm
from judging.web.auth.throttles import link_reads, per_address, per_device
from judging.web.auth.words import words_for_door
from judging.web.form_problems import show_on_form

_GONE = 410


@blueprint.get("/j/<secret>")
@link_reads
@public
def seat_door(secret: str) -> ResponseReturnValue:
    """Show which seat a link opens. Chat programs fetch links for previews: nothing happens."""
    door = find_door(secret, this_device().id)
    if door is None:
        raise NotFound("seat_link_unknown")
    return _door_page(door, secret)


@blueprint.post("/j/<secret>")
@per_address
@public
def enter_seat(secret: str) -> ResponseReturnValue:
    """Bind this device to the seat and go in."""
    device = device_for_writing()
    is_takeover = request.form.get("takeover") == "yes"
    try:
        token = enrol_seat(current_actor(), utc_now(), secret, device, is_takeover)
    except Conflict:  # the door says what is the matter
        return seat_door(secret)
    return arrive(token, device)


def _door_page(door: SeatDoor, secret: str) -> Response:
    """Render a seat's door; never kept, since the address is a secret."""
    page = render_template(
        "auth/seat_door.html", door=door, enter_url=url_for("auth.enter_seat", secret=secret)
    )
    status = 200
    if door.state != "open":
        status = _GONE
    elif request.method == "POST":
        status = Conflict.status
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/judge/lock")
@public
def lock_tablet() -> ResponseReturnValue:
    """Lock a tablet: the seat's session ends; what the tablet keeps stays, and is sent on.

    The tablet's script asks for JSON: a gateway that redirects is not to look like this answer.
    """
    sign_out(current_actor(), utc_now())
    if request.accept_mimetypes.best == "application/json":
        return "", 204  # late, it would take the cookie of who came in since, or of a form
    end_session()
    return redirect(url_for("auth.door"), 303)


@blueprint.route("/judge/door", methods=["GET", "POST"], endpoint="door")
@blueprint.route("/j/pin", methods=["GET", "POST"])
@per_address
@per_device
@public
def seat_pin() -> ResponseReturnValue:
    """Ask for the PIN of a seat that this device is bound to: any time, and where it is locked."""
    device = this_device()
    doors = list_doors_of_device(device.id)
    form = PinForm()
    form.seat.choices = [SelectChoice(door.pseudonym, str(door.number)) for door in doors]
    if not form.seat.data and doors:
        form.seat.data = doors[0].pseudonym
    status = 200
    if form.is_submitted():
        status = 400
        if form.validate():
            try:
                seat = form.seat.data or ""
                token = sign_in_with_pin(current_actor(), utc_now(), seat, form.pin.data, device)
                return arrive(token, device)
            except JudgingError as error:
                status = show_on_form(form, error)
    return _pin_page(form, doors, status)


def _pin_page(form: PinForm, doors: tuple[SeatDoor, ...], status: int) -> Response:
    """Render the seats of a device; never kept, and the same at both addresses."""
    is_locked = request.endpoint == "auth.door"
    words = words_for_door()
    page = render_template(
        "auth/pin.html", form=form, doors=doors, is_locked=is_locked, words=words
    )
    response = make_response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response
