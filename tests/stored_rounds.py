"""Large rounds for tests and benchmarks, put into a database by its driver in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from judging.models import Appearance, Entry, Heat, Panel, Round, ScoreSheet, Seat, SheetRevision
from judging.models.rules_in_force import get_rules_in_force
from judging.scoring.rule_parts import RuleSheet
from judging.scoring.sheet import judge_total, pack_marks

_AT = "2026-12-05 09:30:00.000000"
_PIECE = 20_000
_KINDS = 5_000


@dataclass(frozen=True)
class Size:
    """How large the round is; of a hundred sheets ``absent`` are absent."""

    entries: int
    a_heat: int
    seats: int = 7
    absent: int = 0


def fill_round(session: Session, round_id: int, division_ids: Sequence[int], size: Size) -> None:
    """Add closed heats with entries, drawn and marked, to a round that has a rule sheet."""
    found = get_rules_in_force(session, round_id)
    first = {table: (session.scalar(select(func.max(table.id))) or 0) + 1 for table in _TABLES}
    filling = _Filling(session, round_id, size, first)
    filling.add_heats()
    filling.add_turns(session.get_one(Round, round_id).competition_id, division_ids)
    filling.add_sheets(found.row.id, _sheets(found.rules, Random(7)))
    session.commit()


@dataclass(frozen=True)
class _Filling:
    """The filling of one round; ``first`` is the first free key of each table."""

    session: Session
    round_id: int
    size: Size
    first: dict[Any, int]

    def add_heats(self) -> None:
        """Add closed heats with their panels."""
        first, seats = self.first, self.size.seats
        heats = range(-(-self.size.entries // self.size.a_heat))
        names = ({"number": n + 1, "name_zh": str(n + 1), "state": "closed"} for n in heats)
        rows = (
            {"id": first[Heat] + n, "round_id": self.round_id, **x} for n, x in enumerate(names)
        )
        _insert(self.session, Heat, rows)
        panels = ({"id": first[Panel] + n, "heat_id": first[Heat] + n} for n in heats)
        _insert(self.session, Panel, panels)
        places = (
            {
                "id": first[Seat] + n * seats + s,
                "panel_id": first[Panel] + n,
                "number": s + 1,
                "pseudonym": f"J{n}-{s}",
                "link_hash": f"{n * 99 + s:064d}",
            }
            for n in heats
            for s in range(seats)
        )
        _insert(self.session, Seat, places)

    def add_turns(self, competition_id: int, division_ids: Sequence[int]) -> None:
        """Add entries, in each division in turn, and their appearances in the order of heats."""
        first, entries = self.first, range(self.size.entries)
        rows = (
            {
                "id": first[Entry] + n,
                "competition_id": competition_id,
                "division_id": division_ids[n % len(division_ids)],
                "number": f"B{n * 7919 % 999_983}",
                "pseudonym": f"B{n}",
                "created_at": _AT,
            }
            for n in entries
        )
        _insert(self.session, Entry, rows)
        turns = (
            {
                "id": first[Appearance] + n,
                "round_id": self.round_id,
                "entry_id": first[Entry] + n,
                "heat_id": first[Heat] + n // self.size.a_heat,
                "time_log": "[]",
                "order_number": n % self.size.a_heat + 1,
            }
            for n in entries
        )
        _insert(self.session, Appearance, turns)

    def add_sheets(self, rule_sheet_id: int, kinds: Sequence[tuple[bytes, int]]) -> None:
        """Add every seat's sheet with its one revision, picked from some kinds by chance."""
        first, seats, chance = self.first, self.size.seats, Random(11)
        picked = [
            None if chance.random() * 100 < self.size.absent else chance.choice(kinds)
            for _ in range(self.size.entries * seats)
        ]
        sheets = (
            {
                "id": first[ScoreSheet] + n,
                "appearance_id": first[Appearance] + n // seats,
                "seat_id": first[Seat] + n // seats // self.size.a_heat * seats + n % seats,
                "revision": 1,
                "submitted_at": _AT,
                **_state(sheet),
            }
            for n, sheet in enumerate(picked)
        )
        _insert(self.session, ScoreSheet, sheets)
        revisions = (
            {
                "id": first[SheetRevision] + n,
                "sheet_id": first[ScoreSheet] + n,
                "number": 1,
                "client_id": f"{n:036d}",
                "rule_sheet_id": rule_sheet_id,
                "marks": None if sheet is None else sheet[0],
                "payload_digest": "0" * 64,
                "author": "test",
                "received_at": _AT,
                **_state(sheet),
            }
            for n, sheet in enumerate(picked)
        )
        _insert(self.session, SheetRevision, revisions)


def _state(sheet: tuple[bytes, int] | None) -> dict[str, Any]:
    if sheet is None:
        return {"state": "absent", "judge_total": None}
    return {"state": "given", "judge_total": sheet[1]}


_TABLES = (Heat, Panel, Seat, Entry, Appearance, ScoreSheet, SheetRevision)


def _sheets(rules: RuleSheet, chance: Random) -> list[tuple[bytes, int]]:
    """Return some thousand different sheets, packed, with their totals."""
    found = []
    for _ in range(_KINDS):
        level = 0.5 + chance.random() / 2
        marks = [
            c.min + int((c.max - c.min) // c.step * min(level + chance.random() / 8, 1)) * c.step
            for c in rules.rubric.criteria
        ]
        total = judge_total(rules.rubric, marks, rules.tally.rounding).units
        found.append((pack_marks(marks), total))
    return found


def _insert(session: Session, model: Any, rows: Iterable[dict[str, Any]]) -> None:
    """Put rows into a table by the quickest way that the driver has."""
    rows = iter(rows)
    first = next(rows)
    values = _defaults(model.__table__)
    names = [*dict.fromkeys([*first, *values])]
    lines = (tuple((values | row)[name] for name in names) for row in chain([first], rows))
    table, columns = f'"{model.__table__.name}"', ", ".join(f'"{name}"' for name in names)
    driver: Any = session.connection().connection.driver_connection
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        driver.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", lines)
        return
    with driver.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)
        # Explicit keys leave the sequence behind.
        last = f"SELECT max(id) FROM {table}"
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), ({last}))")


def _defaults(table: Table) -> dict[str, Any]:
    """Return a table's defaults as plain values, which both drivers take."""
    values: dict[str, Any] = {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    return {
        name: str(value) if isinstance(value, str) else int(value) for name, value in values.items()
    }
