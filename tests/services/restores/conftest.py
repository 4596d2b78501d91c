"""A heat of five seats, and backups of the database that holds it."""

import pytest

from tests.services.restored import backups_in


@pytest.fixture
def database_kind():
    """Backups are SQLite's."""
    return "sqlite"


@pytest.fixture
def heat(factory):
    return factory.ready_heat(seats=5, entries=2)


@pytest.fixture
def backup(tmp_path, factory, heat, now):
    """Return a function that makes a backup."""
    return backups_in(tmp_path, now)
