"""What the pages of fairness share: which heat is looked at, the tabs, and why there is nothing."""

from typing import Any

from flask import request, url_for
from flask_babel import gettext as _

from judging.errors import NotFound
from judging.queries.fairness_scope import MOST_ENTRIES, Scope, get_scope
from judging.web.access import current_competition
from judging.web.language import in_language
from judging.web.organizer.pages import render_desk

#: page → its endpoint; the order is that of the tabs.
_PAGES = {
    "health": "desk.panel_health",
    "stability": "desk.stability",
    "dry_run": "desk.dry_run",
    "adjustment": "desk.adjustment",
}


def current_scope(round_key: str) -> Scope:
    """Return the round of the address, with the heat that its query names.

    Raises:
        NotFound: no such round, or no such heat in it.
    """
    text = request.args.get("heat", "")
    if text and not (text.isascii() and text.isdigit() and len(text) < 5):
        raise NotFound()
    return get_scope(current_competition().id, round_key, int(text) if text else None)


def render_fairness(page: str, scope: Scope, **context: Any) -> str:
    """Render a page of fairness, or say why there is nothing to say yet.

    Args:
        page: ``health``, ``stability``, ``dry_run`` or ``adjustment``.
        scope: what is looked at.
        context: values for the template.
    """
    template = "fairness_nothing" if scope.obstacle else page
    return render_desk(
        f"organizer/{template}.html",
        "tally",
        scope=scope,
        page=page,
        most_entries=MOST_ENTRIES,
        page_title=page_title(page),
        where=where_of(scope),
        tabs=_tabs(page, scope),
        heat_options=heat_options(scope),
        heat_value="" if scope.heat is None else str(scope.heat.number),
        **context,
    )


def page_title(page: str) -> str:
    """Return what a page is called."""
    names = {
        "health": _("Panel health"),
        "stability": _("Stability"),
        "dry_run": _("Rule dry run"),
        "adjustment": _("Adjustment"),
    }
    return names[page]


def where_of(scope: Scope) -> str:
    """Return the round, and the heat where one was chosen, in the reader's language."""
    name = in_language(scope.round)
    return name if scope.heat is None else f"{name} · {in_language(scope.heat.name)}"


def _tabs(page: str, scope: Scope) -> list[tuple[str, str, bool, None]]:
    """Return the tabs: text, address, whether it is this page, no count."""
    return [(page_title(key), fairness_url(key, scope), key == page, None) for key in _PAGES]


def fairness_url(page: str, scope: Scope, **query: str) -> str:
    """Return the address of a page of fairness for the same round and heat."""
    values: dict[str, str | int] = dict(query)
    if scope.heat is not None:
        values["heat"] = scope.heat.number
    slug = current_competition().slug
    return url_for(_PAGES[page], competition=slug, round_key=scope.round.key, **values)  # type: ignore[arg-type]


def heat_options(scope: Scope) -> list[tuple[str, str]]:
    """Return the heats to choose from, the whole round first, those still open marked so."""
    options = [("", _("The whole round"))]
    for heat in scope.heats:
        name = in_language(heat.name)
        text = name if heat.is_still else _("%(heat)s (not closed yet)", heat=name)
        options.append((str(heat.number), text))
    return options
