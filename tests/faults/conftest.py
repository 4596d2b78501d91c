"""Fixtures for fault proofs: a server of one's own that may die, and a loop beside the test."""

import os
from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from tests.browser.conftest import browser, page_at, pytest_runtest_makereport
from tests.browser.live_server import free_port
from tests.databases import SqliteTemplate
from tests.faults.background import Background
from tests.faults.crowd import application_on
from tests.faults.mortal_server import MortalServer

__all__ = ["browser", "page_at", "pytest_runtest_makereport"]

#: ``make faults`` asks for the whole proof; ``make test`` for a short one.
IS_FULL = os.environ.get("FAULTS") == "full"

#: Writes a line of figures where somebody looks on.
Tell = Callable[[str], None]


@pytest.fixture(scope="session")
def server(
    tmp_path_factory: pytest.TempPathFactory, _sqlite: SqliteTemplate
) -> Iterator[MortalServer]:
    """A running server on an empty database, shared by the tests of this folder."""
    made = MortalServer(tmp_path_factory.mktemp("faults"), free_port(), has_demo=False)
    with _sqlite.database("faults") as address:
        made.put_database(address)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def beside(server: MortalServer) -> Iterator[Flask]:
    """An application on the server's database."""
    with application_on(server.instance) as app:
        yield app


@pytest.fixture
def background() -> Iterator[Background]:
    """An event loop beside the test."""
    made = Background()
    yield made
    made.close()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Say what was seen, in the whole proof only."""
    plugins = request.config.pluginmanager
    terminal, capture = plugins.get_plugin("terminalreporter"), plugins.get_plugin("capturemanager")

    def write(line: str) -> None:
        if IS_FULL and terminal is not None and capture is not None:
            with capture.global_and_fixture_disabled():
                terminal.write_line(f"\n  {line}")

    return write
