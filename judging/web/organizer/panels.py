"""The panel of a heat: seats, who sits there, their cards."""

from flask import current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.heats import HeatFacts, list_heats
from judging.queries.panels import get_panel, get_seat, list_seat_cards
from judging.services.access_records import record_seat_cards
from judging.services.panels import NewSeat, add_seat, occupy_seat, remove_seat
from judging.services.seat_links import reissue_seat, revoke_seat
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.organizer import blueprint
from judging.web.organizer.fields import WholeNumberField
from judging.web.organizer.heats import current_heat
from judging.web.organizer.pages import render_desk
from judging.web.qr import qr_data_uri

PATH = "/<competition>/rounds/<round_key>/heats/<int:heat_number>/panel"
_SEAT = f"{PATH}/seats/<int:seat_number>"
_GROUPS = [
    SelectChoice("expert", _l("Expert judge")),
    SelectChoice("public", _l("Public judge")),
    SelectChoice("practice", _l("Practice judge")),
    SelectChoice("tie_break", _l("Tie-break judge")),
]


class SeatForm(FlaskForm):
    """A seat and who sits there."""

    number = WholeNumberField(_l("Seat number"), [InputRequired(), NumberRange(1, 99)])
    group = SelectField(_l("Judge group"), choices=_GROUPS, validate_choice=False)
    name = StringField(_l("Judge"), [Length(max=100)])
    unit = StringField(_l("Unit"), [Length(max=200)])


def panel_url(heat: HeatFacts) -> str:
    """Return the address of a heat's panel."""
    return url_for(
        "desk.panel",
        competition=current_competition().slug,
        round_key=heat.round_key,
        heat_number=heat.number,
    )


def _page(heat: HeatFacts, form: SeatForm | None = None, status: int = 200) -> ResponseReturnValue:
    """Render the panel; ``form`` holds what was typed and could not be used."""
    facts = get_panel(heat.panel_id, utc_now())
    page = render_desk(
        "organizer/panel.html",
        "people",
        heat=heat,
        panel=facts,
        form=form or SeatForm(formdata=None, data={"number": facts.next_number}),
        path={
            "competition": current_competition().slug,
            "round_key": heat.round_key,
            "heat_number": heat.number,
        },
    )
    return page, status


@blueprint.get("/<competition>/panels")
@permission("panel.read")
def panels(competition: str) -> str:
    """List the heats with their panels."""
    heats = list_heats(current_competition().id)
    return render_desk("organizer/panels.html", "people", heats=heats)


@blueprint.get(PATH)
@permission("panel.read")
def panel(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show the seats of a heat."""
    return _page(current_heat(round_key, heat_number))


@blueprint.post(PATH)
@permission("panel.edit")
def add_one_seat(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Add a seat."""
    heat, form = current_heat(round_key, heat_number), SeatForm()
    if not form.validate_on_submit():
        return _page(heat, form, 400)
    seat = NewSeat(
        form.number.data, form.group.data or "", form.name.data or "", form.unit.data or ""
    )
    try:
        add_seat(current_actor(), utc_now(), heat.id, seat)
    except JudgingError as error:
        return _page(heat, form, show_on_form(form, error))
    flash(_("Seat %(number)s was added.", number=seat.number), "success")
    return redirect(panel_url(heat), 303)


@blueprint.route(_SEAT, methods=["GET", "POST"])
@permission("panel.edit")
def seat(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Let somebody occupy a seat."""
    heat = current_heat(round_key, heat_number)
    seat_id = get_seat(heat.panel_id, seat_number)
    facts = get_panel(heat.panel_id, utc_now())
    found = next(s for s in facts.seats if s.id == seat_id)
    data = {"group": found.group, "name": found.person_name, "unit": found.person_unit}
    form = SeatForm(data=data | {"number": seat_number})
    form.number.data = seat_number
    status = 200
    if form.is_submitted():
        status = 400
        if form.validate():
            name, unit, group = form.name.data or "", form.unit.data or "", form.group.data or ""
            try:
                occupy_seat(current_actor(), utc_now(), seat_id, name, unit, group)
                return redirect(panel_url(heat), 303)
            except JudgingError as error:
                status = show_on_form(form, error)
    page = render_desk(
        "organizer/seat.html", "people", heat=heat, seat=found, form=form, panel=facts
    )
    return page, status


@blueprint.post(f"{_SEAT}/remove")
@permission("panel.edit")
def drop_seat(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Take a seat away."""
    heat = current_heat(round_key, heat_number)
    remove_seat(current_actor(), utc_now(), get_seat(heat.panel_id, seat_number))
    flash(_("Seat %(number)s was taken away.", number=seat_number), "success")
    return redirect(panel_url(heat), 303)


@blueprint.post(f"{_SEAT}/reissue")
@permission("panel.edit")
def renew_seat_link(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Give a seat a new link and PIN."""
    heat = current_heat(round_key, heat_number)
    reissue_seat(current_actor(), utc_now(), get_seat(heat.panel_id, seat_number))
    flash(
        _("Seat %(number)s has a new card. Print it; the old one is void.", number=seat_number),
        "success",
    )
    return redirect(panel_url(heat), 303)


@blueprint.post(f"{_SEAT}/revoke")
@permission("panel.edit")
def revoke_seat_link(
    competition: str, round_key: str, heat_number: int, seat_number: int
) -> ResponseReturnValue:
    """Revoke a seat's link, PIN and sessions."""
    heat = current_heat(round_key, heat_number)
    revoke_seat(current_actor(), utc_now(), get_seat(heat.panel_id, seat_number))
    flash(_("The card of seat %(number)s opens nothing any more.", number=seat_number), "success")
    return redirect(panel_url(heat), 303)


@blueprint.get(f"{PATH}/cards")
@permission("seat_links.read")
def seat_cards(competition: str, round_key: str, heat_number: int) -> ResponseReturnValue:
    """Show the seat cards, to print and cut; that they were shown is journalled."""
    heat = current_heat(round_key, heat_number)
    cards = list_seat_cards(heat.panel_id)
    record_seat_cards(current_actor(), utc_now(), heat.id, len(cards))
    page = render_template(
        "organizer/seat_cards.html",
        heat=heat,
        cards=[(card, qr_data_uri(card.link)) for card in cards],
        competition=current_competition(),
        back_url=panel_url(heat),
        pdf_url=url_for(
            "desk.seat_cards_pdf",
            competition=competition,
            round_key=round_key,
            heat_number=heat_number,
        ),
        sign_in_address=current_app.config["PUBLIC_BASE_URL"].rstrip("/") + url_for("auth.sign_in"),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response
