"""How connections open and transactions begin; the difference between the two databases ends here.

SQLite: WAL, ``synchronous=FULL`` (NORMAL loses acknowledged commits in a power cut), foreign keys,
a busy timeout, and ``BEGIN IMMEDIATE`` for writing transactions: deferred ones fail under load when
a reader turns writer. One lock in the process lets writers queue here instead of inside SQLite.
PostgreSQL: writers queue on an advisory lock for the length of the transaction, so that both
databases give commands the same guarantee: what a command read is still true when it commits.
Source: docs/decisions/0002-sqlite-and-postgresql.md.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.orm import Session

BUSY_TIMEOUT_MS = 10_000
_WRITE_LOCK_KEY = 7_021_001  # any constant that no other program on the same database uses

_write_lock = threading.Lock()
_is_writing: ContextVar[bool] = ContextVar("is_writing", default=False)


def prepare_engine(engine: Engine, *, is_scratch: bool = False) -> None:
    """Attach the SQLite settings to an engine; other databases need none.

    Args:
        engine: the application's engine.
        is_scratch: the file is only being built and is thrown away if that fails, so that no
            commit has to wait for the disk. Never for a database that anybody relies on.
    """
    if engine.dialect.name == "sqlite":
        _make_private(engine.url.database)
        event.listen(engine, "connect", _open_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        if is_scratch:
            event.listen(engine, "connect", _open_scratch)


def _make_private(path: str | None) -> None:
    """Make a new database file that only its owner can read; SQLite's side files follow it."""
    if path and path != ":memory:":
        with contextlib.suppress(FileExistsError, FileNotFoundError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _open_scratch(connection: Any, _record: Any) -> None:
    """Let commits return before the disk has them."""
    connection.execute("PRAGMA synchronous=OFF")


def _open_sqlite(connection: Any, _record: Any) -> None:
    """Set what every SQLite connection needs; autocommit mode, since we begin ourselves."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "trusted_schema=OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Begin a reading transaction deferred and a writing one immediately."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _is_writing.get() else "BEGIN")


def is_writing() -> bool:
    """Whether a writing transaction is open here: what it reads may be rolled back."""
    return _is_writing.get()


def is_shared(session: Session) -> bool:
    """Whether other processes may serve from the same database; SQLite is served by one."""
    return session.get_bind().dialect.name != "sqlite"


@contextmanager
def write_transaction(session: Session) -> Iterator[None]:
    """Run the block as the only writer, then commit; roll back where it raises.

    Whatever the session had read before is let go first, so that the block sees the newest state.

    Raises:
        RuntimeError: a writing transaction is already open here; commands do not nest.
    """
    if _is_writing.get():
        raise RuntimeError("commands do not nest")
    session.rollback()
    with _write_lock:
        token = _is_writing.set(True)
        try:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITE_LOCK_KEY}
                )
            yield
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            _is_writing.reset(token)
