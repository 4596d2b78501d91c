"""The journal for auditors and organizers, and whether its chain holds."""

from functools import partial

from flask import request, url_for

from judging.queries.journal import get_journal_page
from judging.services.journal import verify_chain
from judging.web.access import current_competition, permission
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.paging import page_links
from judging.wording.journal import ACTION_SENTENCES, FAULTS


@blueprint.get("/<competition>/journal")
@permission("journal.read")
def journal(competition: str) -> str:
    """Show a page of the journal, newest first, with the result of walking the chain."""
    found = get_journal_page(current_competition().id, _page_number())
    url_of = partial(_url, competition)
    report = verify_chain(current_competition().id)
    return render_desk(
        "organizer/journal.html",
        "archive",
        found=found,
        sentences={line.action: ACTION_SENTENCES[line.action] for line in found.lines},
        details={line.sequence: _details(line.details) for line in found.lines},
        report=report,
        fault=FAULTS.get(report.fault, ""),
        links=page_links(found.page, found.page_count, url_of),
    )


def _url(competition: str, page: int) -> str:
    return url_for("desk.journal", competition=competition, page=page)


def _page_number() -> int:
    """Return the page that the address asks for, 1 where it asks for nonsense."""
    text = request.args.get("page", "1")
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 7 else 1


def _details(content: object) -> list[tuple[str, str]]:
    """Return the content of an entry as words and short texts."""
    if not isinstance(content, dict):
        return []
    return [(str(key), _short(value)) for key, value in sorted(content.items())]


def _short(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 80 else text[:80] + "…"
