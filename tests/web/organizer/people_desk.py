"""What the tests of entries, people and panels share: readers with an office, and their uploads."""

import io
import re

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from judging.extensions import db
from judging.models import JournalEntry
from tests.factories import Factory, HeatBundle, sign_in


def enter_as(app: Flask, factory: Factory, client: FlaskClient, heat: HeatBundle, role: str) -> str:
    """Sign somebody in with an office and return the address of the desk."""
    with app.app_context():
        person = factory.person([role], heat.competition_id)
        sign_in(client, factory.session("person", person))
        return f"/desk/{heat.slug}"


def actions(app: Flask) -> list[str]:
    """Return what the journal holds, oldest first."""
    with app.app_context():
        return [row.action for row in db.session.query(JournalEntry).order_by(JournalEntry.id)]


def hidden_fields(text: str) -> dict[str, str]:
    """Return token and digest of a previewed file."""
    return dict(re.findall(r'name="(token|digest)"[^>]*value="([^"]*)"', text))


def upload(client: FlaskClient, address: str, content: bytes) -> TestResponse:
    """Send a file whose name tries to climb out."""
    return client.post(address, data={"file": (io.BytesIO(content), "../../名单.xlsx")})
