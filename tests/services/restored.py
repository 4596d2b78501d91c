"""What the tests of restored backups share."""

import sqlite3
from contextlib import closing

from judging.extensions import db
from judging.permissions import ANONYMOUS, SYSTEM
from judging.queries.sessions import find_actor
from judging.services.backups import database_path, make_backup
from judging.services.installation import ensure_incarnation
from judging.services.seat_sessions import enrol_seat
from judging.services.sessions import Device

TABLETS = [Device(letter * 43, "Tablet") for letter in "abcde"]


def backups_in(folder, now):
    """Return a function that makes a backup of this name, and returns its file."""
    ensure_incarnation(SYSTEM, now)

    def make(name="a.backup"):
        make_backup(SYSTEM, now, folder / name, holds_key=True)
        return folder / name

    return make


def is_in(token, now):
    db.session.rollback()
    return find_actor(token, now) is not None


def enter(factory, heat, now, seat, device=None, **options):
    link = factory.link_of(heat.seat_ids[seat])
    return enrol_seat(ANONYMOUS, now, link, device or TABLETS[seat], **options)


def by_hand(statement, *values):
    """Change the database past the application, as somebody with SQLite's own program does."""
    with closing(sqlite3.connect(database_path())) as connection, connection:
        connection.execute(statement, values)
