"""How every page of the desk is rendered: with the rail of its competition beside it."""

from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BuildError

from judging.queries.competitions import CompetitionFacts
from judging.queries.rail import RailStep, get_rail
from judging.web.access import current_competition

#: step → its name, and the page that it opens. A page that is not registered gives no link.
STEP_NAMES: dict[str, LazyString] = {
    "setup": _l("Set up"),
    "people": _l("People"),
    "draw": _l("Running order"),
    "stage": _l("Stage"),
    "tally": _l("Tally"),
    "release": _l("Release"),
    "awards": _l("Awards"),
    "certificates": _l("Certificates"),
    "archive": _l("Archive"),
}
STEP_ENDPOINTS: dict[str, tuple[str, ...]] = {
    "setup": ("desk.setup",),
    "people": ("desk.entries", "desk.people"),
    "draw": ("desk.order",),
    "stage": ("desk.progress",),
    "tally": ("desk.tally",),
    "release": ("desk.releases",),
    "awards": ("desk.awards",),
    "certificates": ("desk.certificates",),
    "archive": ("desk.archive",),
}
_NOTES: dict[str, LazyString] = {
    "no_rounds": _l("no rounds yet"),
    "no_divisions": _l("no divisions yet"),
    "rounds_with_heats": _l("%(done)s of %(total)s rounds have heats"),
    "heats_without_seat": _l("%(done)s heats without seats"),
    "heats": _l("%(total)s heats planned"),
    "no_entries": _l("no entries yet"),
    "entries_placed": _l("%(done)s of %(total)s entries placed"),
    "seats_filled": _l("%(done)s of %(total)s seats filled"),
    "entries": _l("%(total)s entries"),
    "heats_drawn": _l("%(done)s of %(total)s heats drawn"),
    "heats_open": _l("%(done)s heats open"),
    "heats_closed": _l("%(done)s of %(total)s heats closed"),
    "heats_tallied": _l("%(done)s of %(total)s heats tallied"),
    "releases_waiting": _l("%(done)s waiting to go public"),
    "rounds_public": _l("%(done)s of %(total)s rounds public"),
    "awards": _l("%(done)s awards given"),
    "certificates": _l("%(done)s issued"),
}


@dataclass(frozen=True)
class Desk:
    """What the layout of the desk needs to know."""

    competition: CompetitionFacts
    steps: tuple[tuple[str, str, str | None, str, str], ...]
    current: str
    home_url: str


def render_desk(template: str, step: str, **context: Any) -> str:
    """Render a page of the current competition's desk with its rail.

    Args:
        template: path below ``templates/``.
        step: the step that the page belongs to, a key of :data:`STEP_NAMES`, or ``"overview"``.
        context: values for the template.

    Raises:
        NotFound: the address names no competition.
    """
    return render_template(template, desk=make_desk(step), **context)


def make_desk(step: str) -> Desk:
    """Return the rail of the current competition, with links to the pages that exist."""
    competition = current_competition()
    steps = tuple(
        (
            found.key,
            str(STEP_NAMES[found.key]),
            find_step_url(found.key, competition.slug),
            found.state,
            note_of(found),
        )
        for found in get_rail(competition.id)
    )
    return Desk(competition, steps, step, url_for("desk.overview", competition=competition.slug))


def find_step_url(key: str, slug: str) -> str | None:
    """Return the address of a step's first page; None where none is registered."""
    for endpoint in STEP_ENDPOINTS[key]:
        try:
            return url_for(endpoint, competition=slug)
        except BuildError:
            continue
    return None


def note_of(step: RailStep) -> str:
    """Return the line below a step in the reader's language; empty where there is none."""
    text = _NOTES.get(step.note)
    return "" if text is None else str(text) % {"done": step.done, "total": step.total}


def trail(*items: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return breadcrumbs that begin with the competition's overview.

    Args:
        items: label and address of each step below it; the last one, the page itself, has None.
    """
    home = url_for("desk.overview", competition=current_competition().slug)
    return [(_("Overview"), home), *items]
