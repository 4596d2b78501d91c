"""What the outer layer may ask of the storage without touching it."""

from sqlalchemy.exc import OperationalError

from judging.extensions import db


def let_go() -> None:
    """Roll back whatever this request still holds open, after an error nobody foresaw."""
    db.session.rollback()


def is_storage_error(error: BaseException) -> bool:
    """Say whether an error means that the database cannot be reached or is locked."""
    return isinstance(error, OperationalError)
