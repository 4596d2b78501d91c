"""Published results. Before a release every address answers as if there were nothing at all."""

from functools import partial

from flask import g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from judging.errors import NotFound
from judging.queries.competitions import CompetitionFacts, find_competition
from judging.queries.results import (
    PublicRelease,
    document_of,
    get_public,
    list_current,
    list_of_round,
)
from judging.web.access import public
from judging.web.honour_views import honours_of_book
from judging.web.organizer.paging import page_links
from judging.web.public import blueprint
from judging.web.result_charts import distribution_of, podium_of
from judging.web.result_views import ResultBook

LINES_A_PAGE = 200


@blueprint.get("/c/<slug>/")
@public
def competition(slug: str) -> ResponseReturnValue:
    """Show the current release of a round, the latest first; nothing where there is none."""
    found, releases = _releases(slug)
    if found is None:
        return render_template("public/no_results.html"), 404
    wished = request.args.get("round", "")
    release = next((r for r in releases if r.round_key == wished), releases[0])
    return _page(found, release, releases)


@blueprint.get("/c/<slug>/releases/<round_key>/<int:number>")
@public
def release(slug: str, round_key: str, number: int) -> ResponseReturnValue:
    """Show one release of a round, an older one too."""
    found, releases = _releases(slug)
    if found is None:
        return render_template("public/no_results.html"), 404
    try:
        return _page(found, get_public(found.id, round_key, number), releases)
    except NotFound:
        return render_template("public/no_results.html"), 404


def _releases(slug: str) -> tuple[CompetitionFacts | None, tuple[PublicRelease, ...]]:
    """Return a competition with its current releases; None where it has none, or is not there."""
    found = find_competition(slug)
    releases = list_current(found.id) if found else ()
    if found is None or not releases:
        return None, ()
    g.competition = found
    return found, releases


def _page(
    found: CompetitionFacts, shown: PublicRelease, releases: tuple[PublicRelease, ...]
) -> str:
    """Render one release."""
    book = ResultBook(document_of(shown))
    wished = request.args.get("number", "").strip()[:40]
    line = book.find_line(wished) if wished else None
    group = line["group"] if line else request.args.get("group", "")
    group = group if group in book.groups else next(iter(book.groups), "")
    lines = book.lines_of(group)
    start = lines.index(line) // LINES_A_PAGE + 1 if line else _page_number()
    page_count = max(-(-len(lines) // LINES_A_PAGE), 1)
    page = min(max(start, 1), page_count)
    first = (page - 1) * LINES_A_PAGE
    url_of = partial(_page_url, found.slug, shown, group)
    return render_template(
        "public/results.html",
        competition=book.document["competition"],
        competition_url=url_for("public.competition", slug=found.slug),
        slug=found.slug,
        release=shown,
        releases=releases,
        history=list_of_round(found.id, shown.round_key),
        book=book,
        group=group,
        views=book.views(lines[first : first + LINES_A_PAGE]),
        podium=podium_of(book, lines),
        chart=distribution_of(book, lines),
        honours=honours_of_book(book, group),
        page=page,
        links=page_links(page, page_count, url_of),
        count=len(lines),
        wished=wished,
        found_number=line["entry"] if line else "",
    )


def _page_number() -> int:
    """Return the page that the address asks for, 1 where it asks for nonsense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _page_url(slug: str, shown: PublicRelease, group: str, page: int) -> str:
    """Return the address of one page of a group."""
    key, number = shown.round_key, shown.number
    return url_for(
        "public.release", slug=slug, round_key=key, number=number, group=group, page=page
    )
