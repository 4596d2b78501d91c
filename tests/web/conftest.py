"""The demo competition as a world to walk in: built once a session, copied for each test."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask_migrate import upgrade

from judging import ROOT
from judging.services.demo.build import build_demo
from tests.conftest import _close, _create
from tests.databases import SqliteTemplate, scratch_folder
from tests.instants import NOW

_serial = itertools.count(1)
DEMO_PASSWORD = "lanterns over the quiet harbour 7"


def _make_demo(address: str) -> None:
    """Migrate a database and play the demo on it, at the tests' instant."""
    with scratch_folder("demo-instance") as instance:
        app = _create(address, instance, {})
        with app.app_context():
            upgrade(directory=str(ROOT / "judging" / "migrations"))
            build_demo(NOW, DEMO_PASSWORD)
        _close(app)


@pytest.fixture(scope="session")
def _demo_template(_environment: None) -> Iterator[SqliteTemplate]:
    """The session's file with the demo."""
    with scratch_folder("demo") as folder:
        yield SqliteTemplate(folder, _make_demo)


@pytest.fixture
def demo_app(
    _demo_template: SqliteTemplate, instance_path: Path, app_settings: dict[str, object]
) -> Iterator[Flask]:
    """An application on a copy of the demo, with the clock stopped at the tests' instant."""
    with (
        _demo_template.database(f"demo{next(_serial)}") as address,
        time_machine.travel(NOW, tick=False),
    ):
        app = _create(address, instance_path, app_settings)
        yield app
        _close(app)
