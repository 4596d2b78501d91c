"""A contestant's own page: result with its working, comments, certificates; all after release."""

from typing import Any

from flask import Response, g, render_template
from flask.typing import ResponseReturnValue

from judging.errors import NotFound
from judging.permissions import ActorKind
from judging.queries.certificates import get_facts, list_of_entry
from judging.queries.contestant import OwnEntry, get_own_entry, list_comments
from judging.queries.results import PublicRelease, document_of, list_current
from judging.services.certificate_files import draw_certificate
from judging.web.access import current_actor, permission
from judging.web.contestant import blueprint
from judging.web.honour_views import honours_of_entry
from judging.web.result_views import ResultBook


@blueprint.get("/")
@permission("contestant.own")
def home() -> str:
    """Show the own results that are public, with comments and certificates."""
    entry = _own_entry()
    g.competition = entry.competition
    results = [
        found
        for release in list_current(entry.competition.id)
        if (found := _result(entry, release)) is not None
    ]
    return render_template(
        "contestant/own.html",
        competition=entry.competition,
        entry=entry,
        results=results,
        certificates=list_of_entry(entry.id) if results else (),
    )


@blueprint.get("/certificates/<number>.pdf")
@permission("contestant.own")
def certificate(number: str) -> ResponseReturnValue:
    """Give out an own certificate."""
    return pdf_answer(draw_certificate(get_facts(number, entry_id=_own_entry().id)), number)


def pdf_answer(content: bytes, number: str) -> Response:
    """Return a PDF as a download; no copy is kept on the way."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _own_entry() -> OwnEntry:
    """Return the entry that asks.

    Raises:
        NotFound: it is not an entry.
    """
    actor = current_actor()
    if actor.kind is not ActorKind.ENTRY:
        raise NotFound()
    return get_own_entry(actor.id)


def _result(entry: OwnEntry, release: PublicRelease) -> dict[str, Any] | None:
    """Return the own line of a public release; None where it does not hold the entry."""
    book = ResultBook(document_of(release))
    line = book.find_line(entry.number)
    if line is None:
        return None
    return {
        "release": release,
        "book": book,
        "view": book.view(line),
        "comments": list_comments(entry.id, release.round_key),
        "group": book.groups.get(line["group"], ""),
        "honours": honours_of_entry(book, entry.number),
    }
