"""Where the demo is built: on an empty SQLite database in a file of its own, put in place whole.

A demo that was interrupted halfway therefore never shows; the next start makes it anew.
"""

import os
from datetime import datetime
from pathlib import Path

from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import select
from sqlalchemy.engine import make_url

from judging import ROOT, create_app
from judging.extensions import db
from judging.models import Competition
from judging.services.demo.build import build_demo

_MIGRATIONS = str(ROOT / "judging" / "migrations")
_SHARED_SETTINGS = ("ENVIRONMENT", "INSTANCE", "SECRET_KEY", "TESTING", "PUBLIC_BASE_URL")


def make_demo(now: datetime, password: str) -> None:
    """Build the demo competition, all or nothing where the database is a new SQLite file.

    Args:
        now: the present instant.
        password: of the demo's accounts.
    """
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database or _has_competition():
        build_demo(now, password)
        return
    final = Path(url.database)
    making = final.with_name(final.name + ".making")
    _remove(making)
    settings = {name: current_app.config[name] for name in _SHARED_SETTINGS}
    settings |= {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{making}", "IS_SCRATCH_DATABASE": True}
    other = create_app(settings)
    with other.app_context():
        upgrade(directory=_MIGRATIONS)
        build_demo(now, password)
        _close()
    _close()
    _remove(final)
    _put_in_place(making, final)


def _put_in_place(making: Path, final: Path) -> None:
    """Bring a finished file to the disk, then give it its name."""
    with making.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(making, final)


def _has_competition() -> bool:
    """Say whether anything stands in this database already."""
    return db.session.scalar(select(Competition.id).limit(1)) is not None


def _close() -> None:
    """Close the application's connections, so that SQLite folds its log into the file."""
    db.session.remove()
    db.engine.dispose()


def _remove(path: Path) -> None:
    """Remove a database file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
