"""Whether the database answers and has all its tables."""

from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select, text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from judging import ROOT
from judging.errors import NotReady
from judging.extensions import db
from judging.models import Competition, JournalEntry, Release

_LONGEST_REASON = 200


def is_database_ready() -> bool:
    """Whether the database answers and is migrated."""
    try:
        for column in (Competition.id, JournalEntry.id, Release.inputs_digest):
            db.session.execute(select(column).limit(1))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True


def check_database() -> None:
    """Go on only where the database can be served: it answers, and its schema is this version's.

    Raises:
        NotReady: it does not answer (``database_unreachable``), lacks a migration
            (``database_not_migrated``), or a newer Rostrum migrated it (``database_too_new``).
    """
    try:
        with db.engine.connect() as connection:
            is_new = not inspect(connection).has_table("alembic_version")
            row = text("SELECT version_num FROM alembic_version")
            found = None if is_new else connection.scalar(row)
    except DatabaseError as error:
        reason = str(error.orig).strip().partition("\n")[0][:_LONGEST_REASON]
        raise NotReady("database_unreachable", reason=reason) from error
    scripts = ScriptDirectory(str(ROOT / "judging" / "migrations"))
    if found == scripts.get_current_head():
        return
    known = {script.revision for script in scripts.walk_revisions()}
    is_older = found is None or found in known
    raise NotReady("database_not_migrated" if is_older else "database_too_new")
