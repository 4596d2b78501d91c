"""Honours of units and advisers as pages show them, with the line that anybody can add up again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from judging.web.result_views import ResultBook


@dataclass(frozen=True)
class HonourView:
    """One honour: the prize, who has it, and the prizes that counted."""

    award: str
    kind: str
    name: str
    unit: str
    working: str


def honour_view(data: Mapping[str, Any], award: str, names: Mapping[str, str]) -> HonourView:
    """Return one honour as pages show it.

    Args:
        data: the honour, as in a release's document; a name that is not shown is empty.
        award: the name of the honour.
        names: key → name of the prizes that counted.
    """
    hidden = _("name not shown")
    working = _unit_line(data, names) if data["kind"] == "unit" else _prizes(data, names)
    return HonourView(award, data["kind"], data["name"] or hidden, data["unit"], working)


def _prizes(data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the prizes that counted, each with its entry."""
    return " · ".join(
        f"{names.get(each['award'], each['award'])} {each['entry']}" for each in data["prizes"]
    )


def _unit_line(data: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the sum of a unit's points as a line; only the sum where entries are not shown."""
    total = _("%(points)s points", points=data["points"])
    terms = [
        f"{each['points']} ({names.get(each['award'], each['award'])} {each['entry']})"
        for each in data["prizes"]
    ]
    return f"{' + '.join(terms)} = {total}" if terms else total


def honours_of_book(book: ResultBook, group: str | None = None) -> list[HonourView]:
    """Return the honours of a document of results, in their order.

    With ``group`` those of the other ranking groups are left out; what is counted within anything
    else than the ranking stays.
    """
    rows = book.document.get("honours", [])
    others = set(book.groups) - {group} if group is not None else set()
    return _views(book, [row for row in rows if row["group"] not in others])


def honours_of_entry(book: ResultBook, entry: str) -> list[HonourView]:
    """Return the honours for which a prize of an entry counted."""
    rows = [
        row
        for row in book.document.get("honours", [])
        if any(each["entry"] == entry for each in row["prizes"])
    ]
    return _views(book, rows)


def _views(book: ResultBook, rows: Sequence[Mapping[str, Any]]) -> list[HonourView]:
    names = {award.key: book.award_name(award.key) for award in book.rules.awards}
    return [honour_view(row, book.award_name(row["award"]), names) for row in rows]
