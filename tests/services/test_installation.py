"""The incarnation of a database, on SQLite and PostgreSQL."""

from datetime import datetime, timedelta

from judging.permissions import SYSTEM
from judging.services.installation import ensure_incarnation
from tests.services.marked import actions


def test_a_database_gets_its_incarnation_once(now: datetime) -> None:
    first = ensure_incarnation(SYSTEM, now)
    assert len(first) == 36
    assert ensure_incarnation(SYSTEM, now + timedelta(days=1)) == first
    assert actions() == ["site:installation:create"]
