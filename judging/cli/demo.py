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

from judging import ROOT
from judging.cli import judging_group, refuse
from judging.clock import utc_now
from judging.queries.competitions import find_competition
from judging.queries.demo_sign_ins import DemoSignIn, list_demo_sign_ins
from judging.services.demo.place import make_demo

SLUG = "qiming"


@judging_group.command("demo")
@click.option("--json", "as_json", is_flag=True, help="Print the sign-ins as JSON.")
@with_appcontext
def demo(as_json: bool) -> None:
    """Make the demo competition where it is not there yet, and print its sign-ins."""
    if current_app.config["ENVIRONMENT"] == "production":
        refuse(_("The demo is not made in production."))
    upgrade(directory=str(ROOT / "judging" / "migrations"))
    if find_competition(SLUG) is None:
        if not as_json:
            click.echo(_("Making the demo competition …"), err=True)
        make_demo(utc_now(), _password())
    sign_ins = list_demo_sign_ins(SLUG, current_app.config["SECRET_KEY"])
    if as_json:
        rows = [{"role": s.role, "name": s.name, "secret": _secret(s)} for s in sign_ins]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    click.echo(_("The demo's sign-ins (the first page opens each with one click):"))
    for row in sign_ins:
        click.echo(f"  {row.role:<14} {row.name:<32} {_secret(row)}")


def _secret(row: DemoSignIn) -> str:
    """Return what gets one in beside the name: the common password, a code, or nothing."""
    if row.secret is None:
        return _password()
    return row.secret


def _password() -> str:
    """Return the password of the demo's accounts, made once and kept in the instance folder."""
    path = Path(current_app.config["INSTANCE"]) / "demo-password"
    if not path.exists():
        words = "-".join(secrets.token_hex(3) for _part in range(3))
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(words + "\n")
    return path.read_text(encoding="ascii").strip()
