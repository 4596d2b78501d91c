"""The same migrations on both databases: forward, back, and equal to the models."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect

from judging import ROOT
from judging.extensions import db, metadata
from tests.databases import DATABASES

pytestmark = pytest.mark.parametrize("database_kind", DATABASES)
FOLDER = str(ROOT / "judging" / "migrations")


def tables():
    return set(inspect(db.engine).get_table_names())


def test_the_migrated_database_is_what_the_models_say(in_app):
    with db.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrations_go_all_the_way_back_and_forward_again(in_app):
    db.session.remove()
    downgrade(directory=FOLDER, revision="base")
    assert tables() <= {"alembic_version"}
    upgrade(directory=FOLDER)
    assert tables() == set(metadata.tables) | {"alembic_version"}
