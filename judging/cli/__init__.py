"""LAYER 3: ``flask judging …``, the same commands as the pages use, from the terminal."""

import errno
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup
from flask_babel import gettext as _

judging_group = AppGroup("judging", help="Everything that Rostrum does from the terminal.")


def register(app: Flask) -> None:
    """Put every command under ``flask judging``."""
    from judging.cli import (  # noqa: F401  (these put themselves into the group)
        backups,
        competition,
        demo,
        imports,
        organizer,
        results,
        serve,
        tls,
    )
    from judging.cli.score import score_command

    judging_group.add_command(score_command)
    app.cli.add_command(judging_group)


def refuse(message: str) -> None:
    """Say why and end with exit code 1.

    Raises:
        SystemExit: always.
    """
    click.echo(message, err=True)
    raise SystemExit(1)


def refuse_file(path: Path, error: OSError) -> None:
    """Say which file cannot be written and why, and end with exit code 1.

    Raises:
        SystemExit: always.
    """
    told = {"path": path, "reason": error.strerror or error}
    if error.errno == errno.ENOSPC:
        refuse(_("%(path)s cannot be written: the disk is full. Make room and try again.", **told))
    refuse(_("%(path)s cannot be written: %(reason)s", **told))


def require_folder_of(path: Path) -> None:
    """Go on only where the folder is there that a file is to be written into.

    Raises:
        SystemExit: it is not; says so.
    """
    if not path.parent.is_dir():
        refuse(
            _(
                "%(path)s cannot be written: there is no folder %(folder)s.",
                path=path,
                folder=path.parent,
            )
        )
