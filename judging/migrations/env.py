"""Alembic's environment: the same migrations on SQLite and PostgreSQL.

SQLite changes tables by copying them (batch mode), and with foreign keys on, dropping the old
copy would delete child rows. So they are off while a migration runs, checked before it commits,
and on again afterwards.
"""

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text
from sqlalchemy.types import TypeEngine

database = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """Write our column types as the plain ones that they are stored as."""
    plain = {"UtcDateTime": "sa.DateTime()", "JsonText": "sa.Text()"}
    if kind == "type" and isinstance(item, TypeEngine) and type(item).__name__ in plain:
        return plain[type(item).__name__]
    return False


def run() -> None:
    """Run the migrations on one connection, in one transaction."""
    with database.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        _set_foreign_keys(connection, on=False, needed=is_sqlite)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            render_as_batch=is_sqlite,
            render_item=render_item,
            compare_type=True,
            transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()
            if is_sqlite:
                broken = connection.execute(text("PRAGMA foreign_key_check")).fetchall()
                if broken:
                    raise RuntimeError(f"migration breaks foreign keys: {broken[:5]}")
        connection.commit()
        _set_foreign_keys(connection, on=True, needed=is_sqlite)


def _set_foreign_keys(connection: Connection, *, on: bool, needed: bool) -> None:
    """Switch foreign keys outside any transaction, where the pragma has effect."""
    if needed:
        raw: Any = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


run()
