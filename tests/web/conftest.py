"""The demo competition as a world to walk in: built once a session, copied for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from judging import ROOT
from judging.services.demo.build import build_demo
from tests.applications import Applications, close, create
from tests.databases import SqliteTemplate, scratch_folder
from tests.instants import NOW

DEMO_PASSWORD = "lanterns over the quiet harbour 7"


def _make_demo(address: str) -> None:
    """Migrate a database and play the demo on it, at the tests' instant."""
    with scratch_folder("demo-instance") as instance:
        app = create(address, instance, {})
        with app.app_context():
            upgrade(directory=str(ROOT / "judging" / "migrations"))
            build_demo(NOW, DEMO_PASSWORD)
        close(app)


@pytest.fixture(scope="session")
def _demo_template(_environment: None) -> Iterator[SqliteTemplate]:
    """The session's file with the demo."""
    with scratch_folder("demo") as folder:
        yield SqliteTemplate(folder, _make_demo)


@pytest.fixture
def demo_app(
    applications: Applications,
    _demo_template: SqliteTemplate,
    instance_path: Path,
    app_settings: dict[str, object],
) -> Iterator[Flask]:
    """An application on a copy of the demo, with the clock stopped at the tests' instant."""
    with (
        _demo_template.database("demo") as address,
        time_machine.travel(NOW, tick=False),
        applications.lend(address, instance_path, app_settings) as app,
    ):
        yield app
