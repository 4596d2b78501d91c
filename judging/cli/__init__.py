"""LAYER 3: ``flask judging …``, the same commands as the pages use, from the terminal."""

import click
from flask import Flask
from flask.cli import AppGroup

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
