"""How connections open and transactions begin."""

import pytest
from sqlalchemy import text

from judging.extensions import db
from judging.models.engine import write_transaction


def test_sqlite_keeps_what_it_acknowledged_through_a_power_cut(in_app):
    with db.engine.connect() as connection:
        read = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_writing_transaction_holds_the_write_lock_from_its_first_moment(in_app):
    with write_transaction(db.session()):
        db.session.execute(text("SELECT 1"))
        with db.engine.connect() as other:
            raw = other.connection.dbapi_connection
            raw.execute("PRAGMA busy_timeout=0")
            with pytest.raises(Exception, match="locked"):
                raw.execute("BEGIN IMMEDIATE")


def test_a_failed_write_lets_the_next_one_in(in_app):
    with pytest.raises(ZeroDivisionError), write_transaction(db.session()):
        raise ZeroDivisionError
    with write_transaction(db.session()):
        db.session.execute(text("SELECT 1"))


def test_nobody_else_can_read_a_new_database_file(tmp_path):
    from judging import create_app

    folder = tmp_path / "fresh"
    create_app(environment={"ROSTRUM_INSTANCE": str(folder)})
    modes = {p.name: oct(p.stat().st_mode & 0o777) for p in (folder, *folder.iterdir())}
    assert modes == {"fresh": "0o700", "rostrum.sqlite3": "0o600", "secret.key": "0o600"}
