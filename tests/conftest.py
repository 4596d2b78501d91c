"""Fixtures for all tests; ``tests/README.md`` shows how to use them."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient, FlaskCliRunner

from tests.applications import Applications, close, create
from tests.databases import (
    PostgresqlCluster,
    PostgresqlMissing,
    SqliteTemplate,
    scratch_folder,
)
from tests.factories import Factory
from tests.instants import NOW

_ROOT = Path(__file__).parents[1]


def pytest_configure() -> None:
    """Let nothing in the reader's environment or instance folder reach a test."""
    names = [name for name in os.environ if name.startswith(("ROSTRUM_", "LC_"))]
    for name in [*names, *({"LANG", "LANGUAGE"} & os.environ.keys())]:
        del os.environ[name]
    os.environ["ROSTRUM_ENV"] = "testing"


@pytest.fixture(scope="session")
def _environment() -> Iterator[None]:
    """Give this process an instance folder of its own."""
    with tempfile.TemporaryDirectory(prefix="rostrum-instance-") as folder:
        os.environ["ROSTRUM_INSTANCE"] = folder
        yield
        del os.environ["ROSTRUM_INSTANCE"]


def _migrate(address: str) -> None:
    """Bring the database at an address up to the newest revision, as ``flask db upgrade`` does."""
    from flask_migrate import upgrade

    with tempfile.TemporaryDirectory(prefix="rostrum-migrate-") as instance:
        app = create(address, Path(instance), {})
        with app.app_context():
            upgrade(directory=str(_ROOT / "judging" / "migrations"))
        close(app)


@pytest.fixture(scope="session")
def applications(_environment: None) -> Applications:
    """The applications of this process, lent to one test after the other."""
    return Applications()


@pytest.fixture(scope="session")
def _sqlite(_environment: None) -> Iterator[SqliteTemplate]:
    """The session's migrated SQLite file."""
    with scratch_folder("sqlite") as folder:
        yield SqliteTemplate(folder, _migrate)


@pytest.fixture(scope="session")
def _postgresql(_environment: None) -> Iterator[PostgresqlCluster]:
    """The session's PostgreSQL cluster; a machine without PostgreSQL skips, but not in CI."""
    with scratch_folder("pg") as folder:
        try:
            cluster = PostgresqlCluster(folder, _migrate)
        except PostgresqlMissing:
            reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
            if os.environ.get("CI"):
                pytest.fail(reason)
            pytest.skip(reason)
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


@pytest.fixture
def database_kind() -> str:
    """Which database a test runs on; parametrise with ``tests.databases.DATABASES`` for both."""
    return "sqlite"


@pytest.fixture
def database_address(request: pytest.FixtureRequest, database_kind: str) -> Iterator[str]:
    """The SQLAlchemy address of a fresh, migrated database of this test alone."""
    template: SqliteTemplate | PostgresqlCluster = request.getfixturevalue(f"_{database_kind}")
    with ExitStack() as stack:
        yield stack.enter_context(template.database("test"))


@pytest.fixture
def app_settings() -> dict[str, object]:
    """Configuration that a test sets otherwise; parametrise to change it."""
    return {}


@pytest.fixture
def instance_path(tmp_path: Path) -> Path:
    """The application's empty instance folder."""
    folder = tmp_path / "instance"
    folder.mkdir()
    return folder


@pytest.fixture
def app(
    applications: Applications,
    database_address: str,
    instance_path: Path,
    app_settings: dict[str, object],
) -> Iterator[Flask]:
    """An application as good as new on a fresh database, with no application context pushed."""
    with applications.lend(database_address, instance_path, app_settings) as app:
        yield app


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The application, inside an application context; not for tests that use ``client``."""
    with app.app_context():
        yield app


@pytest.fixture
def factory(app: Flask, now: datetime) -> Factory:
    """Makes rows of this test's database; use it inside an application context."""
    return Factory(app.config["SECRET_KEY"], now)


@pytest.fixture
def now() -> datetime:
    """The instant that tests live in."""
    return NOW


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """Stop the clock at ``now``; ``shift`` and ``move_to`` turn it."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller


@pytest.fixture
def client(app: Flask, clock: time_machine.Traveller) -> FlaskClient:
    """A browser's stand-in without cookies yet, with the clock stopped at ``now``."""
    return app.test_client()


@pytest.fixture
def runner(app: Flask, clock: time_machine.Traveller) -> FlaskCliRunner:
    """Runs commands of ``flask judging …``, with the clock stopped at ``now``."""
    return app.test_cli_runner()
