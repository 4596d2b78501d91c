"""Sentences for backups: made, put back, refused."""

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
    "backup_unknown": _l("is not a backup of Rostrum, or of a format that is not known here"),
    "backup_damaged": _l("is damaged: its parts are not what they were when it was made"),
    "backup_of_a_newer_version": _l("was made by a newer version of Rostrum; renew this one first"),
    "database_in_use": _l(
        "Rostrum is still running on this database. Stop it first (Ctrl-C), then try again."
    ),
}
