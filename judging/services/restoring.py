"""Putting a backup back: checked and made ready beside the old database, then put in its place.

The database gets a new incarnation, and so every tablet sends again all that it keeps: what was
marked after the backup comes back from the tablets. Staff sign in again, and what was taken away
since the backup does not come back (:mod:`judging.services.restored_access`). What was replaced is
kept.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from judging import ROOT, create_app
from judging.disk import sync_folder, write_private
from judging.errors import Conflict
from judging.extensions import db
from judging.models import JournalHead
from judging.permissions import Actor
from judging.services.access_states import Access, read_access
from judging.services.backup_files import (
    AUTHORITY,
    KEY,
    Manifest,
    reading,
    refused,
    take_database,
    take_small,
)
from judging.services.backups import check_pages, database_path
from judging.services.installation import renew_incarnation
from judging.services.journal import verify_chains
from judging.services.restored_access import AccessReport, settle_access

_MIGRATIONS = str(ROOT / "judging" / "migrations")
_SHARED_SETTINGS = ("ENVIRONMENT", "SECRET_KEY", "TESTING")
_SIDES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True)
class RestoreFacts:
    """A backup that was put back.

    Args:
        about: its manifest.
        incarnation: the new one.
        kept_at: the folder of what was replaced; None where there was nothing.
        is_key_replaced: whether the installation's key is another one now.
        faults: chains of the journal that do not hold, with the first bad entry.
        access: what became of sign-ins, seat cards and codes.
    """

    about: Manifest
    incarnation: str
    kept_at: Path | None
    is_key_replaced: bool
    faults: tuple[tuple[str, int], ...]
    access: AccessReport


def read_manifest(path: Path) -> Manifest:
    """Return what a backup says of itself.

    Raises:
        InvalidInput: it is no backup, or is damaged.
    """
    with reading(path) as (_archive, about):
        return about


def restore_backup(actor: Actor, now: datetime, path: Path) -> RestoreFacts:
    """Put a backup in the place of this installation's database.

    Args:
        actor: who does it; the journal of the restored database names them.
        now: the instant.
        path: the backup.

    Raises:
        InvalidInput: it is no backup, is damaged, or a newer Rostrum made it. Nothing was changed.
        Conflict: the database is in use, or is no SQLite file. Nothing was changed.
    """
    live = database_path()
    live.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    is_there = live.exists() and live.stat().st_size > 0
    with _staging(live.parent) as folder, reading(path) as (archive, about):
        staged = folder / live.name
        take_database(archive, about, staged)
        small = take_small(archive, about)
        _check(path, staged)
        old = _read_old() if is_there else _Old()
        ready = _make_ready(actor, now, staged, about, old)
        _close()
        _require_unused(live)
        kept = _set_aside(now, live) if is_there else None
        os.replace(staged, live)
        sync_folder(live.parent)
        is_replaced = _put_key_back(small, kept)
    return RestoreFacts(about, ready.incarnation, kept, is_replaced, ready.faults, ready.access)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Yield a private folder on the database's own disk, and remove it."""
    made = Path(tempfile.mkdtemp(prefix=".restoring-", dir=folder))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _check(path: Path, staged: Path) -> None:
    """Go on only where the database is whole and of a schema that is known here.

    Raises:
        InvalidInput: it is not.
    """
    with closing(sqlite3.connect(staged)) as connection:
        try:
            check_pages(connection)
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except (Conflict, sqlite3.DatabaseError) as error:
            raise refused("backup_damaged", path) from error
    known = {script.revision for script in ScriptDirectory(_MIGRATIONS).walk_revisions()}
    if row is None or row[0] not in known:
        raise refused("backup_of_a_newer_version", path)


@dataclass(frozen=True)
class _Old:
    """What the database says that is replaced; nothing where it cannot be read, or never was."""

    heads: Mapping[str, str] = field(default_factory=dict)
    access: Access | None = None


@dataclass(frozen=True)
class _Ready:
    """A restored database that may take its place."""

    incarnation: str
    faults: tuple[tuple[str, int], ...]
    access: AccessReport


def _read_old() -> _Old:
    """Return the heads of the journal, and who may come in, of the database that is replaced.

    A damaged one, or one that was changed by hand, never keeps a backup from being put back.
    """
    try:
        rows = db.session.scalars(select(JournalHead).order_by(JournalHead.chain))
        heads = {row.chain: f"{row.sequence} {row.hash}" for row in rows}
        return _Old(heads, read_access(db.session()))
    except (SQLAlchemyError, ValueError):  # the latter: a column does not hold what it should
        return _Old()


def _make_ready(actor: Actor, now: datetime, staged: Path, about: Manifest, old: _Old) -> _Ready:
    """Migrate a restored database, walk its journal, let in whom it may, give it its incarnation.

    The journal says which backup it is, and the heads of the chains that it takes the place of.
    """
    settings = {name: current_app.config[name] for name in _SHARED_SETTINGS}
    settings |= {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{staged}", "INSTANCE": str(staged.parent)}
    other = create_app(settings)
    with other.app_context():
        upgrade(directory=_MIGRATIONS)
        faults = tuple((r.chain, r.fault_sequence) for r in verify_chains() if r.fault)
        access = settle_access(actor, now, old.access)
        details = {
            "made_at": about.made_at,
            "incarnation": about.incarnation,
            "replaced": dict(old.heads),
            "access": access.as_details(),
        }
        incarnation = renew_incarnation(actor, now, details)
        _close()
    with closing(sqlite3.connect(staged)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
    return _Ready(incarnation, faults, access)


def _close() -> None:
    """Close the application's own connections."""
    db.session.remove()
    db.engine.dispose()


def _require_unused(live: Path) -> None:
    """Go on only where no process has the database open; its log is folded into it on the way.

    A server that went on with the old file would take marks into nowhere. A file that is damaged
    is in nobody's use.

    Raises:
        Conflict: some process has it open.
    """
    if not live.exists():
        return
    with closing(sqlite3.connect(live, timeout=0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE").fetchone()
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise Conflict("database_in_use") from error
        except sqlite3.DatabaseError:
            return


def _set_aside(now: datetime, live: Path) -> Path:
    """Move the old database into a folder of its own, and return that."""
    files = [live.with_name(live.name + side) for side in _SIDES]
    found = [file for file in files if file.exists()]
    parent = live.parent / "replaced"
    parent.mkdir(mode=0o700, exist_ok=True)
    kept = Path(tempfile.mkdtemp(prefix=f"{now:%Y%m%d-%H%M%S}-", dir=parent))
    for file in found:
        os.replace(file, kept / file.name)
    return kept


def _put_key_back(small: dict[str, bytes], kept: Path | None) -> bool:
    """Put key and authority of a backup in their places; what stood there is kept beside.

    Returns:
        Whether the installation's key is another one than before.
    """
    instance = Path(current_app.config["INSTANCE"])
    key_path = Path(current_app.config["SECRET_KEY_FILE"] or instance / KEY)
    places = {AUTHORITY: instance / AUTHORITY, KEY: key_path}
    for name, content in sorted(small.items()):
        _place(places[name], content, kept)
    key = small.get(KEY)
    return key is not None and key.decode() != current_app.config["SECRET_KEY"]


def _place(place: Path, content: bytes, kept: Path | None) -> None:
    """Write a file that only its owner can read, unless it says the same already."""
    if place.exists():
        if place.read_bytes().strip() == content.strip():
            return
        beside = kept / place.name if kept else place.with_name(f"{place.name}.replaced")
        shutil.copy2(place, beside)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(place, content)
