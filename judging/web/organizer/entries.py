"""The entries of a competition: the list, exports, the template, access codes."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import Response, current_app, make_response, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.http import dump_options_header

from judging.clock import utc_now
from judging.errors import NotFound
from judging.queries.entries import (
    SORTS,
    EntryFacts,
    EntrySearch,
    get_entry_page,
    list_access_codes,
    list_all_entries,
    list_division_choices,
)
from judging.services.access_records import record_access_codes, record_entries_export
from judging.services.entry_columns import ALIASES
from judging.services.table_files import as_csv, as_xlsx
from judging.web.access import current_actor, current_competition, permission
from judging.web.language import in_language
from judging.web.organizer import blueprint
from judging.web.organizer.pages import render_desk
from judging.web.organizer.paging import page_links

_SAMPLE = (
    ("A001", "林见微", "Lin Jianwei", "", "示例中学", "月壤里的水", "Water in Lunar Soil"),
    ("A002", "顾晚晴、何雨桐", "Gu Wanqing, He Yutong", "微光队", "示例学校", "一束光", ""),
)
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@blueprint.get("/<competition>/entries")
@permission("entries.read")
def entries(competition: str) -> str:
    """Show a page of the entries that fit the search."""
    search = _search()
    found = get_entry_page(current_competition().id, search)
    url_of = partial(_list_url, competition, search)
    return render_desk(
        "organizer/entries.html",
        "people",
        found=found,
        search=search,
        division_options=_division_options(),
        links=page_links(found.page, found.page_count, url_of),
        sort_url=lambda sort: url_of(sort=sort),
        directions={sort: _direction(search, sort) for sort in SORTS},
    )


def _division_options() -> list[tuple[str, str]]:
    """Return the divisions as options of a filter."""
    divisions = list_division_choices(current_competition().id)
    return [("", _("All divisions")), *((d.key, in_language(d)) for d in divisions)]


def _list_url(competition: str, search: EntrySearch, page: int = 1, sort: str = "") -> str:
    """Return the address of a page of the list; the column sorted by now turns its order."""
    turned = sort == search.sort and not search.is_descending
    is_descending = turned if sort else search.is_descending
    return url_for(
        "desk.entries",
        competition=competition,
        q=search.words or None,
        division=search.division or None,
        sort=sort or search.sort,
        down="1" if is_descending else None,
        page=page if page > 1 else None,
    )


def _direction(search: EntrySearch, sort: str) -> str:
    """Return how a column is sorted now, in the words of ``aria-sort``."""
    if search.sort != sort:
        return "none"
    return "descending" if search.is_descending else "ascending"


def _search() -> EntrySearch:
    """Return what the reader looks for; a page that is no number is the first."""
    page = request.args.get("page", "1")
    return EntrySearch(
        request.args.get("q", "")[:60].strip(),
        request.args.get("division", "")[:40],
        request.args.get("sort", "number")[:20],
        request.args.get("down") == "1",
        int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
    )


@blueprint.get("/<competition>/entries/template.<form>")
@permission("entries.read")
def entries_template(competition: str, form: str) -> Response:
    """Give a table to fill in: two invented rows and, in the workbook, what columns mean."""
    divisions = list_division_choices(current_competition().id)
    division = divisions[0].name_zh if divisions else "青年组"
    rows = [(*row[:5], division, *row[5:], "", "") for row in _SAMPLE]
    notes = [(names[0], _meaning(column)) for column, names in ALIASES.items()]
    notes.append((_("Divisions"), "、".join(d.name_zh for d in divisions) or "—"))
    return _download(form, "entries-template", _head(), rows, _("Entries"), notes)


def _head() -> list[str]:
    """Return the headers in the order of the template, in the reader's language."""
    order = ("number", "names", "names_latin", "team_name", "unit", "division", "title_zh")
    is_english = str(get_locale()).startswith("en")
    names = [ALIASES[c] for c in (*order, "title_en", "adviser", "guardian_contact")]
    return [next(n for n in known if n.isascii() == is_english) for known in names]


