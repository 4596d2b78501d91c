"""Published results. Before a release every address answers as if there were nothing at all."""

from dataclasses import dataclass
from typing import Any

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
from judging.web.public import blueprint
from judging.web.result_charts import distribution_of, podium_of
from judging.web.result_views import ResultBook

LINES_A_PAGE = 200


@dataclass(frozen=True)
class Pages:
    """Which page of a list is shown: ``numbers`` are (page, address), None stands for a gap."""

    current: int
    numbers: tuple[tuple[int | None, str], ...]
    previous_url: str | None
    next_url: str | None
    first: int
    last: int
    count: int


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
    pages = paged(len(lines), start, {"group": group}, shown, found.slug)
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
        views=book.views(lines[pages.first - 1 : pages.last]),
        podium=podium_of(book, lines),
        chart=distribution_of(book, lines),
        pages=pages,
        wished=wished,
        found_number=line["entry"] if line else "",
    )


def _page_number() -> int:
    """Return the page that the address asks for, 1 where it asks for nonsense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def paged(count: int, wished: int, query: dict[str, Any], shown: PublicRelease, slug: str) -> Pages:
    """Return the pages of a list of ``count`` lines, with ``wished`` brought into range."""
    last_page = max(-(-count // LINES_A_PAGE), 1)
    current = min(max(wished, 1), last_page)

    def address(page: int) -> str:
        return url_for(
            "public.release",
            slug=slug,
            round_key=shown.round_key,
            number=shown.number,
            page=page,
            **query,
        )

    near = {1, last_page, *range(max(current - 2, 1), min(current + 2, last_page) + 1)}
    numbers: list[tuple[int | None, str]] = []
    for page in sorted(near):
        if numbers and numbers[-1][0] is not None and page - numbers[-1][0] > 1:
            numbers.append((None, ""))
        numbers.append((page, address(page)))
    first = (current - 1) * LINES_A_PAGE + 1
    return Pages(
        current=current,
        numbers=tuple(numbers),
        previous_url=address(current - 1) if current > 1 else None,
        next_url=address(current + 1) if current < last_page else None,
        first=first,
        last=min(first + LINES_A_PAGE - 1, count),
        count=count,
    )
