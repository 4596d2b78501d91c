"""Sentences for databases that cannot be served, and for backups: made, put back, refused."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

PROBLEMS: dict[str, LazyString] = {
    "backup_needs_sqlite": _l(
        "This installation runs on PostgreSQL. Make backups with pg_dump and put them back with "
        "pg_restore; afterwards run judging incarnation --renew."
    ),
    "backup_exists": _l("%(path)s is there already. Nothing is written over a backup."),
    "database_damaged": _l(
        "The database is damaged: %(reason)s. Stop Rostrum, keep the file, and put the newest "
        "backup back; the tablets then send again what they keep."
    ),
    "database_unreachable": _l("The database does not answer: %(reason)s."),
    "database_not_migrated": _l(
        "The database is not of this version yet: run flask --app wsgi db upgrade (after a "
        "backup), or judging serve --prepare for the demo."
    ),
    "database_too_new": _l(
        "A newer version of Rostrum has used this database; this one would not understand it. "
        "Renew this one, or put a backup of its own time back."
    ),
    "backup_unknown": _l("is not a backup of Rostrum, or of a format that is not known here"),
    "backup_damaged": _l("is damaged: its parts are not what they were when it was made"),
    "backup_of_a_newer_version": _l("was made by a newer version of Rostrum; renew this one first"),
    "database_in_use": _l(
        "Rostrum is still running on this database. Stop it first (Ctrl-C), then try again."
    ),
}
