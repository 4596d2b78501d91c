"""Large rounds for tests and benchmarks, put into a database by its driver in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

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
    chance = Random(7)
    found = get_rules_in_force(session, round_id)
    competition_id = session.get_one(Round, round_id).competition_id
    first = {table: (session.scalar(select(func.max(table.id))) or 0) + 1 for table in _TABLES}
    heats = range(-(-size.entries // size.a_heat))
    entries = range(size.entries)
    _insert(
        session,
        Heat,
        (
            {
                "id": first[Heat] + n,
                "round_id": round_id,
                "number": n + 1,
                "name_zh": str(n + 1),
                "state": "closed",
            }
            for n in heats
        ),
    )
    _insert(session, Panel, ({"id": first[Panel] + n, "heat_id": first[Heat] + n} for n in heats))
    _insert(
        session,
        Seat,
        (
            {
                "id": first[Seat] + n * size.seats + s,
                "panel_id": first[Panel] + n,
                "number": s + 1,
                "pseudonym": f"J{n}-{s}",
                "link_hash": f"{n * 99 + s:064d}",
            }
            for n in heats
            for s in range(size.seats)
        ),
    )
    _insert(
        session,
        Entry,
        (
            {
                "id": first[Entry] + n,
                "competition_id": competition_id,
                "division_id": division_ids[n % len(division_ids)],
                "number": f"B{n * 7919 % 999_983}",
                "pseudonym": f"B{n}",
                "created_at": _AT,
            }
            for n in entries
        ),
    )
    _insert(
        session,
        Appearance,
        (
            {
                "id": first[Appearance] + n,
                "round_id": round_id,
                "entry_id": first[Entry] + n,
                "heat_id": first[Heat] + n // size.a_heat,
                "time_log": "[]",
                "order_number": n % size.a_heat + 1,
            }
            for n in entries
        ),
    )
    kinds = _sheets(found.rules, chance)
    picked = [
        None if chance.random() * 100 < size.absent else kinds[int(chance.random() * len(kinds))]
        for _ in range(size.entries * size.seats)
    ]
    _insert(
        session,
        ScoreSheet,
        (
            {
                "id": first[ScoreSheet] + n,
                "appearance_id": first[Appearance] + n // size.seats,
                "seat_id": first[Seat]
                + n // size.seats // size.a_heat * size.seats
                + n % size.seats,
                "state": "absent" if sheet is None else "given",
                "revision": 1,
                "submitted_at": _AT,
                "judge_total": None if sheet is None else sheet[1],
            }
            for n, sheet in enumerate(picked)
        ),
    )
    _insert(
        session,
        SheetRevision,
        (
            {
                "id": first[SheetRevision] + n,
                "sheet_id": first[ScoreSheet] + n,
                "number": 1,
                "client_id": f"{n:036d}",
                "state": "absent" if sheet is None else "given",
                "rule_sheet_id": found.row.id,
                "marks": None if sheet is None else sheet[0],
                "judge_total": None if sheet is None else sheet[1],
                "payload_digest": "0" * 64,
                "author": "test",
                "received_at": _AT,
            }
            for n, sheet in enumerate(picked)
        ),
    )
    session.commit()


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
    table: Table = model.__table__
    values = {c.name: c.default.arg for c in table.columns if c.default and c.default.is_scalar}
    names = [*dict.fromkeys([*first, *values])]
    lines = _lines([first], rows, names, values)
    driver = session.connection().connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    if session.get_bind().dialect.name == "sqlite":
        marks = ", ".join("?" * len(names))
        driver.executemany(f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks})', lines)
        return
    with driver.cursor() as cursor:
        with cursor.copy(f'COPY "{table.name}" ({columns}) FROM STDIN') as copy:
            for line in lines:
                copy.write_row(line)
        # Explicit keys leave the sequence behind.
        cursor.execute(
            f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "
            f'(SELECT max(id) FROM "{table.name}"))'
        )


def _lines(
    first: list[dict[str, Any]],
    rows: Iterator[dict[str, Any]],
    names: list[str],
    values: dict[str, Any],
) -> Iterator[tuple[Any, ...]]:
    """Yield the rows as tuples of plain values."""
    from itertools import chain

    filled = {
        name: str(value)
        if isinstance(value, str)
        else int(value)
        if isinstance(value, bool)
        else value
        for name, value in values.items()
    }
    for row in chain(first, rows):
        whole = filled | row
        yield tuple(whole[name] for name in names)
