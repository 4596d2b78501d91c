"""One round: its names, its heats, and who takes part in which of them."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import JudgingError
from judging.queries.candidates import has_advancing, is_first_round, list_candidates
from judging.queries.heats import list_heats
from judging.queries.rounds import RoundFacts, get_round
from judging.services.dealing import deal_entries
from judging.services.heats import NewHeat, add_heats
from judging.services.rounds import move_round, remove_round, rename_round
from judging.web.access import current_actor, current_competition, permission
from judging.web.form_problems import show_on_form
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.setup_forms import NamesForm, NewHeatsForm, as_instant


def current_round(round_key: str) -> RoundFacts:
    """Return a round of the current competition, or raise NotFound."""
    return get_round(current_competition().id, round_key)


@blueprint.get("/<competition>/rounds/<round_key>", endpoint="round")
@permission("desk.read")
def round_(competition: str, round_key: str) -> str:
    """Show a round with its heats."""
    return _page(current_round(round_key))


def _page(
    found: RoundFacts,
    names_form: NamesForm | None = None,
    heats_form: NewHeatsForm | None = None,
) -> str:
    candidates = list_candidates(found.id)
    waiting = [c for c in candidates if not c.heat_number]
    names = {"name_zh": found.name_zh, "name_en": found.name_en}
    return render_desk(
        "organizer/round.html",
        "setup",
        round=found,
        heats=list_heats(current_competition().id, found.id),
        waiting_count=len(waiting),
        placed_count=len(candidates) - len(waiting),
        candidate_count=len(candidates),
        is_first=is_first_round(found.id),
        has_advancing=has_advancing(found.id),
        names_form=names_form or NamesForm(formdata=None, data=names),
        heats_form=heats_form or NewHeatsForm(formdata=None, data={"count": 1, "seats": 7}),
    )


@blueprint.post("/<competition>/rounds/<round_key>")
@permission("setup.edit")
def save_round(competition: str, round_key: str) -> ResponseReturnValue:
    """Give a round other names."""
    found, form = current_round(round_key), NamesForm()
    if not form.validate_on_submit():
        return _page(found, names_form=form), 400
    try:
        rename_round(
            current_actor(), utc_now(), found.id, form.name_zh.data, form.name_en.data or ""
        )
    except JudgingError as error:
        status = show_on_form(form, error)
        return _page(found, names_form=form), status
    flash(_("Saved."), "success")
    return redirect(url_for("desk.round", competition=competition, round_key=round_key))


@blueprint.post("/<competition>/rounds/<round_key>/move")
@permission("setup.edit")
def move_one_round(competition: str, round_key: str) -> ResponseReturnValue:
    """Let a round change places with its neighbour."""
    is_earlier = request.form.get("direction") == "earlier"
    move_round(current_actor(), utc_now(), current_round(round_key).id, is_earlier=is_earlier)
    return redirect(url_for("desk.setup", competition=competition, _anchor="rounds"))


@blueprint.post("/<competition>/rounds/<round_key>/remove")
@permission("setup.edit")
def drop_round(competition: str, round_key: str) -> ResponseReturnValue:
    """Take a round without heats away."""
    found = current_round(round_key)
    remove_round(current_actor(), utc_now(), found.id)
    flash(_("Taken away: %(name)s", name=in_language(found)), "success")
    return redirect(url_for("desk.setup", competition=competition, _anchor="rounds"))


@blueprint.post("/<competition>/rounds/<round_key>/heats")
@permission("setup.edit")
def add_some_heats(competition: str, round_key: str) -> ResponseReturnValue:
    """Add heats with their panels."""
    found, form = current_round(round_key), NewHeatsForm()
    if not form.validate_on_submit():
        return _page(found, heats_form=form), 400
    public = form.public_seats.data or 0
    new = NewHeat(
        place=form.place.data or "",
        starts_at=as_instant(form.starts_at.data, current_competition().timezone),
        seat_count=form.seats.data,
        groups=(("expert", max(form.seats.data - public, 0)), ("public", public)),
    )
    try:
        made = add_heats(current_actor(), utc_now(), found.id, [new] * form.count.data)
    except JudgingError as error:
        status = show_on_form(form, error)
        return _page(found, heats_form=form), status
    flash(_("%(count)s heats added.", count=len(made)), "success")
    return redirect(url_for("desk.round", competition=competition, round_key=round_key))


@blueprint.post("/<competition>/rounds/<round_key>/deal")
@permission("setup.edit")
def deal(competition: str, round_key: str) -> ResponseReturnValue:
    """Deal the waiting candidates evenly to the planned heats."""
    found = current_round(round_key)
    waiting = [c.entry_id for c in list_candidates(found.id) if not c.heat_number]
    way = request.form.get("way", "spread")
    dealt = deal_entries(current_actor(), utc_now(), found.id, waiting, way)
    flash(_("%(count)s entries were put into heats.", count=dealt.placed), "success")
    return redirect(url_for("desk.round", competition=competition, round_key=round_key))
