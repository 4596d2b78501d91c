"""Backups: the database in one step while judges go on marking, with the key that its cards need.

All pages are copied in one read transaction: in WAL mode no writer waits for it, and without one a
copy in steps would begin again with every mark. The steps let the disk keep up, so that a judge's
commit never stands behind hundreds of megabytes (docs/backup.md has the figures).
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask import current_app
from sqlalchemy.engine import make_url

from judging.errors import Conflict
from judging.permissions import Actor
from judging.services.backup_files import (
    AUTHORITY,
    COUNTED,
    FORMAT,
    KEY,
    OLD_AUTHORITY,
    Manifest,
    write_archive,
)
from judging.services.command import writing

#: 4 MiB: a judge's submission waits behind no more than that on its way to the disk.
_STEP_PAGES = 1024


@dataclass(frozen=True)
class BackupFacts:
    """A backup that was made.

    Args:
        path: its file.
        size_bytes: its size.
        digest: its SHA-256.
        holds_key: whether the key of this installation is in it.
        about: its manifest, without the parts.
    """

    path: Path
    size_bytes: int
    digest: str
    holds_key: bool
    about: Manifest


def database_path() -> Path:
    """Return the file of this installation's database.

    Raises:
        Conflict: it is no SQLite file; other databases bring their own backups.
    """
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database:
        raise Conflict("backup_needs_sqlite")
    return Path(url.database)


def make_backup(actor: Actor, now: datetime, path: Path, *, holds_key: bool) -> BackupFacts:
    """Write a backup to a new file.

    Args:
        actor: who makes it; the journal names them.
        now: the instant.
        path: the file; must not exist, its folder must.
        holds_key: whether the installation's key and the hall's authority go in. Without them
            seat cards, PINs and access codes are worth nothing in another installation.

    Raises:
        Conflict: the database is no SQLite file, or something stands at ``path`` already.
    """
    source = database_path()
    if path.exists():
        raise Conflict("backup_exists", path=str(path))
    with _scratch(source.parent) as copy:
        _copy_database(source, copy)
        about = describe(copy, now)
        digest = write_archive(path, copy, _small_parts() if holds_key else {}, about)
    size = path.stat().st_size
    with writing(actor, now) as work:
        details = {"sha256": digest, "bytes": size, "holds_key": holds_key}
        work.record("site:installation:backup", 1, competition_id=None, details=details)
    return BackupFacts(path, size, digest, holds_key, about)


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """Yield an empty file that only its owner can read, and remove it with its neighbours."""
    descriptor, name = tempfile.mkstemp(prefix=".rostrum-copy-", dir=folder)
    os.close(descriptor)
    copy = Path(name)
    try:
        yield copy
    finally:
        for suffix in ("", "-wal", "-shm", "-journal"):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


def _copy_database(source: Path, copy: Path) -> None:
    """Copy a database that is in use, in one step, into one file without a log beside it."""
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=rw", uri=True)) as live,
        closing(sqlite3.connect(copy)) as made,
    ):
        made.execute("PRAGMA synchronous=OFF")  # the disk is asked below, step by step
        live.execute("BEGIN")
        live.execute("SELECT 1 FROM sqlite_master").fetchone()  # from here on it sees one instant
        with copy.open("rb") as written:
            live.backup(made, pages=_STEP_PAGES, progress=lambda *_left: os.fdatasync(written))
        made.execute("PRAGMA journal_mode=DELETE")
        check_pages(made)


def check_pages(connection: sqlite3.Connection) -> None:
    """Go on only where a database file is whole.

    Raises:
        Conflict: pages or indexes are damaged.
    """
    try:
        (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise Conflict("database_damaged", reason=str(found)[:200])


def describe(database: Path, now: datetime) -> Manifest:
    """Return the manifest of a copy; its parts are filled in when it is packed."""
    with closing(sqlite3.connect(database)) as connection:
        schema = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        incarnation = connection.execute("SELECT incarnation FROM installation").fetchone()
        counts = {
            name: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 (our own names)
            for name, table in COUNTED.items()
        }
    return Manifest(
        format=FORMAT,
        made_at=now.isoformat(),
        schema=schema[0] if schema else "",
        incarnation=incarnation[0] if incarnation else "",
        counts=counts,
        parts={},
    )


def _small_parts() -> dict[str, bytes]:
    """Return the installation's key, and the hall's authority where there is one."""
    parts = {KEY: current_app.config["SECRET_KEY"].encode()}
    instance = Path(current_app.config["INSTANCE"])
    files = [instance / AUTHORITY]
    if not files[0].exists():
        files = [instance / name for name in OLD_AUTHORITY]
    if all(file.exists() for file in files):
        parts[AUTHORITY] = b"\n".join(file.read_bytes() for file in files)
    return parts
