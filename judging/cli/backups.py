"""``flask judging backup|restore|incarnation``: against the loss of the laptop."""

import json
import sqlite3
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _

from judging.cli import judging_group, refuse, refuse_file, require_folder_of
from judging.cli.organizer import explain
from judging.cli.restored_access import tell_access
from judging.clock import utc_now
from judging.errors import JudgingError
from judging.permissions import SYSTEM
from judging.services.backup_files import Manifest
from judging.services.backups import BackupFacts, make_backup
from judging.services.installation import find_incarnation, renew_incarnation
from judging.services.restoring import RestoreFacts, read_manifest, restore_backup

_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


@judging_group.command("backup")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--without-key", is_flag=True, help="Leave out the installation's key.")
@_JSON
@with_appcontext
def backup(file: Path | None, without_key: bool, as_json: bool) -> None:
    """Write a backup to FILE, or into the folder FILE; judges go on marking meanwhile.

    Without FILE it goes into the folder backups of the instance.
    """
    now = utc_now()
    path = _place(file, now)
    try:
        made = make_backup(SYSTEM, now, path, holds_key=not without_key)
    except OSError as error:
        refuse_file(path, error)
        return
    except (JudgingError, sqlite3.OperationalError) as error:
        _refuse(error)
        return
    if as_json:
        click.echo(json.dumps(_backup_facts(made), ensure_ascii=False))
        return
    size = f"{made.size_bytes / 1_000_000:.1f} MB"
    click.echo(_("The backup is in %(path)s (%(size)s).", path=made.path, size=size))
    click.echo(_contents(made.about))
    if made.holds_key:
        click.echo(_("It holds the key of this installation: keep it as safe as the laptop."))
    else:
        click.echo(
            _("It holds no key: without this installation's key, seat cards and codes are void.")
        )


def _place(file: Path | None, now: datetime) -> Path:
    """Return where a backup goes."""
    name = f"rostrum-{now:%Y%m%d-%H%M%S}.backup"
    if file is None:
        folder = Path(current_app.config["INSTANCE"]) / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder / name
    if file.is_dir():
        return file / name
    require_folder_of(file)
    return file


@judging_group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
@_JSON
@with_appcontext
def restore(file: Path, yes: bool, as_json: bool) -> None:
    """Put the backup FILE in the place of the database; what stands there is kept.

    The database gets a new incarnation, so that every tablet sends again what it keeps.
    """
    try:
        about = read_manifest(file)
        if not yes:
            click.echo(_contents(about), err=True)
            click.confirm(
                _("Put it in the place of this database, which is kept?"), abort=True, err=True
            )
        done = restore_backup(SYSTEM, utc_now(), file)
    except (JudgingError, OSError, sqlite3.OperationalError) as error:
        _refuse(error)
        return
    if as_json:
        click.echo(json.dumps(_restore_facts(done), ensure_ascii=False))
        return
    _tell_restored(done)


def _tell_restored(done: RestoreFacts) -> None:
    """Say what was put back, what to do before the start, and what follows it."""
    click.echo(_("The backup was put back."))
    click.echo(_contents(done.about))
    if done.kept_at:
        click.echo(_("What it replaced is kept in %(path)s", path=done.kept_at))
    if done.is_key_replaced:
        click.echo(_("The key of the backup is in force again: its seat cards and codes are good."))
    for chain, sequence in done.faults:
        click.echo(
            _("The journal does not hold: %(chain)s, row %(row)s.", chain=chain, row=sequence),
            err=True,
        )
    tell_access(done.access)
    click.echo("\n" + _("Now start Rostrum: every tablet sends again what it keeps."))


@judging_group.command("incarnation")
@click.option("--renew", is_flag=True, help="The database was put back by other means.")
@_JSON
@with_appcontext
def incarnation(renew: bool, as_json: bool) -> None:
    """Show the incarnation of this database, or renew it: every tablet then sends all again."""
    if renew:
        renew_incarnation(SYSTEM, utc_now(), {"by": "other means"})
    found = find_incarnation()
    click.echo(json.dumps({"incarnation": found}) if as_json else found)


def _refuse(error: Exception) -> None:
    """Say why it was not done, and end with exit code 1; a full disk is no bug of ours."""
    if isinstance(error, JudgingError):
        refuse(explain(error))
    refuse(
        _("The disk refuses: %(reason)s. Nothing was lost; make room and try again.", reason=error)
    )


def _contents(about: Manifest) -> str:
    """Return what a backup holds, for people."""
    counts = about.counts
    return _(
        "Made %(when)s; competitions: %(competitions)s, revisions of score sheets: %(revisions)s, "
        "journal entries: %(entries)s.",
        when=_hall_time(about.made_at),
        competitions=counts["competitions"],
        revisions=counts["sheet_revisions"],
        entries=counts["journal_entries"],
    )


def _hall_time(instant: str) -> str:
    """Return an instant in the time of the hall, with how far that is from UTC."""
    zone = ZoneInfo(current_app.config["DEFAULT_TIMEZONE"])
    local = datetime.fromisoformat(instant).astimezone(zone).isoformat(timespec="minutes")
    return f"{local[:10]} {local[11:16]} UTC{local[16:]}"


def _backup_facts(made: BackupFacts) -> dict[str, Any]:
    """Return a backup for a program."""
    facts = _about(made.about)
    size, digest = made.size_bytes, made.digest
    return facts | {"path": str(made.path), "bytes": size, "sha256": digest, "key": made.holds_key}


def _restore_facts(done: RestoreFacts) -> dict[str, Any]:
    """Return a restored backup for a program."""
    return {
        "backup": _about(done.about),
        "incarnation": done.incarnation,
        "kept_at": str(done.kept_at) if done.kept_at else None,
        "is_key_replaced": done.is_key_replaced,
        "journal_faults": [list(fault) for fault in done.faults],
        "access": asdict(done.access),
    }


def _about(about: Manifest) -> dict[str, Any]:
    """Return a manifest without its parts."""
    told = asdict(about)
    del told["parts"]
    return told
