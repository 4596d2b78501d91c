"""Recording what decides a tie: an extra round, a ruling, a drawing of lots."""

import secrets
from collections.abc import Callable
from functools import partial

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.queries.rounds import get_round
from judging.queries.tallies import get_tally
from judging.services.tie_records import (
    commit_tie_draw,
    draw_tie,
    record_tie,
    withdraw_tie_record,
)
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.refusals import attempt
from judging.web.organizer.tally import tally_page, tally_url, whole_number

_SEED_BYTES = 32
_PATH = "/<competition>/tally/<round_key>/ties"


def _decide(round_key: str, command: Callable[[int], str]) -> ResponseReturnValue:
    """Run a command on the tally that the form stands on, and go back to its ties.

    ``command`` takes the tally's id and returns what to say.
    """
    heat = whole_number(request.form.get("heat", ""))
    slug = current_competition().slug
    found = get_tally(current_competition().id, round_key, heat)

    def run() -> ResponseReturnValue:
        flash(command(found.id), "success")
        return redirect(tally_url(slug, round_key, heat) + "#ties", 303)

    return attempt(run, partial(tally_page, round_key, heat))


@blueprint.post(_PATH)
@permission("tie.record")
def record_a_tie(competition: str, round_key: str) -> ResponseReturnValue:
    """Record an extra round or a ruling of all who are tied."""

    def command(tally_id: int) -> str:
        step, reason = request.form.get("step", ""), request.form.get("reason", "")
        entries = request.form.getlist("entry")
        values = {entry: request.form.get(f"value-{entry}", "") for entry in entries}
        record_tie(current_actor(), utc_now(), tally_id, step, values, reason)
        return _("Recorded. Count again, and it decides the tie.")

    return _decide(round_key, command)


@blueprint.post(_PATH + "/commit")
@permission("tie.record")
def commit_a_tie_draw(competition: str, round_key: str) -> ResponseReturnValue:
    """Publish the commitment of a drawing of lots among those tied."""

    def command(tally_id: int) -> str:
        seed, reason = secrets.token_hex(_SEED_BYTES), request.form.get("reason", "")
        entries = request.form.getlist("entry")
        commit_tie_draw(current_actor(), utc_now(), tally_id, entries, seed, reason)
        return _("The commitment is published. Draw whenever everybody is ready.")

    return _decide(round_key, command)


@blueprint.post(_PATH + "/<int:number>/draw")
@permission("tie.record")
def draw_a_tie(competition: str, round_key: str, number: int) -> ResponseReturnValue:
    """Reveal the seed, which gives each of those tied its place."""

    def command(tally_id: int) -> str:
        round_id = get_round(current_competition().id, round_key).id
        order = draw_tie(current_actor(), utc_now(), round_id, number)
        return _("Drawn: %(order)s. Count again, and it decides the tie.", order=", ".join(order))

    return _decide(round_key, command)


@blueprint.post(_PATH + "/<int:number>/withdraw")
@permission("tie.record")
def withdraw_a_tie_record(competition: str, round_key: str, number: int) -> ResponseReturnValue:
    """Take a record back, with a reason."""

    def command(tally_id: int) -> str:
        round_id = get_round(current_competition().id, round_key).id
        reason = request.form.get("reason", "")
        withdraw_tie_record(current_actor(), utc_now(), round_id, number, reason)
        return _("The record is withdrawn. Count again without it.")

    return _decide(round_key, command)
