"""``flask judging demo``: the demo competition, made once, all or nothing."""

import json
import os
import secrets
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_babel import gettext as _
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from judging import ROOT, create_app
from judging.cli import judging_group, refuse
from judging.clock import utc_now
from judging.extensions import db
from judging.queries.competitions import find_competition, has_any_competition
from judging.queries.demo_sign_ins import list_demo_sign_ins
from judging.services.demo.build import build_demo

SLUG = "qiming"
_MIGRATIONS = str(ROOT / "judging" / "migrations")


@judging_group.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Make the demo competition where it is not there yet, and print its sign-ins."""
    if current_app.config["ENVIRONMENT"] == "production":
        refuse(_("The demo is not made in production."))
    upgrade(directory=_MIGRATIONS)
    if find_competition(SLUG) is None:
        if not as_json:
            click.echo(_("Making the demo competition …"), err=True)
        _make(_password())
    _print(as_json)


def _make(password: str) -> None:
    """Build the demo; on an empty SQLite database in a file of its own, put in place when done."""
    url = make_url(current_app.config["SQLALCHEMY_DATABASE_URI"])
    if url.get_backend_name() != "sqlite" or not url.database or has_any_competition():
        build_demo(utc_now(), password)
        return
    final = Path(url.database)
    making = final.with_name(final.name + ".making")
    _remove_sqlite(making)
    other = create_app({**_same_settings(), "SQLALCHEMY_DATABASE_URI": f"sqlite:///{making}"})
    with other.app_context():
        upgrade(directory=_MIGRATIONS)
        build_demo(utc_now(), password)
        db.session.remove()
        db.engine.dispose()
    db.session.remove()
    db.engine.dispose()
    _remove_sqlite(final)
    os.replace(making, final)


def _same_settings() -> dict[str, object]:
    """Return what a second application must share with this one."""
    names = ("ENVIRONMENT", "INSTANCE", "SECRET_KEY", "TESTING", "PUBLIC_BASE_URL")
    return {name: current_app.config[name] for name in names}


def _remove_sqlite(path: Path) -> None:
    """Remove a database file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _password() -> str:
    """Return the password of the demo's accounts, made once and kept in the instance folder."""
    path = Path(current_app.config["INSTANCE"]) / "demo-password"
    if not path.exists():
        words = f"{secrets.token_hex(3)}-{secrets.token_hex(3)}-{secrets.token_hex(3)}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(words + "\n")
    return path.read_text(encoding="ascii").strip()


def _print(as_json: bool) -> None:
    """Print how to get in."""
    sign_ins = list_demo_sign_ins(SLUG, current_app.config["SECRET_KEY"])
    password = _password()
    if as_json:
        rows = [
            {"role": s.role, "name": s.name, "secret": s.secret or password} for s in sign_ins
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    click.echo(_("The demo's sign-ins (the first page opens each with one click):"))
    for row in sign_ins:
        click.echo(f"  {row.role:<14} {row.name:<26} {row.secret or password}")
