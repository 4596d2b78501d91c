"""Every test here runs on SQLite and on PostgreSQL, inside an application context."""

import pytest
from flask import Flask

from tests.databases import DATABASES


@pytest.fixture(params=DATABASES)
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each database in turn."""
    return str(request.param)


@pytest.fixture(autouse=True)
def _in_context(in_app: Flask) -> None:
    """Push the application context without being asked."""
