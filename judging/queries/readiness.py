"""Whether the database answers and has all its tables."""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from judging.extensions import db
from judging.models import Competition, JournalEntry, Release


def is_database_ready() -> bool:
    """Whether the database answers and is migrated."""
    try:
        for column in (Competition.id, JournalEntry.id, Release.inputs_digest):
            db.session.execute(select(column).limit(1))
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return True
