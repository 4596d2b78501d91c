"""A panel from a file: seat numbers, judge groups, judges. A plan first, then all or nothing."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from judging.errors import InvalidInput, Problem
from judging.models import Heat, Seat
from judging.permissions import Actor
from judging.services.command import Work, writing
from judging.services.entry_columns import Layout, find_columns, header_key, merged_problems
from judging.services.panels import (
    MOST_SEATS,
    NewSeat,
    add_seats,
    place_person,
    refuse_where_sheets_exist,
    seat_problems,
)
from judging.services.workbooks import Table, read_table

#: column → the headers that name it.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "seat": ("席位", "席位号", "座位", "座位号", "seat", "seat no.", "seat number"),
    "group": ("类别", "评委类别", "组别", "分组", "group", "judge group"),
    "name": ("姓名", "评委", "评委姓名", "name", "judge", "judge name"),
    "unit": ("单位", "所在单位", "工作单位", "unit", "organisation", "organization"),
}
_COLUMN_OF = {header_key(alias): column for column, names in ALIASES.items() for alias in names}
_GROUPS = {
    "专家": "expert", "专家评委": "expert", "expert": "expert", "": "expert",
    "大众": "public", "大众评委": "public", "public": "public",
    "同分裁决": "tie_break", "同分裁决评委": "tie_break", "tie_break": "tie_break",
    "见习": "practice", "见习评委": "practice", "practice": "practice",
}  # fmt: skip
_NUMBER = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True)
class PlannedSeat:
    """One row of the file: what the seat would be, and what that changes.

    Args:
        line: row number in the file.
        change: ``added``, ``changed`` or ``unchanged``.
        seat: the seat as it would be.
        before: as it is now; None where it is new.
    """

    line: int
    change: str
    seat: NewSeat
    before: NewSeat | None = None


@dataclass(frozen=True)
class PanelReport:
    """What an import did, or would do; with any problem it changes nothing."""

    digest: str
    sheet: str
    planned: tuple[PlannedSeat, ...]
    problems: tuple[Problem, ...] = ()
    ignored: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Count the rows by what they change."""
        kinds = [row.change for row in self.planned]
        return {kind: kinds.count(kind) for kind in ("added", "changed", "unchanged")}


def import_panel(
    actor: Actor,
    now: datetime,
    heat_id: int,
    content: bytes,
    filename: str = "",  # noqa: ARG001 - the kind is told by the content
    dry_run: bool = False,
) -> PanelReport:
    """Import the panel of a heat from an XLSX or CSV file, all or nothing.

    Seats are found again by their number. Seats that the file does not name stay as they are.

    Args:
        actor: an organizer.
        now: the present instant.
        heat_id: whose panel.
        content: the file.
        filename: for the reader only.
        dry_run: True plans and changes nothing; faults then stand in the report.

    Raises:
        Conflict: a seat or group would change after marks were given.
        InvalidInput: with every fault, each at its cell; nothing was changed.
        NotFound: no such heat for this actor.
    """
    table, layout = _read_file(actor, now, heat_id, content)
    with writing(actor, now) as work:
        heat = work.get(Heat, heat_id)
        work.require("panel.edit", heat.round.competition_id)
        report = _report(heat, table, layout, hashlib.sha256(content).hexdigest())
        if report.problems and not dry_run:
            raise InvalidInput(report.problems)
        if dry_run or report.counts["unchanged"] == len(report.planned):
            work.leave_unrecorded()
            return report
        _apply(work, heat, report)
        details = {"digest": report.digest, **report.counts}
        competition_id = heat.round.competition_id
        work.record("desk:panel:import", heat.id, competition_id=competition_id, details=details)
        return report


