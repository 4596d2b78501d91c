"""The desk's first pages: all competitions, one competition's overview, the archive."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import NotFound
from judging.permissions import may
from judging.queries.counts import count_progress
from judging.queries.heats import list_heats
from judging.queries.overview import list_competition_lines
from judging.queries.rail import get_rail
from judging.queries.rounds import list_divisions, list_rounds
from judging.services.competitions import archive_competition
from judging.web.access import current_actor, current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import next_step, render_desk


@blueprint.get("/")
@permission("signed_in")
def competitions() -> str:
    """List the competitions whose desk the reader may open."""
    actor = current_actor()
    lines = list_competition_lines(actor)
    if not lines and not may(actor, "competition.create"):
        raise NotFound()
    return render_template(
        "organizer/competitions.html", lines=lines, may_create=may(actor, "competition.create")
    )


@blueprint.get("/<competition>/")
@permission("desk.read")
def overview(competition: str) -> str:
    """Show where the competition stands, and the next step."""
    found = current_competition()
    return render_desk(
        "organizer/overview.html",
        "overview",
        next_step=next_step(get_rail(found.id), found.slug),
        counts=count_progress(found.id),
        rounds=list_rounds(found.id),
        heats=list_heats(found.id),
        divisions=list_divisions(found.id),
    )


@blueprint.get("/<competition>/archive")
@permission("desk.read")
def archive(competition: str) -> str:
    """Show what stays when everything is over, and let the organizer close the books."""
    found = current_competition()
    return render_desk("organizer/archive.html", "archive", counts=count_progress(found.id))


@blueprint.post("/<competition>/archive")
@permission("setup.edit")
def archive_now(competition: str) -> ResponseReturnValue:
    """Put the competition into the archive, or take it out again."""
    is_archived = request.form.get("is_archived") == "1"
    archive_competition(
        current_actor(), utc_now(), current_competition().id, is_archived=is_archived
    )
    flash(_("Archived.") if is_archived else _("Taken out of the archive."), "success")
    return redirect(url_for("desk.archive", competition=competition))
