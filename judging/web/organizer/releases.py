"""Releases on the desk: what is public, what waits, the draft as the public will see it."""

from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import InvalidInput, Problem
from judging.queries.releases import ReleaseRow, get_release, list_releases
from judging.queries.rounds import RoundFacts, get_round, list_rounds
from judging.services.release_preview import find_obstacles
from judging.services.releases import (
    approve_release,
    prepare_release,
    publish_release,
    withdraw_release,
)
from judging.web.access import current_actor, current_competition, permission
from judging.web.honour_views import honours_of_book
from judging.web.organizer import blueprint
from judging.web.organizer.pages import find_url, render_desk
from judging.web.organizer.refusals import attempt
from judging.web.result_charts import distribution_of, podium_of
from judging.web.result_views import ResultBook
from judging.wording import ErrorWords, sentence

_RELEASE = "/<competition>/releases/<round_key>/<int:number>"


@dataclass(frozen=True)
class Obstacle:
    """One blocker or warning with the page where it can be settled; empty where none is."""

    text: str
    url: str


@blueprint.get("/<competition>/releases")
@permission("release.read")
def releases(competition: str) -> str:
    """List the rounds with their releases."""
    found = current_competition()
    rows = list_releases(found.id)
    rounds = [
        (row, [release for release in rows if release.round_key == row.key])
        for row in list_rounds(found.id)
    ]
    return render_desk("organizer/releases.html", "release", rounds=rounds)


@blueprint.get("/<competition>/releases/<round_key>/new")
@permission("release.read")
def new_release(competition: str, round_key: str) -> str:
    """Show what stands in the way of a release, and the form for a draft."""
    return _new_page(round_key)


def _new_page(round_key: str, words: ErrorWords | None = None) -> str:
    found = get_round(current_competition().id, round_key)
    obstacles = find_obstacles(current_actor(), found.id)
    rows = [r for r in list_releases(current_competition().id) if r.round_key == round_key]
    current = next((row for row in rows if row.is_current), None)
    return render_desk(
        "organizer/new_release.html",
        "release",
        round=found,
        obstacles=obstacles,
        blockers=_obstacles(found, obstacles.blockers),
        warnings=_obstacles(found, obstacles.warnings),
        current=current,
        waiting=next((row for row in rows if row.state in ("draft", "approved")), None),
        kind=request.form.get("kind") or _kind_after(current),
        changes=request.form.get("changes", ""),
        chosen=request.form.getlist("heats"),
        words=words,
    )


def _kind_after(current: ReleaseRow | None) -> str:
    """Return the kind that usually follows."""
    if current is None:
        return "provisional"
    return "final" if current.kind == "provisional" else "correction"


def _obstacles(found: RoundFacts, problems: tuple[Problem, ...]) -> list[Obstacle]:
    """Return sentences, each with the page where it can be settled."""
    return [
        Obstacle(sentence(problem.code, problem.params), _way_out(found, problem))
        for problem in problems
    ]


def _way_out(found: RoundFacts, problem: Problem) -> str:
    """Return the page where a problem can be settled."""
    slug, heat = current_competition().slug, problem.params.get("heat")
    if "tally" in problem.code:
        return url_for("desk.tally", competition=slug)
    if "tie" in problem.code or problem.code in ("release_quota", "release_prize_unnamed"):
        return url_for("desk.tally" if "tie" in problem.code else "desk.awards", competition=slug)
    if problem.code == "release_name_not_drawable":
        return find_url("desk.entries", competition=slug) or ""
    if heat is None:
        return ""
    place = {"competition": slug, "round_key": found.key, "heat_number": heat}
    return find_url("desk.heat_progress", **place) or find_url("desk.progress", **place) or ""


@blueprint.post("/<competition>/releases/<round_key>/new")
@permission("release.prepare")
def prepare(competition: str, round_key: str) -> ResponseReturnValue:
    """Freeze a draft."""
    return attempt(partial(_prepare, competition, round_key), partial(_new_page, round_key))


def _prepare(competition: str, round_key: str) -> ResponseReturnValue:
    found = get_round(current_competition().id, round_key)
    asked = request.form.getlist("heats")[:500]
    heats = [int(text) for text in asked if text.isascii() and text.isdecimal() and len(text) < 6]
    draft = prepare_release(
        current_actor(),
        utc_now(),
        found.id,
        request.form.get("kind", ""),
        request.form.get("changes", ""),
        heats or None,
    )
    flash(_("The draft is frozen. Somebody else must approve it now."), "success")
    return redirect(_url(competition, round_key, draft.number), 303)


def _url(competition: str, round_key: str, number: int) -> str:
    return url_for("desk.release", competition=competition, round_key=round_key, number=number)


@blueprint.get(_RELEASE, endpoint="release")
@permission("release.read")
def show(competition: str, round_key: str, number: int) -> str:
    """Show a release, exactly as the public sees it or will see it."""
    return _page(round_key, number)


def _page(round_key: str, number: int, words: ErrorWords | None = None) -> str:
    row, document = get_release(current_competition().id, round_key, number)
    book = ResultBook(document)
    groups = [
        (name, podium_of(book, book.lines_of(key)), book.views(book.lines_of(key)))
        for key, name in book.groups.items()
    ]
    return render_desk(
        "organizer/release.html",
        "release",
        release=row,
        book=book,
        groups=groups,
        chart=distribution_of(book, document["lines"]),
        honours=honours_of_book(book),
        is_own_draft=row.prepared_by_id == current_actor().id,
        words=words,
    )


@blueprint.post(_RELEASE + "/approve")
@permission("release.read")
def approve(competition: str, round_key: str, number: int) -> ResponseReturnValue:
    """Approve a draft; who may is decided by the command, since some need no second person."""

    def command() -> ResponseReturnValue:
        row, _document = get_release(current_competition().id, round_key, number)
        approve_release(current_actor(), utc_now(), row.id)
        flash(_("Approved. The organizer can publish it now."), "success")
        return redirect(_url(competition, round_key, number), 303)

    return attempt(command, partial(_page, round_key, number))


@blueprint.post(_RELEASE + "/publish")
@permission("release.publish")
def publish(competition: str, round_key: str, number: int) -> ResponseReturnValue:
    """Make an approved release public, after the round's key was typed."""

    def command() -> ResponseReturnValue:
        row, _document = get_release(current_competition().id, round_key, number)
        if request.form.get("typed", "").strip() != round_key:
            raise InvalidInput((Problem("typed_wrong"),))
        publish_release(current_actor(), utc_now(), row.id)
        flash(_("The results are public."), "success")
        return redirect(_url(competition, round_key, number), 303)

    return attempt(command, partial(_page, round_key, number))


@blueprint.post(_RELEASE + "/withdraw")
@permission("release.prepare")
def withdraw(competition: str, round_key: str, number: int) -> ResponseReturnValue:
    """Drop a release that is not public yet."""

    def command() -> ResponseReturnValue:
        row, _document = get_release(current_competition().id, round_key, number)
        withdraw_release(current_actor(), utc_now(), row.id, request.form.get("reason", ""))
        flash(_("The draft is withdrawn."), "success")
        return redirect(url_for("desk.releases", competition=competition), 303)

    return attempt(command, partial(_page, round_key, number))