def _meaning(column: str) -> str:
    """Return what a column of the template means."""
    meanings = {
        "number": _("Required. Unique; letters, digits, dots, hyphens. Entries are found by it."),
        "names": _("Required. Members of a team are separated by 、 or ; in one cell."),
        "names_latin": _("For certificates in English; as many names as in the column before."),
        "team_name": _("Empty where one person enters alone."),
        "unit": _("School or organisation."),
        "division": _("Required. The name of a division of this competition."),
        "title_zh": _("Title of the talk."),
        "title_en": _("Title in English."),
        "adviser": _("Who taught the contestant."),
        "guardian_contact": _("One way to reach a guardian. Seen by organizers only."),
    }
    return f"{' / '.join(ALIASES[column])}: {meanings[column]}"


@blueprint.get("/<competition>/entries/export.<form>")
@permission("entries.edit")
def entries_export(competition: str, form: str) -> Response:
    """Give all entries in the columns of the template; who took them along is journalled."""
    found = list_all_entries(current_competition().id)
    _check_form(form)
    record_entries_export(current_actor(), utc_now(), current_competition().id, form, len(found))
    rows = [_row(entry) for entry in found]
    return _download(form, f"{competition}-entries", _head(), rows, _("Entries"), _marks())


def _row(entry: EntryFacts) -> tuple[str, ...]:
    """Return an entry in the columns of the template."""
    latin = [member.name_latin for member in entry.members]
    contact = entry.members[0].guardian_contact if entry.members else ""
    return (
        entry.number,
        entry.names,
        ", ".join(latin) if all(latin) else "",
        entry.team_name,
        entry.unit,
        entry.division_zh,
        entry.title_zh,
        entry.title_en,
        entry.adviser,
        contact,
    )


@blueprint.get("/<competition>/entries/codes")
@permission("access_codes.read")
def access_codes(competition: str) -> str:
    """Show slips with the access codes, to print and cut; journalled."""
    chosen = request.args.get("division", "")[:40]
    codes = list_access_codes(current_competition().id, chosen)
    record_access_codes(current_actor(), utc_now(), current_competition().id, "page", len(codes))
    return render_desk(
        "organizer/access_codes.html",
        "people",
        codes=codes,
        chosen=chosen,
        division_options=_division_options(),
        address=f"{current_app.config['PUBLIC_BASE_URL'].rstrip('/')}{url_for('auth.sign_in')}",
    )


@blueprint.get("/<competition>/entries/codes.<form>")
@permission("access_codes.read")
def access_codes_export(competition: str, form: str) -> Response:
    """Give the access codes as a table; journalled."""
    codes = list_access_codes(current_competition().id)
    _check_form(form)
    record_access_codes(current_actor(), utc_now(), current_competition().id, form, len(codes))
    head = [_("Entry number"), _("Contestants"), _("Unit"), _("Division"), _("Access code")]
    rows = [(c.entry_number, c.names, c.unit, in_language(c, "division"), c.code) for c in codes]
    return _download(form, f"{competition}-access-codes", head, rows, _("Access codes"), _marks())


def _marks() -> list[tuple[str, str]]:
    """Return the watermark of an export: who took it along, and when."""
    now: datetime = utc_now()
    return [
        (_("Exported by"), current_actor().display_name),
        (_("Exported at"), now.isoformat(" ", "minutes")),
        (_("Note"), _("Holds personal data. Keep it safe, and delete it after use.")),
    ]


def _check_form(form: str) -> None:
    """Refuse a kind of file that is not offered, before anything is recorded."""
    if form not in _TYPES:
        raise NotFound()


def _download(
    form: str,
    name: str,
    head: list[str],
    rows: Sequence[tuple[str, ...]],
    sheet: str,
    notes: list[tuple[str, str]],
) -> Response:
    """Return a table as a file that is saved, not shown."""
    _check_form(form)
    content = as_csv(head, rows) if form == "csv" else as_xlsx(head, rows, sheet, notes, _("Notes"))
    response = make_response(content)
    response.headers["Content-Type"] = _TYPES[form]
    response.headers["Content-Disposition"] = dump_options_header(
        "attachment", {"filename": f"{name}.{form}"}
    )
    response.headers["Cache-Control"] = "no-store"
    return response
