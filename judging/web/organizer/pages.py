"""How every page of the desk is rendered: with the rail of its competition beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, url_for
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.routing import BuildError

from judging.clock import utc_now
from judging.queries.competitions import CompetitionFacts
from judging.queries.device_contacts import count_silent
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
_ADVICE: dict[str, LazyString] = {
    "setup": _l("Check facts, divisions, rounds and heats; every heat needs seats."),
    "people": _l("Import the entries, put them into heats, and seat the judges."),
    "draw": _l("Draw lots for each heat, or put its entries in order by hand."),
    "stage": _l("Open a heat for marking and watch the score sheets come in."),
    "tally": _l("Count the heats that are closed, and look at the working of each result."),
    "release": _l("Freeze the results, have them approved by a second person, publish them."),
    "awards": _l("Check what the award scheme gives, and add special awards."),
    "certificates": _l("Issue the certificates of the rounds that are public."),
    "archive": _l("Everything is published. Keep a backup and close the books."),
}


@dataclass(frozen=True)
class SidePage:
    """A page below a step of the rail; ``alarm`` is what is the matter there, usually empty."""

    label: str
    url: str
    alarm: str = ""


@dataclass(frozen=True)
class Desk:
    """What the layout of the desk needs; ``side`` has the pages below a step, by its key."""

    competition: CompetitionFacts
    steps: tuple[tuple[str, str, str | None, str, str], ...]
    current: str
    home_url: str
    side: Mapping[str, tuple[SidePage, ...]]


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
    rail = get_rail(competition.id)
    steps = tuple(
        (
            found.key,
            str(STEP_NAMES[found.key]),
            find_step_url(found.key, competition.slug),
            found.state,
            note_of(found),
        )
        for found in rail
    )
    home_url = url_for("desk.overview", competition=competition.slug)
    return Desk(competition, steps, step, home_url, _side_pages(competition, rail))


def _side_pages(
    competition: CompetitionFacts, rail: tuple[RailStep, ...]
) -> dict[str, tuple[SidePage, ...]]:
    """Return the pages below a step: while a heat is open, its tablets, and who is silent."""
    if not any(step.note == "heats_open" for step in rail):
        return {}
    silent = sum(count_silent(competition.id, utc_now()).values())
    alarm = _("silent seats: %(count)s", count=silent) if silent else ""
    url = url_for("desk.devices", competition=competition.slug)
    return {"stage": (SidePage(_("Tablets"), url, alarm),)}


def find_step_url(key: str, slug: str) -> str | None:
    """Return the address of a step's first page; None where none is registered."""
    urls = (find_url(endpoint, competition=slug) for endpoint in STEP_ENDPOINTS[key])
    return next((url for url in urls if url), None)


def find_url(endpoint: str, **values: Any) -> str | None:
    """Return the address of a page; None where none is registered that takes these values."""
    try:
        return url_for(endpoint, **values)
    except BuildError:
        return None


@dataclass(frozen=True)
class NextStep:
    """What the overview offers as the next thing to do."""

    key: str
    label: str
    url: str
    advice: str


def next_step(rail: tuple[RailStep, ...], slug: str) -> NextStep | None:
    """Return the first step that is not done and can be opened; None where all is done."""
    for step in rail:
        url = find_step_url(step.key, slug)
        if step.state not in ("done", "later") and url:
            return NextStep(step.key, str(STEP_NAMES[step.key]), url, str(_ADVICE[step.key]))
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
