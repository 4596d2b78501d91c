"""Awards: what the scheme gave, and what people give or take with a reason."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, NotFound, Problem
from judging.queries.award_scheme import (
    HonourLine,
    SchemeLine,
    list_honours,
    list_scheme_lines,
)
from judging.queries.awards import get_appearance_id, get_award_id, list_awards
from judging.queries.rounds import list_rounds
from judging.services.awards import GivenAward, give_award, take_award
from judging.web.access import current_actor, current_competition, permission
from judging.web.honour_views import HonourView, honour_view
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.refusals import attempt
from judging.wording import ErrorWords
from judging.wording.awards import OPEN_PLACES, SCHEME_KINDS

_FIELDS = ("round", "entry", "key", "name_zh", "name_en", "reason")


@blueprint.get("/<competition>/awards")
@permission("tally.read")
def awards(competition: str) -> str:
    """List the awards, with a form for special prizes."""
    return _page()


def _page(words: ErrorWords | None = None) -> str:
    found = current_competition()
    scheme = list_scheme_lines(found.id)
    scheme_names = {line.key: in_language(line) for line in scheme}
    rounds = list_rounds(found.id)
    return render_desk(
        "organizer/awards.html",
        "awards",
        lines=list_awards(found.id),
        scheme=[(line, SCHEME_KINDS[line.kind], _open_places(line)) for line in scheme],
        honours=_honours(found.id, scheme_names),
        round_options=[(row.key, in_language(row)) for row in rounds],
        typed={name: request.form.get(name, "") for name in _FIELDS},
        words=words,
    )


def _open_places(line: SchemeLine) -> list[str]:
    """Return the prizes that nobody holds, each with its cause."""
    return [str(OPEN_PLACES[cause]) % {"count": count} for cause, count in line.open_places]


def _honours(competition_id: int, names: dict[str, str]) -> list[tuple[HonourLine, HonourView]]:
    """Return the honours with the line that adds them up."""
    return [
        (line, honour_view(line.data, in_language(line), names))
        for line in list_honours(competition_id)
    ]


@blueprint.post("/<competition>/awards")
@permission("award.edit")
def give(competition: str) -> ResponseReturnValue:
    """Give an award by hand."""
    return attempt(partial(_give, competition), _page)


def _give(competition: str) -> ResponseReturnValue:
    typed = {name: request.form.get(name, "").strip() for name in _FIELDS}
    try:
        appearance = get_appearance_id(current_competition().id, typed["round"], typed["entry"])
    except NotFound:
        raise InvalidInput((Problem("award_unknown_entry"),)) from None
    award = GivenAward(typed["key"], typed["name_zh"], typed["name_en"])
    give_award(current_actor(), utc_now(), appearance, award, typed["reason"])
    flash(_("The award is given."), "success")
    return redirect(url_for("desk.awards", competition=competition), 303)


@blueprint.post("/<competition>/awards/<int:award_id>/take")
@permission("award.edit")
def take(competition: str, award_id: int) -> ResponseReturnValue:
    """Take an award away."""

    def command() -> ResponseReturnValue:
        key = get_award_id(current_competition().id, award_id)
        take_award(current_actor(), utc_now(), key, request.form.get("reason", ""))
        flash(_("The award is taken away; the journal keeps the reason."), "success")
        return redirect(url_for("desk.awards", competition=competition), 303)

    return attempt(command, _page)
