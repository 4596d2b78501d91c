"""The marks of a whole round as they lie in the database, read through the driver in large pieces.

No row becomes an object of ours. SQLite gives tuples of a key and the packed marks; PostgreSQL puts
a few thousand appearances' records together itself, so that a few hundred values cross the socket.
"""

from collections.abc import Generator
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy.orm import Session

#: (keys, marks): a sheet's appearance × seats + seat as int64, and its marks as rows of int32.
Piece = tuple[NDArray[Any], NDArray[Any]]

_ROWS = 10_000
_MARK_BYTES = 4
_first, _second = itemgetter(0), itemgetter(1)  # zip(*rows) is five times as slow
_HEATS = "SELECT id FROM heat WHERE round_id = {round} AND state IN ('closed', 'tallied', 'signed')"
_FROM = f"""
    FROM appearance a
    JOIN score_sheet s ON s.appearance_id = a.id
    JOIN sheet_revision r ON r.sheet_id = s.id AND r.is_current
    WHERE s.state = 'given' AND r.marks IS NOT NULL AND a.heat_id IN ({_HEATS})
"""
_SQLITE = f"SELECT s.appearance_id * {{seats}} + s.seat_id, r.marks {_FROM}"
_POSTGRESQL = f"""
    SELECT min(length(r.marks)), max(length(r.marks)),
        string_agg(int8send(s.appearance_id * {{seats}} + s.seat_id) || r.marks, ''::bytea)
    {_FROM} GROUP BY s.appearance_id / 4096
"""
_OTHERS = f"""
    SELECT s.appearance_id * {{seats}} + s.seat_id, s.state
    FROM appearance a JOIN score_sheet s ON s.appearance_id = a.id
    WHERE s.state <> 'given' AND a.heat_id IN ({_HEATS})
"""  # noqa: S608 (numbers alone come in)
_TURNS = f"""
    SELECT a.id, e.number, a.heat_id, e.division_id, coalesce(a.order_number, 0), a.state
    FROM appearance a JOIN entry e ON e.id = a.entry_id WHERE a.heat_id IN ({_HEATS})
    ORDER BY a.id
"""  # noqa: S608 (the round's own number alone comes in)


class UnevenMarksError(Exception):
    """A stored sheet has not one mark for each criterion: the readable path says which."""


def read_turns(session: Session, round_id: int) -> list[tuple[Any, ...]]:
    """Return key, entry number, heat, division, order and state of each appearance, by key.

    Heats that are not closed are left out.
    """
    cursor = _driver(session).cursor()
    cursor.execute(_TURNS.format(round=int(round_id)))
    found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def read_others(session: Session, round_id: int, seats: int) -> list[tuple[int, str]]:
    """Return key and state of each sheet of the closed heats that is not given; few, as a rule."""
    cursor = _driver(session).cursor()
    cursor.execute(_OTHERS.format(round=int(round_id), seats=int(seats)))
    found: list[tuple[int, str]] = cursor.fetchall()
    return found


def read_marks(
    session: Session, round_id: int, criteria: int, seats: int
) -> Generator[Piece, None, None]:
    """Yield every given sheet of the round's closed heats, in the session's own transaction.

    Args:
        session: the database session.
        round_id: the round.
        criteria: how many marks a sheet has.
        seats: a number above every seat's primary key; the key of a sheet counts with it.

    Raises:
        UnevenMarksError: a sheet has more or fewer marks.
    """
    numbers = {"round": int(round_id), "seats": int(seats)}
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    read = _read_sqlite if is_sqlite else _read_postgresql
    return read(_driver(session), numbers, criteria * _MARK_BYTES)


def _driver(session: Session) -> Any:
    """Return the driver's connection, on which the session's transaction is open."""
    return session.connection().connection.driver_connection


def _read_sqlite(driver: Any, numbers: dict[str, int], size: int) -> Generator[Piece, None, None]:
    """Read tuples; what is packed is put together and seen as one array."""
    cursor = driver.cursor()
    cursor.execute(_SQLITE.format(**numbers))
    while rows := cursor.fetchmany(_ROWS):
        keys = np.fromiter(map(_first, rows), np.int64, len(rows))
        packed = [*map(_second, rows)]
        if set(map(len, packed)) != {size}:
            raise UnevenMarksError
        marks = np.frombuffer(b"".join(packed), "<i4").reshape(len(keys), -1)
        yield keys, marks


def _read_postgresql(
    driver: Any, numbers: dict[str, int], size: int
) -> Generator[Piece, None, None]:
    """Read records of one length each: a key of eight bytes, then the marks as packed."""
    record = np.dtype([("key", ">i8"), ("marks", "<i4", (size // _MARK_BYTES,))])
    with driver.cursor(binary=True) as cursor:
        for shortest, longest, records in cursor.stream(_POSTGRESQL.format(**numbers)):
            if {shortest, longest} != {size}:
                raise UnevenMarksError
            rows = np.frombuffer(records, record)
            yield rows["key"].astype(np.int64), rows["marks"]
