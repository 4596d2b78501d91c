"""Files of a release's results for the desk: text stays text, nothing is a formula."""

from collections.abc import Iterator

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from judging.clock import utc_now
from judging.errors import NotFound
from judging.queries.releases import get_release
from judging.scoring.explain import explain
from judging.scoring.working_reading import read_working
from judging.services.result_exports import record_results_export
from judging.services.table_files import Cell, as_csv, as_xlsx
from judging.web.access import current_actor, current_competition, permission
from judging.web.honour_views import honours_of_book
from judging.web.organizer import blueprint
from judging.web.result_views import ResultBook

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/<competition>/releases/<round_key>/<int:number>/results.<form>")
@permission("tally.read")
def results_file(competition: str, round_key: str, number: int, form: str) -> ResponseReturnValue:
    """Give out the lines of a release as CSV or XLSX."""
    if form not in _TYPES:
        raise NotFound()
    row, document = get_release(current_competition().id, round_key, number)
    record_results_export(current_actor(), utc_now(), row.id, form)
    book = ResultBook(document)
    head, rows = _head(book), [*_rows(book), *_honour_rows(book)]
    notes = [(_("Release"), str(number)), (_("Digest"), row.digest)]
    if form == "csv":
        content = as_csv(head, rows)
    else:
        content = as_xlsx(head, rows, _("Results"), notes, _("About"))
    answer = Response(content, mimetype=_TYPES[form])
    name = f"{competition}-{round_key}-{number}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _head(book: ResultBook) -> list[str]:
    """Return the header row."""
    names = (_("Group"), _("Rank"), _("Entry"), _("Name"), _("About"), book.score_label)
    return [*names, _("Exact"), _("Award"), _("Advances"), _("Working")]


def _honour_rows(book: ResultBook) -> Iterator[list[Cell]]:
    """Yield the honours of units and advisers, below the lines; they have no rank and no score."""
    for view in honours_of_book(book):
        about = [view.name, view.unit, "", "", view.award, "", view.working]
        yield ["", "", "", *about]


def _rows(book: ResultBook) -> Iterator[list[Cell]]:
    """Yield the lines in their order."""
    language = "en" if book.is_english else "zh"
    for line in book.document["lines"]:
        view = book.view(line)
        yield [
            book.groups[line["group"]],
            view.rank,
            view.number,
            view.name,
            view.sub,
            view.score,
            line["exact"] or "",
            view.award,
            _("yes") if view.is_advancing else "",
            explain(read_working(line["working"]), language),
        ]