def _read_file(actor: Actor, now: datetime, heat_id: int, content: bytes) -> tuple[Table, Layout]:
    """Read a file for somebody who may import it, outside of any transaction.

    Raises:
        InvalidInput: it has no header of a panel.
    """
    with writing(actor, now) as work:
        work.require("panel.edit", work.get(Heat, heat_id).round.competition_id)
        work.leave_unrecorded()
    table = read_table(content)
    layout = find_columns(table, _COLUMN_OF, ("seat",), "seat")
    if layout is None:
        raise InvalidInput((Problem("panel_header_not_found", table.name),))
    return table, layout


def _report(heat: Heat, table: Table, layout: Layout, digest: str) -> PanelReport:
    """Return the plan of every row below the header."""
    stored = {seat.number: seat for seat in heat.panel.seats}
    problems = list(merged_problems(table, layout))
    planned: list[PlannedSeat] = []
    seen: dict[int, int] = {}
    for index in range(layout.header_index + 1, len(table.rows)):
        seat, faults = _read_row(table, layout, index)
        line = table.lines[index]
        if seat.number and seen.setdefault(seat.number, line) != line:
            place = table.address(index, layout.positions["seat"])
            faults.append(Problem("seat_twice", place, {"line": seen[seat.number]}))
        problems += faults
        if not faults:
            planned.append(_compare(line, seat, stored.get(seat.number), layout))
    if not planned and not problems:
        problems.append(Problem("file_empty"))
    return PanelReport(digest, table.name, tuple(planned), tuple(problems), layout.ignored)


def _read_row(table: Table, layout: Layout, index: int) -> tuple[NewSeat, list[Problem]]:
    """Return the seat of a row and its faults."""
    row = table.rows[index]
    cells = {c: row[p] if p < len(row) else "" for c, p in layout.positions.items()}
    typed = "".join(unicodedata.normalize("NFKC", cells["seat"]).split())
    is_number = bool(_NUMBER.fullmatch(typed)) and 1 <= int(typed) <= MOST_SEATS
    group = cells.get("group", "").casefold()
    seat = NewSeat(
        int(typed) if is_number else 0,
        _GROUPS.get(group, group),
        cells.get("name", ""),
        cells.get("unit", ""),
    )
    faults: list[tuple[str, str, dict[str, Any]]] = []
    if not is_number:
        faults.append(("seat_number_form", "seat", {}))
    faults += [
        (p.code, p.place, dict(p.params))
        for p in seat_problems(seat.group, seat.person_name, seat.person_unit)
    ]
    return seat, [
        Problem(code, table.address(index, layout.positions[column]), params)
        for code, column, params in faults
    ]


def _compare(line: int, seat: NewSeat, row: Seat | None, layout: Layout) -> PlannedSeat:
    """Hold one seat against the stored one; columns that the file lacks keep what is stored."""
    if row is None:
        return PlannedSeat(line, "added", seat)
    person = row.person
    before = NewSeat(
        row.number, row.group, person.name if person else "", person.unit if person else ""
    )
    has = layout.positions
    after = NewSeat(
        seat.number,
        seat.group if "group" in has else before.group,
        seat.person_name if "name" in has else before.person_name,
        seat.person_unit if "unit" in has or "name" in has else before.person_unit,
    )
    return PlannedSeat(line, "unchanged" if after == before else "changed", after, before)


def _apply(work: Work, heat: Heat, report: PanelReport) -> None:
    """Write the plan."""
    rows = {seat.number: seat for seat in heat.panel.seats}
    changed = [
        (row.seat, rows[row.seat.number]) for row in report.planned if row.change == "changed"
    ]
    if any(seat.group != row.group for seat, row in changed):
        refuse_where_sheets_exist(work, heat.panel)
    for _seat, row in changed:  # all stand up before anybody sits down: judges may swap seats
        row.person_id = None
    work.session.flush()
    work.session.expire_all()
    for seat, row in changed:
        row.group = seat.group
        if seat.person_name:
            place_person(work, row, seat.person_name, seat.person_unit)
            work.session.flush()
    added = [row.seat for row in report.planned if row.change == "added"]
    if added:
        add_seats(work, heat.panel.id, added)
